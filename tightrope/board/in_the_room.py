"""An item of a meeting as whoever is in the room may see it: officers alone exactly, everybody else as published.

What others than officers see is made from the same frozen figures that a link opens, so that nothing reaches a
projector that could not stand in a paper for the same people.
"""

from tightrope.answers import meeting, meeting_item
from tightrope.answers.board_voices import THEME
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.meeting import LEVELS, OFFICERS, reader_in
from tightrope.answers.meeting_item import BLUE, CLAY, MEASURE, PAIR, STORY, Sight, Thing
from tightrope.answers.pack_item import Commercial
from tightrope.answers.period import Period
from tightrope.answers.weigh import weigh
from tightrope.board import snapshot
from tightrope.board.snapshot import Snapshot
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.sharing import OPEN


def sight(house: House, reader: Reader, period: Period, room_is: str, contract_id: str) -> Sight:
    """One contract before this room, its words opened now. Raises NotFound, and Refusal where nothing can be published
    because the master key is missing."""
    who = reader_in(room_is, reader)
    if contract_id not in evidence(house, who.audience, period).live:  # an address may name anything
        raise NotFound(f"No contract {contract_id} runs today.")

    def make() -> Sight:
        prices = meeting.prices(house, who, period, room_is, contract_id)
        if room_is == OFFICERS:
            return meeting_item.exact(house, who, period, contract_id, prices)
        return _published(house, who, period, contract_id, LEVELS.get(room_is, OPEN), prices)

    name = ("meeting_sight", room_is, who.audience, period, contract_id)
    return meeting_item.with_words(house, who, kept(house, name, make))


def _published(
    house: House, who: Reader, period: Period, contract_id: str, level: str, prices: tuple[Commercial, ...]
) -> Sight:
    # A link that was altered since stops the next link; it does not stop a meeting.
    frozen = snapshot.as_of_now(house, period, "contract", contract_id, level, skip_altered=True)
    weighed = weigh(house, who, "contract", contract_id, period)
    about = f" (told of: {frozen.voices_about})" if frozen.voices_about else ""
    numbers = [
        Thing(MEASURE + one.name, BLUE, one.name, ", ".join(filter(None, (one.value, one.asked))))
        for one in frozen.measures
    ]
    said = {pair.theme_id: pair.sentence for pair in weighed.pairs}  # measure and pounds, which count nobody
    told = {voice.story_id: voice for voice in frozen.voices}  # one account may be chosen by two rules
    return Sight(
        contract_id=contract_id,
        title=frozen.title,
        ask=frozen.ask,
        until=frozen.until,
        verdict=frozen.verdict,
        blue=frozen.blue,
        clay=frozen.clay,
        money=frozen.money,
        prices=prices,
        if_no=frozen.if_no,
        things=(
            *numbers,
            *_pairs(frozen, said),
            *(Thing(STORY + key, CLAY, "An account", "", f"{one.by}{about}", key) for key, one in told.items()),
        ),
        silent=weighed.silent,
        officer=frozen.officer,
    )


def _pairs(frozen: Snapshot, said: dict[str, str]) -> list[Thing]:
    made = []
    for one in frozen.themes:
        theme = one.of.removeprefix(THEME)
        if theme in said:
            made.append(Thing(PAIR + theme, CLAY, one.name, f"Told by {one.words}. {said[theme]}".strip()))
    return made
