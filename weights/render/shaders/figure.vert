// SPDX-License-Identifier: GPL-3.0-or-later
// Subject's frame (dm) to the camera's frame, to the image and to the shadow map.
uniform mat3 rotation;
uniform vec3 shift;            // camera frame = rotation * position + shift
uniform float camera_distance;
uniform vec4 window;           // scale x, y and offset x, y of the rendered square
uniform vec2 depth_row;        // depth = row.x * w + row.y
uniform mat4 shadow_matrix;
in vec3 in_position;
in vec3 in_normal;
in vec2 in_uv;
in vec3 in_canonical;
out vec3 v_normal;
out vec2 v_uv;
out vec3 v_canonical;
out vec3 v_place;
out vec3 v_shadow;
void main() {
    v_place = rotation * in_position + shift;
    v_normal = rotation * in_normal;
    v_uv = in_uv;
    v_canonical = in_canonical;
    v_shadow = (shadow_matrix * vec4(v_place, 1.0)).xyz * 0.5 + 0.5;
    float w = camera_distance - v_place.z;
    gl_Position = vec4(v_place.xy * window.xy + w * window.zw, depth_row.x * w + depth_row.y, w);
}
