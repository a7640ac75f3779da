// SPDX-License-Identifier: GPL-3.0-or-later
// The head's own shape grown outwards and cut: caps, hoods, scarves, masks, close hair.
uniform float shell_cut;       // 0 above a line round the head, 1 around an opening for the face, 2 over nose and mouth
uniform vec4 shell_shape;
uniform float shell_fibre;     // 1 hair, 0 cloth
uniform float shell_rib;       // ribs per dm, 0 none
uniform vec3 shell_colour;

void main() {
    vec3 at = v_canonical, n = normalize(v_normal), v = view_direction();
    if (dot(n, v) < 0.0) n = -n;
    float strand = texture(noise_map, vec2(at.x * 3.1, at.y * 0.25 + at.z * 0.3) + pattern).r - 0.5;
    float wide = texture(noise_map, noise_place() * 0.35).g - 0.5;
    float inside;
    if (shell_cut < 0.5) {
        float aside = abs(at.x), side = smoothstep(0.5, 0.8, aside) * shell_fibre;
        float line = shell_shape.x - shell_shape.y * max(1.4 - at.z, 0.0) + (strand * 1.3 + wide) * shell_shape.z
            + shell_shape.w * (1.0 - smoothstep(0.0, 0.45, aside)) - 0.12 * side;
        inside = at.y - line;
    } else if (shell_cut < 1.5) {
        vec2 p = vec2(at.x / shell_shape.x, (at.y - shell_shape.z) / shell_shape.y);
        inside = max((length(p) - 1.0) * 0.6 + strand * shell_shape.w, 0.75 - at.z);
        if (at.y < 5.95) inside = at.z > 0.9 ? 1.0 : inside;
    } else {
        float top = shell_shape.x + shell_shape.y * (1.0 - smoothstep(0.05, 0.3, abs(at.x))) - 0.25 * square(at.x);
        inside = min(min(top - at.y, at.y - shell_shape.z - 0.5 * square(at.x)), min(shell_shape.w - abs(at.x), at.z - 0.3));
    }
    if (inside < 0.0) discard;
    layer = vec2(v_place.z + OFFSET, 1.0);
    float edge = 0.55 + 0.45 * smoothstep(0.0, 0.06, inside);
    if (shell_fibre > 0.5) {
        float lock = texture(noise_map, vec2(at.x * 2.0, at.y * 0.2 + at.z * 0.25) + pattern * 3.0).b - 0.5;
        vec3 albedo = shell_colour * clamp(0.9 + strand * 2.2 + lock * 1.2, 0.2, 2.2);
        colour = vec4(lit_fibres(albedo, n, v, 0.7) * edge, 1.0);
        return;
    }
    vec3 albedo = shell_colour * (0.9 + 0.5 * wide);
    if (shell_rib > 0.0) {
        float rib = sin(6.2832 * shell_rib * (shell_cut < 0.5 ? atan(at.x, at.z - 0.5) * 0.8 : at.x + 0.3 * at.y));
        albedo *= 0.85 + 0.15 * rib;
        n = normalize(n + vec3(0.15 * rib, 0.0, 0.0));
    }
    float fold = texture(noise_map, at.xy * vec2(0.25, 0.5) + pattern).a - 0.5;
    n = normalize(n + vec3(fold, wide, 0.0) * 0.35);
    colour = vec4(lit(albedo, n, v, edge, vec3(0.0), 0.0, 1.0), 1.0);
}
