"""A decision drafted from what is on screen, for the register's form, the meeting and the pack alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tightrope import settings
from tightrope.answers.decision_facts import Facts, facts, key_decision, wards
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.say import pounds
from tightrope.answers.shapes import Band, MeasureLine, Weighing
from tightrope.answers.standing import thresholds
from tightrope.answers.subjects import people_of
from tightrope.records.deciding import last
from tightrope.records.decision_shapes import MEASURE, VOICES, Decided, Expected, problems
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.committees import months_before

MOST_REASONS = 3  # pairs that a draft's reasons are begun with
VOICES_WORDS = "People heard from with a good experience"
ROOM_ABOVE = 1.25  # of what is asked, where more is better and nothing bounds it
NO_THEME = ""  # accounts that nobody has given a theme


@dataclass(frozen=True)
class Draft:
    """A decision begun. `known` is what is on file, label -> words; `measures` id -> words; `themes` id -> words.

    `stories` are the accounts of each theme; an account with two themes stands under both. `seen` is the register's
    latest entry when it was drafted; `blanks` say what it still needs.
    """

    subject: str
    made: Decided
    known: Mapping[str, str]
    measures: Mapping[str, str]
    themes: Mapping[str, str]
    stories: Mapping[str, tuple[str, ...]]
    seen: int
    blanks: tuple[str, ...]


def draft(house: House, reader: Reader, period: Period, kind: str, key: str) -> Draft:
    """Begin a decision on a contract, pot or line. Raises NotFound for a subject that is not there.

    What only a person can know stays blank: that there is no interest is never assumed. Remembered until data or
    records change; never alter it.
    """
    name = ("decision_draft", reader.audience, period, kind, key)
    return kept(house, name, lambda: _draft(house, reader, period, kind, key))


def _draft(house: House, reader: Reader, period: Period, kind: str, key: str) -> Draft:
    on_file, found = facts(house, reader, period, kind, key), evidence(house, reader.audience, period)
    rules, weighed = settings.settings().decision, on_file.weighed
    at_stake = on_file.cost_term if on_file.cost_term is not None else on_file.cost_a_year
    is_key, why_key = key_decision(at_stake, wards(house, on_file.localities))
    by_name, post, delegation = _decides(on_file, is_key)
    lines = [*weighed.in_contract, *weighed.also] if weighed else []
    measures = {one.measure_id: f"{one.name}: {one.value_words}" for one in lines if one.value is not None}
    made = Decided(
        kind=kind,
        key=key,
        title=f"{on_file.title}: {on_file.option[:1].lower()}{on_file.option[1:]}" if on_file.option else on_file.title,
        decided_on=found.today,
        decision=f"{on_file.option}: {on_file.title}, {on_file.about}." if on_file.option else "",
        reasons=_reasons(weighed) if weighed else "",
        rejected=on_file.rejected,
        decided_by=by_name,
        post=post,
        delegation=delegation,
        interests=on_file.interests,
        not_heard=on_file.not_heard,
        measures_used=tuple(measures),
        stories_used=tuple(one.story_id for one in weighed.dots) if weighed else (),
        participation=on_file.participation,
        cost_a_year=on_file.cost_a_year,
        cost_term=on_file.cost_term,
        is_key=is_key,
        key_reason=why_key,
        review_on=months_before(found.today, -rules.review_months),
    )
    made = replace(made, expects=tuple(_expects(found, made, lines, weighed.voices if weighed else None)))
    stories = _by_theme(found, made.stories_used)
    return Draft(
        subject=on_file.title,
        made=made,
        known=_known(on_file, why_key, is_key),
        measures=measures,
        themes={one: _theme_words(found, one, stories[one]) for one in stories},
        stories=stories,
        seen=last(house.stores),
        blanks=tuple(problems(made)),
    )


def _reasons(weighed: Weighing) -> str:
    lines = [weighed.sentence, *(one.sentence for one in weighed.pairs[:MOST_REASONS])]
    return " ".join(dict.fromkeys(" ".join(one.split()) for one in lines if one.strip()))


def _decides(on_file: Facts, is_key: bool) -> tuple[str, str, str]:
    """Name, post and delegation: the body for a key decision, else the officer who answers for it."""
    chosen, who = settings.settings(), on_file.officer
    if is_key:
        paper = f"; the paper is by {who['name']}, {who['post']}" if who else ""
        return chosen.council.decides, f"Committee{paper}", chosen.decision.committee_delegation
    if not who:
        return "", "", chosen.decision.delegation
    return who["name"], who["post"] or "", who["may_decide"] or chosen.decision.delegation


def _known(on_file: Facts, why_key: str, is_key: bool) -> dict[str, str]:
    weighed = on_file.weighed
    made = {"What it is": on_file.about}
    if weighed:
        made["What numbers and stories say"] = weighed.answer
        made["Options"] = " ".join(weighed.still_possible)
        made["Accounts that wait"] = weighed.waiting_words
    if on_file.cost_a_year is not None:
        term = f"; {pounds(on_file.cost_term)} over the whole term" if on_file.cost_term is not None else ""
        made["What it costs"] = f"{pounds(on_file.cost_a_year)} a year{term}"
    made["Key decision" if is_key else "Not a key decision"] = why_key
    made["Interests"] = on_file.interest_words
    return {label: words for label, words in made.items() if words}


def _expects(found: Evidence, made: Decided, lines: Sequence[MeasureLine], voices: Band | None) -> list[Expected]:
    """The measure furthest from what is asked, to reach it, and people's own word, to be good by the threshold."""
    if made.review_on is None:
        return []
    expects = []
    short = [one for one in lines if one.value is not None and one.attained is not None and one.attained < 1]
    short = [one for one in short if one.contract_id in found.returns]  # a whole line is asked for nothing
    worst = min(short, key=lambda one: (one.attained, one.measure_id), default=None)
    if worst is not None:
        low, high = _asked(found, worst)
        start = round(worst.value, 4)
        expects.append(Expected(MEASURE, worst.measure_id, worst.name, start, low, high, made.review_on))
    good = thresholds().voices_good
    if voices is not None and voices.middle is not None and voices.middle < good:
        start = round(voices.middle, 4)
        expects.append(Expected(VOICES, "", VOICES_WORDS, start, good, 1.0, made.review_on))
    return expects


def _asked(found: Evidence, line: MeasureLine) -> tuple[float, float]:
    """From what is asked of a measure to as far beyond as it can go, or by a quarter where nothing bounds it."""
    measure = found.measures[line.measure_id]
    rows = found.returns[line.contract_id]
    target = float(next(row["target"] for row in rows if row["measure_id"] == line.measure_id))
    if measure.direction == "down_is_good":
        return 0.0, target
    return target, 1.0 if measure.unit == "%" else target * ROOM_ABOVE


def _by_theme(found: Evidence, story_ids: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Theme -> its accounts, the theme that most people told of first."""
    made: dict[str, list[str]] = {}
    for story_id in story_ids:
        for theme in found.themes_of.get(story_id) or [NO_THEME]:
            made.setdefault(theme, []).append(story_id)
    ordered = sorted(made, key=lambda one: (one == NO_THEME, -_people(found, made[one])[0], one))
    return {theme: tuple(made[theme]) for theme in ordered}


def _theme_words(found: Evidence, theme: str, story_ids: Sequence[str]) -> str:
    name = "No theme given yet" if theme == NO_THEME else found.themes[theme].name
    people, at_least = _people(found, story_ids)
    return f"{name} ({'at least ' if at_least else ''}{people} {'person' if people == 1 else 'people'})"


def _people(found: Evidence, story_ids: Sequence[str]) -> tuple[int, bool]:
    wanted = set(story_ids)
    return people_of(one for one in found.accounts if one["story_id"] in wanted)
