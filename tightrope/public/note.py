"""The 20-second note: staff say what was wanted and not there, or join what a colleague said, between two visits."""

from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope.errors import Refusal
from tightrope.public import choices, forms, staff, staff_words
from tightrope.public.pages import page
from tightrope.records import noting, telling
from tightrope.records.house import house
from tightrope.records.noting import Noted
from tightrope.records.roles import Reader

LARGEST_FORM = 500_000  # bytes: what happened at its longest, in any script
MOST_FIELDS = 20
TOO_LONG = "This is longer than we can take at once. Please shorten it."
CHOOSE_CONSENT = "Please choose what we may do with your words."
KEPT = ("service", "place", "role")  # in the address, so that the next note begins where the last one was


def form(request: Request) -> Response:
    """The empty form; service, place and role as the address has them."""
    who = staff.reader(request)
    if who is None:
        return staff.turned_away(request)
    values = {key: request.query_params.get(key, "")[:80] for key in KEPT}
    return _form(request, who, {**values, "reference": telling.new_reference(), "name": staff.name_of(who)})


async def send(request: Request) -> Response:
    """Take the note.

    Staff are signed in, so nobody counts how much comes from one connection: no address is looked at, hashed or kept.
    """
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        values = {"reference": telling.new_reference()}
        return await run_in_threadpool(_form, request, staff.reader(request), values, [TOO_LONG], 413)
    return await run_in_threadpool(_answer, request, values)


def _answer(request: Request, values: dict[str, str]) -> Response:
    who, refused = staff.sent_by(request, values)
    if refused:
        return _form(request, who, values, [refused], 403)
    if who is None:
        return staff.turned_away(request)
    noted = _noted(values)
    without = [] if values.get("consent") in staff_words.CONSENT else [CHOOSE_CONSENT]
    try:
        if without:
            raise Refusal(noting.NOT_SENT, [*noting.problems(noted, joining=bool(noted.joins)), *without])
        receipt = noting.note(house(), who, noted)
    except Refusal as refusal:
        return _form(request, who, values, refusal.problems or [str(refusal)], 400 if refusal.problems else 503)
    kept = {key: values.get(key, "") for key in KEPT}
    return page(request, "note_sent.html", receipt=receipt, noted=noted, again=f"/p/note?{urlencode(kept)}")


def _form(
    request: Request, who: Reader | None, values: dict[str, str], wrong: list[str] | None = None, status: int = 200
) -> Response:
    lines, places = choices.services(), choices.localities()
    service = values.get("service", "") if values.get("service") in {line["id"] for line in lines} else ""
    place = values.get("place", "") if values.get("place") in places else ""
    concerns, waiting = noting.concerns(house(), service, place) if who else ([], 0)
    return page(
        request,
        "note.html",
        status,
        values=values,
        wrong=wrong or [],
        services=lines,
        places=places,
        service=service,
        service_name=next((line["name"] for line in lines if line["id"] == service), ""),
        place=place,
        concerns=concerns,
        waiting=waiting,
        days=noting.OPEN_DAYS,
        longest=noting.LONGEST_LINE,
        words=staff_words,
    )


def _noted(values: dict[str, str]) -> Noted:
    """The note in the form; whatever is not one of the choices counts as not said."""
    lines: dict[str, Any] = {line["id"]: line for line in choices.services()}
    level, about = values.get("consent", ""), values.get("about", "")
    return Noted(
        reference=values["reference"],
        service_id=values.get("service", "") if values.get("service") in lines else "",
        locality=values.get("place", "") if values.get("place") in choices.localities() else "",
        wanted=values.get("wanted", ""),
        offered=values.get("offered", ""),
        seen=values.get("seen", ""),
        happened=values.get("happened", ""),
        teller_role=values.get("role", ""),
        about=about if about in staff_words.GAPS else noting.ABOUT[0],
        consent_level=int(level) if level in staff_words.CONSENT else 0,
        name=values.get("name", "")[:120],
        team=values.get("team", "")[:120],
        joins=values.get("joins", "")[:64],
    )
