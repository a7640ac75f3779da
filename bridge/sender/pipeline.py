# SPDX-License-Identifier: GPL-3.0-or-later
"""One video from file to rows: decode, detect, follow, crop, ask the bridge, compose, steady."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import __version__
from ..client import Client
from ..crop import CropRule
from ..cut import cut
from ..protocol import (
    BridgeAddress,
    Crop,
    Finished,
    Message,
    ModelCard,
    Opened,
    Options,
    Portrait,
    ProtocolError,
    Result,
    Row,
)
from .compose import empty_row, face_row
from .cuts import CutDetector
from .detect import Detector
from .follow import Decided, Follower, Target
from .meter import Meter
from .portrait import Portraits
from .prefetch import Prefetch
from .preview import Previewer
from .steadier import Steadier
from .video import Frame, Video, VideoError, VideoInfo, fingerprint, never

PROGRAM = f"expnet-sender {__version__}"
_TICK = 0.02
_DECODED_AHEAD = 2


@dataclass
class _Pending:
    """A face, or a frame without one, that is decided but not yet told. ``row`` is None while its crop is under way."""

    index: int
    time: float
    target: Target | None
    roll: float
    row: Row | None
    main: bool = True


def solve(
    path: str | Path,
    bridge: BridgeAddress,
    first: float | None = None,
    last: float | None = None,
    options: Options | None = None,
    stopped: Callable[[], bool] = never,
) -> Generator[Message | None, None, None]:
    """Solves the frames of ``path`` from ``first`` to ``last`` seconds, both included, on ``bridge``.

    Yields Opened, then Row for every decoded frame in order (and for its further faces, if asked for) with Progress
    (and Preview and Portrait, if asked for) in between, and Finished last. Yields None whenever a little time has
    passed without news, so the caller can look after other things; ``stopped`` is asked then, and ends the solve with
    Finished as well. A bridge that is lost half-way ends it with what is done. Raises ``VideoError`` and
    ``ProtocolError`` (code "bridge") if it cannot start.
    """
    closing_down = threading.Event()

    def halted() -> bool:
        return stopped() or closing_down.is_set()

    with ExitStack() as stack:
        video = stack.enter_context(Video(path))
        client = Client(bridge, PROGRAM)
        stack.callback(client.close)
        hashing = stack.enter_context(Prefetch(_once(lambda: fingerprint(path, halted)), 1))
        stack.callback(closing_down.set)  # before the thread above is waited for
        card = yield from _greet(client, stopped)
        digest = yield from _await(hashing, stopped)
        if card is None or not digest:
            yield Finished(0, 0, False, "Stopped before the first frame.")
            return
        info = video.info
        options = options or Options()
        card = card if options.steady else replace(card, noise={})
        yield Opened(info.name[:256], digest, info.width, info.height, info.rate, info.frames, info.duration, card)
        frames = stack.enter_context(Prefetch(video.frames(first, last, halted), _DECODED_AHEAD))
        stack.callback(closing_down.set)
        job = _Job(info, card, client, options, Meter(info, first, last))
        steadier = Steadier(card)
        try:
            with closing(job.run(frames, stopped)) as messages:
                for message in messages:
                    if isinstance(message, Row):
                        yield from steadier.push(message, message.main and message.frame in job.first_of_shots)
                    else:
                        yield message
        except ProtocolError as error:
            yield from steadier.flush()
            done = f"after {job.meter.told} frames, which are kept" if job.meter.told else "before the first frame"
            warning = f"The bridge was lost {done}: {error.sentence}"
            yield Finished(job.meter.told, job.meter.found, False, warning[:2000])
            return
        yield from steadier.flush()
        if not job.meter.told and not stopped():
            raise VideoError(f"'{info.name}' has no frame in the chosen range: choose an earlier start or a later end.")
        yield Finished(job.meter.told, job.meter.found, *_verdict(video, job.meter, last, stopped()))


class _Job:
    """Everything between the decoder and the bridge for one video."""

    def __init__(self, info: VideoInfo, card: ModelCard, client: Client, options: Options, meter: Meter) -> None:
        self.meter = meter
        self.first_of_shots: set[int] = set()
        """Indices of the frames that start a new shot."""
        self._info, self._card, self._client = info, card, client
        self._rule = rule_of(card, options)
        self._detector = Detector(options.threshold / 2)
        self._cuts = CutDetector()
        self._follower = Follower(info.width, info.height, options.threshold, most=options.faces)
        self._pending: deque[_Pending] = deque()
        self._waiting: dict[int, _Pending] = {}
        self._crops: deque[Crop] = deque()
        self._asked = 0
        self._previewer = Previewer(options.preview)
        self._preview: Message | None = None
        self._portraits = Portraits(options.portrait)
        self._new_portraits: deque[Portrait] = deque()

    def run(self, frames: Prefetch[Frame], stopped: Callable[[], bool]) -> Generator[Message | None, None, None]:
        """Rows and progress until the frames have run out and every crop has its result, or until ``stopped``."""
        flushed = False
        while not stopped() and not (flushed and not self._pending):
            self._exchange()
            while self._pending and self._pending[0].row is not None:
                row = self._pending.popleft().row
                assert row is not None
                if row.main:
                    self.meter.tell(row.found)
                yield row
            if (progress := self.meter.progress()) is not None:
                yield progress
            if self._preview is not None:
                yield self._preview
                self._preview = None
            while self._new_portraits:
                yield self._new_portraits.popleft()
            if self._crops or flushed:
                self._client.wait(_TICK)  # no credit, or nothing more to do than to await results
            elif (frame := frames.get(_TICK if not self._waiting else 0.0)) is not None:
                self._look(frame)
            elif frames.exhausted:
                self._decide(self._follower.flush())
                flushed = True
            elif self._waiting:
                self._client.wait(_TICK / 10)  # the decoder is behind: let results come meanwhile
            yield None

    def _look(self, frame: Frame) -> None:
        self.meter.decoded += 1
        cut = self._cuts.cut(frame.bgr)
        if cut:
            self.first_of_shots.add(frame.index)
        self._decide(self._follower.push(frame, self._detector.detect(frame.bgr), cut))

    def _decide(self, decided: list[Decided]) -> None:
        for each in decided:
            if not self._ask(each.frame, each.main, main=True):
                self._pending.append(_Pending(each.frame.index, each.frame.time, None, 0.0, empty_row(each.frame)))
            elif each.main is not None:
                self._preview = self._previewer.look(each.frame, each.main) or self._preview
            for target in each.others:
                self._ask(each.frame, target, main=False)
        self._exchange()

    def _ask(self, frame: Frame, target: Target | None, main: bool) -> bool:
        """Queues the crop of a face, if there is one whose box has a place in the picture."""
        pixels, roll = self._cut(frame, target)
        if pixels is None or target is None:
            return False
        if (portrait := self._portraits.look(frame, target)) is not None:
            self._new_portraits.append(portrait)
        entry = _Pending(frame.index, frame.time, target, roll, None, main)
        self._pending.append(entry)
        self._waiting[self._asked] = entry
        self._crops.append(Crop(self._asked, self._rule.size, pixels.tobytes()))
        self._asked += 1
        return True

    def _cut(self, frame: Frame, target: Target | None) -> tuple[NDArray[np.uint8] | None, float]:
        """The crop and its roll, if there is a face whose box has a place in the picture."""
        if target is None:
            return None, 0.0
        try:
            return cut(frame.bgr, target.box, target.eyes, self._rule, self._card.color)
        except ValueError:
            return None, 0.0

    def _exchange(self) -> None:
        """Sends what the credit allows and takes what has come."""
        for message in self._client.poll():
            if isinstance(message, Result):
                entry = self._waiting.pop(message.id)
                assert entry.target is not None
                size = (self._info.width, self._info.height)
                entry.row = face_row(
                    entry.index, entry.time, entry.target, entry.roll, size, message, self._rule, entry.main
                )
        while self._crops and self._client.credit > 0:
            self._client.send(self._crops.popleft())


def rule_of(card: ModelCard, options: Options) -> CropRule:
    """How the model's crops are made. Raises ``ProtocolError`` with the code "bridge" for what is unknown here."""
    try:
        rule = CropRule(card.crop_rule, card.crop_scale, card.size, card.crop_shift, card.crop_jpeg)
    except ValueError as error:
        raise ProtocolError("bridge", str(error)) from None
    return rule if options.jpeg else replace(rule, jpeg=0)


def _greet(client: Client, stopped: Callable[[], bool]) -> Generator[None, None, ModelCard | None]:
    """Connects; returns the model's card, None if stopped first. Raises ``ProtocolError`` with the code "bridge"."""
    try:
        while client.welcome is None and not stopped():
            client.poll()
            client.wait(_TICK)
            yield None
    except ProtocolError as error:
        raise ProtocolError("bridge", f"The bridge cannot be used: {error.sentence}") from None
    if client.welcome is None:
        return None
    if client.welcome.card is None:
        raise ProtocolError("bridge", "What answers at the bridge's address is no bridge: check host and port.")
    return client.welcome.card


def _once(function: Callable[[], str]) -> Iterator[str]:
    yield function()


def _await(worker: Prefetch[str], stopped: Callable[[], bool]) -> Generator[None, None, str]:
    """The worker's only item; "" if stopped first."""
    while not stopped() and not worker.exhausted:
        if (item := worker.get(_TICK)) is not None:
            return item
        yield None
    return ""


def _verdict(video: Video, meter: Meter, last: float | None, stopped: bool) -> tuple[bool, str]:
    """``complete`` and ``warning`` of Finished."""
    if stopped:
        return False, f"Stopped after {meter.told} frames, which are kept."
    if missing := video.shortfall(last):
        return False, (
            f"'{video.info.name}' stops {missing:.1f} s before its end: it is damaged or was cut off; "
            "the part that could be decoded is solved."
        )
    if not meter.found:
        return True, "No face was found in any frame: choose a video that shows a face from the front or the side."
    return True, ""
