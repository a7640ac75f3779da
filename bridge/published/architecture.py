# SPDX-License-Identifier: GPL-3.0-or-later
"""The published networks as data: what is convolved with what, and the variables of their TensorFlow checkpoints.

Expression and shape nets are ResNet-101 of the first version (He et al., 2015) as released in 2018: the stride is on
the first 1 x 1 convolution of a stage, and TensorFlow's SAME padding puts the odd pixel at the end. The pose net is
AlexNet (FacePoseNet, Chang et al., ICCVW 2017). Everything is generated from block counts and widths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CROP: Final = 227
"""Side of the crops, pixels."""
FIELD: Final = 224
"""Side of the resized picture that the residual nets see."""
EPSILON: Final = 1e-5
"""Added to the variance by batch normalisation."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Convolution:
    """``kernel`` x ``kernel``, ``inputs`` to ``outputs`` channels. ``before`` and ``after``: rows and columns of
    padding at the top left and the bottom right. ``norm`` names the batch normalisation that follows, "" where there
    is a bias instead; ``relu``: whether a rectifier ends it; ``groups`` as in AlexNet."""

    name: str
    kernel: int
    inputs: int
    outputs: int
    stride: int = 1
    before: int = 0
    after: int = 0
    norm: str = ""
    relu: bool = True
    groups: int = 1

    @property
    def shape(self) -> Shape:
        """As TensorFlow stores it: height, width, inputs of a group, outputs."""
        return self.kernel, self.kernel, self.inputs // self.groups, self.outputs


@dataclass(frozen=True)
class Block:
    """A bottleneck: reduce (1 x 1), spatial (3 x 3), expand (1 x 1), added to its input or to ``project`` of it."""

    reduce: Convolution
    spatial: Convolution
    expand: Convolution
    project: Convolution | None

    @property
    def convolutions(self) -> tuple[Convolution, ...]:
        return tuple(part for part in (self.project, self.reduce, self.spatial, self.expand) if part is not None)


@dataclass(frozen=True)
class ResNet:
    """``blocks`` of the four stages and the ``width`` of the first; the released nets have the defaults."""

    blocks: tuple[int, int, int, int] = (3, 4, 23, 3)
    width: int = 64

    @property
    def features(self) -> int:
        """Length of what the head is applied to."""
        return 32 * self.width

    @property
    def stem(self) -> Convolution:
        return Convolution("conv1", 7, 3, self.width, 2, 2, 3, norm="bn_conv1")

    @property
    def bottlenecks(self) -> tuple[Block, ...]:
        """All blocks in order."""
        found, inputs = [], self.width
        for stage, count in enumerate(self.blocks, 2):
            inner = self.width << (stage - 2)
            for index, letter in enumerate(_letters(count)):
                found.append(_block(f"{stage}{letter}", inputs, inner, 2 if stage > 2 and not index else 1, not index))
                inputs = 4 * inner
        return tuple(found)

    @property
    def convolutions(self) -> tuple[Convolution, ...]:
        return (self.stem, *(part for block in self.bottlenecks for part in block.convolutions))

    def variables(self, scope: str, outputs: int) -> dict[str, Shape]:
        """Name and shape of every variable of the checkpoint whose scope and head are these."""
        found: dict[str, Shape] = {}
        for part in self.convolutions:
            found[f"{scope}/{part.name}/weights"] = part.shape
            found |= {f"{scope}/{part.norm}/{name}": (part.outputs,) for name in NORM}
        return found | {
            f"{scope}/{scope}_fc1/weights": (self.features, outputs),
            f"{scope}/{scope}_fc1/biases": (outputs,),
        }


NORM: Final = ("scale", "offset", "mean", "variance")
"""The variables of a batch normalisation: gamma, beta and the statistics."""


def _letters(count: int) -> list[str]:
    """Caffe's names for the blocks of a stage: a, b, c, or a, b1, b2, ... where there are more than three."""
    return list("abc"[:count]) if count <= 3 else ["a", *(f"b{index}" for index in range(1, count))]


def _block(name: str, inputs: int, inner: int, stride: int, first: bool) -> Block:
    def part(branch: str, kernel: int, channels: tuple[int, int], stride: int, relu: bool) -> Convolution:
        pad = kernel // 2
        label = f"{name}_branch{branch}"
        return Convolution(f"res{label}", kernel, *channels, stride, pad, pad, f"bn{label}", relu)

    return Block(
        part("2a", 1, (inputs, inner), stride, True),
        part("2b", 3, (inner, inner), 1, True),
        part("2c", 1, (inner, 4 * inner), 1, False),
        part("1", 1, (inputs, 4 * inner), stride, False) if first else None,
    )


@dataclass(frozen=True)
class AlexNet:
    """``divisor`` makes all layers narrower; the released net has 1."""

    divisor: int = 1

    @property
    def convolutions(self) -> tuple[Convolution, ...]:
        a, b, c, d, e = (width // self.divisor for width in (96, 256, 384, 384, 256))
        return (
            Convolution("conv1", 11, 3, a, 4, 4, 4),
            Convolution("conv2", 5, a, b, 1, 2, 2, groups=2),
            Convolution("conv3", 3, b, c, 1, 1, 1),
            Convolution("conv4", 3, c, d, 1, 1, 1, groups=2),
            Convolution("conv5", 3, d, e, 1, 1, 1, groups=2),
        )

    @property
    def dense(self) -> tuple[tuple[str, int, int], ...]:
        """Name, inputs and outputs of the layers that end it; all but the last are rectified."""
        inner = 4096 // self.divisor
        return ("fc6", 36 * self.convolutions[-1].outputs, inner), ("fc7", inner, inner), ("fc8", inner, 6)

    def variables(self) -> dict[str, Shape]:
        """Name and shape of every variable of the checkpoint; "baises" is its spelling."""
        found: dict[str, Shape] = {}
        for part in self.convolutions:
            found[f"{POSE}/{part.name}/W"] = part.shape
            found[f"{POSE}/{part.name}/baises"] = (part.outputs,)
        for name, inputs, outputs in self.dense:
            found[f"{POSE}/{name}/W"] = (inputs, outputs)
            found[f"{POSE}/{name}/baises"] = (outputs,)
        return found


POOLED: Final = ("conv1", "conv2", "conv5")
"""Layers of AlexNet that a 3 x 3 maximum at stride 2, without padding, follows."""
NORMALISED: Final = ("conv1", "conv2")
"""Those that local response normalisation follows then: over 5 channels, alpha 2e-5 each, beta 0.75, bias 1."""
RESPONSE: Final = (5, 5 * 2e-5, 0.75, 1.0)
"""Channels, alpha as ONNX and PyTorch count it (over all channels together), beta, bias."""

POSE: Final = "Spatial_Transformer/ST2"
"""Scope of the pose net."""
EXPRESSION: Final = "exprCNN"
SHAPE: Final = "shapeCNN"
HEADS: Final[Mapping[str, tuple[str, int]]] = {"expression": (EXPRESSION, 29), "shape": (SHAPE, 198)}
"""Output -> scope and width of the residual nets."""


@dataclass(frozen=True)
class Published:
    """Which nets a converted file holds and how they are built. ``outputs`` in the order of the file."""

    resnet: ResNet = ResNet()
    shape: bool = False
    pose: AlexNet | None = None

    @property
    def heads(self) -> dict[str, tuple[str, int]]:
        return {name: head for name, head in HEADS.items() if name == "expression" or self.shape}

    @property
    def outputs(self) -> tuple[str, ...]:
        return (*self.heads, *(["pose"] if self.pose else []))

    @property
    def constants(self) -> dict[str, Shape]:
        """What is no variable of a checkpoint: the mean picture (planes B, G, R, 0..255) and the pose net's statistics
        (colour mean in 0..1; mean and deviation of the labels)."""
        pose = {"pose/colour": (3, 1, 1), "pose/mean": (6,), "pose/deviation": (6,)} if self.pose else {}
        return {"mean": (3, FIELD, FIELD)} | pose

    def variables(self) -> dict[str, Shape]:
        """Every array of the file, in TensorFlow's layout."""
        found = dict(self.constants)
        for scope, outputs in self.heads.values():
            found |= self.resnet.variables(scope, outputs)
        return found | (self.pose.variables() if self.pose else {})

    def plain(self) -> dict[str, Any]:
        """As JSON; ``parse`` reads it."""
        pose = self.pose.divisor if self.pose else 0
        return {"blocks": list(self.resnet.blocks), "width": self.resnet.width, "shape": self.shape, "pose": pose}


def parse(plain: Any) -> Published:
    """What ``Published.plain`` gave. Raises ``ValueError`` for anything else."""
    if not isinstance(plain, dict) or plain.keys() != Published().plain().keys():
        raise ValueError("no published network")
    blocks, width, shape, pose = plain["blocks"], plain["width"], plain["shape"], plain["pose"]
    numbers = [*blocks, width, pose] if isinstance(blocks, list) and len(blocks) == 4 else [None]
    if not all(type(number) is int for number in numbers) or type(shape) is not bool:
        raise ValueError("no published network")
    if not (all(1 <= count <= 64 for count in blocks) and 1 <= width <= 256 and pose in (0, 1, 2, 4, 8, 16, 32)):
        raise ValueError("no published network of a size that makes sense")
    return Published(ResNet(tuple(blocks), width), shape, AlexNet(pose) if pose else None)
