"""You said, we did: anybody reads what people told, what is done and what is not, and who answers for it.

The page is made anew for each opening as far as the records changed since, and no browser or proxy keeps it: an
account that is taken back counts nowhere from the next opening on (public/headers.py sends "no-store").
"""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.answers import said as answers
from tightrope.answers.posts import services
from tightrope.answers.promises import DROPPED, LATE
from tightrope.answers.said import Service
from tightrope.answers.said_heard import FEW, HEARD, NOT_HEARD, UNSEEN
from tightrope.answers.say import day
from tightrope.public.pages import page
from tightrope.records.house import house

YES = "yes"
AT_ONCE = 20  # lines on one page: at their longest still within 60 KB, which opens on a poor connection
MOST_PROMISES = 12  # late and dropped ones in full; the table counts all
HEARD_WORDS = {NOT_HEARD: "Not heard", FEW: "Hardly heard", HEARD: "Heard"}
EASY_STATES = {
    answers.NOT_DOING: "We are not doing this.",
    answers.NEED_HELP: "Please help us with this.",
    answers.DOING: "We are doing this.",
    answers.DONE: "This is done.",
}


def show(request: Request) -> Response:
    """All services or one (?service=…), plainly or in Easy Read (?easy=yes)."""
    opened, asked = house(), request.query_params.get("service", "")[:80]
    known = services(opened)
    chosen = asked if asked in known else ""
    easy = request.query_params.get("easy") == YES
    found = answers.said(opened, chosen)
    telling = settings.settings().telling
    pages = max(1, -(-found.lines // AT_ONCE))
    number = _number(request.query_params.get("page", ""), pages)
    broken = [one for one in found.promises if one.standing in (LATE, DROPPED)]
    return page(
        request,
        "said_easy.html" if easy else "said.html",
        found=found,
        title=answers.title(found),
        shown=_of_page(found.services, number, pages),
        number=number,
        pages=pages,
        broken=broken[:MOST_PROMISES],
        more=max(len(broken) - MOST_PROMISES, 0),
        services=known,
        chosen=chosen,
        unknown=bool(asked) and not chosen,
        states=answers.STATES,
        easy_states=EASY_STATES,
        heard=HEARD_WORDS,
        unseen=UNSEEN,
        day=day,
        phone=telling.phone,
        freepost=telling.freepost,
        harm=telling.safeguarding_phone,
    )


def _number(given: str, pages: int) -> int:
    """Which page is asked for; the first where it is none."""
    asked = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
    return asked if 1 <= asked <= pages else 1


def _of_page(every: Sequence[Service], number: int, pages: int) -> list[Service]:
    """The services with their lines on this page; those of which nothing is written stand on the last."""
    first, last, at, made = (number - 1) * AT_ONCE, number * AT_ONCE, 0, []
    for service in every:
        end = at + len(service.lines)
        lines = service.lines[max(first - at, 0) : max(last - at, 0)]
        if lines or (not service.lines and number == pages):
            made.append(replace(service, lines=lines))
        at = end
    return made
