# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""A thin layer over moderngl: shader programs that share uniforms, and meshes whose buffers are made once."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import moderngl
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .part import Part

SHADERS: Final = Path(__file__).parent / "shaders"
VERSION: Final = "#version 330\n"


def create_context() -> moderngl.Context:
    """An off-screen OpenGL 3.3 context through EGL: a GPU where there is one, Mesa's llvmpipe otherwise.

    llvmpipe draws in the calling thread (``LP_NUM_THREADS=0``) unless the variable is set: whoever wants more cores
    starts more processes. Raises ``RuntimeError`` where EGL is missing.
    """
    os.environ.setdefault("LP_NUM_THREADS", "0")
    try:
        return moderngl.create_context(standalone=True, backend="egl", require=330)  # pyright: ignore[reportArgumentType]
    except Exception as error:  # moderngl raises bare Exception
        raise RuntimeError(f"No OpenGL 3.3 through EGL ({error}): install Mesa (libegl1, libgl1-mesa-dri).") from error


def read_shader(*names: str, defines: tuple[str, ...] = ()) -> str:
    """The files joined under one version line."""
    head = VERSION + "".join(f"#define {name}\n" for name in defines)
    return head + "".join((SHADERS / name).read_text("utf-8") for name in names)


class Programs:
    """Programs by name whose uniforms are set together, by name."""

    def __init__(self, ctx: moderngl.Context, sources: dict[str, tuple[str, str]]) -> None:
        self.by_name = {
            name: ctx.program(vertex_shader=vertex, fragment_shader=fragment)
            for name, (vertex, fragment) in sources.items()
        }
        self._uniforms: dict[str, list[Any]] = defaultdict(list)
        for program in self.by_name.values():
            for name in program:
                if isinstance(program[name], moderngl.Uniform):
                    self._uniforms[name.removesuffix("[0]")].append(program[name])

    def put(self, name: str, value: ArrayLike) -> None:
        """Sets a float, vector or array uniform wherever it is used; matrices are given row by row."""
        array = np.asarray(value, np.float32)
        if array.ndim == 2 and array.shape[0] == array.shape[1] and name.endswith(("matrix", "rotation")):
            array = array.T
        data = array.tobytes()
        for uniform in self._uniforms[name]:
            uniform.write(data)

    def unit(self, name: str, index: int) -> None:
        """Binds a sampler to a texture unit."""
        for uniform in self._uniforms[name]:
            uniform.value = index


class Item:
    """A part on the GPU: what never changes is uploaded once, position and normal each frame."""

    def __init__(self, ctx: moderngl.Context, part: Part, programs: list[moderngl.Program]) -> None:
        fixed = ctx.buffer(np.concatenate([part.uv, part.canonical], 1, dtype=np.float32).tobytes())
        self._moving = ctx.buffer(reserve=len(part.source) * 24, dynamic=True)
        index = ctx.buffer(part.triangles.astype(np.int32).tobytes())
        content = [(self._moving, "3f 3f", "in_position", "in_normal"), (fixed, "2f 3f", "in_uv", "in_canonical")]
        self._arrays = [ctx.vertex_array(program, content, index, skip_errors=True) for program in programs]

    def write(self, vertices: NDArray[np.float32]) -> None:
        self._moving.write(np.ascontiguousarray(vertices))

    def draw(self, which: int = 0) -> None:
        """Draws with the program at that place of the list given at construction."""
        self._arrays[which].render()


def texture(ctx: moderngl.Context, picture: NDArray[np.uint8], repeat: bool = False) -> moderngl.Texture:
    """An RGBA picture (H, W, 4) with mipmaps."""
    made = ctx.texture(picture.shape[1::-1], 4, picture.tobytes())
    made.build_mipmaps()
    made.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    made.repeat_x = made.repeat_y = repeat
    return made
