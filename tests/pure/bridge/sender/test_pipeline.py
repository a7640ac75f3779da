# SPDX-License-Identifier: GPL-3.0-or-later
"""A video solved through a real bridge process, and what can go wrong on the way."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
import time
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from bridge.crop import eye_line
from bridge.launch import Child
from bridge.protocol import Finished, Message, Opened, Options, Portrait, Preview, Progress, ProtocolError, Row
from bridge.protocol.floats import unpack
from bridge.rotation import to_euler
from bridge.sender.detect import Detector
from bridge.sender.pipeline import solve
from bridge.sender.video import Video, VideoError
from tests.support import pair, videos
from tests.support.clip import RATE, Clip
from tests.support.drawn_face import face, place

Kind = TypeVar("Kind")
AWAY = range(25, 30)


def of(kind: type[Kind], messages: list[Message]) -> list[Kind]:
    return [message for message in messages if isinstance(message, kind)]


def run(path: Path, bridge: Child, first: float | None = None, last: float | None = None) -> list[Message]:
    return [message for message in solve(path, bridge.address, first, last) if message is not None]


@pytest.fixture(scope="module")
def messages(clip: Clip, bridge: Child) -> list[Message]:
    return run(clip.path, bridge)


def test_the_order_is_opened_rows_finished(messages: list[Message], clip: Clip) -> None:
    assert isinstance(messages[0], Opened) and isinstance(messages[-1], Finished)
    assert messages[-1] == Finished(60, 55, True, "")
    opened = messages[0]
    assert (opened.name, opened.width, opened.height, opened.rate, opened.frames) == ("clip.mp4", 480, 360, RATE, 60)
    assert opened.sha256 == hashlib.sha256(clip.path.read_bytes()).hexdigest()
    assert {type(message) for message in messages[1:-1]} <= {Row, Progress}


def test_every_frame_has_its_row_at_its_time(messages: list[Message]) -> None:
    rows = of(Row, messages)
    assert [row.frame for row in rows] == list(range(60))
    assert [row.time for row in rows] == pytest.approx(np.arange(60) / RATE, abs=1e-3)


def test_frames_without_a_face_are_empty(messages: list[Message]) -> None:
    rows = of(Row, messages)
    assert [row.frame for row in rows if not row.found] == list(AWAY)
    assert all(row.coefficients is None and row.box is None for row in rows if not row.found)


def test_each_result_belongs_to_its_own_frame(messages: list[Message], clip: Clip) -> None:
    """The network of the test says how red the crop is: that must be the red of this very frame."""
    rows = [row for row in of(Row, messages) if row.found]
    said = np.array([unpack(row.coefficients)[0] for row in rows if row.coefficients is not None])
    red = clip.red[[row.frame for row in rows]]
    assert np.corrcoef(said, red)[0, 1] > 0.98
    shifted = [np.corrcoef(said[2:-2], np.roll(red, lag)[2:-2])[0, 1] for lag in (-1, 0, 1)]
    assert int(np.argmax(shifted)) == 1


def test_boxes_lie_over_the_face(messages: list[Message], clip: Clip) -> None:
    rows = [row for row in of(Row, messages) if row.found]
    boxes = np.array([row.box for row in rows])
    middle = clip.eyes[[row.frame for row in rows]].mean(1)
    assert ((boxes[:, :2] < middle) & (middle < boxes[:, 2:])).all()


def test_the_rotation_has_the_roll_of_the_face_in_the_frame(messages: list[Message], clip: Clip) -> None:
    """The network of the test says that every face is upright in its crop; what is left is how the crop was turned."""
    rows = [row for row in of(Row, messages) if row.found]
    rolls = to_euler(np.array([row.rotation for row in rows]))[:, 2]
    detector = Detector()
    with Video(clip.path) as video:
        faces = {frame.index: detector.detect(frame.bgr) for frame in video.frames()}
    along = np.array([eye_line(faces[row.frame][0].points) for row in rows])
    seen = np.arctan2(along[:, 0, 1] - along[:, 1, 1], along[:, 1, 0] - along[:, 0, 0])
    assert np.ptp(seen) > 0.05
    assert np.abs(rolls - seen).mean() < 0.1 * np.ptp(seen)


def test_the_crops_are_cut_by_the_models_own_rule(messages: list[Message], bridge: Child, clip: Clip) -> None:
    (opened,) = of(Opened, messages)
    assert opened.card.size == 16 and opened.card.crop_scale == 1.5
    confidences = [row.confidence for row in of(Row, messages) if row.confidence is not None]
    assert len(confidences) == 55 and min(confidences) > 0.3 and max(confidences) <= 1


def test_a_range_is_solved_alone(clip: Clip, bridge: Child) -> None:
    rows = of(Row, run(clip.path, bridge, first=0.5, last=0.7))
    assert [row.frame for row in rows] == [15, 16, 17, 18, 19, 20, 21]


def test_a_range_beyond_the_end_is_an_error(clip: Clip, bridge: Child) -> None:
    with pytest.raises(VideoError, match="no frame in the chosen range"):
        run(clip.path, bridge, first=60.0)


def test_progress_reaches_the_end(long_clip: Path, bridge: Child) -> None:
    progress = of(Progress, run(long_clip, bridge))
    assert progress
    assert all(report.total == 250 for report in progress)
    assert [report.decoded for report in progress] == sorted(report.decoded for report in progress)
    assert all(report.remaining is None or report.remaining >= 0 for report in progress)


def test_no_face_at_all_is_said(faceless: Path, bridge: Child) -> None:
    messages = run(faceless, bridge)
    finished = messages[-1]
    assert isinstance(finished, Finished)
    assert (finished.frames, finished.found, finished.complete) == (12, 0, True)
    assert "No face was found" in finished.warning
    assert not any(row.found for row in of(Row, messages))


def test_one_frame(tmp_path: Path, bridge: Child, clip: Clip) -> None:
    picture = videos.grey(90, 480, 360)
    place(picture, face(), (240, 180), 0.9)
    assert run(videos.write(tmp_path / "a.mp4", [picture]), bridge)[-1] == Finished(1, 1, True, "")


def test_a_video_that_stops_half_way_keeps_its_rows(tmp_path: Path, bridge: Child) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (60, 120, 160, 3), np.uint8)
    whole = videos.write_timed(tmp_path / "a.mkv", list(noise), [k / 30 for k in range(60)])
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    messages = run(whole, bridge)
    finished = messages[-1]
    assert isinstance(finished, Finished)
    assert not finished.complete and "stops" in finished.warning
    assert finished.frames == len(of(Row, messages)) > 20


def test_a_variable_rate_keeps_its_times(tmp_path: Path, bridge: Child) -> None:
    times = [0.0, 0.04, 0.1, 0.3, 0.33, 0.9]
    path = videos.write_timed(tmp_path / "a.mp4", [videos.grey(90, 320, 240)] * 6, times)
    assert [row.time for row in of(Row, run(path, bridge))] == pytest.approx(times, abs=0.0015)


def test_stopping_ends_at_once_with_what_is_done(long_clip: Path, bridge: Child) -> None:
    asked: list[float] = []
    rows, message = 0, None
    for message in solve(long_clip, bridge.address, stopped=lambda: bool(asked)):
        rows += isinstance(message, Row)
        if rows == 5 and not asked:
            asked.append(time.monotonic())
    assert time.monotonic() - asked[0] < 0.3
    assert isinstance(message, Finished)
    assert not message.complete and message.frames == rows < 250


def test_dropping_it_half_way_leaves_no_thread(long_clip: Path, bridge: Child) -> None:
    before = threading.active_count()
    messages = solve(long_clip, bridge.address)
    while not isinstance(next(messages), Row):
        pass
    assert threading.active_count() > before
    messages.close()
    assert threading.active_count() == before


def test_a_bridge_that_dies_half_way_leaves_what_is_done(long_clip: Path, model: Path) -> None:
    rows: list[Row] = []
    message = None
    with Child(["serve", "--model", str(model), "--credit", "4"]) as child:
        for message in solve(long_clip, child.wait_ready()):
            if isinstance(message, Row):
                rows.append(message)
                if len(rows) == 20:
                    child.process.kill()
    assert isinstance(message, Finished)
    assert not message.complete and "bridge was lost" in message.warning
    assert message.frames == len(rows) < 250
    assert [row.frame for row in rows] == list(range(len(rows)))


def test_no_bridge_is_an_error_before_anything_is_decoded(clip: Clip, bridge: Child) -> None:
    nobody = dataclasses.replace(bridge.address, port=1)
    for address, words in {nobody: "port 1", dataclasses.replace(bridge.address, token="wrong"): "token"}.items():
        with pytest.raises(ProtocolError, match=words) as caught:
            list(solve(clip.path, address))
        assert caught.value.code == "bridge"


def test_a_sender_is_no_bridge(clip: Clip) -> None:
    with Child(["send"]) as sender, pytest.raises(ProtocolError, match="is no bridge"):
        list(solve(clip.path, sender.wait_ready()))


def test_pictures_of_the_face_come_only_if_asked_for(messages: list[Message], clip: Clip, bridge: Child) -> None:
    assert not of(Preview, messages)
    asked = solve(clip.path, bridge.address, options=Options(preview=64))
    pictures = of(Preview, [message for message in asked if message is not None])
    assert pictures
    for picture in pictures:
        pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.size, picture.size, 3)
        x0, y0, x1, y1 = picture.box
        assert picture.size == 64 and 0 < x0 < x1 < 64 and 0 < y0 < y1 < 64
        middle = pixels[int((y0 + y1) / 2), int((x0 + x1) / 2)].astype(int)
        assert abs(middle - pixels[1, 1]).max() > 20  # the face, and what is behind it


def test_all_faces_come_in_order_with_a_picture_of_each(bridge: Child, tmp_path: Path) -> None:
    clip = pair.write(tmp_path / "two.mp4")
    asked = solve(clip, bridge.address, options=Options(faces=8, portrait=48))
    several = [message for message in asked if message is not None]
    rows = of(Row, several)
    assert [(row.frame, row.main) for row in rows] == [(frame, main) for frame in range(75) for main in (True, False)]
    assert {(row.face, row.main) for row in rows} == {(0, True), (1, False)}
    assert all(row.found and row.box is not None and (row.box[0] > 400) != row.main for row in rows)
    assert several[-1] == Finished(75, 75, True, "")
    alone = of(Row, run(clip, bridge))
    assert [row for row in rows if row.main] == alone

    portraits = {portrait.face: portrait for portrait in of(Portrait, several)}
    light, dark = (
        np.frombuffer(portraits[face].pixels, np.uint8).reshape(48, 48, 3)[16:32, 16:32].mean() for face in (0, 1)
    )
    assert light > 1.3 * dark
    assert not of(Portrait, run(clip, bridge))
