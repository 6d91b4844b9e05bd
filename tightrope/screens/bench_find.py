"""Measuring the search on this computer: over many made-up accounts, sealed, read in and asked for as pages do."""

import statistics
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np

from tightrope import database, sealing
from tightrope.answers import finding as answers
from tightrope.answers.evidence import usual_period
from tightrope.evidence import bench_find as made_up
from tightrope.evidence.build import build
from tightrope.records import finding
from tightrope.records import house as holding
from tightrope.records.finding import Finding, Seen
from tightrope.records.house import House
from tightrope.records.roles import looking_as
from tightrope.screens.bench import Row, both, own_home, timed, told
from tightrope.voices import exact_words, nearness
from tightrope.voices.encoder import WIDTH

FEW_VISITS = 20_000  # the council is there to hold accounts
MANY = 50_000  # accounts up to which a search may take the shorter time
AT_MOST, AT_MOST_MANY = 150.0, 500.0  # milliseconds at the median
VECTORS_AT_ONCE = 4_000  # made up, they cost nothing
QUERY_WORDS = 3
QUERIES = 25


def run(number: int, runs: int) -> list[dict[str, Any]]:
    """Measure the search over so many accounts, in a folder of its own."""
    with own_home():
        build(visits=FEW_VISITS, master=sealing.make_master())
        opened = holding.house()
        try:
            return told(list(_measured(opened, number, runs)))
        finally:
            finding.finding(opened).end()
            holding.leave()


def _measured(house: House, number: int, runs: int) -> Iterator[Row]:
    size, at_most = f"{number:,} accounts", AT_MOST if number <= MANY else AT_MOST_MANY
    queries = _fill(house, number)
    search = finding.use(house, Finding(house.stores, _vectors, VECTORS_AT_ONCE))
    started = time.perf_counter()
    seen = _whole(search, house)
    yield Row("search, all read in", size, *both([time.perf_counter() - started]))
    yield Row("search, memory", f"{size}: {seen.nbytes / 1e6:,.0f} MB", 0.0, 0.0)

    reader, period = looking_as("commissioner"), usual_period(house)
    one = cycle(queries)
    theirs = statistics.median(made_up.in_duckdb(number, queries[:10])) * 1000
    bare = timed(lambda: _bare_words(seen, next(one)), runs)
    yield Row("search, exact words, index alone", size, *both(bare), "DuckDB's", theirs)
    exact = timed(lambda: answers.find(house, reader, period, next(one)), runs)
    yield Row("search, exact words, cards and all", size, *both(exact), "DuckDB's", theirs, at_most=at_most)

    vector = _vectors([queries[0]])[0]
    product = statistics.median(timed(lambda: [part.vectors @ vector for part in seen.near], runs)) * 1000
    near = timed(lambda: answers.find(house, reader, period, next(one), answers.SIMILAR), runs)
    yield Row("search, similar, cards and all", size, *both(near), "a bare product", product, at_most=at_most)

    def changed() -> None:
        house.stores.write(lambda cursor: None)  # whatever is written, the next look asks what may still be found
        search.look(house)

    yield Row("search, first look after a change", size, *both(timed(changed, max(3, runs // 4))))


def _fill(house: House, number: int) -> list[str]:
    """Put the accounts into the records; returns what to look for: a few words that stand together in some of them."""
    queries, first, rng = [], 0, np.random.default_rng(1)
    for texts in made_up.texts(number):
        tables = made_up.accounts(house.master, first, texts)

        def insert(cursor: Any, tables: dict[str, Any] = tables) -> None:
            for table, (names, rows) in tables.items():
                database.insert_rows(cursor, f"records.{table}", names, rows)

        house.stores.write(insert)
        first += len(texts)
        if len(queries) < QUERIES:
            for text in rng.choice(texts, QUERIES):
                words = text.split()
                start = int(rng.integers(0, len(words) - QUERY_WORDS))
                queries.append(" ".join(words[start : start + QUERY_WORDS]))
    return queries


def _vectors(texts: Any) -> np.ndarray:
    """Vectors of length 1 in any direction, always the same for the same text."""
    rng = np.random.default_rng(sum(map(ord, texts[0])) if len(texts) else 0)
    made = rng.standard_normal((len(texts), WIDTH), dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def _whole(search: Finding, house: House) -> Seen:
    while True:
        seen = search.look(house)
        if not len(seen.unread) and seen.compared == seen.fitting:
            return seen
        time.sleep(0.05)


def _bare_words(seen: Seen, query: str) -> list[Any]:
    scored = exact_words.scores([part.postings for part in seen.told], exact_words.tokens(query))
    return [part.ids[nearness.top(score, 20)] for part, (score, _) in zip(seen.told, scored, strict=True)]
