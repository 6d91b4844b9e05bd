"""Fifty people tell something at the same time, and five hundred forms come from one address within a minute.

How long it takes is printed, never judged: docs/methods/telling.md has the figures.
"""

import http.client
import random
import secrets
import statistics
import threading
import time
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest

from tightrope import paths, settings

PEOPLE, EACH, THINK = 50, 1, 5.0  # forms a person, seconds between two of them
FLOOD, HANDS = 500, 20
WORDS = "Nobody came on Tuesday and she sat in the cold until my sister rang. " * 5


@pytest.fixture
def open_to_many(fresh, tmp_path):
    """A server that takes as many as come from one address, as fifty people behind fifty addresses would be."""
    text = paths.SETTINGS.read_text(encoding="utf-8")
    limit = f"most_in_hour = {settings.settings().telling.most_in_hour} "
    assert limit in text
    own = tmp_path / "settings.toml"
    own.write_text(text.replace(limit, "most_in_hour = 100000 "), encoding="utf-8")
    return fresh(TIGHTROPE_SETTINGS=str(own))


def send(server, reference, words=WORDS):
    """One form, as a browser without scripts sends it: its status, what came back, and the seconds it took."""
    form = {"reference": reference, "words": words, "teller_role": "person", "consent": "3", "step": "send"}
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": server.address}
    connection.request("POST", "/p/speak", urlencode(form), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, time.perf_counter() - begun


def together(number, act):
    threads = [threading.Thread(target=act, args=(i,)) for i in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def stored(server):
    """How many accounts came by the web form: asked of the records file once the server is gone."""
    import duckdb

    server.process.terminate()
    server.process.wait()
    records = next((server.folder / "home").rglob("records*.duckdb"))
    with duckdb.connect(str(records), read_only=True) as connection:
        return connection.execute("SELECT count(*) FROM story WHERE source = 'speak_up'").fetchone()[0]


@pytest.mark.slow
def test_fifty_people_at_once_are_all_taken(open_to_many, capsys):
    done, chance = [], random.Random(7)
    waits = [
        [chance.uniform(0, THINK), *(chance.uniform(0.5, 1.5) * THINK for _ in range(EACH))] for _ in range(PEOPLE)
    ]

    def person(number):
        for wait in waits[number][:EACH]:
            time.sleep(wait)
            done.append(send(open_to_many, secrets.token_hex(16)))

    together(PEOPLE, person)
    assert [status for status, *_ in done] == [200] * PEOPLE * EACH
    assert all("We have it" in text for _, text, _ in done)
    took = [1000 * seconds for *_, seconds in done]
    with capsys.disabled():
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"\n{PEOPLE} people telling at once: median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms")
    assert stored(open_to_many) == PEOPLE * EACH


@pytest.mark.slow
def test_the_same_form_sent_by_many_hands_at_once_is_one_account(open_to_many):
    done, reference = [], secrets.token_hex(16)
    together(HANDS, lambda _: done.append(send(open_to_many, reference)))
    assert [status for status, *_ in done] == [200] * HANDS
    assert stored(open_to_many) == 1


@pytest.mark.slow
def test_a_flood_from_one_address_is_held_back_and_what_was_promised_is_there(fresh):
    server, done = fresh(), []
    together(HANDS, lambda _: done.extend(send(server, secrets.token_hex(16)) for _ in range(FLOOD // HANDS)))
    counted = Counter(status for status, *_ in done)
    limit = settings.settings().telling.most_in_hour
    assert counted == {200: limit, 429: FLOOD - limit}
    assert all("Nobody came on Tuesday" in text for status, text, _ in done if status == 429), "nothing typed is lost"
    assert stored(server) == limit
