"""Exact words: worked by hand, and held against DuckDB's own BM25 as an independent judge."""

from math import log

import numpy as np
import pytest

from tightrope import database
from tightrope.voices import exact_words
from tightrope.voices.exact_words import Postings, joined, postings, scores, tokens

TEXTS = ["tea tea cold", "tea", "bus late again now"]
# ln(1 + (3 - 2 + .5) / (2 + .5)) = 0.470004; lengths 3, 1, 4, on average 8/3.
# Two of three: 2 x 2.2 / (2 + 1.2 (.25 + .75 x 1.125)) = 1.328302; one of one: 2.2 / (1 + 1.2 x .53125) = 1.343511
TEA = [0.624307, 0.631455, 0.0]


def made(*texts):
    return postings([tokens(text) for text in texts])


def score(parts, query):
    return np.concatenate([found for found, _ in scores(parts, tokens(query))])


def test_scores_are_those_worked_by_hand():
    found, has = scores([made(*TEXTS)], ["tea"])[0]
    assert found == pytest.approx(TEA, abs=1e-5) and found.dtype == np.float32
    assert has.tolist() == [1, 1, 0]


def test_a_word_twice_in_the_query_counts_once_and_how_many_words_are_there_is_told():
    parts = [made(*TEXTS)]
    assert score(parts, "tea tea TEA").tolist() == score(parts, "tea").tolist()
    assert scores(parts, tokens("tea cold late"))[0][1].tolist() == [2, 1, 1]
    assert log(1 + 1.5 / 2.5) == pytest.approx(0.470004, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ref777, at 10.30?", ["ref777", "at", "10", "30"]),
        ("আমার মা। খাবার পায় না!", ["আমার", "মা", "খাবার", "পায়", "না"]),
        ("الطعام، بارد؟", ["الطعام", "بارد"]),
        ("She didn\u2019t \u201cring\u201d \u2018back\u2019; (ever)", ["she", "didn't", "ring", "back", "ever"]),
        ("<b>'; DROP TABLE story; --", ["b", "drop", "table", "story", "--"]),
        ("?! \u2026 ' ,", []),
        ("", []),
    ],
)
def test_words_of_every_script_are_kept_whole(text, words):
    assert tokens(text) == words


def zipf(number, seed=3):
    rng = np.random.default_rng(seed)
    vocabulary = [f"w{one}" for one in range(400)] + ["খাবার", "পায়", "الطعام", "ref777", "84"]
    chance = 1 / np.arange(1, len(vocabulary) + 1)
    chance /= chance.sum()
    ends = np.array([" ", ", ", ". ", "! ", "?\n"])
    return [
        "".join(
            vocabulary[word].capitalize() + ends[end]
            for word, end in zip(
                rng.choice(len(vocabulary), 30 + one % 20, p=chance), rng.integers(0, 5, 50), strict=False
            )
        )
        for one in range(number)
    ]


QUERIES = ["w0 w7", "w3", "W12, w40 w200!", "খাবার", "الطعام ref777", "84 w1 w1", "nowhere", "nowhere w5"]


@pytest.fixture(scope="module")
def judge():
    """DuckDB's scores of 400 texts by query; its logarithm is to base 10."""
    texts = zipf(400)
    with database.scratch() as connection:
        connection.execute(f"LOAD '{database.extension('fts')}'")
        connection.execute("CREATE TABLE told (number INTEGER, words VARCHAR)")
        database.insert_rows(connection, "told", ["number", "words"], [[n, text] for n, text in enumerate(texts)])
        connection.execute(
            "PRAGMA create_fts_index('told', 'number', 'words', stemmer='none', stopwords='none', "
            r"strip_accents=0, ignore='[\s.,!?]+', lower=1)"
        )
        ask = "SELECT coalesce(fts_main_told.match_bm25(number, $query), 0) FROM told ORDER BY number"
        found = {
            query: [row[0] * log(10) for row in connection.execute(ask, {"query": query}).fetchall()]
            for query in QUERIES
        }
    return texts, found


@pytest.mark.parametrize("query", QUERIES)
def test_duckdb_scores_the_same(judge, query):
    texts, theirs = judge
    assert score([made(*texts)], query) == pytest.approx(theirs[query], abs=2e-4)
    assert any(theirs[query]) == (query != "nowhere")


@pytest.mark.parametrize("query", QUERIES)
def test_in_parts_and_joined_again_they_score_as_one(query):
    texts = zipf(120)
    parts = [made(*texts[:50]), made(*texts[50:51]), made(*texts[51:])]
    whole = score([made(*texts)], query)
    assert score(parts, query) == pytest.approx(whole, abs=1e-5)
    assert score([joined(parts)], query) == pytest.approx(whole, abs=1e-5)
    assert score([joined([joined(parts[:2]), parts[2]])], query) == pytest.approx(whole, abs=1e-5)


def test_what_is_taken_out_leaves_no_word_and_the_rest_scores_as_if_it_had_never_been():
    texts = [*TEXTS, "marigold tea", "cold bus"]
    keep = np.array([True, False, True, False, True])
    left = made(*texts).without(keep)
    assert "marigold" not in left.words and len(left) == 3
    plain = made(*(text for text, stays in zip(texts, keep, strict=True) if stays))
    assert set(left.words) == set(plain.words)
    for query in ("tea", "cold late", "marigold"):
        assert score([left], query) == pytest.approx(score([plain], query), abs=1e-6)
    nothing = left.without(np.zeros(3, dtype=bool))
    assert len(nothing) == 0 and nothing.words == {}


def test_with_nothing_in_it_nothing_is_found():
    empty = made()
    assert isinstance(empty, Postings) and len(empty) == 0
    assert score([empty], "tea").tolist() == [] and scores([], ["tea"]) == []
    assert score([made(""), made(*TEXTS)], "tea")[0] == 0
    assert len(joined([empty, made(*TEXTS), empty])) == 3


def test_of_an_endless_query_the_first_words_are_looked_for():
    many = " ".join(f"x{one}" for one in range(exact_words.MOST_WORDS))
    assert not score([made(*TEXTS)], f"{many} tea").any() and score([made(*TEXTS)], f"tea {many}").any()
