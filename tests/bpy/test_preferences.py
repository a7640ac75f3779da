# SPDX-License-Identifier: GPL-3.0-or-later
"""A remote bridge is reached only when it is named and going online is allowed."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest
from bl_ext.user_default.expnet import preferences, processes
from bl_ext.user_default.expnet.bridge.errors import UserError


@pytest.fixture
def stored() -> Iterator[preferences.EXPNET_preferences]:
    settings = preferences.get()
    settings.bridge, settings.port, settings.token = "REMOTE", 1234, "secret"
    yield settings
    settings.bridge, settings.host, settings.tls, settings.certificate = "LOCAL", "", "system", ""
    bpy.context.preferences.system.use_online_access = False


def test_remote_needs_a_host(stored):
    with pytest.raises(UserError, match="Name the host"):
        preferences.remote(stored)


def test_remote_needs_online_access(stored):
    stored.host = "gpu.example.org"
    assert not bpy.app.online_access
    with pytest.raises(UserError, match="Allow Online Access"):
        preferences.remote(stored)
    bpy.context.preferences.system.use_online_access = True
    address = preferences.remote(stored)
    assert (address.host, address.port, address.token, address.tls) == ("gpu.example.org", 1234, "secret", "system")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_the_near_end_of_a_tunnel_is_not_online(stored, host: str):
    stored.host, stored.tls = host, "none"
    assert preferences.remote(stored).host == host
    assert processes.state() == (f"{host}:1234", f"Crops of the face are sent to {host}:1234.")


def test_pinned_certificate_is_read_from_its_file(stored, tmp_path: Path):
    stored.host, stored.tls = "127.0.0.1", "pinned"
    with pytest.raises(UserError, match="Choose the host's certificate"):
        preferences.remote(stored)
    (tmp_path / "bridge.pem").write_text("-----BEGIN CERTIFICATE-----")
    stored.certificate = str(tmp_path / "bridge.pem")
    assert preferences.remote(stored).certificate == "-----BEGIN CERTIFICATE-----"


def test_an_engine_that_is_not_installed_is_named():
    assert importlib.util.find_spec("torch") is None, "this Blender is to have no PyTorch"
    preferences.get().engine = "torch"
    try:
        with pytest.raises(UserError, match="engine torch is not installed"):
            for _ in processes.find_bridge():
                time.sleep(0.02)
    finally:
        preferences.get().engine = "auto"
        processes.stop()


def test_local_bridge_is_off_until_it_is_needed():
    processes.stop()
    assert processes.state()[0] == "Off"
