"""A second listener of the same process that serves /p/ alone, for a proxy or a port to expose."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tightrope.errors import Refusal
from tightrope.public.door import public_app

PORT = "TIGHTROPE_PUBLIC_PORT"
ADDRESS = "TIGHTROPE_PUBLIC_ADDRESS"
START_SECONDS = 10


def reserve() -> socket.socket | None:
    """Take TIGHTROPE_PUBLIC_PORT before anything starts; None when it is not set.

    Raises Refusal when it is no port, or cannot be used.
    """
    told = os.environ.get(PORT)
    if not told:
        return None
    if not told.isascii() or not told.isdigit() or not 0 < int(told) < 65536:
        raise Refusal(f"{PORT} is {told!r}. Give a port between 1 and 65535.")
    address = os.environ.get(ADDRESS) or "0.0.0.0"
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, int(told), type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
        if os.name == "posix":  # on Windows the same option lets two programs share a port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
    except OSError as error:
        raise Refusal(
            f"The public door cannot be opened on {address}, port {told}: {error.strerror or error}. "
            "Choose another port, or stop the program that uses it."
        ) from error
    return taken


@contextmanager
def public(reserved: socket.socket | None) -> Iterator[None]:
    """Serve /p/ on the reserved socket while inside; nothing when there is none."""
    if reserved is None:
        yield
        return
    # No access log: addresses under /p/ hold tokens.
    config = uvicorn.Config(public_app(), access_log=False, log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([reserved],), name="public-door", daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("The public door did not open.")
        time.sleep(0.05)
    print(f"The public door (only /p/) is open on port {reserved.getsockname()[1]}.", flush=True)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=5)
