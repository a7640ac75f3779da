# SPDX-License-Identifier: GPL-3.0-or-later
"""End to end against decoding alone: the sender and the bridge, as the add-on runs them, on one clip."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Final

import cv2

from bridge import MOST_FACES
from bridge.client import Client
from bridge.launch import Child
from bridge.protocol import BridgeAddress, Finished, Options, Row, Solve

from .memory import peak

ROUNDS: Final = 3


def measure(video: Path) -> dict[str, float]:
    """Frames/s of both, medians of rounds that take turns, and the peak memory of both processes in MB."""
    decoding, solving, found, frames = [], [], 0, 0
    with Child(["serve"]) as bridge, Child(["send"]) as sender:
        bridge.wait_ready()
        sender.wait_ready()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            frames = _decode(video)
            decoding.append(frames / (time.perf_counter() - began))
            began = time.perf_counter()
            found = _solve(video, sender.address, bridge.address)
            solving.append(frames / (time.perf_counter() - began))
        return {
            "decoding frames/s": statistics.median(decoding),
            "end to end frames/s": statistics.median(solving),
            "end to end / decoding": statistics.median(solving) / statistics.median(decoding),
            "faces found": found / frames,
            "sender MB": peak(sender.process.pid),
            "bridge MB": peak(bridge.process.pid),
        }


def several(video: Path) -> dict[str, float]:
    """Time for all faces of a video over that for its main one, medians of rounds that take turns."""
    times: dict[int, list[float]] = {1: [], MOST_FACES: []}
    faces = 0
    with Child(["serve"]) as bridge, Child(["send"]) as sender:
        bridge.wait_ready()
        sender.wait_ready()
        for _ in range(ROUNDS):
            for most, taken in times.items():
                began = time.perf_counter()
                faces = _solve(video, sender.address, bridge.address, most)
                taken.append(time.perf_counter() - began)
    alone, together = map(statistics.median, times.values())
    return {"faces": faces / _decode(video), "all faces / main face, time": together / alone}


def _decode(video: Path) -> int:
    capture = cv2.VideoCapture(str(video))
    frames = 0
    while capture.read()[0]:
        frames += 1
    return frames


def _solve(video: Path, sender: BridgeAddress, bridge: BridgeAddress, most: int = 1) -> int:
    """How many faces there are in all frames, of each at ``most`` so many."""
    client = Client(sender, "bench")
    client.wait_welcome()
    client.send(Solve(str(video), bridge, options=Options(faces=most)))
    found = 0
    try:
        while True:
            for message in client.poll():
                if isinstance(message, Row):
                    found += message.found
                elif isinstance(message, Finished):
                    if not message.complete:
                        raise SystemExit(f"The clip was not solved to its end: {message.warning}")
                    return found
            client.wait(0.1)
    finally:
        client.close()
