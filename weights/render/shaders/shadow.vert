// SPDX-License-Identifier: GPL-3.0-or-later
uniform mat3 rotation;
uniform vec3 shift;
uniform mat4 shadow_matrix;
in vec3 in_position;
in vec2 in_uv;
out vec2 v_uv;
void main() {
    v_uv = in_uv;
    gl_Position = shadow_matrix * vec4(rotation * in_position + shift, 1.0);
}
