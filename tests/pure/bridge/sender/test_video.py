# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding: presentation times, rotation flags, damaged files, and what is no video at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from bridge.errors import UserError
from bridge.sender.video import Video, VideoError, fingerprint
from tests.support import videos
from tests.support.videos import grey


def noise(count: int, width: int = 160, height: int = 120) -> list[np.ndarray]:
    """Frames that do not compress away, so that half the file holds about half of them."""
    return list(np.random.default_rng(1).integers(0, 255, (count, height, width, 3), np.uint8))


def test_a_constant_rate_gives_even_times_from_zero(tmp_path: Path) -> None:
    levels = [20, 60, 100, 140, 180, 220]
    with Video(videos.write(tmp_path / "a.mp4", map(grey, levels), rate=25)) as video:
        frames = list(video.frames())
        info = video.info
        assert video.shortfall() == 0.0
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4, 5]
    assert [frame.time for frame in frames] == pytest.approx([0, 0.04, 0.08, 0.12, 0.16, 0.2], abs=1e-6)
    assert [frame.bgr.mean() for frame in frames] == pytest.approx(levels, abs=6)
    assert (info.name, info.width, info.height, info.rate, info.frames) == ("a.mp4", 64, 48, 25.0, 6)
    assert info.duration == pytest.approx(0.24)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mov"])
@pytest.mark.parametrize("offset", [0.0, 0.7])
def test_a_variable_rate_keeps_each_frames_own_time(tmp_path: Path, name: str, offset: float) -> None:
    """The first frame is at 0 even in files whose times start later, as phones and editors make them."""
    times = [0.0, 0.033, 0.066, 0.2, 0.233, 0.5, 0.9, 0.933]
    pictures = [grey(20 + 25 * k) for k in range(len(times))]
    with Video(videos.write_timed(tmp_path / name, pictures, [time + offset for time in times])) as video:
        frames = list(video.frames())
        assert video.shortfall() == 0.0
    assert [frame.time for frame in frames] == pytest.approx(times, abs=0.0015)
    assert [frame.bgr.mean() for frame in frames] == pytest.approx([picture.mean() for picture in pictures], abs=6)


@pytest.mark.parametrize(("degrees", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 1)), (270, (1, 0))])
def test_a_phones_rotation_flag_is_honoured(tmp_path: Path, degrees: int, corner: tuple[int, int]) -> None:
    """A bright mark at the top left of the stored picture must come to lie in the corner that the flag says."""
    picture = grey(30, 64, 48)
    picture[:24, :32] = 220
    path = videos.rotate(videos.write(tmp_path / "a.mp4", [picture] * 3), degrees)
    with Video(path) as video:
        bgr = next(video.frames()).bgr
        assert (video.info.height, video.info.width) == bgr.shape[:2] == ((48, 64) if degrees % 180 == 0 else (64, 48))
    quarters = [[q.mean() for q in np.array_split(half, 2, axis=1)] for half in np.array_split(bgr, 2, axis=0)]
    assert np.unravel_index(np.argmax(quarters), (2, 2)) == corner


def test_frames_out_of_range_are_left_out_but_counted(tmp_path: Path) -> None:
    with Video(videos.write(tmp_path / "a.mp4", map(grey, range(0, 200, 10)), rate=20)) as video:
        frames = list(video.frames(first=0.25, last=0.5))
        assert video.shortfall(last=0.5) == 0.0
    assert [frame.index for frame in frames] == [5, 6, 7, 8, 9, 10]
    assert frames[0].time == pytest.approx(0.25)
    assert frames[0].bgr.mean() == pytest.approx(50, abs=6)


def test_a_video_that_stops_half_way_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    whole = videos.write_timed(tmp_path / "a.mkv", noise(60), [k / 30 for k in range(60)])
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with Video(cut) as video:
        count = len(list(video.frames()))
        assert 20 <= count <= 40
        assert video.shortfall() == pytest.approx(2.0 - count / 30, abs=0.1)


def test_damage_in_the_middle_does_not_stop_decoding_with_an_error(tmp_path: Path) -> None:
    path = videos.write(tmp_path / "a.mp4", noise(40))
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : third + 2000] = bytes(2000)
    path.write_bytes(data)
    with Video(path) as video:
        times = [frame.time for frame in video.frames()]
    assert len(times) > 10
    assert (np.diff(times) > 0).all()


def test_times_that_run_backwards_are_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in files that were joined without new time stamps."""
    clock = iter([0.0, 0.1, 0.2, 0.0, 0.1, 0.2, float("nan")])
    path = videos.write(tmp_path / "a.mp4", map(grey, range(0, 70, 10)), rate=10)
    monkeypatch.setattr(Video, "_clock", lambda self: next(clock))
    with Video(path) as video:
        assert [frame.time for frame in video.frames()] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


def test_one_frame_is_a_video(tmp_path: Path) -> None:
    with Video(videos.write(tmp_path / "a.mp4", [grey(99)])) as video:
        assert [(frame.index, frame.time) for frame in video.frames()] == [(0, 0.0)]
        assert video.shortfall() == 0.0


def test_4k(tmp_path: Path) -> None:
    with Video(videos.write(tmp_path / "a.mp4", [grey(k * 50, 3840, 2160) for k in range(4)])) as video:
        assert [frame.bgr.shape for frame in video.frames()] == [(2160, 3840, 3)] * 4


def test_stopping_ends_the_frames(tmp_path: Path) -> None:
    with Video(videos.write(tmp_path / "a.mp4", noise(20))) as video:
        seen: list[int] = []
        for frame in video.frames(stopped=lambda: len(seen) >= 3):
            seen.append(frame.index)
    assert seen == [0, 1, 2]


def no_frames(path: Path) -> Path:
    """A container with a video track and nothing in it."""
    import av

    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    return path


def test_what_cannot_be_decoded_gets_a_sentence_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("this is no video\n" * 1000)
    headless = tmp_path / "headless.mp4"  # an MP4's index is at its end
    headless.write_bytes(videos.write(tmp_path / "whole.mp4", noise(10)).read_bytes()[:20_000])
    no_frames(tmp_path / "none.mkv")
    for name, words in {
        "missing.mp4": "no file",
        ".": "folder",
        "empty.mp4": "empty file",
        "text.mp4": "no video that can be decoded",
        "headless.mp4": "no video that can be decoded",
        "none.mkv": "no frame",
    }.items():
        with pytest.raises(VideoError, match=words) as caught:
            Video(tmp_path / name)
        assert "\n" not in str(caught.value)
    assert issubclass(VideoError, UserError)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    path = videos.write(tmp_path / "a.mp4", [grey(1)])
    path.chmod(0)
    with pytest.raises(VideoError, match="permissions"):
        Video(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(VideoError, match="no file"):
        Video(tmp_path / "pipe.mp4")


def test_the_fingerprint_is_the_files_sha256(tmp_path: Path) -> None:
    data = np.random.default_rng(0).bytes(3_000_001)
    (tmp_path / "a").write_bytes(data)
    assert fingerprint(tmp_path / "a") == hashlib.sha256(data).hexdigest()
    assert fingerprint(tmp_path / "a", stopped=lambda: True) == ""
