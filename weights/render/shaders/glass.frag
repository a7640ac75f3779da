// SPDX-License-Identifier: GPL-3.0-or-later
// Glasses: kind 0 the frame, 1 the lenses, which mirror the light about them and, some, a window.
uniform float kind;
uniform vec3 frame_colour;
uniform float lens_opacity;
uniform vec3 lens_colour;
uniform vec3 lens_window;      // place of a mirrored window and how bright it is

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    layer = vec2(v_place.z + OFFSET, 1.0);
    if (kind < 0.5) colour = vec4(lit(frame_colour, n, v, 1.0, vec3(0.0), 0.7, 60.0), 1.0);
    else {
        vec3 r = reflect(-v, n);
        float edge = 0.04 + 0.96 * pow(1.0 - max(dot(n, v), 0.0), 5.0);
        vec2 pane = r.xy - lens_window.xy;
        float window = lens_window.z * step(abs(pane.x), 0.16) * step(abs(pane.y), 0.22) * (1.0 - step(abs(pane.x), 0.012));
        vec3 glare = ambient(r) * edge + vec3(0.9, 0.95, 1.0) * window;
        vec3 tint = lit(lens_colour, n, v, 1.0, vec3(0.0), 1.2, 300.0);
        float opacity = clamp(lens_opacity + edge * 0.5 + window * 0.6, 0.0, 1.0);
        colour = vec4(tint + glare, opacity);
    }
}
