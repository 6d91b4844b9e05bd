"""A crowd before the real app: phones that open one board page at a set pace, and people who work with it meanwhile."""

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.public import listener

START_SECONDS, STOP_SECONDS = 60, 15
WAIT_SECONDS = 60  # for one answer; longer is a failure
SETTLE_SECONDS = 10.0  # of people at work before the first phone: an app that has just started still reads
THINK_SECONDS = 5.0  # between two clicks of one person, half as long to half as long again
KEPT = ("TIGHTROPE_HOME", "TIGHTROPE_KEY_FILE")  # of the environment: nothing else may change what is measured
OPENED = b"What people tell"  # on the board page, and not on the form for a passcode
FAILED = "The app that was to be measured did not start or did not answer."


@dataclass(frozen=True)
class Crowd:
    """Who comes: `each_second` openings of `page` at `door` for `seconds`; `people` look at `contracts` at `host`."""

    host: str
    door: str
    page: str
    contracts: tuple[str, ...]
    each_second: int
    seconds: float
    people: int


@dataclass
class Seen:
    """Seconds that each opening and each click took, openings a second, and how much of it failed."""

    openings: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    each_second: float = 0.0
    failed: int = 0


@contextmanager
def served(log: Path) -> Iterator[tuple[int, int]]:
    """The app in a process of its own; it ends with the block. Raises Refusal.

    Gives two free ports: the app's, and the public door's, behind which links are opened.
    """
    with socket.socket() as free, socket.socket() as free_too:
        free.bind(("127.0.0.1", 0))
        free_too.bind(("127.0.0.1", 0))
        port, door = free.getsockname()[1], free_too.getsockname()[1]
    told = {name: value for name, value in os.environ.items() if not name.startswith(("TIGHTROPE_", "STREAMLIT_"))}
    told |= {name: os.environ[name] for name in KEPT if name in os.environ}
    told |= {listener.PORT: str(door), listener.ADDRESS: "127.0.0.1"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "localhost", "--server.headless", "true"]
    with log.open("wb") as printed:
        app = subprocess.Popen(
            command, cwd=paths.ROOT, env=told, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        try:
            _until_it_answers(app, port)
            yield port, door
        finally:
            app.terminate()
            try:
                app.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                app.kill()
                app.wait()


def _until_it_answers(app: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and app.poll() is None:
        try:
            if httpx.get(f"http://localhost:{port}/p/health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise Refusal(FAILED)


async def watch(crowd: Crowd) -> Seen:
    """Let the crowd come. Openings are due at even moments however slow the answers are; people come first and stay."""
    seen, over, at_work = Seen(), asyncio.Event(), asyncio.Semaphore(0)
    people = [asyncio.create_task(_person(crowd, seen, over, at_work, one)) for one in range(crowd.people)]
    for _ in people:
        await at_work.acquire()  # everybody has a first page, or failed to get one
    if people:
        await asyncio.sleep(SETTLE_SECONDS)
        seen.clicks.clear()  # what a start costs is measured elsewhere
    await _phones(crowd, seen)
    over.set()
    await asyncio.gather(*people)
    if not seen.openings:
        raise Refusal(FAILED)
    return seen


async def _phones(crowd: Crowd, seen: Seen) -> None:
    """As many phones as openings a second, each with a connection of its own, take turns; written out here, because
    a client that thinks about its connections takes longer than the app."""
    host, _, port = crowd.door.partition(":")
    phones = [await asyncio.open_connection(host, int(port)) for _ in range(crowd.each_second)]
    turns = [asyncio.Lock() for _ in phones]
    asked = f"GET {crowd.page} HTTP/1.1\r\nHost: {crowd.door}\r\n\r\n".encode("ascii")

    async def opening(phone: int, due: float) -> None:
        """It counts from when it was due: whoever waits for those before waits too."""
        try:
            async with turns[phone], asyncio.timeout(WAIT_SECONDS):
                answer = await _got(*phones[phone], asked)
        except (OSError, EOFError, TimeoutError, ValueError):
            answer = b""
        if OPENED in answer:
            seen.openings.append(time.perf_counter() - due)
        else:
            seen.failed += 1

    await _got(*phones[0], asked)  # whoever made the link looked at it: what a restart costs is not the crowd's
    begun, coming = time.perf_counter(), []
    for number in range(round(crowd.each_second * crowd.seconds)):
        due = begun + number / crowd.each_second
        await asyncio.sleep(due - time.perf_counter())
        coming.append(asyncio.create_task(opening(number % crowd.each_second, due)))
    await asyncio.gather(*coming)
    seen.each_second = len(seen.openings) / (time.perf_counter() - begun)
    for _, line in phones:
        line.close()
        await line.wait_closed()


async def _got(answer: asyncio.StreamReader, line: asyncio.StreamWriter, asked: bytes) -> bytes:
    """Ask over an open connection and read one answer whole; empty where it is another than 200."""
    line.write(asked)
    head = (await answer.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
    whole = await answer.readexactly(length)
    return whole if head.startswith(b"http/1.1 200 ") else b""


async def _person(crowd: Crowd, seen: Seen, over: asyncio.Event, at_work: asyncio.Semaphore, number: int) -> None:
    """One person on Weigh, who looks at another contract every few seconds until it is over."""
    draw, ready = random.Random(number), False
    address = f"ws://{crowd.host}/_stcore/stream"
    try:
        async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None) as app:
            await _clicked(app, draw.choice(crowd.contracts))
            at_work.release()
            ready = True
            while not over.is_set():
                await asyncio.sleep(draw.uniform(0.5, 1.5) * THINK_SECONDS)
                seen.clicks.append(await _clicked(app, draw.choice(crowd.contracts)))
    except (OSError, TimeoutError, Refusal):
        seen.failed += 1
    finally:
        if not ready:
            at_work.release()


async def _clicked(app: ClientConnection, contract: str) -> float:
    """Seconds until Weigh is complete for a contract. Raises Refusal where the page shows an error instead."""
    asked = BackMsg()
    asked.rerun_script.page_name, asked.rerun_script.query_string = "weigh", f"kind=contract&of={contract}"
    begun = time.perf_counter()
    await app.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(await asyncio.wait_for(app.recv(), WAIT_SECONDS))
        if told.WhichOneof("type") == "script_finished":
            return time.perf_counter() - begun
        if told.delta.new_element.WhichOneof("type") == "exception":
            raise Refusal(told.delta.new_element.exception.message)
