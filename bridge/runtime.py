# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX Runtime without its telemetry: import ``onnxruntime`` from here and nowhere else.

Official builds write a device id into the user's home and send what they run to the maker, on Linux since 1.29, unless
the environment says otherwise before the library is loaded. A solve speaks to its bridge and to nobody else."""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # noqa: E402

onnxruntime.disable_telemetry_events()  # builds for Windows before 1.29 know only this

__all__ = ["onnxruntime"]
