# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by a Python that has TensorFlow: builds the released graph with random weights, saves it as the release was saved
and answers what it says of some crops.

    python tensorflow_release.py FOLDER BLOCKS WIDTH DIVISOR

writes FOLDER/{expression,shape,pose}/model.ckpt.*, the statistics beside them as the archives name them, and
FOLDER/answers.npz with crops (n, 227, 227, 3), field (n, 224, 224, 3), expression, shape and pose. BLOCKS is like
3,4,23,3.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow

tf: Any = tensorflow.compat.v1
RNG = np.random.default_rng(7)


def normal(shape: tuple[int, ...], deviation: float, name: str) -> Any:
    return tf.Variable(tf.random.normal(shape, 0, deviation, seed=int(RNG.integers(2**31))), name=name)


def uniform(size: int, low: float, high: float, name: str) -> Any:
    return tf.Variable(tf.random.uniform((size,), low, high, seed=int(RNG.integers(2**31))), name=name)


def convolved(x: Any, name: str, norm: str, kernel: int, outputs: int, stride: int, relu: bool) -> Any:
    """A convolution and its batch normalisation, padded as SAME for kernels above 1."""
    inputs = int(x.shape[-1])
    with tf.variable_scope(name):
        deviation = np.sqrt(2 / (kernel * kernel * inputs)) / (50 if name == "conv1" else 1)  # of what comes in
        weights = normal((kernel, kernel, inputs, outputs), deviation, "weights")
    x = tf.nn.conv2d(x, weights, [1, stride, stride, 1], padding="SAME" if kernel > 1 else "VALID")
    with tf.variable_scope(norm):
        scale = uniform(outputs, 0.5, 1.0 if relu else 0.6, "scale")
        offset, mean = normal((outputs,), 0.1, "offset"), normal((outputs,), 0.1, "mean")
        variance = uniform(outputs, 0.5, 1.5, "variance")
    x = tf.nn.batch_normalization(x, mean, variance, offset, scale, 1e-5)
    return tf.nn.relu(x) if relu else x


def resnet(x: Any, scope: str, blocks: list[int], width: int, outputs: int) -> Any:
    with tf.variable_scope(scope):
        x = convolved(x, "conv1", "bn_conv1", 7, width, 2, True)
        x = tf.nn.max_pool(x, [1, 3, 3, 1], [1, 2, 2, 1], "SAME")
        for stage, count in enumerate(blocks, 2):
            inner = width * 2 ** (stage - 2)
            names = ["a", "b", "c"][:count] if count <= 3 else ["a"] + [f"b{i}" for i in range(1, count)]
            for name in names:
                stride, label = (2 if stage > 2 and name == "a" else 1), f"{stage}{name}_branch"
                short = x
                if name == "a":
                    short = convolved(x, f"res{label}1", f"bn{label}1", 1, 4 * inner, stride, False)
                x = convolved(x, f"res{label}2a", f"bn{label}2a", 1, inner, stride, True)
                x = convolved(x, f"res{label}2b", f"bn{label}2b", 3, inner, 1, True)
                x = tf.nn.relu(short + convolved(x, f"res{label}2c", f"bn{label}2c", 1, 4 * inner, 1, False))
        x = tf.nn.avg_pool(x, [1, 7, 7, 1], [1, 1, 1, 1], "VALID")
        x = tf.reshape(x, [-1, 32 * width])
        with tf.variable_scope(f"{scope}_fc1"):
            weights, biases = normal((32 * width, outputs), 0.02, "weights"), normal((outputs,), 0.1, "biases")
        return tf.matmul(x, weights) + biases


def alexnet(x: Any, divisor: int) -> Any:
    """Layer: kernel, outputs, stride, groups, whether pooled, whether normalised over channels."""
    layers = {
        "conv1": (11, 96, 4, 1, True, True),
        "conv2": (5, 256, 1, 2, True, True),
        "conv3": (3, 384, 1, 1, False, False),
        "conv4": (3, 384, 1, 2, False, False),
        "conv5": (3, 256, 1, 2, True, False),
    }
    with tf.variable_scope("Spatial_Transformer"), tf.variable_scope("ST2"):
        for name, (kernel, width, stride, groups, pooled, normalised) in layers.items():
            outputs = width // divisor
            inputs = int(x.shape[-1]) // groups
            with tf.name_scope(name):
                weights = normal((kernel, kernel, inputs, outputs), np.sqrt(2 / (kernel * kernel * inputs)), "W")
                biases = normal((outputs,), 0.1, "baises")
            parts = zip(tf.split(x, groups, 3), tf.split(weights, groups, 3), strict=True)
            x = tf.concat([tf.nn.conv2d(a, b, [1, stride, stride, 1], padding="SAME") for a, b in parts], 3)
            x = tf.nn.relu(x + biases)
            if pooled:
                x = tf.nn.max_pool(x, [1, 3, 3, 1], [1, 2, 2, 1], "VALID")
            if normalised:
                x = tf.nn.local_response_normalization(x, depth_radius=2, alpha=2e-5, beta=0.75, bias=1.0)
        x = tf.reshape(x, [-1, int(np.prod(x.shape[1:]))])
        for name, outputs in (("fc6", 4096 // divisor), ("fc7", 4096 // divisor), ("fc8", 6)):
            inputs = int(x.shape[-1])
            with tf.variable_scope(name):
                weights, biases = normal((inputs, outputs), np.sqrt(2 / inputs), "W"), normal((outputs,), 0.1, "baises")
            x = tf.matmul(x, weights) + biases
            x = x if name == "fc8" else tf.nn.relu(x)
        return x


def main(folder: Path, blocks: list[int], width: int, divisor: int) -> None:
    tf.disable_eager_execution()
    places = {name: folder / name for name in ("expression", "shape", "pose")}
    for place in places.values():
        place.mkdir(parents=True)
    mean = RNG.uniform(50, 200, (3, 224, 224))
    np.save(places["shape"] / "3DMM_shape_mean.npy", mean)
    colour, labels, deviation = RNG.uniform(0.3, 0.5, 3), RNG.normal(0, 1, 6), RNG.uniform(0.5, 2, 6)
    np.savez(places["pose"] / "perturb_Oxford_train_imgs_mean.npz", train_mean_vec=colour)
    np.savez(places["pose"] / "perturb_Oxford_train_labels_mean_std.npz", mean_labels=labels, std_labels=deviation)

    crops = RNG.integers(0, 256, (3, 8, 8, 3)).astype(np.float32)
    crops = np.clip(
        np.kron(crops, np.ones((1, 29, 29, 1)))[:, :227, :227] + RNG.normal(0, 20, (3, 227, 227, 3)), 0, 255
    )
    crops = crops.round().astype(np.float32)
    x = tf.placeholder(tf.float32, [None, 227, 227, 3])
    field = tf.image.resize_bilinear(x, [224, 224]) - tf.constant(mean.transpose(1, 2, 0).astype(np.float32))
    answers = {
        "field": field,
        "expression": resnet(field, "exprCNN", blocks, width, 29),
        "shape": resnet(field, "shapeCNN", blocks, width, 198),
        "pose": alexnet(x / 255 - tf.constant(colour.astype(np.float32)), divisor) * (deviation + 1e-18) + labels,
    }
    scopes = {"expression": "exprCNN", "shape": "shapeCNN", "pose": "Spatial_Transformer"}
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for name, scope in scopes.items():
            found = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope=scope)
            tf.train.Saver(found).save(session, str(places[name] / "model.ckpt"), write_meta_graph=False)
        said = session.run(answers, {x: crops})
    np.savez(folder / "answers.npz", crops=crops, **said)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(word) for word in sys.argv[2].split(",")], int(sys.argv[3]), int(sys.argv[4]))
