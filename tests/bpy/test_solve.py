# SPDX-License-Identifier: GPL-3.0-or-later
"""A video becomes keyframes through real sender and bridge processes, and what ends that early."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import bpy
import msgpack
import numpy as np
import pytest
from bl_ext.user_default.expnet import preferences, processes, session, solving, target
from bl_ext.user_default.expnet.bridge.basis import PUBLISHED
from bl_ext.user_default.expnet.bridge.errors import UserError
from bl_ext.user_default.expnet.bridge.protocol import VERSION

from tests.support import videos
from tests.support.characters import head, mesh_object, value_at
from tests.support.clip import RATE, Clip, make_clip
from tests.support.models import metadata, model_bytes

FRAMES = 40
AWAY = range(20, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("solve")


@pytest.fixture(scope="module")
def model(folder: Path) -> Path:
    """Weights whose every coefficient is how red the face is."""
    path = folder / "model.onnx"
    path.write_bytes(model_bytes())
    return path


@pytest.fixture(scope="module")
def clip(folder: Path) -> Clip:
    return make_clip(folder / "clip.mp4", FRAMES, AWAY)


@pytest.fixture(scope="module")
def faceless(folder: Path) -> Path:
    return videos.write(folder / "faceless.mp4", [videos.grey(90, 480, 360)] * 10)


@pytest.fixture(autouse=True)
def bridge(model: Path, empty_scene: None) -> Iterator[None]:
    """The local bridge with the model above."""
    stored = preferences.get()
    stored.bridge, stored.model = "LOCAL", str(model)
    options = bpy.context.window_manager.expnet
    options.place_sound = options.place_picture = False
    yield
    assert session.current is None
    stored.bridge, stored.model = "LOCAL", ""


def solve(path: Path, obj: bpy.types.Object | None = None) -> set[str]:
    return bpy.ops.expnet.solve(filepath=str(path), target=obj.name if obj else "")


def everything() -> set[tuple[str, str]]:
    """All data-blocks of the file."""
    kinds = ("objects", "meshes", "shape_keys", "actions", "materials", "images", "sounds", "movieclips")
    return {(kind, block.name) for kind in kinds for block in getattr(bpy.data, kind)}


def test_video_to_keyframes(clip: Clip):
    obj = head()
    assert solve(clip.path, obj) == {"FINISHED"}
    (item,) = obj.expnet.takes
    assert (item.frames, item.found, item.note, item.rate) == (FRAMES, FRAMES - len(AWAY), "", RATE)
    scene = bpy.context.scene
    last = int((FRAMES - 1) / RATE * scene.render.fps)
    jaw = [value_at(obj, "jawOpen", scene.frame_start + index) for index in range(last)]
    red = np.interp(np.arange(last) / scene.render.fps, np.arange(FRAMES) / RATE, clip.red)
    assert np.corrcoef(jaw, red)[0, 1] > 0.9
    assert obj.expnet.head.has_rest


def test_without_a_character_a_head_is_added(clip: Clip):
    assert solve(clip.path) == {"FINISHED"}
    assert bpy.context.object.data.shape_keys[target.BASIS_KEY] == "arkit-29"
    assert bpy.context.object.expnet.takes[0].applied


def test_what_undo_takes_back_comes_again_with_the_redo_panel(clip: Clip):
    """Blender undoes before it does again with other settings, and both head and take came in the one step."""
    assert solve(clip.path) == {"FINISHED"}
    number = bpy.context.object.expnet.takes[0].solve
    bpy.data.objects.remove(bpy.context.object)
    assert bpy.ops.expnet.apply_take(solve=number, gain=0.5) == {"FINISHED"}
    (item,) = bpy.context.object.expnet.takes
    assert (item.solve, item.applied, item.settings.gain) == (number, True, 0.5)


def test_children_stay_warm_and_end_on_request(clip: Clip):
    obj = head()
    solve(clip.path, obj)
    before = {role: child.process for role, child in processes._children.items()}
    assert set(before) == {"serve", "send"}
    solve(clip.path, obj)
    assert {role: child.process for role, child in processes._children.items()} == before
    assert processes.state()[0] == "CPU ready"
    bpy.ops.expnet.stop_bridge()
    assert all(process.poll() is not None for process in before.values())
    assert processes.state()[0] == "Off"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.mp4", None, "There is no file"),
        ("text.mp4", b"no video", "no video"),
        ("empty.mp4", b"", "empty|no video"),
    ],
)
def test_what_is_no_video(tmp_path: Path, name: str, content: bytes | None, words: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = everything()
    with pytest.raises(RuntimeError, match=words):
        solve(tmp_path / name)
    assert everything() == before
    assert bpy.context.window_manager.expnet.sentence


def test_no_face_at_all(faceless: Path):
    obj = head()
    before = everything()
    with pytest.raises(RuntimeError, match="No face was found in the video"):
        solve(faceless, obj)
    with pytest.raises(RuntimeError, match="No face was found in the video"):
        solve(faceless)
    assert everything() == before
    assert not obj.expnet.takes


def test_mesh_that_cannot_take_it(clip: Clip):
    cube = mesh_object("Cube")
    with pytest.raises(RuntimeError, match="has no shape keys"):
        solve(clip.path, cube)
    assert bpy.context.window_manager.expnet.remedy == target.ADD_HEAD
    with pytest.raises(RuntimeError, match='There is no object "Nobody"'):
        bpy.ops.expnet.solve(filepath=str(clip.path), target="Nobody")


def test_model_of_another_basis(clip: Clip, tmp_path: Path):
    path = tmp_path / "bfm.onnx"
    path.write_bytes(model_bytes(metadata(basis="bfm-29")))
    preferences.get().model = str(path)
    obj = head()
    with pytest.raises(RuntimeError, match="choose another model"):
        solve(clip.path, obj)
    assert not obj.expnet.takes


def test_bridge_that_does_not_start(clip: Clip, tmp_path: Path):
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no model")
    preferences.get().model = str(path)
    with pytest.raises(RuntimeError, match="serve process ended.*broken.onnx"):
        solve(clip.path, head())
    preferences.get().model = str(tmp_path / "gone.onnx")
    with pytest.raises(RuntimeError, match="There is no model"):
        solve(clip.path, bpy.data.objects["Face"])


@pytest.mark.parametrize("role", ["serve", "send"])
def test_child_that_dies_half_way(clip: Clip, folder: Path, role: str):
    """The solved part is kept and said; the next solve works again."""
    long = make_clip(folder / f"long-{role}.mp4", 150)
    obj = head()
    running = solving.begin(str(long.path), obj)
    try:
        for _ in running.steps():
            if running.rows.found > 10:
                processes._children[role].process.kill()
            running.wait(0.02)
    finally:
        session.current = None
    assert 10 < len(running.rows) < 150
    assert running.note
    sentences = solving.commit(bpy.context, running, start=1)
    assert sentences == [running.note] == [obj.expnet.takes[0].note]
    assert obj.expnet.takes[0].frames == len(running.rows)
    assert obj.expnet.takes[0].applied
    assert solve(clip.path, obj) == {"FINISHED"}


def test_cancel_keeps_what_is_done(folder: Path):
    long = make_clip(folder / "long.mp4", 150)
    obj = head()
    running = solving.begin(str(long.path), obj)
    with pytest.raises(UserError, match="wait until it is done or cancel"):
        solving.begin(str(long.path), obj)
    asked = None
    try:
        for _ in running.steps():
            if running.rows.found > 10 and asked is None:
                asked = time.monotonic()
                bpy.ops.expnet.cancel()
            running.wait(0.02)
    finally:
        session.current = None
    assert time.monotonic() - asked < 2.0  # a third of a second where nothing else runs
    assert 10 < len(running.rows) < 150
    assert running.note == f"Stopped after {len(running.rows)} frames."
    solving.commit(bpy.context, running, start=1)
    assert obj.expnet.takes[0].frames == len(running.rows)


def test_cancel_before_the_first_face_changes_nothing(clip: Clip):
    before = everything()
    running = solving.begin(str(clip.path), None)
    running.cancel()
    assert list(running.steps()) == []
    session.current = None
    assert not running.rows.found
    assert everything() == before


def test_character_that_is_removed_meanwhile(clip: Clip):
    obj = head()
    running = solving.begin(str(clip.path), obj)
    solving.run(running, lambda status: None)
    bpy.data.objects.remove(obj)
    (sentence,) = solving.commit(bpy.context, running, start=1)
    assert "on a new head" in sentence
    (item,) = bpy.context.object.expnet.takes
    assert item.applied and item.found == running.rows.found


def test_imported_face_that_is_removed_meanwhile(clip: Clip):
    """No head of ours has its shape keys."""
    obj = head()
    running = solving.begin(str(clip.path), obj)
    solving.run(running, lambda status: None)
    bpy.data.objects.remove(obj)
    running.basis = PUBLISHED.id
    with pytest.raises(UserError, match="was removed while"):
        solving.commit(bpy.context, running, start=1)


def test_no_step_is_long(clip: Clip):
    running = solving.begin(str(clip.path), head())
    longest, steps = 0.0, running.steps()
    try:
        while True:
            begin = time.process_time()
            try:
                next(steps)
            except StopIteration:
                break
            longest = max(longest, time.process_time() - begin)
            time.sleep(0.05)
    finally:
        session.current = None
    assert longest < 0.03


def test_remote_bridge_of_another_version(clip: Clip):
    """Answered with the sentence of the handshake, through the sender."""
    listener = socket.create_server(("127.0.0.1", 0))
    stored = preferences.get()
    stored.bridge, stored.host, stored.port, stored.tls = "REMOTE", "127.0.0.1", listener.getsockname()[1], "none"
    running = solving.begin(str(clip.path), head())
    listener.setblocking(False)
    peers = []
    try:
        with pytest.raises(UserError, match="update the older of the two"):
            for _ in running.steps():
                try:
                    peers.append(listener.accept()[0])
                    body = msgpack.packb({"t": "Welcome", "version": VERSION + 1, "program": "Future"})
                    peers[-1].sendall(struct.pack(">I", len(body)) + body)
                except BlockingIOError:
                    pass
                running.wait(0.02)
    finally:
        session.current = None
        for peer in (*peers, listener):
            peer.close()


def test_remote_bridge_that_is_not_there(clip: Clip):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    stored = preferences.get()
    stored.bridge, stored.host, stored.port, stored.tls = "REMOTE", "127.0.0.1", port, "none"
    with pytest.raises(RuntimeError, match="Cannot reach 127.0.0.1"):
        solve(clip.path, head())
