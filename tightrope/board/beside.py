"""Several subjects in one pack: what each shows of people must not tell few of them apart beside the others.

A snapshot is held against everything that went out before (published.counts). Those of one pack go out together, so
each is held here against the ones before it in the pack as well.
"""

from collections.abc import Sequence
from dataclasses import replace

from tightrope import settings
from tightrope.answers.board_voices import GOOD, GROUP, HEARD
from tightrope.board.differencing import TOO_FEW, Cut, isolates
from tightrope.board.published import Published, count_words
from tightrope.board.sentences import NOBODY
from tightrope.board.snapshot import Snapshot

NOT_BESIDE = "What people tell cannot be counted here: beside the rest of these papers it would tell of few people."


def settled(taken: Sequence[Snapshot], earlier: Sequence[Cut]) -> list[Snapshot]:
    """The snapshots of one pack, in order, with every count left out that would tell few people apart."""
    out, made = list(earlier), []
    for one in taken:
        kept = _without(one, out)
        made.append(kept)
        out += [_cut(kept, count) for count in kept.counts]
    return made


def _without(one: Snapshot, out: Sequence[Cut]) -> Snapshot:
    fewest = settings.settings().disclosure.fewest_people
    hidden = {(count.of, count.place) for count in one.counts if isolates(_cut(one, count), out, fewest)}
    if not hidden:
        return one
    if (HEARD, "") in hidden:  # what is said of those heard falls with how many they are
        hidden |= {(count.of, "") for count in one.counts if count.among}
    if any(place for _, place in hidden) or (HEARD, "") in hidden:  # the parts that stay would give away the one
        hidden |= {(count.of, count.place) for count in one.counts if count.place}
    counts = tuple(_hidden(count) if (count.of, count.place) in hidden else count for count in one.counts)
    of_whole = {of for of, place in hidden if not place}
    groups = [count for count in counts if count.of.startswith(GROUP)]
    return replace(
        one,
        counts=counts,
        clay=NOT_BESIDE if any(not of.startswith(GROUP) for of in of_whole) else one.clay,
        rope=replace(one.rope, stories_low=None, stories_high=None) if of_whole & {HEARD, GOOD} else one.rope,
        not_heard=tuple(count.name for count in groups if count.shown == NOBODY),
        hardly_heard=tuple(count.name for count in groups if count.shown == f"fewer than {fewest}"),
    )


def _cut(one: Snapshot, count: Published) -> Cut:
    scope = f"{one.subject}|{count.place}"
    return Cut(scope, count.of, count.shown, frozenset(count.people), count.as_at, count.among)


def _hidden(count: Published) -> Published:
    return replace(count, shown=TOO_FEW, among="", words=count_words(TOO_FEW, ""), people=())
