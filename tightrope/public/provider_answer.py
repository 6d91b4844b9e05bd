"""A provider answers what was found about its contract: with the code an officer gave it, in plain text, for good.

The code travels in the form alone, never in an address, so that no log, history or page of another site holds it.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.answers.posts import contracts
from tightrope.answers.say import day
from tightrope.errors import NotFound, Refusal
from tightrope.public import callers, forms, staff
from tightrope.public.pages import page
from tightrope.records import right_of_reply
from tightrope.records.house import house

LARGEST_FORM = 100_000  # bytes: an answer at its longest, in any script as a form writes it
MOST_FIELDS = 10
SEND = "send"
TOO_MANY = "Too many codes were tried from your connection. Please wait an hour, or ring the officer who asked."
TOO_LONG = "This is longer than we can take at once. Please shorten it."
SENT = "Sent. It stands beside the finding from now on. You may add to it once."


def form(request: Request) -> Response:
    """Where the code goes."""
    return _ask(request)


async def show(request: Request) -> Response:
    """The finding behind a code, and the answer where one was sent with it."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return _ask(request, TOO_LONG, 413)
    return await run_in_threadpool(_answer, request, values)


def _answer(request: Request, values: dict[str, str]) -> Response:
    if not callers.allowed(request, "provider_answer", settings.settings().telling.look_ups_in_hour):
        return _ask(request, TOO_MANY, 429, values.get("words", ""))
    code = values.get("code", "")
    if values.get("step") != SEND:
        return _shown(request, code, values)
    if staff.from_elsewhere(request):
        return _shown(request, code, values, [staff.ELSEWHERE], 403)
    try:
        right_of_reply.answer(house(), code, values.get("words", ""), values.get("post", ""))
    except NotFound as refusal:
        return _ask(request, str(refusal), 404, values.get("words", ""))
    except Refusal as refusal:
        return _shown(request, code, values, refusal.problems or [str(refusal)], 400)
    return _shown(request, code, {}, said=SENT)


def _shown(
    request: Request,
    code: str,
    values: dict[str, str],
    wrong: list[str] | None = None,
    status: int = 200,
    said: str = "",
) -> Response:
    try:
        found = right_of_reply.opened(house(), code)
    except NotFound as refusal:
        return _ask(request, str(refusal), 404, values.get("words", ""))
    return page(
        request,
        "provider_answer.html",
        status,
        code=code,
        found=found,
        contract=contracts(house()).get(found["contract_id"], (found["contract_id"], ""))[0],
        values=values,
        wrong=wrong or [],
        said=said,
        late=settings.today() > found["due_on"],
        day=day,
        longest=right_of_reply.MOST_ANSWER,
    )


def _ask(request: Request, said: str = "", status: int = 200, words: str = "") -> Response:
    """The form for the code; an answer that was typed is kept in it, whatever went wrong with the code."""
    return page(request, "provider_code.html", status, said=said, words=words)
