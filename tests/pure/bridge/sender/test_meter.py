# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress: totals of a range, speed and remaining time."""

from __future__ import annotations

import pytest

from bridge.sender import meter as module
from bridge.sender.meter import Meter
from bridge.sender.video import VideoInfo

INFO = VideoInfo("a.mp4", 64, 48, 25.0, 250, 10.0)


@pytest.mark.parametrize(
    ("first", "last", "total"),
    [(None, None, 250), (2.0, None, 200), (None, 2.0, 50), (4.0, 6.0, 50), (20.0, None, 0), (None, 99.0, 250)],
)
def test_the_total_is_that_of_the_range(first: float | None, last: float | None, total: int) -> None:
    assert Meter(INFO, first, last).total == total


def test_an_unknown_length_has_no_total_and_no_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    meter = Meter(VideoInfo("a.avi", 64, 48, 0.0, None, None), None, None)
    meter.tell(True)
    report = meter.progress()
    assert report is not None
    assert (report.total, report.remaining, report.fps, report.found) == (None, None, 1.0, 1)


def test_speed_and_remaining_time_follow_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    meter = Meter(INFO, None, None)
    report = None
    for step in range(1, 61):  # 10 frames/s for ten seconds, then 20
        now[0] = step * 0.5
        for _ in range(5 if step <= 20 else 10):
            if meter.told < 240:
                meter.tell(False)
        report = meter.progress()
        if meter.told >= 240:
            break
    assert report is not None
    assert report.fps == pytest.approx(20, rel=0.35)
    assert report.remaining == pytest.approx((250 - 240) / report.fps)


def test_reports_come_a_few_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    meter = Meter(INFO, None, None)
    reports = 0
    for step in range(1000):
        now[0] = step / 1000
        reports += meter.progress() is not None
    assert 3 <= reports <= 5


def test_a_container_that_counts_too_few_frames_never_shows_more_than_all(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    meter = Meter(INFO, None, None)
    meter.decoded = 300
    for _ in range(290):
        meter.tell(True)
    report = meter.progress()
    assert report is not None and report.total == 300 and report.remaining is not None and report.remaining >= 0
