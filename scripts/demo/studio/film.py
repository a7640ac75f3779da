# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders frames, and cuts pictures and sound into an MP4 with Blender's sequencer."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from bridge.errors import UserError

from ..blender import part, quiet
from ..framing import Window


@dataclass(frozen=True)
class Panel:
    """A part of the picture: the frames of a folder, a movie or a still, fitted into ``width`` x ``height`` pixels.

    ``x`` and ``y`` are the panel's middle, in pixels from the middle of the picture. ``window``: show only this.
    """

    source: Path
    width: int
    height: int
    x: int = 0
    y: int = 0
    window: Window | None = None


@dataclass(frozen=True)
class Film:
    """An MP4 of ``length`` frames at ``fps`` / ``fps_base``: panels from back to front, and the sound of a file."""

    width: int
    height: int
    fps: int
    fps_base: float
    length: int
    panels: tuple[Panel, ...]
    sound: Path | None


def shoot(scene: bpy.types.Scene, folder: Path) -> None:
    """Render the scene's frames as pictures into ``folder``, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = scene.render.image_settings
    settings.file_format, settings.quality = "JPEG", 96
    scene.render.filepath = str(folder) + "/"
    with quiet():
        bpy.ops.render.render(animation=True)
    scene.render.filepath = "//"


def cut(film: Film, path: Path) -> None:
    """Write the film to ``path``: H.264, and AAC if it has sound. Raises ``UserError`` for a source without picture."""
    scene = bpy.data.scenes.new("Cut")
    render = scene.render
    render.resolution_x, render.resolution_y = film.width, film.height
    render.fps, render.fps_base = film.fps, film.fps_base
    scene.frame_start, scene.frame_end = 1, film.length
    scene.view_settings.view_transform = "Standard"
    strips = part("compat").strips(scene)
    for channel, panel in enumerate(film.panels, start=1):
        _place(strips, panel, channel, film.length)
    heard = film.sound is not None and _hear(strips, film.sound, len(film.panels) + 1)
    _encode(render, path, heard)
    with quiet():
        bpy.ops.render.render(animation=True, scene=scene.name)
    bpy.data.scenes.remove(scene)


def _place(strips: Any, panel: Panel, channel: int, length: int) -> None:
    name = panel.source.name
    if panel.source.is_dir():
        files = sorted(panel.source.iterdir())
    elif panel.source.suffix == ".png":
        files = [panel.source] * length
    else:
        strip = strips.new_movie(name, str(panel.source), channel, 1, fit_method="ORIGINAL")
        files = []
    if files:
        strip = strips.new_image(name, str(files[0]), channel, 1, fit_method="ORIGINAL")
        for file in files[1:]:
            strip.elements.append(file.name)
    _fit(strip, panel)


def _fit(strip: Any, panel: Panel) -> None:
    """Scale and move the strip so that it, or its window, fills the panel."""
    element = strip.elements[0]
    wide, high = element.orig_width, element.orig_height
    if not wide or not high:
        raise UserError(f"Blender itself cannot play {panel.source}: convert it to MP4 (H.264) to see it in the film.")
    x = y = 0.0
    window = panel.window
    # Blender and the decoder may not agree on a picture that a phone turned: then all of it is shown
    if window is not None and (wide, high) == (window.width, window.height):
        strip.crop.min_x, strip.crop.max_x = round(window.left), round(wide - window.left - window.side)
        strip.crop.max_y, strip.crop.min_y = round(window.top), round(high - window.top - window.side)
        x, y = window.left + (window.side - wide) / 2.0, (high - window.side) / 2.0 - window.top
        wide = high = window.side
    scale = min(panel.width / wide, panel.height / high)
    place = strip.transform
    place.scale_x = place.scale_y = scale
    place.offset_x, place.offset_y = panel.x - x * scale, panel.y - y * scale
    place.filter = "BOX" if scale < 1.0 else "BILINEAR"


def _hear(strips: Any, sound: Path, channel: int) -> bool:
    """Add the sound of a file; False if the file has none."""
    try:
        return strips.new_sound(sound.name, str(sound), channel, 1).frame_duration > 0
    except RuntimeError:
        return False


def _encode(render: bpy.types.RenderSettings, path: Path, sound: bool) -> None:
    render.filepath, render.use_file_extension = str(path), False
    settings = render.image_settings
    if hasattr(settings, "media_type"):  # Blender 5
        settings.media_type = "VIDEO"
    settings.file_format = "FFMPEG"
    coder = render.ffmpeg
    coder.format, coder.codec = "MPEG4", "H264"
    coder.constant_rate_factor, coder.ffmpeg_preset, coder.gopsize = "HIGH", "GOOD", 24
    coder.audio_codec = "AAC" if sound else "NONE"
    coder.audio_bitrate = 128
