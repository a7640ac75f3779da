// SPDX-License-Identifier: GPL-3.0-or-later
// Light shared by all surfaces. Light vectors and normals are in the camera's frame, colours linear.
uniform vec3 harmonics[9];
uniform vec3 lamp_direction[3];
uniform vec3 lamp_colour[3];
uniform sampler2DShadow shadow_map;
uniform float shadow_on;
uniform float camera_distance;
uniform sampler2D noise_map;   // four independent smooth noises, mean 0.5, repeating
uniform float pattern;         // 0..1, shifts all noise of one person
in vec3 v_normal;
in vec2 v_uv;
in vec3 v_canonical;
in vec3 v_place;
in vec3 v_shadow;
layout(location = 0) out vec4 colour;
layout(location = 1) out vec2 layer;  // nearness, and 1 where something hides the face

const float OFFSET = 8.0;        // keeps the nearness positive: 0 means nothing drawn
const float SHADOW_BIAS = 0.012;
const float SHADOW_SOFTNESS = 0.006;

vec3 linear_light(vec3 c) { return c * c * (0.7 * c + 0.3); }  // sRGB, to 1 %
float square(float x) { return x * x; }
float bump(float x, float width) { return exp(-square(x / width)); }
vec3 view_direction() { return normalize(vec3(0.0, 0.0, camera_distance) - v_place); }
vec2 noise_place() { return v_canonical.xy + pattern * vec2(7.3, 3.1) + 0.35 * v_canonical.z; }

vec3 ambient(vec3 n) {
    vec3 sum = harmonics[0] * 0.282095 + 0.488603 * (harmonics[1] * n.y + harmonics[2] * n.z + harmonics[3] * n.x)
        + 1.092548 * (harmonics[4] * n.x * n.y + harmonics[5] * n.y * n.z + harmonics[7] * n.x * n.z)
        + 0.315392 * harmonics[6] * (3.0 * n.z * n.z - 1.0) + 0.546274 * harmonics[8] * (n.x * n.x - n.y * n.y);
    return max(sum, vec3(0.0));
}

float unshadowed() {
    if (shadow_on < 0.5) return 1.0;
    float sum = 0.0;
    for (int i = 0; i < 4; i++) {
        vec2 d = (vec2(i & 1, i >> 1) - 0.5) * SHADOW_SOFTNESS;
        sum += texture(shadow_map, vec3(v_shadow.xy + d, v_shadow.z - SHADOW_BIAS));
    }
    return 0.25 * sum;
}

// scatter: how far light bleeds round the shadow edge per channel; gloss, exponent: Blinn-Phong highlight.
vec3 lit(vec3 albedo, vec3 n, vec3 v, float open, vec3 scatter, float gloss, float exponent) {
    vec3 sum = albedo * ambient(n);
    float first = unshadowed();
    for (int i = 0; i < 3; i++) {
        if (lamp_colour[i].g <= 0.0) continue;
        float facing = dot(n, lamp_direction[i]);
        float seen = i == 0 ? first : 1.0;
        vec3 wrapped = clamp((facing + scatter) / (1.0 + scatter), 0.0, 1.0);
        vec3 diffuse = wrapped * (wrapped * 0.25 + 0.75) * mix(vec3(seen), vec3(1.0), 0.4 * scatter);
        sum += albedo * lamp_colour[i] * diffuse;
        if (gloss > 0.0 && facing > 0.0) {
            float shine = pow(max(dot(n, normalize(lamp_direction[i] + v)), 1e-6), exponent) * (exponent + 8.0) / 28.0;
            sum += lamp_colour[i] * shine * gloss * 0.16 * seen;
        }
    }
    if (gloss > 0.0) sum += ambient(reflect(-v, n)) * gloss * 0.06;
    return sum * open;
}

// Hair is a volume: light reaches it softly from all sides.
vec3 lit_fibres(vec3 albedo, vec3 n, vec3 v, float gloss) {
    vec3 sum = albedo * ambient(n);
    float first = unshadowed();
    for (int i = 0; i < 3; i++) {
        float facing = dot(n, lamp_direction[i]);
        float seen = i == 0 ? first : 1.0;
        sum += albedo * lamp_colour[i] * clamp(facing * 0.5 + 0.5, 0.0, 1.0) * 0.8 * mix(seen, 1.0, 0.2);
        float shine = pow(max(dot(n, normalize(lamp_direction[i] + v)), 1e-6), 14.0);
        sum += lamp_colour[i] * shine * gloss * 0.12 * seen * step(0.0, facing);
    }
    return sum;
}
