"""Measuring the board page: one opening within this process, and a crowd whose failures count as failures."""

import asyncio
from contextlib import contextmanager

import pytest

from tightrope.errors import Refusal
from tightrope.records import house as holding
from tightrope.screens import bench, bench_board, bench_crowd
from tightrope.screens.bench_crowd import OPENED, Crowd, Seen


def test_each_figure_of_the_board_page_is_printed(home, monkeypatch):
    """The crowd is made up here: 19 openings of 50 ms and one of 150 at which the limit of 100 is not kept."""
    came = []

    @contextmanager
    def served(log):
        assert not holding.is_open(), "the app needs the records for itself"
        yield 1, 2

    async def watch(crowd):
        came.append(crowd)
        return Seen([0.05] * 18 + [0.15] * 2, [0.2], 180.0, 3)

    monkeypatch.setattr(bench_crowd, "served", served)
    monkeypatch.setattr(bench_crowd, "watch", watch)
    rows = {row["what"]: row for row in bench_board.run(3)}
    assert not holding.is_open()
    assert set(rows) == {
        "board page, whole first opening",
        "board page, opened",
        "board page, first after a change",
        "the same, figures held against today's",
        "board page, with 20 people at work",
        "the same, 19 of 20 openings",
        "a click of those people meanwhile",
    }
    whole = int(rows["board page, whole first opening"]["size"].partition(" bytes")[0].replace(",", ""))
    assert 10_000 < whole <= bench_board.LARGEST
    opened, changed = rows["board page, opened"], rows["board page, first after a change"]
    assert 0 < opened["median"] < changed["median"] and opened["at_most"] == 20
    assert rows["board page, with 20 people at work"]["size"] == "20 openings, 180 a second, 3 failed"
    late = rows["the same, 19 of 20 openings"]
    assert (round(late["median"]), late["at_most"], late["kept"]) == (150, 100, False)
    (crowd,) = came
    assert (crowd.host, crowd.door) == ("localhost:1", "127.0.0.1:2")
    assert crowd.page.startswith("/p/board/") and {"HC-01", "CH-05"} <= set(crowd.contracts)
    assert (crowd.each_second, crowd.seconds, crowd.people) == (200, 10.0, 20)
    assert len(bench.table(list(rows.values()))) == 2 + len(rows)


def answer(status, body):
    head = f"HTTP/1.1 {status}\r\ncontent-type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def come(*answers):
    """What ten openings, 50 a second, see of a server that gives these answers in turn and the last for ever."""

    async def both():
        left, served = list(answers), []

        async def serve(asked, line):
            served.append(asyncio.current_task())
            while await asked.readline():
                while (await asked.readline()).strip():
                    pass
                line.write(left.pop(0) if len(left) > 1 else left[0])
            line.close()
            await line.wait_closed()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            return await bench_crowd.watch(Crowd("", f"127.0.0.1:{port}", "/p/board/x", ("HC-01",), 50, 0.2, 0))
        finally:
            await asyncio.gather(*served)
            server.close()
            await server.wait_closed()

    return asyncio.run(both())


def test_openings_are_counted_and_so_is_what_opened_nothing():
    """The first look is not the crowd's; of ten openings one is refused and one is the form for a passcode."""
    page = answer("200 OK", b"<h2>" + OPENED + b"</h2>")
    seen = come(page, answer("429 Too Many Requests", OPENED), answer("200 OK", b"passcode"), page)
    assert (len(seen.openings), seen.failed) == (8, 2)
    assert min(seen.openings) > 0 and 0 < seen.each_second < 50


def test_where_nothing_opened_nothing_was_measured():
    with pytest.raises(Refusal):
        come(answer("200 OK", b"passcode"))
