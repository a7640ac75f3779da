// SPDX-License-Identifier: GPL-3.0-or-later
// An eyeball: v_canonical is the direction from its centre in the subject's frame.
uniform vec3 gaze;             // where the pupil points, subject's frame
uniform vec3 iris_colour;
uniform float pupil;           // radius over the iris's
uniform vec3 sclera_colour;

uniform float iris_size;       // radians seen from the centre of the ball
uniform vec2 lids;             // sine of the elevation of the upper and lower lid's edge, seen from there
uniform float eye_shade;       // how dark the upper lid's shadow is

void main() {
    vec3 n = normalize(v_normal), v = view_direction(), c = normalize(v_canonical);
    float out_ = acos(clamp(dot(c, gaze), -1.0, 1.0)) / iris_size;
    vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), gaze)), up = cross(gaze, right);
    float turn = atan(dot(c, up), dot(c, right));
    float fibre = 0.75 + 0.5 * texture(noise_map, vec2(turn * 0.16, out_ * 0.05 + pattern)).r;
    vec3 iris = iris_colour * fibre * (1.0 - 0.35 * smoothstep(0.75, 1.0, out_));
    iris = mix(vec3(0.004), iris, smoothstep(pupil, pupil + 0.08, out_)) * (1.0 - 0.7 * smoothstep(0.86, 1.0, out_));
    float vein = texture(noise_map, c.xy * 0.7 + pattern).r * smoothstep(0.8, 1.8, out_);
    vec3 white = sclera_colour * (1.0 - vein * vec3(0.05, 0.2, 0.2));
    vec3 albedo = mix(iris, white, smoothstep(0.97, 1.08, out_));
    float open = 0.45 + 0.55 * smoothstep(0.45, 0.95, c.z);  // the lids keep light from the edges
    float below = lids.x - c.y, above = c.y - lids.y;
    open *= 1.0 - eye_shade * exp(-square(max(below, 0.0) / 0.17)) - 0.25 * exp(-square(max(above, 0.0) / 0.06));
    layer = vec2(v_place.z + OFFSET, 0.0);
    float wet = 0.5 * exp(-square(above / 0.035));           // the rim of tears on the lower lid
    vec3 shaded = lit(albedo, n, v, open, vec3(0.0), 1.1, 220.0) + ambient(reflect(-v, n)) * (0.012 + 0.05 * wet);
    colour = vec4(shaded, 1.0);
}
