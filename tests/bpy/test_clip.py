# SPDX-License-Identifier: GPL-3.0-or-later
"""The video's picture and sound stand in the scene in time with the keys."""

from __future__ import annotations

import wave
from pathlib import Path

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.bridge.errors import UserError
from bl_ext.user_default.expnet.clip import picture, place, sound

from tests.support import videos
from tests.support.characters import head, ramp, store

RATE = 30 / 1.001
COUNT = 90


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return videos.write(path, [videos.grey(level) for level in range(COUNT)], RATE)


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds."""
    path = tmp_path_factory.mktemp("tone") / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 8000 * 3))
    return path


def has_sound() -> bool:
    try:
        import aud  # noqa: F401
    except ImportError:
        return False
    return True


def shown_at(empty: bpy.types.Object, frame: int) -> int:
    """Index of the video's picture that the viewport shows at a scene frame, once it has been evaluated again.

    Blender counts the picture and evaluates the curve on the offset side by side, so that at first it may use the
    offset of the frame before.
    """
    bpy.context.scene.frame_set(frame - 1)
    first, again = (_counted(empty, frame) for _ in range(2))
    assert abs(first - again) <= 1
    return again


def _counted(empty: bpy.types.Object, frame: int) -> int:
    bpy.context.scene.frame_set(frame)
    user = empty.evaluated_get(bpy.context.evaluated_depsgraph_get()).image_user
    return user.frame_current - 1


@pytest.mark.parametrize(("fps", "base"), [(24, 1.0), (30, 1.001), (60, 1.0), (25, 1.0)])
def test_picture_of_the_moment_at_every_frame(video: Path, fps: int, base: float):
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = fps, base
    empty = picture.place(bpy.context, head(), str(video), 11)
    last = int(COUNT / RATE * fps / base)
    for offset in (0, 1, 7, last // 2, last - 1):
        wanted = min(int(np.floor(offset * base / fps * RATE + 1e-3)), COUNT - 1)
        assert shown_at(empty, 11 + offset) == wanted
    assert shown_at(empty, 11 + last + 50) == COUNT - 1


def test_picture_stands_beside_the_character_and_is_as_tall(video: Path):
    obj = head()
    obj.location = (5, 6, 7)
    bpy.context.view_layer.update()
    empty = picture.place(bpy.context, obj, str(video), 1)
    assert empty.empty_display_size == pytest.approx(64 / 48)
    right_edge = empty.location.x + 0.5 * 64 / 48
    assert right_edge == pytest.approx(5 - picture.GAP)
    assert empty.location.z == pytest.approx(7.5)


def test_placing_again_moves_what_is_there(video: Path):
    obj = head()
    first = picture.place(bpy.context, obj, str(video), 1)
    bpy.context.scene.render.fps = 60
    again = picture.place(bpy.context, obj, str(video), 20)
    assert first == again
    assert [other for other in bpy.data.objects if other.type == "EMPTY"] == [first]
    assert shown_at(again, 20) == 0
    assert not bpy.data.movieclips


@pytest.mark.skipif(not has_sound(), reason="this bpy is built without sound")
def test_sound_begins_with_the_keys_and_lasts_in_real_time(tone: Path):
    scene = bpy.context.scene
    for _ in range(2):
        sound.place(scene, str(tone), 11)
        (strip,) = compat.strips(scene)
        assert (strip.channel, compat.strip_end(strip)) == (1, 11 + 3 * 24)
    compat.strips(scene).new_effect("Title", "COLOR", 1, 200, **_length(20))
    sound.place(scene, str(tone), 11)
    assert len(compat.strips(scene)) == 2


def _length(frames: int) -> dict[str, int]:
    """``new_effect`` takes the end of a strip, from 5.0 on its length."""
    return {"length": frames} if bpy.app.version >= (5, 0) else {"frame_end": 200 + frames}


@pytest.mark.skipif(not has_sound(), reason="this bpy is built without sound")
def test_video_without_sound(video: Path):
    assert not sound.place(bpy.context.scene, str(video), 1)
    assert not len(compat.strips(bpy.context.scene))
    assert not bpy.data.sounds


@pytest.mark.skipif(has_sound(), reason="this bpy has sound")
def test_blender_without_sound(video: Path):
    with pytest.raises(UserError, match="built without sound"):
        sound.place(bpy.context.scene, str(video), 1)


@pytest.mark.skipif(not has_sound(), reason="this bpy is built without sound")
def test_silence_is_said_only_where_sound_was_all_that_was_asked(video: Path):
    item = store(head(), ramp())
    item.video = str(video)
    place.place(bpy.context, item.id_data, item, with_sound=True, with_picture=True)
    with pytest.raises(UserError, match="clip.mp4 has no sound"):
        place.place(bpy.context, item.id_data, item, with_sound=True, with_picture=False)


@pytest.mark.skipif(has_sound(), reason="this bpy has sound")
def test_one_that_fails_does_not_keep_back_the_other(video: Path):
    item = store(head(), ramp())
    item.video = str(video)
    with pytest.raises(UserError, match="built without sound"):
        place.place(bpy.context, item.id_data, item, with_sound=True, with_picture=True)
    assert [other.type for other in bpy.data.objects if other.type == "EMPTY"] == ["EMPTY"]


@pytest.mark.parametrize("path", ["", "/gone.mp4"])
def test_video_that_is_gone(path: str):
    item = store(head(), ramp())
    item.video = path
    with pytest.raises(UserError, match="set its path"):
        place.place(bpy.context, item.id_data, item, with_sound=True, with_picture=True)
