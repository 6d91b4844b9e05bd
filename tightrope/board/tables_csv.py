"""Every table of a pack as CSV, each row with its source, its day and the pack it is from. No words of accounts."""

from collections.abc import Iterable, Iterator
from typing import Any

from tightrope.board.pack_shapes import SOURCES, Item, Pack
from tightrope.board.safe_cells import csv

Row = dict[str, Any]


def tables(pack: Pack) -> dict[str, bytes]:
    """File name -> CSV; a table without a row has none."""
    made = {
        "items.csv": _each(pack, _items),
        "money.csv": _each(pack, _money),
        "measures.csv": _each(pack, _measures),
        "people-heard.csv": _each(pack, _counts),
        "options.csv": _each(pack, _options),
        "accounts.csv": _each(pack, _accounts),
    }
    return {name: csv(rows) for name, rows in made.items() if rows}


def _each(pack: Pack, of: Any) -> list[Row]:
    made = []
    for item in pack.items:
        about = {"item": item.number, "subject": item.snapshot.key, "title": item.cover.title}
        made += [{**about, **row, **_from(pack, item, row)} for row in of(item)]
    return made


def _from(pack: Pack, item: Item, row: Row) -> Row:
    """Where a row is from. Its own day stands where it is another's than the pack's."""
    return {
        "as_at": row.get("as_at", item.snapshot.as_at),
        "source": f"{pack.council}{' (a fictional council)' if pack.fictional else ''}: {SOURCES}",
        "data_version": f"{item.snapshot.warehouse}, records {item.snapshot.records_version}",
        "pack": pack.pack_id,
        "for": " ".join(pack.marks),
    }


def _items(item: Item) -> Iterator[Row]:
    cover = item.cover
    yield {"asked": cover.asked, "pounds_a_year": cover.a_year, "decision_needed": cover.decision}


def _money(item: Item) -> Iterator[Row]:
    yield from ({"label": one.label, "words": one.words, "why_left_out": ""} for one in item.snapshot.money)
    yield from ({"label": one.label, "words": one.words, "why_left_out": one.reason} for one in item.commercial)


def _measures(item: Item) -> Iterable[Row]:
    for one in item.snapshot.measures:
        yield {
            "measure": one.name,
            "result": one.value,
            "asked": one.asked,
            "reached_of_1": one.reached,
            "in_contract": one.in_contract,
            "which_way_is_good": one.good_way,
        }


def _counts(item: Item) -> Iterable[Row]:
    for one in item.snapshot.counts:
        yield {"what": one.name, "place": one.place, "people": one.shown, "of": one.among, "as_at": one.as_at}


def _options(item: Item) -> Iterable[Row]:
    yield from ({"option": one.name, "state": one.state, "until": one.words} for one in item.snapshot.choices)


def _accounts(item: Item) -> Iterable[Row]:
    """Which accounts the other files quote, by which rule: their words stand there and not in a table."""
    yield from ({"account": one.number, "told_by": one.by, "rule": one.rule} for one in item.quotes)
