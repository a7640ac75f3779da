# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the bridge runs: on this machine, started as needed, or on a host that the user names."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty

from .bridge import MOST_FACES, PORT
from .bridge.errors import UserError
from .errors import Refusal
from .later import protocol
from .translations.sentences import said


class EXPNET_preferences(bpy.types.AddonPreferences):
    """Preferences > Add-ons > ExpNet."""

    bl_idname = __package__

    bridge: EnumProperty(
        name="Bridge",
        description="Where faces are turned into expressions",
        items=(
            ("LOCAL", "This Computer", "Started by the add-on when it is needed; nothing leaves this computer"),
            ("REMOTE", "Remote Host", "A bridge that runs on another machine; crops of the face are sent to it"),
        ),
        default="LOCAL",
    )
    model: StringProperty(
        name="Model",
        description="Weights (.onnx) for the bridge on this computer; empty for those that come with the add-on",
        subtype="FILE_PATH",
    )
    engine: EnumProperty(
        name="Engine",
        description="What runs the model on this computer",
        items=(
            ("auto", "Automatic", "The best of those that are installed"),
            ("onnx", "ONNX Runtime", "Comes with the add-on and runs every model"),
            ("torch", "PyTorch", "Runs converted weights of the authors, where Blender's Python has PyTorch"),
        ),
        default="auto",
    )
    faces: IntProperty(
        name="Faces",
        description="How many faces of a video are solved at once, at most; 1 for the main face alone. Each takes as "
        "long as the first, and a video of one person takes no longer",
        default=MOST_FACES, min=1, max=MOST_FACES,
    )  # fmt: skip
    host: StringProperty(name="Host", description="Name or address of the machine that runs expnet-bridge")
    port: IntProperty(
        name="Port", description="Port that the bridge prints when it starts", default=PORT, min=1, max=65535
    )
    token: StringProperty(
        name="Token",
        description="The bridge's EXPNET_TOKEN. Kept unencrypted in Blender's preferences",
        subtype="PASSWORD",
    )
    tls: EnumProperty(
        name="TLS",
        description="How the connection to the host is protected",
        items=(
            ("system", "Trusted Certificate", "Encrypted; checked against this computer's authorities"),
            ("pinned", "Own Certificate", "Encrypted; the host must show the certificate in the file below"),
            ("none", "None", "Not encrypted: only for a tunnel or a network that you trust"),
        ),
        default="system",
    )
    certificate: StringProperty(name="Certificate", description="The host's certificate (PEM)", subtype="FILE_PATH")

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "faces")
        layout.row().prop(self, "bridge", expand=True)
        if self.bridge == "LOCAL":
            layout.prop(self, "model")
            layout.prop(self, "engine")
            return
        column = layout.column()
        for name in ("host", "port", "token", "tls"):
            column.prop(self, name)
        if self.tls == "pinned":
            column.prop(self, "certificate")
        try:
            remote(self)
        except UserError as error:
            layout.label(text=said(str(error)), icon="ERROR", translate=False)


def get() -> EXPNET_preferences:
    """The add-on's preferences."""
    return bpy.context.preferences.addons[__package__].preferences


def remote(preferences: EXPNET_preferences) -> protocol.BridgeAddress:
    """Address of the remote bridge. Raises ``Refusal`` where it is incomplete or going online is not allowed."""
    host = preferences.host.strip()
    if not host:
        raise Refusal("Name the host of the remote bridge in the preferences of ExpNet.", "expnet.show_preferences")
    if not _is_loopback(host) and not bpy.app.online_access:
        if bpy.app.online_access_override:
            raise Refusal("Blender was started offline: start it without --offline-mode to use a remote bridge.")
        raise Refusal(
            "Allow Online Access in Preferences > System > Network to use a remote bridge.",
            "extensions.userpref_allow_online",
        )
    return protocol.BridgeAddress(
        host, preferences.port, preferences.token, preferences.tls,
        _certificate(preferences.certificate) if preferences.tls == "pinned" else "",
    )  # fmt: skip


def _is_loopback(host: str) -> bool:
    """The near end of a tunnel is on this machine: reaching it is not going online."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _certificate(path: str) -> str:
    try:
        with open(bpy.path.abspath(path), encoding="ascii") as file:
            return file.read(65536)
    except (OSError, UnicodeDecodeError):
        raise Refusal(
            "Choose the host's certificate, a PEM file, in the preferences of ExpNet.", "expnet.show_preferences"
        ) from None


CLASSES = (EXPNET_preferences,)
