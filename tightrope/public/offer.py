"""An offer by a provider, small ones above all: anybody may make one, and follow by a code what became of it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.answers import offers as answers
from tightrope.errors import NotFound, Refusal
from tightrope.public import callers, choices, forms, staff
from tightrope.public.pages import page
from tightrope.records import offering, telling
from tightrope.records.house import house
from tightrope.records.offering import Offer

LARGEST_FORM = 100_000  # bytes: every field at its longest, in any script as a form writes it
MOST_FIELDS = 20
SIZES = {
    "small": "A small firm, or somebody who works alone",
    "voluntary": "A charity or community group",
    "other": "Another organisation",
}
TOO_MANY = "Many offers came from your connection in the last hour. Please wait a little, or telephone."
TOO_MANY_CODES = "Too many codes were tried from your connection. Please wait an hour, or telephone."
TOO_LONG = "This is longer than we can take at once. Please shorten it, or telephone."


def form(request: Request) -> Response:
    """The empty form."""
    return _form(request, {"reference": telling.new_reference()})


async def send(request: Request) -> Response:
    """Take the offer, or say everything that is missing and keep what was typed."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return await run_in_threadpool(_form, request, {"reference": telling.new_reference()}, [TOO_LONG], 413)
    return await run_in_threadpool(_send, request, values)


def follow_form(request: Request) -> Response:
    """Where the code goes."""
    return _ask(request)


async def follow(request: Request) -> Response:
    """What became of the offer with this code."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return _ask(request, TOO_LONG, 413)
    return await run_in_threadpool(_follow, request, values.get("code", ""))


def _send(request: Request, values: dict[str, str]) -> Response:
    values["reference"] = values.get("reference", "")[:64] or telling.new_reference()
    if staff.from_elsewhere(request):
        return _form(request, values, [staff.ELSEWHERE], 403)
    made = _offer(values)
    wrong = offering.problems(made)
    if wrong:
        return _form(request, values, wrong, 400)
    if not callers.allowed(request, "offer", settings.settings().telling.most_in_hour):
        return _form(request, values, [TOO_MANY], 429)
    try:
        receipt = offering.offer(house(), made)
    except Refusal as refusal:
        return _form(request, values, refusal.problems or [str(refusal)], 503)
    days = settings.settings().replies.provider_days
    return page(request, "offer_sent.html", receipt=receipt, days=days, phone=settings.settings().telling.phone)


def _follow(request: Request, code: str) -> Response:
    if not callers.allowed(request, "offer_follow", settings.settings().telling.look_ups_in_hour):
        return _ask(request, TOO_MANY_CODES, 429)
    try:
        found = answers.followed(house(), code)
    except NotFound as refusal:
        return _ask(request, str(refusal), 404)
    return page(request, "offer_shown.html", found=found, phone=settings.settings().telling.phone)


def _offer(values: dict[str, str]) -> Offer:
    """The offer in the form; whatever is not one of the choices counts as not said."""
    places = (*choices.localities(), answers.WHOLE_CITY)
    return Offer(
        reference=values["reference"],
        provider_name=values.get("provider_name", ""),
        size=values.get("size", ""),
        service_id=choices.of(f"service:{values.get('service', '')}")[0] or "",
        locality=values.get("place", "") if values.get("place") in places else "",
        words=values.get("words", ""),
        contact=values.get("contact", ""),
        price=values.get("price", ""),
        price_unit=values.get("price_unit", ""),
        places=values.get("places", ""),
    )


def _form(request: Request, values: dict[str, str], wrong: list[str] | None = None, status: int = 200) -> Response:
    return page(
        request,
        "offer.html",
        status,
        values=values,
        wrong=wrong or [],
        services=choices.services(),
        places=choices.localities(),
        whole_city=answers.WHOLE_CITY,
        sizes=SIZES,
        longest=offering.LONGEST,
        days=settings.settings().replies.provider_days,
        phone=settings.settings().telling.phone,
    )


def _ask(request: Request, said: str = "", status: int = 200) -> Response:
    return page(request, "offer_follow.html", status, said=said, phone=settings.settings().telling.phone)
