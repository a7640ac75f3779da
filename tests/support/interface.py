# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text of the add-on that a user can read in Blender's interface: what a language has to have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bpy

TOLD = {"told", "sentence", "Refusal", "UserError", "Status", "poll_message_set", "report"}
"""Functions whose constant text is shown."""

TABLES = {"REMEDIES", "NOTES"}
"""Dictionaries whose values are shown."""

INHERITED = bpy.types.PropertyGroup.bl_rna.properties["name"].description
"""What Blender itself says of a name; the text is its own to translate."""

SHOWN = {"text", "heading", "placeholder", "title"}
"""Parameters of layouts that are shown."""

IDENTIFIER = re.compile(r"[a-z_]+\.[a-z_]+")
"""Of an operator."""

SHORT = {"TLS"}
"""Texts without a small letter; icons have none either."""

KINDS = (
    bpy.types.Operator, bpy.types.Panel, bpy.types.Menu, bpy.types.PropertyGroup, bpy.types.AddonPreferences,
)  # fmt: skip


def texts(folder: Path) -> set[str]:
    """All of them: of the registered classes, and of the sources in ``folder``."""
    found = {text for cls in classes() for text in _registered(cls)}
    for path in folder.rglob("*.py"):
        if not path.is_relative_to(folder / "bridge"):
            found |= set(_written(ast.parse(path.read_text("utf-8"))))
    return {text for text in found if any(map(str.islower, text)) and not IDENTIFIER.fullmatch(text) or text in SHORT}


def classes() -> Iterator[type]:
    for kind in KINDS:
        yield from (cls for cls in kind.__subclasses__() if ".expnet" in cls.__module__ and cls.is_registered)


def _registered(cls: type) -> Iterator[str]:
    if issubclass(cls, bpy.types.Operator):
        module, name = cls.bl_idname.split(".")
        described = getattr(getattr(bpy.ops, module), name).get_rna_type()
        yield from (described.name, described.description)
    else:
        described = cls.bl_rna
        yield getattr(cls, "bl_label", "")
    bases = [base for base in cls.__mro__ if ".expnet" in base.__module__]
    ours = {name for base in bases for name in getattr(base, "__annotations__", {})}
    for name in ours & set(described.properties.keys()):
        description = described.properties[name]
        if description.is_hidden or description.name in ("", name):
            continue
        yield description.name
        if description.description != INHERITED:
            yield description.description
        if description.type == "ENUM":
            yield from (text for item in description.enum_items for text in (item.name, item.description))


def _written(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            shown = [keyword.value for keyword in node.keywords if keyword.arg in SHOWN]
            for argument in [*shown, *(node.args if name in TOLD else [])]:
                yield from _constants(argument)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in TABLES:
            yield from (text for value in node.value.values for text in _constants(value))
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):  # (word, sentence), as processes.state
            yield from (text for value in node.value.elts for text in _constants(value) if " " in text)


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))


TERMINAL = {
    "bridge/boxes.py", "bridge/cli.py", "bridge/predict.py", "bridge/predict_boxes.py", "bridge/progress.py",
    "bridge/serve.py", "bridge/morphable/command.py", "bridge/protocol/schema.py", "expnet_blender/cli.py",
}  # fmt: skip
"""Modules whose sentences are read on a terminal only, or by programmers."""

NAMES = {
    "3D Morphable Face ({0})", "Basel Face {0}", "{0} basis", "{0} Rig", "{0} Timing", "{0} sound", "{0} sha256:{1}",
    "{0} Face {1}", "ExpNet for Blender {0}", "ExpNet bridge {0}", "expnet-sender {0}", "ONNX Runtime {0}",
    "PyTorch {0} {1}", "{0} {1} {2}", "ExpNet: {0}",
}  # fmt: skip
"""Texts with a space in them that are names of programs and data-blocks, addresses, or lines of a log."""

WHOLE = {
    "The model {0} {1}.", "lacks weights such as {0}; convert it again",
    "has the weights {0} in another shape than its network; convert it again",
    "Strength of {0}, on top of the gain of all: 1 as solved, above 1 exaggerated",
}  # fmt: skip
"""Parts that a language has in whole sentences only."""


def sentences(root: Path) -> set[str]:
    """Templates of everything that the add-on or one of its processes says in sentences: texts that end like one, and
    whatever something is put into."""
    found: set[str] = set()
    for folder in ("bridge", "expnet_blender"):
        for path in (root / folder).rglob("*.py"):
            name = path.relative_to(root).as_posix()
            if name not in TERMINAL and "/translations/" not in name:
                found |= set(_said(ast.parse(path.read_text("utf-8"))))
    return found - NAMES - WHOLE


def _said(tree: ast.AST) -> Iterator[str]:
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
            passed.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("add_argument", "ArgumentParser"):
            passed |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            text, fields = "", 0
            for part in node.values:
                if isinstance(part, ast.Constant):
                    text += part.value
                else:
                    text, fields = f"{text}{{{fields}}}", fields + 1
            if " " in text.strip() and any(map(str.isalpha, re.sub(r"\{\d+\}", "", text))):
                yield text
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[a-z)] .*\.$", node.value):
            yield node.value
