// SPDX-License-Identifier: GPL-3.0-or-later
// What is held or worn before a face: kind 0 a hand with its forearm, 1 a thing, 2 locks of hair, 3 peak or headphones.
uniform float kind;
uniform vec3 skin_colour, hair_colour, cloth_colour;
uniform float hand_tone;       // against the face's skin
uniform float hand_sleeve;     // 1: cloth down to the wrist
uniform float scatter;
uniform vec3 thing_colour, worn_colour;
uniform float thing_gloss, thing_stripe;

const vec3 BLEED = vec3(0.38, 0.16, 0.1);

void main() {
    vec3 n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    layer = vec2(v_place.z + OFFSET, kind < 1.5 ? 2.0 : 1.0);
    vec2 along = v_canonical.xy;   // how far along the tube (0 the wrist, 1 the tip), and its number
    if (kind < 0.5) {
        float rough = texture(noise_map, v_place.xy * 0.9 + pattern).r - 0.5;
        if (along.y > 4.5 && hand_sleeve > 0.5 && along.x > 0.12) {
            colour = vec4(lit(cloth_colour * (0.9 + 0.4 * rough), n, v, 1.0, vec3(0.0), 0.0, 1.0), 1.0);
            return;
        }
        float tip = along.y > 4.5 ? 0.0 : smoothstep(0.75, 1.0, along.x);
        float joint = along.y > 3.5 ? 0.0 : bump(along.x - 0.66, 0.03) + bump(along.x - 0.83, 0.025);
        vec3 albedo = skin_colour * hand_tone * (1.0 + 0.25 * rough) * mix(vec3(1.0), vec3(1.12, 0.86, 0.84), 0.7 * tip);
        albedo *= 1.0 - 0.22 * joint;
        colour = vec4(lit(albedo, n, v, 1.0, BLEED * scatter, 0.4, 14.0), 1.0);
    } else if (kind < 1.5) {
        float stripe = thing_stripe > 0.0 ? step(0.5, fract(along.x * thing_stripe)) : 0.0;
        vec3 albedo = mix(thing_colour, vec3(0.6) - 0.5 * thing_colour, stripe);
        colour = vec4(lit(albedo, n, v, 1.0, vec3(0.0), thing_gloss, 40.0), 1.0);
    } else if (kind < 2.5) {
        float strand = texture(noise_map, vec2(v_canonical.z * 2.0 + along.y * 0.37, along.x * 0.2) + pattern).r;
        colour = vec4(lit_fibres(hair_colour * (0.5 + strand), n, v, 0.8), 1.0);
    } else {
        colour = vec4(lit(worn_colour, n, v, 1.0, vec3(0.0), 0.15, 20.0), 1.0);
    }
}
