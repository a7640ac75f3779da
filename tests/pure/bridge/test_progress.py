# SPDX-License-Identifier: GPL-3.0-or-later
"""What the progress bar shows on a terminal and in a log."""

from __future__ import annotations

import io

from bridge.progress import ProgressLine
from bridge.protocol import Progress


class Terminal(io.StringIO):
    """Text that says it goes to a screen."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *reports: Progress) -> str:
    with ProgressLine("a.mp4", stream) as line:
        for report in reports:
            line.show(report)
    return stream.getvalue()


def test_a_terminal_gets_one_line_that_is_wiped_at_the_end(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    text = shown(Terminal(), Progress(25, 100, 20, 50.0, 1.5), Progress(100, 100, 90, 50.0, 0.0))
    first, second, last = text.lstrip("\r").split("\r")
    assert first.startswith("a.mp4  [######..................]  25 of 100 frames (25%)  20 with a face")
    assert "100%" in second
    assert last == "\x1b[K"
    assert "\n" not in text


def test_a_narrow_terminal_is_not_overrun(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = shown(Terminal(), Progress(25, 100, 20, 50.0, 1.5))
    assert len(text.split("\x1b")[0].lstrip("\r")) <= 39


def test_a_log_gets_plain_lines_and_not_too_many() -> None:
    text = shown(io.StringIO(), *(Progress(k, 100, k, 50.0, 100 - k) for k in range(50)))
    assert text == "a.mp4  0 of 100 frames (0%)  0 with a face, 50 frames/s  1:40 min left\n"


def test_an_unknown_length_is_no_obstacle() -> None:
    text = shown(io.StringIO(), Progress(7, None, 3, 12.4, None))
    assert text == "a.mp4  7 frames  3 with a face, 12 frames/s\n"
