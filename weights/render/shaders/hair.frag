// SPDX-License-Identifier: GPL-3.0-or-later
// Cards of hair: kind 0 the head's, 1 brows, 2 lashes.
uniform float kind;
uniform sampler2D surface;
uniform vec3 hair_colour, brow_colour, lash_colour;

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    vec4 picture = texture(surface, v_uv);
    nearness = v_place.z + OFFSET;
    if (kind < 0.5) {
        if (picture.a < 0.4) discard;
        float light = dot(linear_light(picture.rgb), vec3(0.3, 0.5, 0.2));
        float lock = texture(noise_map, v_canonical.xy * vec2(2.0, 0.3)).r - 0.5;
        vec3 albedo = hair_colour * clamp(0.35 + light * 3.2 + lock * 0.5, 0.1, 2.2);
        colour = vec4(lit_fibres(albedo, n, v, 1.0), 1.0);
    } else if (kind < 1.5) {
        if (picture.a < 0.03) discard;
        float strand = 0.7 + 0.6 * texture(noise_map, noise_place() * 2.6).r;
        colour = vec4(lit_fibres(brow_colour * strand, n, v, 0.0), picture.a);
    } else {
        if (picture.a < 0.05) discard;
        colour = vec4(lit_fibres(lash_colour, n, v, 0.0), picture.a * 0.9);
    }
}
