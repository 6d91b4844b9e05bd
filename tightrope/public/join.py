"""Join: a phone answers a question that a meeting asks, with the code on the screen, without an account or a name."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tightrope import settings
from tightrope.errors import NotFound, Refusal
from tightrope.public import callers, forms
from tightrope.public.pages import page
from tightrope.records import rooms
from tightrope.records.house import house

COOKIE = "tightrope_seat"
PATH = "/p/join"
LARGEST_FORM, MOST_FIELDS = 20_000, 30
TOO_LONG = "This is longer than we can take at once."
TOO_MANY = "Too many codes were tried from your connection. Please wait an hour, or ask whoever leads the meeting."
NOT_HERE = "This phone has not joined, or the question is closed. Enter the code again."
KEPT = "Kept. You may change it until the question is closed."


def form(request: Request) -> Response:
    """Where the code goes; a phone that joined before goes on with its answer, unless it comes with another code."""
    token = request.cookies.get(COOKIE, "")
    code = request.query_params.get("code", "")[:40]
    if token and not code:
        try:
            return _sheet(request, rooms.seat(house(), token), "")
        except NotFound:
            pass
    return _ask(request, "", code)


async def send(request: Request) -> Response:
    """Take a code and a role, or an answer."""
    try:
        values = await forms.fields(request, LARGEST_FORM, MOST_FIELDS)
    except forms.TooLarge:
        return await run_in_threadpool(_ask, request, TOO_LONG, "", 413)
    return await run_in_threadpool(_answer if "answer" in values else _join, request, values)


def _join(request: Request, values: dict[str, str]) -> Response:
    code, role = values.get("code", ""), values.get("role", "")
    if not callers.allowed(request, "join", settings.settings().room.joins_in_hour):
        return _ask(request, TOO_MANY, code, 429)
    try:
        token = rooms.join(house(), code, role, request.cookies.get(COOKIE, ""))
    except NotFound as refusal:
        return _ask(request, str(refusal), code, 404)
    except Refusal as refusal:
        return _ask(request, str(refusal), code, 400)
    went = RedirectResponse(PATH, 303)
    # Strict: no other site can answer in somebody's place. Secure wherever the page itself came over HTTPS.
    went.set_cookie(
        COOKIE, token, max_age=settings.settings().room.open_hours * 3600, path=PATH, httponly=True,
        samesite="strict", secure=request.url.scheme == "https",
    )  # fmt: skip
    return went


def _answer(request: Request, values: dict[str, str]) -> Response:
    token = request.cookies.get(COOKIE, "")
    try:
        one = rooms.seat(house(), token)
    except NotFound:
        return _ask(request, NOT_HERE, "", 404)
    try:
        given = {line.line_id: _number(values.get(f"line{place}", "")) for place, line in enumerate(one.lines)}
        rooms.answer(house(), token, given)
    except Refusal as refusal:
        return _sheet(request, one, str(refusal), 400)
    return _sheet(request, rooms.seat(house(), token), KEPT)


def _number(given: str) -> float:
    try:
        return float(given[:20])
    except ValueError:
        raise Refusal("Every answer is a number between 0 and 100.") from None


def _ask(request: Request, said: str, code: str, status: int = 200) -> Response:
    return page(request, "join.html", status, said=said, code=code, roles=rooms.ROLES)


def _sheet(request: Request, one: rooms.Seat, said: str, status: int = 200) -> Response:
    start = 100 / len(one.lines) if one.kind == rooms.SPLIT else 50
    lines = [(line, round(one.given.get(line.line_id, start))) for line in one.lines]
    return page(request, "join_answer.html", status, one=one, lines=lines, said=said, role=rooms.ROLES[one.role])
