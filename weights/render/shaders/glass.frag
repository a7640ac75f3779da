// SPDX-License-Identifier: GPL-3.0-or-later
// Glasses: kind 0 the frame, 1 the lenses.
uniform float kind;
uniform vec3 frame_colour;
uniform float lens_opacity;

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    nearness = v_place.z + OFFSET;
    if (kind < 0.5) colour = vec4(lit(frame_colour, n, v, 1.0, vec3(0.0), 0.7, 60.0), 1.0);
    else colour = vec4(lit(frame_colour * 0.05, n, v, 1.0, vec3(0.0), 1.2, 300.0), lens_opacity);
}
