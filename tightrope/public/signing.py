"""Signing in and out, and the one-time link that makes an account. Plain forms; the session is a cookie."""

import asyncio
import os
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tightrope import settings
from tightrope.errors import NotFound, Refusal
from tightrope.public import binding
from tightrope.public.pages import page
from tightrope.records import accounts, tries
from tightrope.records.house import house
from tightrope.records.roles import ROLE_WORDS

COOKIE = "tightrope_session"
LARGEST_FORM = 8 * 1024  # bytes: a name and a password, written in the longest way
ELSEWHERE = "This form was not sent from Tightrope's own page. Open the page here and try again."


def safe_next(given: str | None) -> str:
    """Where to go after signing in: a path of this app, never another host or scheme."""
    if not given or not given.startswith("/") or given.startswith(("//", "/\\")) or not given.isprintable():
        return "/"
    try:
        parts = urlsplit(given)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or "\\" in given else given


def form(request: Request) -> Response:
    """The sign-in page."""
    return _sign_in_page(
        request, safe_next(request.query_params.get("next")), nobody=not accounts.any_account(house().stores)
    )


async def sign_in(request: Request) -> Response:
    """Check name and password; set the cookie and go on, or say in one sentence that it did not work."""
    if not same_origin(request):
        return _sign_in_page(request, "/", ELSEWHERE, 403)
    rules, given = settings.settings().accounts, await request.form(max_fields=5, max_files=0)
    name, password = str(given.get("name", "")).strip()[: accounts.LONGEST_NAME], str(given.get("password", ""))
    then = safe_next(str(given.get("next", "")))
    await asyncio.sleep(tries.pause(name, rules))  # each wrong try makes the next one slower
    try:
        token = await run_in_threadpool(accounts.sign_in, house().stores, rules, name, password)
    except Refusal as refusal:
        return _sign_in_page(request, then, str(refusal), 403)
    return _with_cookie(request, RedirectResponse(then, 303), token)


async def sign_out(request: Request) -> Response:
    """End the session on this browser; a form of another site ends nothing."""
    response = RedirectResponse("/sign-in", 303)
    if same_origin(request):
        token = request.cookies.get(COOKIE)
        if token:
            await run_in_threadpool(accounts.sign_out, house().stores, token)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def invited(request: Request) -> Response:
    """The form behind a one-time link."""
    try:
        role = accounts.invited_role(house().stores, request.path_params["token"])
    except NotFound as refusal:
        return _invite_page(request, "", str(refusal), status=404)
    return _invite_page(request, role)


async def accept(request: Request) -> Response:
    """Make the account, sign in and go to the app."""
    token, rules = request.path_params["token"], settings.settings().accounts
    if not same_origin(request):
        return _invite_page(request, "", ELSEWHERE, status=403)
    given = await request.form(max_fields=5, max_files=0)
    name, shown = str(given.get("name", "")).strip(), str(given.get("display_name", "")).strip()[:80]
    password = str(given.get("password", ""))
    try:
        role = await run_in_threadpool(accounts.invited_role, house().stores, token)
    except NotFound as refusal:
        return _invite_page(request, "", str(refusal), status=404)
    try:
        account_id = await run_in_threadpool(accounts.accept, house().stores, rules, token, name, shown, password)
        session = await run_in_threadpool(accounts.open_session, house().stores, rules, account_id)
    except NotFound as refusal:  # somebody else was a moment faster
        return _invite_page(request, "", str(refusal), status=404)
    except Refusal as refusal:
        return _invite_page(request, role, str(refusal), name, shown, 400)
    return _with_cookie(request, RedirectResponse("/", 303), session)


def same_origin(request: Request) -> bool:
    """False when the form was sent from a page of another site, or from one that hides where it stands.

    Browsers say so themselves in Sec-Fetch-Site (over HTTPS and on this computer) and in Origin. A program that
    sends neither has no cookies of anybody's to misuse.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is None or (origin == "null" and site == "same-origin"):
        return True
    ours = {request.headers.get("host", "").lower(), urlsplit(os.environ.get(binding.PUBLIC_URL, "")).netloc.lower()}
    return urlsplit(origin).netloc.lower() in ours - {""}


def _sign_in_page(request: Request, then: str, said: str = "", status: int = 200, nobody: bool = False) -> Response:
    return page(request, "sign_in.html", status, said=said, next=then, nobody=nobody)


def _invite_page(
    request: Request, role: str, said: str = "", name: str = "", display_name: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "invite.html",
        status,
        role=ROLE_WORDS.get(role, ""),
        said=said,
        name=name,
        display_name=display_name,
        least=settings.settings().accounts.password_length,
    )


def _with_cookie(request: Request, response: Response, token: str) -> Response:
    passed_on = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    secure = request.url.scheme == "https" or passed_on == "https"
    hours = settings.settings().accounts.session_hours
    response.set_cookie(COOKIE, token, max_age=hours * 3600, httponly=True, samesite="lax", secure=secure)
    return response


ROUTES = [
    Route("/sign-in", form, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"], max_body_size=LARGEST_FORM),
    Route("/sign-out", sign_out, methods=["POST"], max_body_size=LARGEST_FORM),
    Route("/invite/{token}", invited, methods=["GET"]),
    Route("/invite/{token}", accept, methods=["POST"], max_body_size=LARGEST_FORM),
]
