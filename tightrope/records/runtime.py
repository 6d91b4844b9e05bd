"""The note the running app leaves for the command line: where it listens on this computer, and a token."""

import json
import os
import secrets
from dataclasses import dataclass

import httpx

from tightrope import paths, sealing
from tightrope.errors import Refusal
from tightrope.records.house import who_holds

PATH = "/local/command"
WAIT_SECONDS = 300


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def leave_note(port: int, address: str = "127.0.0.1") -> str:
    """Write the runtime file (0600) for this process and return its token."""
    token = secrets.token_urlsafe(32)
    note = json.dumps({"pid": os.getpid(), "address": address, "port": port, "token": token})
    sealing.write_private(paths.runtime_file(), note.encode("utf-8"))
    return token


def take_note_away() -> None:
    """Remove the runtime file, if it is this process's own."""
    found = who_holds()
    if found and found["pid"] == os.getpid():
        paths.runtime_file().unlink(missing_ok=True)


def ask_running_app(arguments: list[str], given: str) -> Answer | None:
    """Have the running app carry out a command; None when none answers here.

    None too for a note that an app left behind when it was killed: whether the records are free is then the
    records file's own lock to say. Raises Refusal when the app took the call and did not finish it.
    """
    found = who_holds()
    if found is None or found["pid"] == os.getpid():
        return None
    try:
        with httpx.Client(trust_env=False) as client:  # a proxy in the environment must not see loopback calls
            reply = client.post(
                f"http://{found['address']}:{found['port']}{PATH}",
                json={"arguments": arguments, "given": given},
                headers={"Authorization": f"Bearer {found['token']}", "Host": "localhost"},
                timeout=WAIT_SECONDS,
            )
            if reply.status_code == 404:
                return None  # another program has the port now, or another app: neither knows the token
            reply.raise_for_status()
            answer = reply.json()
            return Answer(int(answer["code"]), str(answer["out"]), str(answer["err"]))
    except httpx.ConnectError:
        return None
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            f"Tightrope is running here (process {found['pid']}, port {found['port']}) but does not answer: {error}. "
            "Wait a moment, or close it and try again."
        ) from error
