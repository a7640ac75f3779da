// SPDX-License-Identifier: GPL-3.0-or-later
// Inside the mouth: kind 0 its lining, 1 tongue, 2 teeth and gums. Less light the further back.
uniform float kind;
uniform sampler2D surface;     // the teeth's picture
uniform vec3 skin_colour;
uniform vec3 teeth_colour;
uniform float cavity;          // how much light reaches the mouth

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    float z = v_canonical.z, gloss, exponent, open;
    vec3 albedo;
    if (kind < 0.5) {
        albedo = vec3(0.35, 0.09, 0.08) * (0.5 + skin_colour);
        open = max(cavity * 0.6 * smoothstep(1.1, 1.52, z), 0.012);
        gloss = 0.3; exponent = 20.0;
    } else if (kind < 1.5) {
        albedo = vec3(0.55, 0.16, 0.14) * (0.8 + 0.4 * texture(noise_map, noise_place() * 0.9).r);
        open = max(cavity * smoothstep(0.8, 1.38, z) * 0.9, 0.03);
        gloss = 0.6; exponent = 40.0;
    } else {
        vec4 picture = texture(surface, v_uv);
        if (picture.a < 0.2) discard;
        vec3 c = linear_light(picture.rgb);
        albedo = c.r - c.g > 0.12 ? vec3(0.5, 0.14, 0.13) * (0.6 + c.r) : teeth_colour * (0.55 + 0.75 * c.g);
        open = max((0.45 + 0.75 * cavity) * smoothstep(0.9, 1.42, z), 0.05);
        gloss = 0.7; exponent = 60.0;
    }
    layer = vec2(v_place.z + OFFSET, 0.0);
    colour = vec4(lit(albedo, n, v, open, vec3(0.0), gloss, exponent), 1.0);
}
