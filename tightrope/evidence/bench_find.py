"""Made-up accounts to measure the search with, and how long DuckDB's own full-text search takes over the same."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tightrope import database
from tightrope.evidence.bench_stories import VOCABULARY, _word
from tightrope.sealing import Master
from tightrope.tables import load

LENGTH = (20, 61)  # words: forty on average
BATCH = 20_000
MONTHS = 36
SOURCE = "bench"


def texts(number: int, seed: int = 7) -> Iterator[list[str]]:
    """Texts in batches: words of a vocabulary of 30,000, the r-th as frequent as 1 / r (Zipf 1949)."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array([_word(one) for one in range(VOCABULARY)], dtype=object)
    chance = 1 / np.arange(1, VOCABULARY + 1)
    chance /= chance.sum()
    for start in range(0, number, BATCH):
        lengths = rng.integers(*LENGTH, min(BATCH, number - start))
        spoken = vocabulary[rng.choice(VOCABULARY, int(lengths.sum()), p=chance)]
        ends = np.cumsum(lengths)
        yield [" ".join(spoken[end - length : end]) for end, length in zip(ends, lengths, strict=True)]


def story_id(number: int) -> str:
    """The id of a made-up account."""
    return f"S{number:016x}"


def accounts(master: Master, first: int, words: Sequence[str]) -> dict[str, tuple[list[str], list[list[Any]]]]:
    """Columns and rows by table of accounts that officers may read, numbered from `first`, with their words sealed."""
    rows: dict[str, list[list[Any]]] = {"story": [], "story_key": [], "story_words": []}
    names = {table: [field.name for field in load()[table].stored] for table in rows}
    for number, text in enumerate(words, start=first):
        key = story_id(number)
        wrapped = master.new_key(key)
        month = f"{2023 + (10 + number % MONTHS) // 12}-{(10 + number % MONTHS) % 12 + 1:02}-01"
        story = {
            "story_id": key, "source": SOURCE, "source_id": key, "received_on": month, "event_month": month,
            "channel": "survey", "teller_role": "person", "about": "service", "language": "English",
            "triage_state": "cleared", "consent_level": 4, "is_bench": True, "is_panel": False,
        }  # fmt: skip
        rows["story"].append([story.get(name) for name in names["story"]])
        rows["story_key"].append([key, wrapped])
        rows["story_words"].append([key, "shown", master.seal_words(wrapped, key, "shown", text)])
    return {table: (names[table], rows[table]) for table in rows}


def in_duckdb(number: int, queries: Sequence[str]) -> list[float]:
    """Seconds DuckDB's match_bm25 takes for the best twenty of each query, over the same texts in memory."""
    with database.scratch() as connection:
        connection.execute(f"LOAD '{database.extension('fts')}'")
        connection.execute("CREATE TABLE told (story_id VARCHAR, words VARCHAR)")
        first = 0
        for some in texts(number):
            rows = [[story_id(one), text] for one, text in enumerate(some, start=first)]
            database.insert_rows(connection, "told", ["story_id", "words"], rows)
            first += len(some)
        connection.execute(
            "PRAGMA create_fts_index('told', 'story_id', 'words', stemmer='none', stopwords='none', "
            r"strip_accents=0, ignore='[\s.,!?]+', lower=1)"
        )
        ask = (
            "SELECT story_id FROM (SELECT story_id, fts_main_told.match_bm25(story_id, $query) AS score FROM told) "
            "WHERE score IS NOT NULL ORDER BY score DESC LIMIT 20"
        )
        found = []
        for query in queries:
            started = time.perf_counter()
            connection.execute(ask, {"query": query}).fetchall()
            found.append(time.perf_counter() - started)
        return found
