"""Pages take turns, and nothing that one of them does keeps the others out."""

import sys
import threading

import pytest

from tightrope.screens import turns

SOON = 10  # seconds after which a test gives up


@pytest.fixture
def in_a_thread():
    """Start a page in a thread: gives (has its turn, may end)."""
    ends, threads = [], []

    def start():
        begun, end = threading.Event(), threading.Event()

        def page():
            with turns.turn():
                begun.set()
                end.wait(SOON)

        ends.append(end)
        threads.append(threading.Thread(target=page))
        threads[-1].start()
        return begun, end

    yield start
    for end in ends:
        end.set()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def test_the_next_page_begins_when_the_one_before_is_done(in_a_thread, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", SOON)
    first, end_first = in_a_thread()
    assert first.wait(SOON)
    second, _ = in_a_thread()
    assert not second.wait(0.1)
    end_first.set()
    assert second.wait(SOON)


def test_a_page_that_takes_long_keeps_nobody_out(in_a_thread, monkeypatch):
    """Those who would not wait for it must not hand back a turn that they never had: the fourth waits for the third."""
    monkeypatch.setattr(turns, "LONGEST", 0.05)
    long, end_long = in_a_thread()
    assert long.wait(SOON)
    short, end_short = in_a_thread()
    assert short.wait(SOON)
    end_short.set()
    end_long.set()
    monkeypatch.setattr(turns, "LONGEST", SOON)
    third, _ = in_a_thread()
    assert third.wait(SOON)
    fourth, _ = in_a_thread()
    assert not fourth.wait(0.1)


def test_a_page_that_fails_gives_its_turn_back(in_a_thread, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", SOON)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    begun, _ = in_a_thread()
    assert begun.wait(SOON)


def test_other_threads_get_in_between_more_often():
    before = sys.getswitchinterval()
    try:
        turns.often()
        assert sys.getswitchinterval() == pytest.approx(turns.OFTEN) and before > turns.OFTEN
    finally:
        sys.setswitchinterval(before)
