"""Follow: six words show its teller how far an account has come; they may answer, add, change consent or withdraw."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.answers import following as answers
from tightrope.errors import NotFound, Refusal
from tightrope.public import callers, forms, speak_words
from tightrope.public.pages import page
from tightrope.records import telling
from tightrope.records.asking import SAID
from tightrope.records.house import house
from tightrope.records.verdicts import VERDICTS

LARGEST_FORM = 1_000_000
MOST_FIELDS = 10
TOO_MANY = "Too many codes were tried from your connection. Please wait an hour, or telephone."
SINCE = {"better": "It is better", "same": "About the same", "worse": "It is worse", "cannot_say": "I cannot say"}
ONLY_ONCE = "Tick the box to take it back: it cannot be undone."


def form(request: Request) -> Response:
    """Where the code goes."""
    return _ask(request)


async def show(request: Request) -> Response:
    """How far it has come, after doing what was asked with it."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return _ask(request, "This is longer than we can take at once.", 413)
    return await run_in_threadpool(_answer, request, values)


def _answer(request: Request, values: dict[str, str]) -> Response:
    code, chosen = values.get("code", ""), settings.settings().telling
    if not callers.allowed(request, "follow", chosen.look_ups_in_hour):
        return _ask(request, TOO_MANY, 429)
    try:
        said = _do(code, values)
        found = answers.following(house(), code)
    except NotFound as refusal:
        return _ask(request, str(refusal), 404)
    except Refusal as refusal:
        return _ask(request, " ".join([str(refusal), *refusal.problems]), 400)
    return page(
        request,
        "follow_shown.html",
        code=code,
        said=said,
        found=found,
        reference=telling.new_reference(),
        words=speak_words,
        since=SINCE,
        harm=chosen.safeguarding_phone,
    )


def _do(code: str, values: dict[str, str]) -> str:
    """Carry out what was asked, and say so; an empty string where nothing was."""
    what = values.get("do", "")
    if what == "allow" and values.get("consent") in speak_words.CONSENT:
        answers.allow(house(), code, int(values["consent"]))
        return "Changed. It holds from now on, everywhere that is opened after this."
    if what == "withdraw":
        if values.get("sure") != "yes":
            return ONLY_ONCE
        answers.withdraw(house(), code)
        return "Taken back. Your words are destroyed."
    if what == "add":
        receipt = answers.add(house(), code, values.get("reference", "")[:64], values.get("words", ""))
        return f"Added. To follow this part by itself, its six words are: {receipt.code}"
    if what in SAID:
        answers.since(house(), code, values.get("wave", "")[:64], what)
        return "Thank you for saying so."
    if what in VERDICTS:
        answers.answered(house(), code, what)
        return "Thank you for saying so."
    return ""


def _ask(request: Request, said: str = "", status: int = 200) -> Response:
    chosen = settings.settings().telling
    return page(request, "follow.html", status, said=said, phone=chosen.phone, harm=chosen.safeguarding_phone)
