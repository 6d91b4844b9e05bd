"""Staff ask an officer to come out with their team, and see what was answered: no script, nothing lost on error."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.answers import invitations
from tightrope.errors import Refusal
from tightrope.public import forms, staff
from tightrope.public.pages import page
from tightrope.records import inviting, telling
from tightrope.records.house import house
from tightrope.records.inviting import Asked
from tightrope.records.roles import Reader

LARGEST_FORM = 60_000  # bytes: what they would see at its longest, in any script
MOST_FIELDS = 12
TOO_LONG = "This is longer than we can take at once. Please shorten it."
NO_SUCH_DAY = "The day is none: choose one, or leave it empty."
MOST_SHOWN = 50  # invitations of a team on one page


def form(request: Request) -> Response:
    """The empty form, with an officer or a contract chosen where the address names one, and the team's invitations."""
    who = staff.reader(request)
    if who is None:
        return staff.turned_away(request)
    of = request.query_params.get("of", "")[:80]
    return _form(request, who, {"reference": telling.new_reference(), "of": of})


async def send(request: Request) -> Response:
    """Take the invitation. Staff are signed in, so no address is looked at, hashed or kept."""
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
    day, wrong = _day(values.get("day", ""))
    asked = Asked(values["reference"], values.get("of", ""), values.get("team", ""), values.get("words", ""), day)
    try:
        if wrong:
            raise Refusal(inviting.NOT_SENT, [*inviting.problems(asked), *wrong])
        _, is_new = inviting.invite(house(), who, asked)
    except Refusal as refusal:
        return _form(request, who, values, refusal.problems or [str(refusal)], 400)
    said = "Asked. The officer sees it at once." if is_new else "This was asked already: it was sent once."
    return _form(request, who, {"reference": telling.new_reference()}, said=said, team=asked.team)


def _form(
    request: Request,
    who: Reader | None,
    values: dict[str, str],
    wrong: list[str] | None = None,
    status: int = 200,
    said: str = "",
    team: str = "",
) -> Response:
    """Officers and contracts are named to staff alone: somebody signed out keeps what they typed and no more."""
    officers = house().stores.rows("weigh/responsible", on_day=settings.today()) if who and house().has_data else []
    contracts = house().stores.rows("deciders/contracts", on_day=settings.today()) if officers else []
    names = {row["commissioner_id"]: row["name"] for row in officers}
    shown = invitations.of_team(house(), who.account_id, [team]) if who else []
    return page(
        request,
        "ask_out.html",
        status,
        values=values,
        wrong=wrong or [],
        said=said,
        officers=officers,
        contracts=[(row, names.get(row["commissioner_id"], "nobody is named")) for row in contracts],
        names=names,
        shown=shown[:MOST_SHOWN],
        kept_of=values.get("of", "")[:80],
        signed_in=who is not None,
        longest_team=inviting.LONGEST_TEAM,
        today_iso=settings.today().isoformat(),
    )


def _day(given: str) -> tuple[date | None, list[str]]:
    text = given.strip()
    if not text:
        return None, []
    try:
        return date.fromisoformat(text), []
    except ValueError:
        return None, [NO_SUCH_DAY]
