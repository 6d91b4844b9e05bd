"""The board page behind a link: one page for a phone the night before, without a script, a session or an account.

Every address that opens nothing gets the same form for a passcode: a wrong, shortened or made-up token, a link that
has ended, was withdrawn or used up, one that waits for its passcode and one that waits for safeguarding's word cannot
be told apart. No token stands in a page, and none is logged.
"""

import asyncio
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tightrope import settings
from tightrope.board import snapshot
from tightrope.board.snapshot import Snapshot
from tightrope.errors import Refusal
from tightrope.public import board_cleared, board_kept, board_view, callers, forms
from tightrope.public.pages import page, render
from tightrope.records import share_links, share_views
from tightrope.records.house import house
from tightrope.records.share_links import Link

COOKIE = "board_page"
LARGEST_FORM = 4_000  # bytes: a passcode and nothing else
MOST_FIELDS = 4
WRONG = "This did not open it. The passcode may be another, or the link has ended or was withdrawn."
LOCKED = "Too many passcodes were tried. Wait a while, or ring us."


class Name(NamedTuple):
    """What stands on a page, besides what the records hold at the time."""

    share_id: str
    body_hash: str
    level: str
    ward: str
    changed: str


class Whatever(Convertor[str]):
    """The rest of an address, whatever stands in it, line ends too: every address under the page has one answer."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


register_url_convertor("whatever", Whatever())


async def show(request: Request) -> Response:
    """The page, where the link opens by itself or was opened a moment ago; the form in every other case.

    What is kept in memory is answered at once: handing it to a thread takes longer than the answer, while people work.
    """
    return _at_once(request) or await run_in_threadpool(_looked_up, request)


def _at_once(request: Request) -> Response | None:
    """The page as it was drawn last, counted; None where the stores have to be asked for any of it."""
    here = house()
    link = share_links.known(here, _token(request))
    if link is None or request.method != "GET" or not board_cleared.known(here, link):
        return None
    is_new = not share_links.holds(link, request.cookies.get(COOKIE, ""))
    changed = board_view.known(here, link)
    if changed is None or (is_new and link.passcode_hash):
        return None
    try:
        name = _name(request, link, snapshot.read(link.body, link.body_hash), changed)
    except Refusal:
        return None
    kept = board_kept.known(here, name, request.state.nonce)
    if kept is None or (is_new and not _counted(link)):
        return None
    return _page(request, link, kept, is_new)


def _looked_up(request: Request) -> Response:
    link = _link(_token(request))
    if link is None or request.method != "GET":
        return _closed(request)
    if share_links.holds(link, request.cookies.get(COOKIE, "")):
        return _opened(request, link, False)
    return _closed(request) if link.passcode_hash or not _counted(link) else _opened(request, link, True)


async def enter(request: Request) -> Response:
    """The page after the right passcode. A token that nobody has takes as long and gets the same answer."""
    try:
        passcode = (await forms.fields(request, LARGEST_FORM, MOST_FIELDS)).get("passcode", "").strip()
    except forms.TooLarge:
        passcode = ""
    token = _token(request)
    link = await run_in_threadpool(_link, token)
    if not passcode:
        return await run_in_threadpool(_closed, request)
    if not callers.allowed(request, "board", settings.settings().share.tries_in_hour):
        return await run_in_threadpool(_closed, request, LOCKED, 429)
    await asyncio.sleep(share_links.pause(link, token))  # each wrong passcode makes the next one slower
    return await run_in_threadpool(_answer, request, link, token, passcode)


def _link(token: str) -> Link | None:
    """The link behind a token, as long as it lasts and safeguarding agrees to what it shows."""
    link = share_links.find(house(), token)
    return link if link and board_cleared.cleared(house(), link) else None


def _answer(request: Request, link: Link | None, token: str, passcode: str) -> Response:
    right = share_links.fits(link, token, passcode)
    if right is None:
        return _closed(request, LOCKED, 429)
    if link is None or not right or not _counted(link):
        return _closed(request, WRONG, 403)
    return _opened(request, link, True)


def _counted(link: Link) -> bool:
    """Count an opening; False where the link has been opened as often as it may."""
    if link.left is None:
        share_views.count(house(), link.share_id)
        return True
    return link.left > 0 and share_views.count_first(house(), link.share_id)


def _opened(request: Request, link: Link, is_new: bool) -> Response:
    try:
        frozen = snapshot.read(link.body, link.body_hash)
    except snapshot.Altered:
        share_views.altered(house(), link.share_id)
        return _closed(request)
    except Refusal:  # frozen by another version
        return _closed(request)
    changed = board_view.changed(house(), link, frozen)
    name = _name(request, link, frozen, changed)

    def make(nonce: str) -> str:
        return render("board.html", nonce, **board_view.values(house(), link, frozen, name.ward, changed))

    return _page(request, link, board_kept.drawn(house(), name, request.state.nonce, make), is_new)


def _name(request: Request, link: Link, frozen: Snapshot, changed: str) -> Name:
    """Under which the page is kept: what stands on it besides the state of the records."""
    asked = request.query_params.get("ward", "")
    ward = next((one.name for one in frozen.wards if one.name == asked), "")
    return Name(link.share_id, link.body_hash, link.level, ward, changed)


def _page(request: Request, link: Link, text: str, is_new: bool) -> Response:
    response: Response = HTMLResponse(text)
    if is_new:
        response.set_cookie(COOKIE, share_links.ticket(link), **_cookie(request))
    return response


def _cookie(request: Request) -> dict[str, Any]:
    """For this link's own address alone, for as long as coming back is the same opening."""
    passed_on = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    return {
        "max_age": settings.settings().share.opening_minutes * 60,
        "path": f"/p/board/{_token(request)}",
        "secure": request.url.scheme == "https" or passed_on == "https",
        "httponly": True,
        "samesite": "strict",
    }


def _closed(request: Request, said: str = "", status: int = 200) -> Response:
    return page(request, "board_closed.html", status, said=said, phone=settings.settings().telling.phone)


def _token(request: Request) -> str:
    return request.path_params.get("token", "")
