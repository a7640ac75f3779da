# SPDX-License-Identifier: GPL-3.0-or-later
"""The file systems with Debian's Blenders, made once with debootstrap from the mirror that apt already uses.

They lie in the user's cache, outside the checkout, and each step leaves a mark, so that a broken download goes on
where it stopped. Run as ``python -m scripts.gui.roots`` it makes both.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..system import apt_install

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "expnet"

PACKAGES: Final = (
    "blender", "python3-numpy", "python3-requests", "python3-cattr", "python3-xlib", "xvfb", "openbox", "xdotool",
    "x11-utils", "libgl1-mesa-dri", "libegl1", "libgl1", "libglx-mesa0", "fonts-dejavu-core",
)  # fmt: skip
"""Blender's own package leaves out NumPy, and cattr in 5.2, without which it starts with errors."""

ATTEMPTS: Final = 3
"""Mirrors drop connections now and then; apt goes on with what it has."""

PRIVATE: Final = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private")
"""Runs a command that sees mounts of its own, which vanish with it, and whose children end with it."""


@dataclass(frozen=True)
class Root:
    """A Debian suite, the Blender in it and the Python that this Blender is built with."""

    suite: str
    blender: str
    python: str

    @property
    def path(self) -> Path:
        return CACHE / f"debian-{self.suite}"


ROOTS: Final = (Root("trixie", "4.3", "3.13"), Root("sid", "5.2", "3.14"))


class Unavailable(Exception):
    """Why no root can be made here, in one sentence."""


def check() -> None:
    """Raises ``Unavailable`` where roots can be neither made nor entered."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        raise Unavailable("roots for Blender's window are made on Debian only")
    if os.geteuid() != 0:
        raise Unavailable("making and entering roots for Blender's window needs the rights of root")
    if subprocess.run([*PRIVATE, "true"], capture_output=True, check=False).returncode:
        raise Unavailable("this system allows no private mounts, which roots for Blender's window need")
    if not mirror():
        raise Unavailable("apt names no Debian mirror to make roots for Blender's window from")


def mirror() -> str:
    """The Debian mirror of this machine's own release, as apt is set up; "" if there is none."""
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    release = dict(line.split("=", 1) for line in lines if "=" in line)
    codename = release.get("VERSION_CODENAME", "").strip('"')
    ask = ["apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {codename}", "Created-By: Packages"]
    found = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.split()
    return found[0] if found and release.get("ID") == "debian" else ""


def make(root: Root) -> Path:
    """The root with its Blender, made or completed if need be; returns its folder. Raises ``Unavailable``."""
    stamp = root.path / "made-from"
    wanted = hashlib.sha256("\n".join(PACKAGES).encode()).hexdigest()
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return root.path
    check()
    print(f"Making the root of Blender {root.blender} from Debian {root.suite} in {root.path}", flush=True)
    _bootstrap(root)
    # A mirror that is a snapshot keeps a Release file past its date; its signature is checked all the same.
    apt = "apt-get -qq -o Acquire::Check-Valid-Until=false"
    script = f"{apt} update && {apt} install --no-install-recommends {' '.join(PACKAGES)}"
    _attempt(lambda: enter(root, f"export DEBIAN_FRONTEND=noninteractive; {script} >/dev/null && apt-get clean"))
    stamp.write_text(wanted, "utf-8")
    return root.path


def _bootstrap(root: Root) -> None:
    done = root.path / "bootstrapped"
    if done.exists():
        return
    if shutil.which("debootstrap") is None:
        apt_install(["debootstrap"])
    keyring = "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg"
    # What a run that was stopped half-way has left is unpacked again over itself; its downloads are kept.
    command = ["debootstrap", "--variant=minbase", keyring, root.suite, str(root.path), mirror()]
    root.path.mkdir(parents=True, exist_ok=True)
    _attempt(lambda: subprocess.run([*PRIVATE, *command], stdout=subprocess.DEVNULL, check=False).returncode)
    done.touch()


def enter(root: Root, script: str, **options: object) -> int:
    """Exit status of a shell script inside the root."""
    return subprocess.run(inside(root, script), check=False, **options).returncode  # type: ignore[call-overload]


def inside(root: Root, script: str, binds: dict[Path, str] | None = None, network: bool = True) -> list[str]:
    """The command that runs a shell script inside the root. ``binds``: folders of this machine and where they are seen
    there. Without ``network`` not even loopback is up. Mounts, processes and network are the script's own."""
    where = shlex.quote(str(root.path))
    steps = [f"mount -t proc proc {where}/proc", f"mount --rbind /sys {where}/sys", f"mount --rbind /dev {where}/dev"]
    steps += [f"mount -t tmpfs tmpfs {where}/tmp"]
    steps += [f"for file in resolv.conf hosts; do cp -L /etc/$file {where}/etc/$file; done"]
    for source, seen in (binds or {}).items():
        target = shlex.quote(f"{root.path}{seen}")
        steps += [f"mkdir -p {target}", f"mount --bind {shlex.quote(str(source))} {target}"]
    steps.append(f"exec chroot {where} /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "
                 f"sh -ec {shlex.quote(script)}")  # fmt: skip
    isolation = PRIVATE if network else (*PRIVATE, "--net")
    return [*isolation, "sh", "-ec", "\n".join(steps)]


def _attempt(run) -> None:
    for _ in range(ATTEMPTS):
        if run() == 0:
            return
    raise SystemExit("The root of Blender's window could not be made; the last lines above say why. Try again.")


def main() -> int:
    try:
        for root in ROOTS:
            print(f"Blender {root.blender}: {make(root)}")
    except Unavailable as reason:
        raise SystemExit(f"No root made: {reason}.") from None
    return 0


if __name__ == "__main__":
    sys.exit(main())
