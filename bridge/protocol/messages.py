# SPDX-License-Identifier: GPL-3.0-or-later
"""The messages, one frozen dataclass each. Arrows: ``->`` client to server, ``<-`` server to client.

One protocol serves both hops. The add-on is the client of the sender; the sender is the client of the bridge. Seconds
are presentation time from the video's start. Boxes are x0 y0 x1 y1 in pixels of the upright frame. Rotations are unit
quaternions w x y z. Float vectors travel as bytes of little-endian float32 (``floats.py``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from .. import MOST_FACES
from .card import ModelCard
from .schema import Floats, Length, Range

VERSION: Final = 3
"""Protocol version; raised with every change that an older program would not understand."""

Role = Literal["bridge", "sender"]
"""What a server is."""

Short = Annotated[str, Length(256)]
Sentence = Annotated[str, Length(2000)]
Path = Annotated[str, Length(4096, 1)]
Token = Annotated[str, Length(512)]
Seconds = Annotated[float, Range(0.0, 1e7)]
Count = Annotated[int, Range(0, 2**31 - 1)]
Id = Annotated[int, Range(0, 2**53)]
Unit = Annotated[float, Range(0.0, 1.0)]
Vector = Annotated[bytes, Floats(512)]
Quaternion = tuple[float, float, float, float]
Pixels = Annotated[bytes, Length(512 * 512 * 3, 3)]


@dataclass(frozen=True)
class Hello:
    """``->`` First message of every connection. ``token`` as the server's owner set it, "" if none."""

    version: int
    token: Token
    program: Short


@dataclass(frozen=True)
class Welcome:
    """``<-`` Answer to Hello. A bridge sends its model's card and how many crops may be in flight (1..1024); a sender
    sends None and 0, since it learns the card from its bridge (see Opened)."""

    version: int
    program: Short
    role: Role
    card: ModelCard | None
    credit: Annotated[int, Range(0, 1024)]


@dataclass(frozen=True)
class Error:
    """Either way. ``code`` of ``errors.CODES``, ``message`` a sentence for the user. The sender of it closes."""

    code: Short
    message: Sentence


@dataclass(frozen=True)
class BridgeAddress:
    """Where the sender finds its bridge. ``tls``: none; certificate checked against the system's authorities (system);
    against ``certificate``, PEM text (pinned)."""

    host: Annotated[str, Length(256, 1)]
    port: Annotated[int, Range(1, 65535)]
    token: Token
    tls: Literal["none", "system", "pinned"] = "none"
    certificate: Annotated[str, Length(65536)] = ""


@dataclass(frozen=True)
class Options:
    """How to look for faces. ``threshold``: lowest detector score taken for a face, 0..1. ``jpeg``: whether crops go
    through JPEG where the model's card asks for it. ``preview``: side, pixels, of the pictures of the face to be sent
    meanwhile (``Preview``), 0 for none. ``steady``: whether trembling that the model's card knows of is taken out of
    the rows (``filters.steady``); they come half a second of video later then. ``faces``: how many faces of a frame are
    solved at most, 1 for the main one alone. ``portrait``: side, pixels, of one picture of each person (``Portrait``),
    0 for none."""

    threshold: Unit = 0.6
    jpeg: bool = True
    steady: bool = True
    preview: Annotated[int, Range(0, 256)] = 0
    faces: Annotated[int, Range(1, MOST_FACES)] = 1
    portrait: Annotated[int, Range(0, 256)] = 0


@dataclass(frozen=True)
class Solve:
    """``->`` sender. Solve ``video`` (a path on the sender's machine) between ``first`` and ``last`` seconds, both
    included; None is the video's start or end."""

    video: Path
    bridge: BridgeAddress
    first: Seconds | None = None
    last: Seconds | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class Cancel:
    """``->`` sender. Stop; the sender answers Finished with what is done."""


@dataclass(frozen=True)
class Opened:
    """``<-`` sender. The video could be opened and the bridge answered. ``name`` without folders; ``sha256`` of the
    file, hexadecimal; ``width`` and ``height`` of the upright frame, pixels; ``rate`` nominal frames per second;
    ``frames`` and ``duration`` (s) as the container says, None where it does not."""

    name: Short
    sha256: Annotated[str, Length(64, 64)]
    width: Annotated[int, Range(1, 65536)]
    height: Annotated[int, Range(1, 65536)]
    rate: Annotated[float, Range(0.0, 1000.0)]
    frames: Count | None
    duration: Seconds | None
    card: ModelCard


@dataclass(frozen=True)
class Row:
    """``<-`` sender. The main face of one decoded frame, in order; after it, where several were asked for, each further
    face of that frame (``main`` False). Without a face (``found`` False) all but ``frame`` and ``time`` are None.

    ``frame``: index as decoded, from 0. ``face``: id of the person, from 0: the main face can be another person after a
    cut or once it has left. ``confidence`` 0..1.
    ``coefficients``: in the order and unit of the card's basis. ``rotation``: head in the upright camera frame.
    ``translation``: three floats in units of the box's size, or None. ``gaze``: yaw and pitch in radians, or None.
    ``identity``: what the model says of the person (``Outputs.shape``), or None.
    """

    frame: Count
    time: Seconds
    found: bool
    face: Count | None = None
    box: tuple[float, float, float, float] | None = None
    confidence: Unit | None = None
    coefficients: Vector | None = None
    rotation: Quaternion | None = None
    translation: tuple[float, float, float] | None = None
    gaze: tuple[float, float] | None = None
    identity: Vector | None = None
    main: bool = True


@dataclass(frozen=True)
class Progress:
    """``<-`` sender, a few times a second. Frames ``decoded`` of ``total`` (None unknown), with a face ``found``;
    ``fps`` frames per second of wall time; ``remaining`` seconds of wall time, None unknown."""

    decoded: Count
    total: Count | None
    found: Count
    fps: Annotated[float, Range(0.0, 1e6)]
    remaining: Annotated[float, Range(0.0, 1e9)] | None


@dataclass(frozen=True)
class Preview:
    """``<-`` sender, a few times a second and only if asked for (``Options``). The face that is followed in ``frame``
    and a little around it, ``size`` x ``size`` x 3 uint8 RGB, rows first; its ``box`` in these pixels."""

    frame: Count
    size: Annotated[int, Range(1, 256)]
    pixels: Annotated[bytes, Length(256 * 256 * 3, 3)]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Portrait:
    """``<-`` sender, only if asked for (``Options``): the person ``face`` as seen best so far, in ``frame``. ``size`` x
    ``size`` x 3 uint8 RGB, rows first. Takes the place of an earlier one."""

    face: Count
    frame: Count
    size: Annotated[int, Range(1, 256)]
    pixels: Annotated[bytes, Length(256 * 256 * 3, 3)]


@dataclass(frozen=True)
class Finished:
    """``<-`` sender, last. ``complete`` False: stopped by Cancel, by a broken video or by a lost bridge, as ``warning``
    says; the rows that came are good."""

    frames: Count
    found: Count
    complete: bool
    warning: Sentence = ""


@dataclass(frozen=True)
class Crop:
    """``->`` bridge. One face, ``size`` x ``size`` x 3 uint8, rows first, in the card's colour order. Costs one credit.
    ``id`` is the client's own and comes back with the result."""

    id: Id
    size: Annotated[int, Range(1, 512)]
    pixels: Pixels


@dataclass(frozen=True)
class Result:
    """``<-`` bridge, in the order of the crops. ``rotation``: head relative to the crop; what the model does not give
    is None. ``translation``: of the point that the head turns about, x right and y up from the crop's middle, and the
    length of a decimetre there, all in sides of the crop. ``gaze`` and ``identity`` as in Row."""

    id: Id
    coefficients: Vector
    rotation: Quaternion | None = None
    translation: tuple[float, float, float] | None = None
    confidence: Unit | None = None
    gaze: tuple[float, float] | None = None
    identity: Vector | None = None


@dataclass(frozen=True)
class Credit:
    """``<-`` bridge. ``count`` more crops may be sent."""

    count: Annotated[int, Range(1, 1024)]


Message = (
    Hello
    | Welcome
    | Error
    | Solve
    | Cancel
    | Opened
    | Row
    | Progress
    | Preview
    | Portrait
    | Finished
    | Crop
    | Result
    | Credit
)

FROM_CLIENT: Final[dict[str, tuple[type, ...]]] = {"sender": (Solve, Cancel), "bridge": (Crop,)}
"""What a client may send to a server of each role once welcome."""

FROM_SERVER: Final[dict[str, tuple[type, ...]]] = {
    "sender": (Opened, Row, Progress, Preview, Portrait, Finished),
    "bridge": (Result, Credit),
}
"""What a server of each role may send once it has welcomed."""
