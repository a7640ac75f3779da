# SPDX-License-Identifier: GPL-3.0-or-later
"""The weights that ship keep the contract that bridge, sender and add-on rely on."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.crop import CropRule, crop_image
from bridge.runtime import onnxruntime
from bridge.sender.detect import Detector
from bridge.sender.video import Video
from tests.data import head
from weights.pipeline import MODEL
from weights.train.place import placed

SIZE = 192


@pytest.fixture(scope="module")
def session() -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def properties(session: onnxruntime.InferenceSession) -> dict[str, str]:
    return session.get_modelmeta().custom_metadata_map


def run(session: onnxruntime.InferenceSession, crops: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    expression, rotation = session.run(["expression", "rotation"], {"crops": crops})
    return np.asarray(expression), np.asarray(rotation)


@pytest.fixture(scope="module")
def crops() -> np.ndarray:
    """Not faces, but smooth like pictures and unlike each other."""
    coarse = np.random.default_rng(2).integers(0, 256, (9, 12, 12, 3), np.uint8)
    return np.stack([np.asarray(cv2.resize(c, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC), np.uint8) for c in coarse])


def test_the_file_is_small_enough_to_ship() -> None:
    assert MODEL.stat().st_size <= 15_000_000


def test_inputs_and_outputs_are_those_of_the_contract(session: onnxruntime.InferenceSession) -> None:
    (crops,) = session.get_inputs()
    assert (crops.name, crops.type, crops.shape[1:]) == ("crops", "tensor(uint8)", [SIZE, SIZE, 3])
    assert isinstance(crops.shape[0], str), "the number of crops must be free"
    outputs = {output.name: (output.type, output.shape[1:]) for output in session.get_outputs()}
    widths = {name: shape for name, (kind, shape) in outputs.items() if kind == "tensor(float)"}
    wanted = {"expression": [len(DEFAULT)], "rotation": [4], "translation": [3], "gaze": [2], "confidence": []}
    assert widths == wanted


def test_the_metadata_says_what_a_bridge_must_know(properties: dict[str, str]) -> None:
    assert properties["expnet.format"] == "1"
    assert properties["expnet.basis"] == DEFAULT.id
    assert tuple(json.loads(properties["expnet.names"])) == DEFAULT.names
    assert json.loads(properties["expnet.input"]) == {"size": SIZE, "color": "RGB", "dtype": "uint8"}
    crop = json.loads(properties["expnet.crop"])
    assert CropRule(crop["rule"], crop["scale"], SIZE, crop["shift"]).scale > 1
    for key in ("id", "normalisation", "licence", "notice"):
        assert properties["expnet." + key].strip()


def test_every_unit_has_a_measured_reliability(properties: dict[str, str]) -> None:
    reliability = json.loads(properties["expnet.reliability"])
    assert set(reliability) == set(DEFAULT.names)
    assert all(0 <= value <= 1 for value in reliability.values())
    assert sum(value > 0.3 for value in reliability.values()) > 15


def test_the_notice_lies_beside_the_weights(properties: dict[str, str]) -> None:
    text = (MODEL.parent / "NOTICE-expnet_default.txt").read_text("utf-8")
    assert "NOTICE-expnet_default.txt" in properties["expnet.notice"]
    assert "Apache License" in text and "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in text


def test_a_crop_gives_the_same_alone_and_in_a_batch(session: onnxruntime.InferenceSession, crops: np.ndarray) -> None:
    together = run(session, crops)
    for i in (0, 4, 8):
        for whole, single in zip(together, run(session, crops[i : i + 1]), strict=True):
            assert whole[i] == pytest.approx(single[0], abs=1e-4)


def test_different_crops_give_different_answers(session: onnxruntime.InferenceSession, crops: np.ndarray) -> None:
    expression, rotation = run(session, crops)
    assert (expression.std(0) > 1e-3).all()
    assert (rotation.std(0).max()) > 1e-3


def test_rotations_are_unit_quaternions(session: onnxruntime.InferenceSession, crops: np.ndarray) -> None:
    assert np.linalg.norm(run(session, crops)[1], axis=1) == pytest.approx(np.ones(len(crops)), abs=1e-5)


@pytest.mark.parametrize("value", [0, 127, 255])
def test_a_blank_crop_is_answered_within_reason(session: onnxruntime.InferenceSession, value: int) -> None:
    expression, rotation = run(session, np.full((1, SIZE, SIZE, 3), value, np.uint8))
    assert np.isfinite(expression).all() and np.isfinite(rotation).all()
    assert np.abs(expression).max() < 5


def test_confidence_is_high_on_a_face_and_low_on_none(session: onnxruntime.InferenceSession, crops: np.ndarray) -> None:
    with Video(head.VIDEO) as video:
        picture = next(iter(video.frames())).bgr
    face = max(Detector().detect(picture), key=lambda face: face.score)
    crop = crop_image(picture, placed(face.box, face.points[:2]), SIZE)
    (sure,) = session.run(["confidence"], {"crops": crop[None]})
    (unsure,) = session.run(["confidence"], {"crops": crops})
    assert np.asarray(sure)[0] > 0.9
    assert np.asarray(unsure).mean() < 0.3  # calibrated: one or the other may pass for half a face
    assert np.asarray(unsure).max() < 0.8
