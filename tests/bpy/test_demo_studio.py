# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's studio: the head performs what it is told, and films show what they should where they should."""

from __future__ import annotations

from pathlib import Path

import bpy
import cv2
import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.errors import UserError
from scripts.demo.framing import Window
from scripts.demo.performance import perform
from scripts.demo.studio import chain, film, keep, portrait


@pytest.fixture
def scene() -> bpy.types.Scene:
    return portrait.new_scene()


@pytest.fixture
def quiet_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.demo.blender.WORK", tmp_path)


def read(path: Path) -> list[np.ndarray]:
    """Every frame of a video."""
    video = cv2.VideoCapture(str(path))
    frames = []
    while (frame := video.read()[1]) is not None:
        frames.append(frame)
    return frames


def picture(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (64, 64)) -> Path:
    """A file of one colour, b g r."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), colour, np.uint8))
    return path


@pytest.mark.usefixtures("quiet_log")
def test_the_head_shows_the_performance_on_every_frame(scene: bpy.types.Scene, tmp_path: Path):
    head, shown = portrait.add_head(), perform()
    chain.perform(shown, tmp_path)
    blocks = head.data.shape_keys.key_blocks
    for row in (0, 9, 82, 174):
        scene.frame_set(row + scene.frame_start)
        assert [blocks[name].value for name in DEFAULT.names] == pytest.approx(shown.units[row], abs=2e-3)
        w, x, y, z = shown.rotation[row]
        assert tuple(head.matrix_world.to_quaternion()) == pytest.approx((w, x, -z, y), abs=1e-4)


@pytest.mark.usefixtures("quiet_log")
def test_the_camera_sees_the_face_before_the_backdrop(scene: bpy.types.Scene, tmp_path: Path):
    portrait.furnish(scene, portrait.add_head(), portrait.COOL)
    scene.render.resolution_x = scene.render.resolution_y = 160
    scene.frame_end = 2
    film.shoot(scene, tmp_path / "frames")
    shots = sorted((tmp_path / "frames").iterdir())
    assert len(shots) == 2
    blue, _, red = cv2.imread(str(shots[0])).astype(int).transpose(2, 0, 1)
    assert red[85:105, 65:95].mean() > blue[85:105, 65:95].mean() + 20, "no skin in the middle"
    assert blue[5:25, 5:25].mean() > red[5:25, 5:25].mean() + 20, "no backdrop in the corner"


@pytest.mark.usefixtures("quiet_log")
def test_a_film_lays_its_panels_where_they_belong(tmp_path: Path):
    card = picture(tmp_path / "card.png", (0, 0, 0), (320, 160))
    for number in range(6):
        picture(tmp_path / "shots" / f"{number:04}.png", (0, 0, 255))
    panels = (film.Panel(card, 320, 160), film.Panel(tmp_path / "shots", 100, 100, x=80, y=10))
    film.cut(film.Film(320, 160, 24, 1.0, 6, panels, None), tmp_path / "film.mp4")
    frames = read(tmp_path / "film.mp4")
    assert len(frames) == 6 and frames[0].shape == (160, 320, 3)
    for frame in frames:
        red = frame[..., 2] > 128
        rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
        assert (columns[0], columns[-1]) == pytest.approx((190, 289), abs=2)
        assert (rows[0], rows[-1]) == pytest.approx((20, 119), abs=2)


@pytest.mark.usefixtures("quiet_log")
def test_a_window_fills_its_panel_with_a_part_of_the_source(tmp_path: Path):
    source = tmp_path / "shots" / "0000.png"
    picture(source, (255, 0, 0), (200, 100))
    pixels = cv2.imread(str(source))
    pixels[60:100, 20:60] = (0, 0, 255)
    cv2.imwrite(str(source), pixels)
    card = picture(tmp_path / "card.png", (0, 0, 0), (320, 160))
    window = Window(20, 60, 40, 200, 100)
    panels = (film.Panel(card, 320, 160), film.Panel(tmp_path / "shots", 120, 120, x=-60, window=window))
    film.cut(film.Film(320, 160, 24, 1.0, 1, panels, None), tmp_path / "film.mp4")
    frame = read(tmp_path / "film.mp4")[0]
    assert not (frame[..., 0] > 128).any(), "something outside the window shows"
    columns = np.flatnonzero((frame[..., 2] > 128).any(0))
    assert (columns[0], columns[-1]) == pytest.approx((40, 159), abs=3)


@pytest.mark.usefixtures("quiet_log")
def test_the_saved_file_stands_alone_and_looks_through_the_camera(scene: bpy.types.Scene, tmp_path: Path):
    head = portrait.add_head()
    portrait.furnish(scene, head, portrait.WARM)
    name = head.name
    keep.save(scene, head, tmp_path / "demo.blend")
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "demo.blend"))
    assert bpy.context.scene.camera is not None and bpy.context.object.name == name
    assert bpy.data.texts["Read me"].as_string().startswith("The head in this file")
    assert all(image.packed_file for image in bpy.data.images if image.source in {"FILE", "GENERATED"} and image.users)


@pytest.mark.usefixtures("quiet_log")
def test_a_source_that_blender_cannot_play_is_named(tmp_path: Path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    with pytest.raises(UserError, match="broken.mp4"):
        film.cut(film.Film(320, 160, 24, 1.0, 1, (film.Panel(broken, 100, 100),), None), tmp_path / "film.mp4")
