"""The evidence gate: what has to be answered before a renewal may be called ready, and what is blank still.

The questions follow what a council has to show to give a contract to the same provider again under direct award
process C (The Health Care Services (Provider Selection Regime) Regulations 2023, regulations 5 and 6): is the contract
satisfied, will the next one likely be, would it change considerably, and five key criteria. Those Regulations do not
bind a contract for social care alone; their questions serve as a model. The rest is what a renewal paper has to hold
besides: who was and was not heard, promises not kept, what front-line staff say, interests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tightrope.renewals.options import NAMES, day_words

CHANGES = {"clause_changed": "Clause changed", "measure_added": "Measure added", "no_because": "No, because"}
ANSWERED, NO_INTEREST, INTEREST = "answered", "none", "declared"
INTERESTS = {NO_INTEREST: "None to declare", INTEREST: "Declared, with what was done"}
READY, NOT_READY = "ready", "not_ready"
OPTION_PART, READY_PART = "option", "ready"
INTERESTS_ID = "interests"
AS_IT_IS = "extend"


@dataclass(frozen=True)
class Kind:
    """A question as it is asked of every renewal. `always` a person answers it, whatever the data know."""

    question_id: str
    title: str
    asks: str
    always: bool = True

    @property
    def part(self) -> str:
        """How an answer names it."""
        return f"question:{self.question_id}"


QUESTIONS = (
    Kind("satisfying", "Is the contract being satisfied now?", "Say whether it is, and what you rest that on."),
    Kind("likely", "Will the provider likely satisfy the next term?", "Say what makes it likely, or what would."),
    Kind(
        "considerable",
        "What changes, and is that a considerable change?",
        "Say what differs from today's contract in character and in money.",
    ),
    Kind("quality", "Quality and innovation", "Say what people get out of it, and what is new."),
    Kind("value", "Value", "Say what is paid for what is delivered, and whether it can be kept at that price."),
    Kind(
        "integration",
        "Integration, collaboration and sustainability of services",
        "Say how it works with others, and whether it can last.",
    ),
    Kind(
        "access",
        "Access, inequalities and choice",
        "Say who does not get it, and what choice people have.",
    ),
    Kind("social_value", "Social value", "Say what it does for the city besides: pay, local people, small providers."),
    Kind("heard", "Who was heard", "Say who was heard.", always=False),
    Kind("not_heard", "Who was not heard", "Say who was not heard, why, and what was done to hear them."),
    Kind("promises", "Promises not kept", "Say what was promised last time, and what came of it."),
    Kind("staff", "What front-line staff say", "Say what care workers and social workers say of it.", always=False),
    Kind("flags", "Red flags that stand", "Say what is done about each, or why not.", always=False),
    Kind(INTERESTS_ID, "Interests", "Declare what links anybody who prepares or decides this, or confirm none."),
)


@dataclass(frozen=True)
class Answer:
    """What stands for one part. `dated_on` is the day from which it holds, `named` who answers for it."""

    part: str
    choice: str
    words: str
    named: str
    dated_on: date
    answered_at: datetime


@dataclass(frozen=True)
class Concern:
    """A theme that enough people told, or one serious account. `told` says by how many of those heard."""

    part: str
    title: str
    told: str
    serious: bool
    praised: bool
    story_ids: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question with what the data know; `needs_person` is False where that is enough."""

    kind: Kind
    knows: tuple[str, ...]
    needs_person: bool


@dataclass(frozen=True)
class Blank:
    """A part that is empty; `words` names it as it ends "not ready, because"."""

    part: str
    words: str


@dataclass(frozen=True)
class Gate:
    """All of it for one contract. `option` is empty until one is chosen; `stops` bar the option itself.

    `ready_said` is the word of the officer who called it ready; it counts only while nothing is blank, and until
    another option is proposed.
    """

    contract_id: str
    option: str
    stops: tuple[str, ...]
    concerns: tuple[Concern, ...]
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    blanks: tuple[Blank, ...]
    ready_said: Answer | None

    @property
    def may_be_ready(self) -> bool:
        """True where nothing is blank and nothing bars the option."""
        return not self.blanks and not self.stops

    @property
    def is_ready(self) -> bool:
        """True where an officer has called it ready and it still may be."""
        return self.may_be_ready and self.ready_said is not None


def questions(knows: Mapping[str, Sequence[str]], asked_anyway: frozenset[str] = frozenset()) -> tuple[Question, ...]:
    """Every question with what the data know of it, by id; one of which they know nothing needs a person.

    `asked_anyway`: ids that need a person this time although they usually need none.
    """
    made = []
    for kind in QUESTIONS:
        lines = tuple(line for line in knows.get(kind.question_id, ()) if line)
        made.append(Question(kind, lines, kind.always or not lines or kind.question_id in asked_anyway))
    return tuple(made)


def gate(
    contract_id: str,
    concerns: Sequence[Concern],
    asked: Sequence[Question],
    answers: Mapping[str, Answer],
    stops: Mapping[str, str],
) -> Gate:
    """Hold the answers against what has to be answered. `stops`: why an option cannot be taken, by option."""
    option = answers[OPTION_PART].choice if OPTION_PART in answers else ""
    said, chose = answers.get(READY_PART), answers.get(OPTION_PART)
    stands = said and chose and said.choice == READY and said.answered_at >= chose.answered_at
    return Gate(
        contract_id=contract_id,
        option=option,
        stops=(stops[option],) if option in stops else (),
        concerns=tuple(concerns),
        questions=tuple(asked),
        answers=answers,
        blanks=tuple(_blanks(option, concerns, asked, answers)),
        ready_said=said if stands else None,
    )


def because(found: Gate) -> str:
    """ "Extend as it is: not ready, because 3 answers are blank: what changes for rushed; …"."""
    name = f"{NAMES[found.option]}: " if found.option else ""
    if found.is_ready:
        return f"{name}ready, by {found.ready_said.named}"
    if found.may_be_ready:
        return f"{name}everything is answered, and nobody has called it ready"
    if found.stops:
        return f"{name}not ready, because {found.stops[0]}"
    number = len(found.blanks)
    what = "one answer is" if number == 1 else f"{number} answers are"
    said = f"{name}not ready, because {what} blank"
    return f"{said[0].upper()}{said[1:]}"


def contradicts(found: Gate) -> str:
    """Where something changes, it is no extension as it is; empty where that is not so."""
    if found.option != AS_IT_IS:
        return ""
    parts = {one.part for one in found.concerns}
    changing = [one for key, one in found.answers.items() if key in parts and one.choice != "no_because"]
    if not changing:
        return ""
    what = "One answer changes" if len(changing) == 1 else f"{len(changing)} answers change"
    return f"{what} a clause or a measure: that is “{NAMES['vary']}”, not “{NAMES[AS_IT_IS]}”."


def paper(found: Gate) -> tuple[str, ...]:
    """The paper's part on consultation and what changed: a line for every concern, answered or not."""
    made = []
    for one in found.concerns:
        said = found.answers.get(one.part)
        if said is None:
            made.append(f"{one.title} ({one.told}): not answered.")
            continue
        by = f"{said.named}, {day_words(said.dated_on)}"
        made.append(f"{one.title} ({one.told}). {CHANGES[said.choice]}: {said.words.rstrip('.')} ({by}).")
    return tuple(made)


def _blanks(
    option: str, concerns: Sequence[Concern], asked: Sequence[Question], answers: Mapping[str, Answer]
) -> list[Blank]:
    made = [] if option else [Blank(OPTION_PART, "which option is proposed")]
    made += [Blank(one.part, f"what changes for “{one.title}”") for one in concerns if one.part not in answers]
    made += [
        Blank(one.kind.part, f"“{one.kind.title}”")
        for one in asked
        if one.needs_person and one.kind.part not in answers
    ]
    return made
