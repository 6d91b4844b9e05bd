"""Who of the staff asks on a plain page: the signed-in account, or this computer where nobody signs in."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.public import binding, local, signing
from tightrope.public.pages import page
from tightrope.records import accounts, telling
from tightrope.records.house import house
from tightrope.records.roles import ROLE_WORDS, Reader, looking_as

LOCAL_ROLE = "voice_team"  # whose telephone it is, at the fictional council on this computer
SIGNED_OUT = "You are signed out, and this was not sent. Sign in in another tab, then press the button again here."
ELSEWHERE = "This form was not sent from Tightrope's own page. Press the button again here."


def reader(request: Request) -> Reader | None:
    """Who asks; None for everybody else.

    Where nobody signs in, only a caller on this computer counts, and never at the public door, which others reach.
    """
    if binding.sign_in_needed():
        token = request.cookies.get(signing.COOKIE)
        return accounts.reader_of(house().stores, settings.settings().accounts, token)
    outside = getattr(request.app.state, "is_public_door", False) or request.url.hostname in binding.door_hosts()
    return looking_as(LOCAL_ROLE) if not outside and local.from_here(request) else None


def name_of(who: Reader) -> str:
    """The name of whoever signed in; empty where a role stands in for it."""
    return "" if who == looking_as(who.role) else who.name


def post_of(who: Reader) -> str:
    """What stands as the post of whoever takes something down, until they say it better."""
    return ROLE_WORDS.get(who.role, "")


def from_elsewhere(request: Request) -> bool:
    """True for a form that a page of another site sent.

    Pages of the door tell no site where a form comes from, so a hidden origin is let through where the browser says
    nothing else: the session's cookie does not travel with another site's form.
    """
    hidden = request.headers.get("origin") == "null" and "sec-fetch-site" not in request.headers
    return not hidden and not signing.same_origin(request)


def sent_by(request: Request, values: dict[str, str]) -> tuple[Reader | None, str]:
    """Who sent a form of ours, and why it is not taken; no reason where it is. It gets a reference if it has none.

    Nobody and no reason: it never was a form of ours, and whoever sent it is turned away.
    """
    who, is_ours = reader(request), "reference" in values
    values["reference"] = values.get("reference", "")[:64] or telling.new_reference()
    if who is None:
        return None, SIGNED_OUT if is_ours else ""
    return who, ELSEWHERE if from_elsewhere(request) else ""


def turned_away(request: Request) -> Response:
    """For whoever is not signed in: where to sign in, and where everybody may tell something."""
    query = request.url.query
    there = f"{request.url.path}?{query}" if query else request.url.path
    return page(request, "staff_only.html", 403, sign_in=f"/sign-in?{urlencode({'next': there})}")
