// SPDX-License-Identifier: GPL-3.0-or-later
// Cards of hair: kind 0 the head's, 1 brows, 2 lashes.
uniform float kind;
uniform sampler2D surface;
uniform vec3 hair_colour, brow_colour, lash_colour;
uniform float brow_density;    // 1 as painted

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    vec4 picture = texture(surface, v_uv);
    layer = vec2(v_place.z + OFFSET, kind < 0.5 ? 1.0 : 0.0);
    if (kind < 0.5) {
        if (picture.a < 0.4) discard;
        float light = dot(linear_light(picture.rgb), vec3(0.3, 0.5, 0.2));
        float lock = texture(noise_map, v_canonical.xy * vec2(2.0, 0.3)).r - 0.5;
        vec3 albedo = hair_colour * clamp(0.35 + light * 3.2 + lock * 0.5, 0.1, 2.2);
        colour = vec4(lit_fibres(albedo, n, v, 1.0), 1.0);
    } else if (kind < 1.5) {
        if (picture.a < 0.02) discard;
        float strand = texture(noise_map, v_canonical.xy * vec2(5.0, 2.0) + pattern).r;
        float dense = clamp(picture.a * brow_density * (0.75 + 0.5 * strand), 0.0, 0.97);
        colour = vec4(lit_fibres(brow_colour * (0.6 + 0.8 * strand), n, v, 0.0), dense);
    } else {
        if (picture.a < 0.05) discard;
        colour = vec4(lit_fibres(lash_colour, n, v, 0.0), clamp(picture.a * 1.4, 0.0, 0.95));
    }
}
