"""Measuring the search: every figure is there, over accounts that are really in the records, and nothing stays open."""

from tightrope.evidence import bench_find as made_up
from tightrope.records import house as holding
from tightrope.screens import bench, bench_find


def test_each_figure_of_the_search_is_printed(home):
    rows = bench_find.run(300, 3)
    assert not holding.is_open()
    named = {row["what"]: row for row in rows}
    assert set(named) == {
        "search, all read in",
        "search, memory",
        "search, exact words, index alone",
        "search, exact words, cards and all",
        "search, similar, cards and all",
        "search, first look after a change",
    }
    assert all(row["median"] > 0 for what, row in named.items() if what != "search, memory")
    assert named["search, memory"]["size"].startswith("300 accounts: ")
    limits = [row["at_most"] for row in rows if row["at_most"]]
    assert limits == [bench_find.AT_MOST] * 2 and named["search, similar, cards and all"]["ratio"] > 0
    assert len(bench.table(rows)) == 2 + len(rows)


def test_the_made_up_words_are_as_frequent_as_said():
    texts = [text for batch in made_up.texts(2_000) for text in batch]
    lengths = [len(text.split()) for text in texts]
    assert len(texts) == 2_000 and min(lengths) == 20 and max(lengths) == 60 and 39 < sum(lengths) / 2_000 < 41
    words = " ".join(texts).split()
    first = words.count("ba") / len(words)  # 1 / (1 + 1/2 + … + 1/30,000) = 1 / 10.886
    assert 0.085 < first < 0.099 and texts == [text for batch in made_up.texts(2_000) for text in batch]
