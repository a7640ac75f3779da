# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside the root, with the root's Python: loopback, a virtual screen, a window manager, then Blender.

Usage: session.py WIDTHxHEIGHT COMMAND... Ends with the command's exit status; everything else ends with it.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
import time

DISPLAY = ":99"
"""Free in every session: network and /tmp are its own."""

UNDECORATED = """<openbox_config xmlns="http://openbox.org/3.4/rc">
<applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>
"""
"""Without frames, a window's coordinates are the screen's."""


def raise_loopback() -> None:
    """A new network has none of its devices up; sender and bridge need this one, and there is no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        up = struct.pack("16sh14x", b"lo", 0x1)  # IFF_UP
        fcntl.ioctl(sock, 0x8914, up)  # SIOCSIFFLAGS


def main() -> int:
    size, *command = sys.argv[1:]
    raise_loopback()
    log = open("/tmp/display.log", "wb")
    screen = ["Xvfb", DISPLAY, "-screen", "0", f"{size}x24", "+extension", "GLX", "-noreset", "-ac"]
    screen += ["-fbdir", os.environ["EXPNET_GUI"]]  # the picture as a file, which the driver reads
    subprocess.Popen(screen, stdout=log, stderr=log)
    for _ in range(200):
        if subprocess.run(["xdpyinfo"], stdout=log, stderr=log, check=False).returncode == 0:
            break
        time.sleep(0.05)
    with open("/tmp/openbox.xml", "w", encoding="utf-8") as file:
        file.write(UNDECORATED)
    subprocess.Popen(["openbox", "--config-file", "/tmp/openbox.xml"], stdout=log, stderr=log)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
