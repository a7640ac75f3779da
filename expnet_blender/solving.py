# SPDX-License-Identifier: GPL-3.0-or-later
"""A solve's way in and out of the scene: which object it is for, and what becomes of its result.

Shared by the operator (in a window and headless) and the command line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import bpy

from . import faces, placement, session, takes, target
from .animation import refining, shown
from .animation.bake import Applied
from .bridge.basis import DEFAULT
from .bridge.errors import UserError
from .bridge.stepwise import advance, drained
from .bridge.take import TakeError
from .clip import place
from .errors import Refusal
from .head import materials
from .translations.sentences import said

PICTURE: Final = 128
"""Side of the picture of the face that the panel shows, pixels."""

PIECE: Final = 0.006
"""Seconds after which a tick that builds the head leaves the rest to the next one."""


def begin(video: str, obj: bpy.types.Object | None, several: int = 1) -> session.Solve:
    """A solve of ``video`` for ``obj``, or for a new head where that is None; of ``several`` faces of a frame at most.
    Raises ``UserError``; changes nothing."""
    if session.current is not None:
        raise Refusal("A video is being solved: wait until it is done or cancel it.", "expnet.cancel")
    path = Path(bpy.path.abspath(video)) if video else None
    if path is None:
        raise Refusal("Choose a video of a face first.", "expnet.choose_video")
    if not path.is_file():
        raise Refusal(f"There is no file {path}: choose a video.", "expnet.choose_video")
    basis = DEFAULT if obj is None else target.basis_of(obj)
    if obj is not None:
        target.find(obj, basis)
    if obj is None and not bpy.app.background:
        materials.warm_up()
    session.current = session.Solve(str(path), basis.id, 0 if bpy.app.background else PICTURE, several)
    session.current.uid = 0 if obj is None else obj.session_uid
    return session.current


def run(solve: session.Solve, report: Callable[[session.Status], None]) -> None:
    """Blocks until ``solve`` is done; ``report`` gets a status a few times a second. Raises ``UserError``."""
    last = 0.0
    try:
        for status in solve.steps():
            if time.monotonic() - last > 0.5:
                last = time.monotonic()
                report(status)
            solve.wait(0.05)
    finally:
        session.current = None


def grow_head(context: bpy.types.Context, solve: session.Solve) -> bpy.types.Object | None:
    """Add the head of a solve that has none, a piece with each call, as soon as a first face is found: from then on
    there is something to show, and a solve that fails has changed nothing. Returns it when it is there."""
    if solve.uid or not solve.rows.found:
        return None
    solve.head = solve.head or _head(context, solve)
    try:
        advance(solve.head, PIECE)
    except StopIteration:
        return find_object(solve.uid)
    return None


def _head(context: bpy.types.Context, solve: session.Solve) -> Generator[None, None, None]:
    while not solve.uid:
        try:
            obj = yield from placement.head_steps(context)
            solve.uid, solve.adds_head, solve.head = obj.session_uid, True, None
        except ReferenceError:  # undone half-way: anew
            yield


def finish(context: bpy.types.Context, solve: session.Solve, start: int) -> Generator[None, None, list[str]]:
    """Keep the take with its character and its video in the scene and write its keys, in pieces that are short enough
    for a window to stay usable. Returns sentences to report. Raises ``UserError``. What is missing is ``apply``."""
    sentences = yield from _keep(context, solve, start)
    try:
        yield from _animate(context, solve)
    except (UserError, takes.Gone):
        pass  # ``apply`` tries it again, in one go, and tells
    return sentences


def _keep(context: bpy.types.Context, solve: session.Solve, start: int) -> Generator[None, None, list[str]]:
    solve.start = start
    solve.status = session.Status("Writing keys")
    try:
        made = yield from faces.results(solve.rows, session.PROGRAM, solve.faces > 1)
    except TakeError as error:
        raise Refusal(str(error)) from None
    sentences = [solve.note] if solve.note else []
    while (obj := find_object(solve.uid)) is None:
        sentences += yield from _anew(context, solve)
    item, note = takes.find(obj, solve.replaces), " ".join(sentences)
    number = 0 if item is None else faces.same(item, made)
    take, data = made[number].take, made[number].data
    if item is None:
        item = takes.add(obj, take, solve.video, Path(solve.video).stem, note, data)
        item.settings.start = start
    else:
        takes.store(item, take, note, data)
    item.clip = ""
    item.clip, item.face = faces.keep(context.scene, made, solve.video, solve.note, start), number
    item.solve = solve.number
    session.last = solve
    options = context.window_manager.expnet
    options.video = ""
    yield
    obj, item = find_take(solve.number)
    if item is not None:
        try:
            place.place(context, obj, item, with_sound=options.place_sound, with_picture=options.place_picture)
        except UserError as error:
            sentences.append(str(error))
    yield
    return sentences


def _anew(context: bpy.types.Context, solve: session.Solve) -> Generator[None, None, list[str]]:
    """A head for a take whose character is not there: not yet, undone, or removed, which is told."""
    removed = solve.uid != 0 and not solve.adds_head
    if removed and solve.basis != DEFAULT.id:
        raise Refusal("The character was removed while its video was solved: undo that and solve again.")
    solve.uid = 0
    yield from solve.head or _head(context, solve)
    return ["The character was removed while its video was solved: the take is on a new head."] if removed else []


def _animate(context: bpy.types.Context, solve: session.Solve) -> Generator[None]:
    def there() -> tuple[bpy.types.Object, bpy.types.PropertyGroup]:
        obj, item = find_take(solve.number)
        if obj is None or item is None:
            raise takes.Gone
        return obj, item

    state = refining.state(there()[1], context.scene)
    done = yield from shown.steps(there, context.scene)
    solve.written = state, done


def written(number: int, item: bpy.types.PropertyGroup, scene: bpy.types.Scene) -> Applied | None:
    """What ``finish`` has written for a solve, once, unless its settings have changed since."""
    solve = session.last
    if solve is None or solve.number != number or solve.written is None:
        return None
    (state, done), solve.written = solve.written, None
    return done if refining.state(item, scene) == state else None


def apply(solve: session.Solve) -> None:
    """Make one undo step of all that ``finish`` did, with the settings in the redo panel. Raises ``UserError``; the
    take stays."""
    try:
        with _refusing():
            bpy.ops.expnet.apply_take("EXEC_DEFAULT", True, solve=solve.number)
    except UserError:
        bpy.ops.ed.undo_push(message="Solve Face Video")
        raise


def commit(context: bpy.types.Context, solve: session.Solve, start: int) -> list[str]:
    """``finish`` and ``apply`` in one go."""
    sentences = drained(finish(context, solve, start))
    apply(solve)
    return sentences


def keep_soon(solve: session.Solve, start: int, scene: int) -> None:
    """Commit what is solved once Blender is through with what it does, if it is still the same file, whose scene has
    the session id ``scene``."""

    def keep() -> None:
        if scene not in {each.session_uid for each in bpy.data.scenes}:
            return
        try:
            commit(bpy.context, solve, start)
        except UserError as error:
            fail(bpy.context, error)

    if solve.rows.found and find_take(solve.number)[1] is None:
        bpy.app.timers.register(keep, first_interval=0.0)


def restore(context: bpy.types.Context, number: int) -> None:
    """Keep the last solve anew if undo has taken it back. Raises ``UserError``."""
    solve = session.last
    if find_take(number)[1] is not None or solve is None or solve.number != number:
        return
    drained(_keep(context, solve, solve.start))


def find_take(number: int) -> tuple[bpy.types.Object | None, bpy.types.PropertyGroup | None]:
    """The take of a solve and the object that has it, (None, None) if it is gone."""
    for obj in bpy.data.objects:
        for item in obj.expnet.takes:
            if item.solve == number:
                return obj, item
    return None, None


def start(how: str, video: str, character: str, **options: int | str) -> set[str]:
    """Call the operator for ``video`` (``how`` as ``bpy.ops`` takes it) from another one. Raises ``UserError``."""
    with _refusing():
        return bpy.ops.expnet.solve(how, filepath=video, target=character, **options)


@contextmanager
def _refusing() -> Iterator[None]:
    """An operator called by another raises what it reports, as "Error: " and a sentence."""
    try:
        yield
    except RuntimeError as error:
        raise Refusal(str(error).strip().removeprefix("Error: ")) from None


def fail(context: bpy.types.Context, error: UserError) -> str:
    """Show a failure in the panel until the next solve; returns its sentence, translated."""
    shown = context.window_manager.expnet
    shown.sentence, shown.remedy = str(error), getattr(error, "remedy", "")
    return said(shown.sentence)


def find_object(uid: int) -> bpy.types.Object | None:
    """The object with a session id, which survives renaming and undo; None once it is removed."""
    return next((obj for obj in bpy.data.objects if obj.session_uid == uid), None) if uid else None
