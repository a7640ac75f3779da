// SPDX-License-Identifier: GPL-3.0-or-later
uniform mat3 rotation;
uniform sampler2D surface;     // the skin's photograph, sRGB
uniform sampler2D paint_map;   // r lips, g eyelids
uniform vec3 skin_mean;        // mean of the photograph over the face, linear
uniform vec3 skin_colour;
uniform float skin_detail;     // contrast of the photograph
uniform float freckles;
uniform float blush;
uniform float gloss, gloss_exponent, oil, scatter;
uniform vec3 lip_colour, lid_colour;
uniform float lip_paint, lid_paint, lip_wet, lid_dark;
uniform float stubble;          // how short the beard is: dots instead of hair
uniform vec3 beard_colour;
uniform vec4 beard;            // density, moustache, cheek line, patchiness
uniform vec3 cloth_colour, cloth_stripe;
uniform float cloth_mode;      // 0 none, 1 plain, 2 stripes upright, 3 aslant
uniform float neck_line;       // height on the base mesh where cloth begins

const vec3 BLUSH = vec3(1.1, 0.65, 0.65);
const vec3 LIPS = vec3(1.0, 0.74, 0.76);   // blood shows through unpainted lips
const vec3 BLEED = vec3(0.38, 0.16, 0.1);  // skin lets red light through furthest

float beard_density(vec3 at, float rough, float strand, float lips) {
    float aside = abs(at.x), r = rough - 0.5;
    float line = mix(6.62, 6.95, smoothstep(0.2, 0.6, aside)) + beard.z * 0.1 - 0.05 + r * 0.1;
    float chin = (1.0 - smoothstep(line - 0.07, line + 0.07, at.y)) * smoothstep(5.9, 6.15, at.y + r * 0.1)
        * smoothstep(0.2, 0.6, at.z + 0.25);
    float burns = smoothstep(0.5, 0.66, aside + r * 0.08) * (1.0 - smoothstep(6.95, 7.3, at.y))
        * smoothstep(0.25, 0.5, at.z) * (1.0 - smoothstep(0.8, 1.0, at.z));
    chin = max(chin, burns * 0.8);
    float soul = smoothstep(0.07, 0.14, aside + r * 0.05) + 1.0 - smoothstep(6.42, 6.5, at.y);
    chin *= mix(1.0, clamp(soul, 0.0, 1.0), smoothstep(6.4, 6.5, at.y) * step(aside, 0.3));
    chin *= smoothstep(0.1, 0.17, length(vec2(max(aside - 0.2, 0.0), (at.y - 6.66) * 1.5)) + r * 0.03);
    float moustache = (1.0 - smoothstep(0.25, 0.37, aside + r * 0.06))
        * (1.0 - smoothstep(6.85, 6.93, at.y + aside * 0.25 + r * 0.04)) * smoothstep(6.68, 6.75, at.y + aside * 0.12)
        * smoothstep(1.15, 1.35, at.z);
    float link = bump(aside - 0.36, 0.05) * (1.0 - smoothstep(6.72, 6.8, at.y)) * smoothstep(6.35, 6.45, at.y)
        * smoothstep(0.95, 1.2, at.z);
    float amount = max(max(chin * beard.x, moustache * beard.y), link * min(beard.x, beard.y)) * (1.0 - lips);
    return clamp(amount * mix(1.0, smoothstep(0.2, 0.65, strand), beard.w), 0.0, 1.0);
}

void main() {
    vec3 at = v_canonical, n = normalize(v_normal), v = view_direction();
    layer = vec2(v_place.z + OFFSET, 0.0);
    if (cloth_mode > 0.5 && at.y < neck_line + 0.12 * sin(at.x * 2.0) - 0.12 * at.z) {
        float stripe = fract((at.x + at.y * step(2.5, cloth_mode)) * 6.0);
        vec3 cloth = cloth_mode > 1.5 && stripe < 0.5 ? cloth_stripe : cloth_colour;
        colour = vec4(lit(cloth, n, v, 1.0, vec3(0.0), 0.0, 1.0), 1.0);
        return;
    }
    vec2 p = noise_place();
    vec4 wide = texture(noise_map, p * 0.22), coarse = texture(noise_map, p * 0.9), fine = texture(noise_map, p * 2.6);
    vec3 detail = max(linear_light(texture(surface, v_uv).rgb) / skin_mean, 0.01);
    vec3 albedo = skin_colour * pow(detail, vec3(skin_detail));
    vec2 paint = texture(paint_map, v_uv).rg;

    float pore = 0.5 * (coarse.r + fine.r);
    albedo *= (1.0 + (pore - 0.5) * 0.22 * freckles) * (1.0 + (wide.g - 0.5) * 0.2 * freckles);
    albedo *= 1.0 - 0.42 * smoothstep(0.8, 0.86, coarse.b) * max(freckles - 0.8, 0.0);
    vec2 cheek = vec2(abs(at.x) - 0.46, at.y - 6.98);
    albedo = mix(albedo, albedo * BLUSH, blush * exp(-dot(cheek, cheek) * 14.0));
    albedo *= mix(vec3(1.0), LIPS, paint.r * (1.0 - 0.5 * lip_paint));
    albedo *= 1.0 - paint.r * 0.3 * smoothstep(0.35, 0.8, fine.a) * (1.0 - lip_paint);
    albedo = mix(albedo, lip_colour, paint.r * lip_paint);
    albedo = mix(albedo, albedo * lid_colour, paint.g * lid_paint);
    vec2 socket = vec2((abs(at.x) - 0.31) * 0.75, at.y - 7.27);
    albedo *= 1.0 - lid_dark * exp(-dot(socket, socket) * 38.0) * vec3(0.8, 1.0, 0.95);
    if (beard.x + beard.y > 0.0 && at.y < 7.4) {
        float down = texture(noise_map, vec2(at.x * 5.0 + 0.6 * (wide.a - 0.5), at.y * 0.9 + at.z) + pattern).g;
        float strand = mix(down, texture(noise_map, at.xy * 6.5 + at.z * 3.0).b, stubble);
        float cover = beard_density(at, wide.b, 0.45 + 0.55 * fine.g, paint.r);
        cover *= mix(smoothstep(0.1, 0.5, strand), 0.45 + 0.4 * strand, stubble);
        albedo = mix(albedo, beard_colour * (0.35 + 1.3 * down), clamp(cover, 0.0, 1.0));
        n = normalize(n + vec3(down - 0.5, 0.0, 0.0) * cover * 1.2 * (1.0 - stubble));
    }
    if (at.z > 0.5) {
        vec3 bend;
        float dark = wrinkles(at, wide, coarse, bend);
        n = normalize(n + rotation * bend * 0.55);
        albedo *= 1.0 - dark * vec3(0.85, 1.0, 1.05);
    }
    float rim = 1.0 - abs(dot(n, v));
    float shine = gloss * mix(0.6, 1.0, pore) * (0.6 + oil * exp(-at.x * at.x * 9.0) + paint.r * (0.8 * lip_paint + lip_wet))
        * (0.35 + 1.3 * rim * rim * rim);
    colour = vec4(lit(albedo, n, v, 1.0, BLEED * scatter, shine, gloss_exponent), 1.0);
}
