# SPDX-License-Identifier: GPL-3.0-or-later
"""The panels name only what this Blender has; without a window nothing draws them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest
from bl_ext.user_default.expnet import ui

FILES = sorted(Path(ui.__file__).parent.glob("*.py"))
FUNCTIONS = bpy.types.UILayout.bl_rna.functions


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a method of a layout: its name and the call."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FUNCTIONS:
            yield node.func.attr, node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_layout_calls(path: Path):
    icons = FUNCTIONS["label"].parameters["icon"].enum_items.keys()
    for name, call in calls(path):
        parameters = FUNCTIONS[name].parameters
        for keyword in call.keywords:
            assert keyword.arg in parameters, f"{name}({keyword.arg}=)"
            values = [node.value for node in ast.walk(keyword.value) if isinstance(node, ast.Constant)]
            if keyword.arg == "icon":
                assert set(values) <= set(icons), values
        if name == "operator" and call.args and isinstance(call.args[0], ast.Constant):
            module, function = call.args[0].value.split(".")
            assert function in dir(getattr(bpy.ops, module)), call.args[0].value


@pytest.mark.parametrize("cls", [cls for cls in bpy.types.Operator.__subclasses__() if "expnet" in cls.__module__])
def test_every_operator_says_what_it_does(cls: type[bpy.types.Operator]):
    assert inspect.getdoc(cls)
    for name, description in cls.bl_rna.properties.items():
        public = name not in {"rna_type"} and not description.is_hidden
        assert not public or description.name
