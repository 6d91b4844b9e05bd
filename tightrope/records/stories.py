"""Reading people's words: only through the one door, only as far as consent reaches for whoever asks."""

from collections.abc import Collection

from tightrope import settings
from tightrope.records.house import House
from tightrope.records.roles import Reader

SHOWN, ASKS, RETOLD = "shown", "asks", "paraphrase"


def words(house: House, reader: Reader, story_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Words by account and part, for those of `story_ids` whose words this reader may see now.

    Empty while the master key is missing: the house says so in `key_problem`.
    """
    if house.master is None or not story_ids:
        return {}
    found: dict[str, dict[str, str]] = {}
    rows = house.stores.rows(
        "story/words", audience=reader.audience, on_day=settings.today(), story_ids=list(story_ids)
    )
    for row in rows:
        opened = house.master.open_words(row["wrapped_key"], row["story_id"], row["part"], row["sealed"])
        found.setdefault(row["story_id"], {})[row["part"]] = opened
    return found
