"""Where the app listens, and what follows from it: who may look without signing in, which names it answers to."""

import ipaddress
import os
from urllib.parse import urlsplit

from tightrope import settings
from tightrope.errors import Refusal

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})
SIGN_IN = "TIGHTROPE_SIGN_IN"  # "required" asks for sign-in on the fictional council too
PUBLIC_URL = "TIGHTROPE_PUBLIC_URL"

_address = "localhost"


def listen(address: str | None) -> None:
    """Note the address the server binds to; None means every address of the machine."""
    global _address
    _address = address or "0.0.0.0"


def local_only() -> bool:
    """True when nobody but this computer can reach the app."""
    return _address in LOOPBACK


def sign_in_needed() -> bool:
    """False only for the fictional council on this computer, where "Looking as" stands in for sign-in."""
    return not (settings.settings().council.fictional and local_only() and os.environ.get(SIGN_IN) != "required")


def hosts() -> list[str]:
    """Host names the app answers to, all of it: this computer's while it is local; any (none listed) elsewhere."""
    if not local_only():
        return []
    return sorted(LOOPBACK - {"::1"}) + ([public_host()] if public_host() and sign_in_needed() else [])


def door_hosts() -> list[str]:
    """Host names under which only /p/ is answered: the public address while "Looking as" stands in for sign-in."""
    return [public_host()] if local_only() and public_host() and not sign_in_needed() else []


def public_host() -> str:
    """The host of TIGHTROPE_PUBLIC_URL, or an empty string."""
    return urlsplit(os.environ.get(PUBLIC_URL, "")).hostname or ""


def public_url() -> str:
    """Where others reach the public door, without a stroke at the end; empty while it has no address of its own."""
    return os.environ.get(PUBLIC_URL, "").strip().rstrip("/")


def is_this_computer(host: str) -> bool:
    """True for an address of the loopback, in either notation."""
    try:
        found = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def way_in() -> str:
    """The address at which a program on this computer reaches the app."""
    if local_only() or _address in EVERYWHERE:
        return "127.0.0.1" if _address not in ("::1", "[::1]") else "[::1]"
    return f"[{_address}]" if ":" in _address else _address


def check(accounts_exist: bool) -> None:
    """Raise Refusal when others could reach the app and nobody could be asked to sign in."""
    if local_only() or accounts_exist:
        return
    raise Refusal(
        f"Tightrope will not listen on {_address}, where others can reach it, before there is an account. "
        "Make one first: python3 run.py account add NAME --role admin"
    )
