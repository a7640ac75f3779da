# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The published networks in PyTorch, layer by layer as ``architecture.py`` says, fed with crops as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from .architecture import (
    CROP,
    EPSILON,
    FIELD,
    NORM,
    NORMALISED,
    POOLED,
    POSE,
    RESPONSE,
    AlexNet,
    Block,
    Convolution,
    Published,
    ResNet,
)
from .resize import matrix

Parameter = Iterator[tuple[str, Tensor, bool]]
"""Name in the checkpoint, the tensor here, and whether its axes are TensorFlow's in another order (a kernel)."""


class ConvolutionNet(nn.Module):
    """A convolution with what follows it."""

    def __init__(self, spec: Convolution) -> None:
        super().__init__()
        self.spec = spec
        self.convolution = nn.Conv2d(
            spec.inputs, spec.outputs, spec.kernel, spec.stride, groups=spec.groups, bias=not spec.norm
        )
        self.norm = nn.BatchNorm2d(spec.outputs, eps=EPSILON) if spec.norm else None

    def forward(self, x: Tensor) -> Tensor:
        before, after = self.spec.before, self.spec.after
        # PyTorch pads both ends alike; where TensorFlow's SAME does not, the odd zeros are put there first.
        if before == after:
            x = F.conv2d(x, self.convolution.weight, self.convolution.bias, self.spec.stride, before, 1,
                         self.spec.groups)  # fmt: skip
        else:
            x = self.convolution(F.pad(x, (before, after, before, after)))
        if self.norm is not None:
            x = self.norm(x)
        return F.relu(x) if self.spec.relu else x


class BlockNet(nn.Module):
    """A bottleneck with its shortcut."""

    def __init__(self, spec: Block) -> None:
        super().__init__()
        self.main = nn.Sequential(*(ConvolutionNet(part) for part in (spec.reduce, spec.spatial, spec.expand)))
        self.project = ConvolutionNet(spec.project) if spec.project else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.main(x) + self.project(x))


class ResNetNet(nn.Module):
    """(n, 3, 224, 224) BGR less the mean to (n, ``outputs``). ``scope`` is that of its variables; ``kind`` the dtype of
    all but the head."""

    def __init__(self, spec: ResNet, scope: str, outputs: int, kind: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.scope = scope
        self.stem = ConvolutionNet(spec.stem).to(kind)
        self.blocks = nn.ModuleList(BlockNet(block) for block in spec.bottlenecks).to(kind)
        self.head = nn.Linear(spec.features, outputs)

    def forward(self, x: Tensor) -> Tensor:
        # SAME for 3 x 3 at stride 2 on an even side: one row at the end. What is padded is rectified, so 0 cannot win.
        x = F.max_pool2d(F.pad(self.stem(x), (0, 1, 0, 1)), 3, 2)
        for block in self.blocks:
            x = block(x)
        return self.head(x.float().mean((2, 3)))

    def named(self) -> Parameter:
        """All tensors under their names in the checkpoint."""
        for part in self.modules():
            if isinstance(part, ConvolutionNet) and part.norm is not None:
                yield f"{self.scope}/{part.spec.name}/weights", part.convolution.weight, True
                tensors = part.norm.weight, part.norm.bias, part.norm.running_mean, part.norm.running_var
                for name, tensor in zip(NORM, tensors, strict=True):
                    assert tensor is not None
                    yield f"{self.scope}/{part.spec.norm}/{name}", tensor, False
        yield f"{self.scope}/{self.scope}_fc1/weights", self.head.weight, True
        yield f"{self.scope}/{self.scope}_fc1/biases", self.head.bias, False


class AlexNetNet(nn.Module):
    """(n, 3, 227, 227) BGR in 0..1 less the mean colour to (n, 6) standardised pose."""

    def __init__(self, spec: AlexNet) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(ConvolutionNet(part) for part in spec.convolutions)
        self.dense = nn.ModuleDict({name: nn.Linear(inputs, outputs) for name, inputs, outputs in spec.dense})

    def forward(self, x: Tensor) -> Tensor:
        for part in self.convolutions:
            assert isinstance(part, ConvolutionNet)
            x = part(x)
            if part.spec.name in POOLED:
                x = F.max_pool2d(x, 3, 2)
            if part.spec.name in NORMALISED:
                x = F.local_response_norm(x, *RESPONSE)
        x = x.permute(0, 2, 3, 1).flatten(1)  # TensorFlow's order of the features
        *inner, last = self.dense.values()
        for layer in inner:
            x = F.relu(layer(x))
        return last(x)

    def named(self) -> Parameter:
        """All tensors under their names in the checkpoint."""
        layers: dict[str, nn.Module] = dict(self.dense.items())
        for part in self.convolutions:
            assert isinstance(part, ConvolutionNet)
            layers[part.spec.name] = part.convolution
        for name, layer in layers.items():
            assert isinstance(layer, nn.Conv2d | nn.Linear) and layer.bias is not None
            yield f"{POSE}/{name}/W", layer.weight, True
            yield f"{POSE}/{name}/baises", layer.bias, False


class PublishedNet(nn.Module):
    """All nets of a file. ``half``: dtype in which the trunks of the residual nets run. The crops are resized and the
    mean is taken off in float32 before, for half precision has too few bits for 255 grey levels around it; heads and
    the pose net stay as they are."""

    def __init__(self, spec: Published, half: torch.dtype | None = None) -> None:
        super().__init__()
        self.spec = spec
        self.half_type = half or torch.float32
        self.nets = nn.ModuleDict(
            {name: ResNetNet(spec.resnet, *head, self.half_type) for name, head in spec.heads.items()}
        )
        self.pose = AlexNetNet(spec.pose) if spec.pose else None
        for name, shape in spec.constants.items():
            self.register_buffer(name.replace("/", "_"), torch.zeros(shape))
        self.register_buffer("resize", torch.from_numpy(matrix(CROP, FIELD)), persistent=False)

    def field(self, crops: Tensor) -> Tensor:
        """(n, 227, 227, 3) BGR 0..255 to what the residual nets see, (n, 3, 224, 224)."""
        resize, mean = self.get_buffer("resize"), self.get_buffer("mean")
        seen = resize @ crops.float().permute(0, 3, 1, 2) @ resize.T
        return seen - mean

    def forward(self, crops: Tensor) -> dict[str, Tensor]:
        """``crops`` (n, 227, 227, 3) BGR 0..255, any dtype. Outputs by name, float32."""
        field = self.field(crops).to(self.half_type)
        found = {name: net(field) for name, net in self.nets.items()}
        if self.pose is not None:
            colour, mean, deviation = (self.get_buffer(f"pose_{name}") for name in ("colour", "mean", "deviation"))
            found["pose"] = self.pose(crops.float().permute(0, 3, 1, 2) / 255 - colour) * deviation + mean
        return found

    def named(self) -> Parameter:
        """All tensors under the names that ``Published.variables`` gives them."""
        for name in self.spec.constants:
            yield name, self.get_buffer(name.replace("/", "_")), False
        for net in (*self.nets.values(), *([self.pose] if self.pose is not None else [])):
            assert isinstance(net, ResNetNet | AlexNetNet)
            yield from net.named()


def load(network: PublishedNet, arrays: Mapping[str, NDArray[np.float32]]) -> PublishedNet:
    """Fills the network with arrays in TensorFlow's layout, by name; in evaluation mode. Returns it."""
    with torch.no_grad():
        for name, tensor, turned in network.named():
            value = torch.from_numpy(np.array(arrays[name], np.float32))  # a copy: a file's bytes cannot be written to
            tensor.copy_(_turned(value) if turned else value)
    return network.eval()


def arrays(network: PublishedNet) -> dict[str, NDArray[np.float32]]:
    """The opposite of ``load``."""
    found = {}
    for name, tensor, turned in network.named():
        value = tensor.detach().float().cpu()
        found[name] = np.ascontiguousarray((_back(value) if turned else value).numpy())
    return found


def _turned(value: Tensor) -> Tensor:
    """Kernels from height, width, inputs, outputs to outputs, inputs, height, width; matrices transposed."""
    return value.permute(3, 2, 0, 1) if value.ndim == 4 else value.T


def _back(value: Tensor) -> Tensor:
    return value.permute(2, 3, 1, 0) if value.ndim == 4 else value.T
