# SPDX-License-Identifier: GPL-3.0-or-later
"""``expnet-bridge serve``: a model behind a socket.

Only this machine can connect unless ``--host`` says otherwise, which needs a token in the environment variable
``EXPNET_TOKEN`` and TLS.
"""

from __future__ import annotations

import argparse
import os
import ssl
import sys
from typing import Final

from . import PORT
from .card import DEFAULT_WEIGHTS
from .engines.choose import Wish, load
from .errors import UserError
from .lifeline import Lifeline
from .listener import LOOPBACK, Listener, is_loopback
from .server import BridgeServer, Limits

SHORTEST_TOKEN: Final = 16
"""Characters of a token that guards against other machines."""


def main(arguments: list[str]) -> int:
    """Serves until told to end. Raises ``UserError``."""
    options = argument_parser().parse_args(arguments)
    token = os.environ.get("EXPNET_TOKEN", "")
    tls = security(options, token)
    lifeline = Lifeline(options.die_with_parent)
    engine = load(options.model, Wish(options.engine, options.device, options.threads, options.precision))
    listener = Listener(options.host, options.port, token, "bridge", tls)
    listener.announce()
    card = engine.card
    where = f"{options.host} port {listener.port}"
    guard = "" if token else "; no token is set, so every program on this machine may use it"
    print(f"{card.id} on {card.engine} ({card.device}), listening on {where}{guard}.", file=sys.stderr, flush=True)
    BridgeServer(engine, listener, lifeline, Limits(options.connections, options.credit)).run()
    return 0


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of ``serve``."""
    parser = argparse.ArgumentParser(prog="expnet-bridge serve", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"0 takes any free one (default: {PORT})")
    parser.add_argument(
        "--model", default=str(DEFAULT_WEIGHTS), help="ONNX file made for ExpNet (default: the one that ships)"
    )
    add_engine(parser)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads of the engine (default: one per core)")
    parser.add_argument("--connections", type=int, default=Limits.connections, help="clients at a time")
    parser.add_argument("--credit", type=int, default=Limits.credit, help="faces in flight per client, 1 to 1024")
    parser.add_argument("--tls-cert", help="PEM certificate with chain")
    parser.add_argument("--tls-key", help="PEM private key, if it is not in the certificate's file")
    parser.add_argument(
        "--insecure-no-tls", action="store_true", help="let other machines in unencrypted (inside a VPN or tunnel)"
    )
    parser.add_argument("--die-with-parent", action="store_true", help="end when standard input ends")
    return parser


def add_engine(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what runs the model."""
    parser.add_argument("--engine", default="auto", help="auto, onnx, or torch (published nets only)")
    parser.add_argument("--device", default="auto", help="auto, cuda, cpu; onnx: directml, coreml; torch: mps")
    parser.add_argument("--precision", default="auto", help="auto, fp32; torch: fp16, bf16")


def security(options: argparse.Namespace, token: str) -> ssl.SSLContext | None:
    """TLS as asked for, or None. Raises ``UserError`` for arguments that make no sense or would let strangers in."""
    if not 0 <= options.port <= 65535:
        raise UserError(f"Port {options.port} does not exist: choose 0 to 65535.")
    if not 1 <= options.credit <= 1024 or options.connections < 1 or options.threads < 0:
        raise UserError("Credit must be 1 to 1024, connections at least 1, threads at least 0.")
    if len(token) > 512:
        raise UserError("EXPNET_TOKEN is longer than 512 characters.")
    if not is_loopback(options.host):
        if len(token) < SHORTEST_TOKEN:
            raise UserError(
                f"Other machines can reach {options.host}: set EXPNET_TOKEN to a secret of at least {SHORTEST_TOKEN} "
                f"characters."
            )
        if options.tls_cert is None and not options.insecure_no_tls:
            raise UserError(
                f"Other machines can reach {options.host}: give --tls-cert and --tls-key, or --insecure-no-tls inside "
                f"a tunnel."
            )
    if options.tls_cert is None:
        if options.tls_key is not None:
            raise UserError("--tls-key needs --tls-cert.")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(options.tls_cert, options.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise UserError(f"Cannot use the certificate {options.tls_cert}: {error.strerror or error}.") from None
    return context
