// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that follow the muscles, drawn where they lie on the base mesh (dm). Two-component uniforms: left, right.
uniform vec3 lines_forehead;   // inner brow, outer left, outer right
uniform float lines_frown;     // between the brows
uniform vec2 lines_cheek;      // from the nose to the mouth's corners
uniform vec2 lines_crow;       // beside the eyes
uniform float lines_bag;       // under the eyes
uniform float lines_nose;
uniform float lines_chin;
uniform float lines_corner;    // below the mouth's corners
uniform vec2 lines_dimple;
uniform float bumps;

float to_segment(vec2 p, vec2 a, vec2 b) {
    vec2 along = b - a;
    return length(p - a - along * clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0));
}

// Bends the normal (added to n in the camera's frame) and returns how much the skin darkens, 0..0.75.
float wrinkles(vec3 at, vec4 coarse, vec4 fine, out vec3 bend) {
    bend = vec3(0.0);
    float dark = 0.0, aside = abs(at.x), side = sign(at.x);
    float left = smoothstep(-0.12, 0.12, at.x);
    float front = smoothstep(1.0, 1.25, at.z);

    if (at.y > 7.55 && at.y < 8.12) {
        float amount = lines_forehead.x * (1.0 - smoothstep(0.2, 0.5, aside))
            + mix(lines_forehead.z, lines_forehead.y, left) * smoothstep(0.02, 0.3, aside) * (1.0 - smoothstep(0.6, 0.85, aside));
        amount *= smoothstep(7.55, 7.68, at.y) * (1.0 - smoothstep(7.98, 8.12, at.y)) * front;
        float phase = at.y * 58.0 + 2.5 * sin(at.x * 5.0 + pattern * 6.0) + 2.0 * coarse.r;
        bend.y += amount * cos(phase) * 0.75;
        dark += amount * max(-sin(phase) - 0.3, 0.0) * 0.35;
    }
    float frown = lines_frown * smoothstep(7.28, 7.38, at.y) * (1.0 - smoothstep(7.52, 7.68, at.y))
        * (1.0 - smoothstep(0.03, 0.16, abs(aside - 0.06))) * front;
    bend.x -= frown * sin((aside - 0.06) * 60.0) * side * 0.8;
    dark += frown * bump(aside - 0.065, 0.022) * 0.45;

    vec2 p = vec2(aside, at.y);
    float fold = min(to_segment(p, vec2(0.19, 6.99), vec2(0.29, 6.86)), to_segment(p, vec2(0.29, 6.86), vec2(0.385, 6.66)));
    fold = min(fold, to_segment(p, vec2(0.385, 6.66), vec2(0.38, 6.52)) + 0.01);
    float cheek = mix(lines_cheek.y, lines_cheek.x, left) * front;
    dark += cheek * bump(fold, 0.032) * 0.42;
    bend.x += cheek * side * bump(fold, 0.06) * 0.5 * sign(aside - mix(0.19, 0.385, clamp((6.99 - at.y) / 0.33, 0.0, 1.0)));

    vec2 beside = p - vec2(0.47, 7.26);
    float crow_now = mix(lines_crow.y, lines_crow.x, left), away = length(beside);
    if (beside.x > 0.0 && away < 0.24) {
        float angle = atan(beside.y, beside.x);
        float amount = crow_now * smoothstep(0.0, 0.06, away) * (1.0 - smoothstep(0.1, 0.24, away))
            * (1.0 - smoothstep(0.7, 1.2, abs(angle)));
        dark += amount * max(sin(angle * 11.0 + pattern) - 0.2, 0.0) * 0.4;
        bend.y += amount * cos(angle * 11.0 + pattern) * 0.5;
    }
    float bag = bump(length(vec2((aside - 0.31) * 0.8, at.y - 7.24)) - 0.19, 0.03) * step(at.y, 7.22) * front;
    dark += bag * (lines_bag + 0.5 * crow_now) * 0.4;

    float bridge = (1.0 - smoothstep(0.05, 0.13, aside)) * smoothstep(7.15, 7.25, at.y)
        * (1.0 - smoothstep(7.36, 7.48, at.y)) * front * lines_nose;
    bend.y += bridge * cos(at.y * 75.0) * 0.6;
    float flank = smoothstep(0.08, 0.12, aside) * (1.0 - smoothstep(0.14, 0.2, aside)) * smoothstep(7.02, 7.1, at.y)
        * (1.0 - smoothstep(7.2, 7.3, at.y)) * front * lines_nose;
    bend += vec3(1.0, 0.6, 0.0) * flank * cos(aside * 60.0 - at.y * 40.0) * 0.4;

    float chin = (1.0 - smoothstep(0.1, 0.22, length(vec2(aside * 0.9, at.y - 6.33)))) * front * lines_chin;
    bend += vec3(fine.r - 0.5, fine.g - 0.5, 0.0) * chin * 1.6;
    dark += chin * (fine.a - 0.4) * 0.4;
    dark += bump(aside - 0.42, 0.035) * bump(at.y - 6.62, 0.07) * front * mix(lines_dimple.y, lines_dimple.x, left) * 0.35;
    dark += bump(to_segment(p, vec2(0.33, 6.58), vec2(0.36, 6.4)), 0.025) * front * lines_corner * 0.35;
    bend += bumps * (fine.gba - 0.5) * 0.35;
    return clamp(dark, 0.0, 0.75);
}
