"""Measuring the board page on this computer: one opening, and many a second while people work with the same process.

The real app serves in a process of its own. What asks it runs on the same cores, so a quiet computer is kinder.
"""

import asyncio
import gc
import os
from collections.abc import Iterator
from typing import Any

import httpx

from tightrope import sealing
from tightrope.answers.evidence import usual_period
from tightrope.board import links
from tightrope.evidence.build import build
from tightrope.public import board_view, door
from tightrope.records import house as holding
from tightrope.records.house import House
from tightrope.records.roles import looking_as
from tightrope.records.sharing import Wanted
from tightrope.screens import bench_crowd
from tightrope.screens.bench import Row, both, own_home, timed, told

FEW_VISITS = 20_000  # a board page is made of frozen figures: how many visits there are changes none of it
SUBJECT = "HC-01"
AT_MOST, AT_MOST_MANY = 20.0, 100.0  # milliseconds: one opening at the median; 19 of 20 while many open it
LARGEST = 150_000  # bytes of a first opening, all of it
EACH_SECOND, SECONDS, PEOPLE = 200, 10.0, 20


def run(
    runs: int, each_second: int = EACH_SECOND, seconds: float = SECONDS, people: int = PEOPLE
) -> list[dict[str, Any]]:
    """Measure the board page of one contract in a folder of its own. Raises Refusal where the app does not start."""
    with own_home() as home:
        build(visits=FEW_VISITS, master=sealing.make_master())
        opened = holding.house()
        try:
            reader = looking_as("commissioner")
            made = links.make(opened, reader, usual_period(opened), "contract", SUBJECT, Wanted())
            address = f"/p/board/{made.token}"
            rows = list(_alone(opened, address, runs))
            contracts = [row["contract_id"] for row in opened.stores.rows("weigh/contracts") if row["status"] == "live"]
        finally:
            holding.leave()
        with bench_crowd.served(home / "app.log") as (port, door_port):
            hosts = f"localhost:{port}", f"127.0.0.1:{door_port}"
            crowd = bench_crowd.Crowd(*hosts, address, tuple(contracts), each_second, seconds, people)
            rows += _among_others(crowd)
    return told(rows)


def _alone(house: House, address: str, runs: int) -> Iterator[Row]:
    """One opening after another within this process, from the request to the last byte of the answer."""
    with asyncio.Runner() as loop:
        phone = httpx.AsyncClient(transport=httpx.ASGITransport(door.public_app()), base_url="http://board.example.org")

        def once() -> httpx.Response:
            phone.cookies.clear()  # each is a first opening
            return loop.run(phone.get(address))

        def changed() -> None:
            house.stores.write(lambda cursor: None)  # whatever is written, the next opening reads and draws anew
            once()

        def anew() -> None:
            board_view.forget()
            changed()

        answer = once().raise_for_status()
        size = f"{len(answer.content) + _head(answer):,} bytes, at most {LARGEST:,}"
        yield Row("board page, whole first opening", size, 0.0, 0.0)
        yield Row("board page, opened", SUBJECT, *both(timed(once, runs)), at_most=AT_MOST)
        yield Row("board page, first after a change", SUBJECT, *both(timed(changed, runs)))
        yield Row("the same, figures held against today's", SUBJECT, *both(timed(anew, max(3, runs // 4))))
        loop.run(phone.aclose())


def _head(answer: httpx.Response) -> int:
    """Bytes of the headers of an answer as HTTP/1.1 sends them."""
    return sum(len(name) + len(value) + len(": \r\n") for name, value in answer.headers.raw)


def _among_others(crowd: bench_crowd.Crowd) -> Iterator[Row]:
    """What the crowd waited, from the moment at which each opening was due."""
    load = f"load {os.getloadavg()[0]:.1f} before"
    gc.freeze()  # all that was built here: looking through it for garbage would stop the phones, not the app
    try:
        seen = asyncio.run(bench_crowd.watch(crowd))
    finally:
        gc.unfreeze()
    failed = f", {seen.failed:,} failed" if seen.failed else ""
    size = f"{len(seen.openings):,} openings, {seen.each_second:.0f} a second{failed}"
    median, p95 = both(seen.openings)
    yield Row(f"board page, with {crowd.people} people at work", size, median, p95)
    yield Row("the same, 19 of 20 openings", load, p95, p95, at_most=AT_MOST_MANY)
    if seen.clicks:
        yield Row("a click of those people meanwhile", f"{len(seen.clicks):,} clicks", *both(seen.clicks))
