// SPDX-License-Identifier: GPL-3.0-or-later
#ifdef CUT_OUT
uniform sampler2D surface;
in vec2 v_uv;
#endif
void main() {
#ifdef CUT_OUT
    if (texture(surface, v_uv).a < 0.4) discard;
#endif
}
