# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting child processes, and their ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge import launch
from bridge.cli import main
from bridge.client import Client
from bridge.errors import LibraryError
from bridge.launch import Child, LaunchError
from bridge.lifeline import GRACE
from bridge.protocol import ProtocolError, Solve


def test_a_child_becomes_ready_without_blocking_and_leaves_nothing_behind(model: Path):
    child = Child(["serve", "--model", str(model)])
    started = time.monotonic()
    assert not child.poll()
    assert time.monotonic() - started < 0.2
    with pytest.raises(LaunchError, match="not ready"):
        _ = child.address
    address = child.wait_ready()
    assert address.host == "127.0.0.1" and address.token == child.token and len(child.token) >= 32
    child.stop()
    child.stop()
    assert child.process.returncode == 0
    assert not child.log.exists()


def test_two_children_have_different_tokens(model: Path):
    with Child(["serve", "--model", str(model)]) as first, Child(["serve", "--model", str(model)]) as second:
        assert first.token != second.token


def test_a_child_that_cannot_work_says_why():
    with Child(["serve", "--model", "gone.onnx"]) as child, pytest.raises(LaunchError) as error:
        child.wait_ready()
    assert "The serve process ended: " in str(error.value)
    assert "Cannot read the model gone.onnx: No such file" in str(error.value)


FAILS = 'raise ImportError("DLL load failed while importing x: The specified module could not be found.")'


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets children find a library that does not load, or does something else instead."""
    paths = launch._paths()
    monkeypatch.setattr(launch, "_paths", lambda: [str(tmp_path), *paths])

    def put(name: str, code: str = FAILS) -> None:
        (tmp_path / f"{name}.py").write_text(code)

    return put


REASON = "A library cannot be loaded (DLL load failed while importing x: The specified module could not be found): "


def test_a_library_that_does_not_load_is_named_with_what_to_do(model: Path, broken: Callable[..., None]):
    broken("onnxruntime")
    with Child(["serve", "--model", str(model)]) as child, pytest.raises(LaunchError) as error:
        child.wait_ready()
    assert str(error.value) == f"The serve process ended: expnet-bridge: {REASON}install ExpNet again."


def test_a_sender_whose_decoder_does_not_load_tells_who_asks(broken: Callable[..., None], tmp_path: Path):
    broken("cv2")
    with Child(["send"]) as child:
        client = Client(child.wait_ready(), "test")
        client.wait_welcome()
        client.send(Solve(str(tmp_path / "a.mp4"), child.address))
        with pytest.raises(ProtocolError) as error:
            while True:
                client.wait(0.1)
                client.poll()
    assert error.value.code == "internal" and str(error.value) == f"{REASON}install ExpNet again."


@pytest.mark.parametrize(("system", "remedy"), [("win32", "Visual C++"), ("darwin", "macOS"), ("linux", "ExpNet")])
def test_what_to_do_depends_on_the_system(system: str, remedy: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", system)
    assert remedy in str(LibraryError(ImportError("DLL load failed")))
    assert str(LibraryError(ModuleNotFoundError("No module named 'cv2'"))).endswith(
        "(No module named 'cv2'): install ExpNet again."
    )
    assert "(no reason given): " in str(LibraryError(ImportError()))


def test_a_child_that_crashes_before_it_says_a_word_says_what_to_do(model: Path, broken: Callable[..., None]):
    broken("onnxruntime", "import os; os._exit(77)")
    with Child(["serve", "--model", str(model)]) as child, pytest.raises(LaunchError) as error:
        child.wait_ready()
    assert str(error.value) == "The serve process ended without a word (status 77): install ExpNet again."


def test_a_child_that_dies_later_is_noticed(model: Path):
    with Child(["serve", "--model", str(model)]) as child:
        child.wait_ready()
        child.process.kill()
        child.process.wait()
        with pytest.raises(LaunchError, match="The serve process ended"):
            child.poll()


def test_a_child_that_is_never_ready_is_stopped(tmp_path: Path):
    sleeper = tmp_path / "python"
    sleeper.write_text(f"#!{sys.executable}\nimport sys; print('thinking', flush=True); sys.stdin.read()\n")
    sleeper.chmod(0o755)
    child = Child(["serve"], python=str(sleeper), timeout=0.5)
    with pytest.raises(LaunchError, match="not ready within 0.5 s: thinking"):
        child.wait_ready()
    assert not child.running


def test_an_interpreter_that_is_not_there_is_said():
    with pytest.raises(LaunchError, match="Cannot start /no/python: No such file"):
        Child(["serve"], python="/no/python")


def test_the_users_own_python_set_up_does_not_reach_the_child(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "numpy.py").write_text("raise SystemExit('the wrong numpy')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    with Child(["serve", "--model", str(model)]) as child:
        assert child.wait_ready()


BUSY = """
import time
from bridge.lifeline import Lifeline
line = Lifeline(parent=True)
print("up", flush=True)
while True:
    time.sleep(0.01)
"""


def test_a_child_that_does_not_listen_is_cut_off_when_its_parent_is_gone():
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": "."},
    )
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline().strip() == b"up"
    process.stdin.close()
    assert process.wait(GRACE + 10) == 1
    process.stdout.close()


WINDOWS = """
import os, select, sys, types
from bridge.lifeline import Lifeline

def look(handle):
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if any(event & select.POLLHUP for _, event in poll.poll(0)):
        raise BrokenPipeError
    return 0, 0

sys.modules |= {"_winapi": types.SimpleNamespace(PeekNamedPipe=look)}
sys.modules |= {"msvcrt": types.SimpleNamespace(get_osfhandle=lambda descriptor: descriptor)}
sys.platform = "win32"
os.read = None
line = Lifeline(parent=True)
print("up", flush=True)
select.select([line], [], [])
sys.exit(7 if line.ended else 1)
"""


def test_on_windows_a_child_sees_its_parents_end_without_a_read_that_waits():
    """Such a read would make libraries that are loaded meanwhile wait as well. Windows' own functions stand in."""
    command = [sys.executable, "-c", WINDOWS]
    environment = os.environ | {"PYTHONPATH": "."}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline().strip() == b"up"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.stdin.close()
        assert process.wait(10) == 7


def test_the_command_line_knows_its_commands(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0 and "expnet-bridge 0." in capsys.readouterr().out
    for wrong in ([], ["dance"]):
        with pytest.raises(SystemExit) as stop:
            main(wrong)
        assert stop.value.code == 2


def test_serving_never_loads_the_video_decoder(model: Path):
    code = "import sys, bridge.serve, bridge.server, bridge.engines.onnx; print('cv2' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
