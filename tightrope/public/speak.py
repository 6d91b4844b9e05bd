"""Speak up: somebody tells what happened, sees what will be blacked out, sends it, and gets a code to follow it by.

Plain HTML that works without scripts. The script there is keeps a draft on the device until it is sent or cleared.
"""

from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.public import callers, choices, forms, media, speak_words
from tightrope.public.pages import page
from tightrope.records import local_words, telling
from tightrope.records.house import house
from tightrope.records.telling import WEB, Told

LARGEST_FORM = 1_000_000  # bytes: 20,000 letters of any script as a form writes them, twice, and the rest
MOST_FIELDS = 30
TOO_MANY = "Many accounts came from your connection in the last hour. Please wait a little, or telephone."
TOO_LONG = "This is longer than we can take at once. Please shorten it, or telephone."


def form(request: Request) -> Response:
    """The empty form."""
    return _form(request, {"reference": telling.new_reference()})


async def send(request: Request) -> Response:
    """Look it over, change it again, or take it: which of the three the pressed button says."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return _form(request, {"reference": telling.new_reference()}, [TOO_LONG], 413)
    return await run_in_threadpool(_answer, request, values)


def _answer(request: Request, values: dict[str, str]) -> Response:
    values["reference"] = values.get("reference", "")[:64] or telling.new_reference()
    told = _told(values)
    wrong = telling.problems(told)
    if "consent" not in values:
        wrong.append("Please choose what we may do with your words.")
    if values.get("step") == "change":
        return _form(request, values)
    if wrong:
        return _form(request, values, wrong, 400)
    if values.get("step") != "send":
        return page(request, "speak_look.html", values=values, told=told, shown=_shown(told), **_around())
    if not callers.allowed(request, "speak", settings.settings().telling.most_in_hour):
        return _form(request, values, [TOO_MANY], 429)
    try:
        receipt = telling.tell(house(), told)
    except Refusal as refusal:
        return _form(request, values, [str(refusal), *refusal.problems], 503)
    added = {**media.around(receipt.code), "ask_code": False}
    return page(request, "speak_sent.html", receipt=receipt, told=told, **added, **_around())


def _form(request: Request, values: dict[str, str], wrong: list[str] | None = None, status: int = 200) -> Response:
    return page(
        request,
        "speak.html",
        status,
        values=values,
        wrong=wrong or [],
        services=choices.services(),
        localities=choices.localities(),
        months=choices.months(),
        **_around(),
    )


def _around() -> dict[str, Any]:
    """What stands on every step: telephone numbers, and the words of each choice."""
    chosen = settings.settings().telling
    return {
        "phone": chosen.phone,
        "harm": chosen.safeguarding_phone,
        "longest": chosen.longest,
        "words": speak_words,
    }


def _shown(told: Told) -> dict[str, str]:
    """What others could see of it, with what is blacked out; nothing for another language: a person reads it first."""
    if told.language != telling.ENGLISH:
        return {}
    stores = house().stores
    return {"words": local_words.redact(stores, told.words), "asks": local_words.redact(stores, told.asks)}


def _told(values: dict[str, str]) -> Told:
    """The account in the form; whatever is not one of the choices counts as not said."""
    about_whom = values.get("teller_role", "")
    role = about_whom if about_whom in speak_words.ROLES else "observer"
    service_id, contract_id = choices.of(values.get("of", ""))
    level = values.get("consent", "")
    route = values.get("reply_route", "none")
    made = Told(
        source=WEB,
        source_id=values["reference"],
        words=values.get("words", ""),
        asks=values.get("asks", ""),
        teller_role=role,
        on_behalf_of="self" if role in ("person", "unpaid_carer") else "named_with_authority",
        about=values["about"] if values.get("about") in speak_words.ABOUT else "service",
        service_id=service_id,
        contract_id=contract_id,
        locality=values.get("locality") or None,
        event_month=choices.month(values.get("month", "")),
        language=values.get("language", "").strip()[:40] or telling.ENGLISH,
        reply_route=route if route in speak_words.ROUTES else "none",
        contact=values.get("contact", ""),
        consent_level=int(level) if level in speak_words.CONSENT else 0,
    )
    part = values.get("own_part", "")
    return replace(made, own_part=part) if part in speak_words.OWN_PARTS and role != "person" else made
