"""The way in for the command line on this computer: a command, carried out by the process that holds the records."""

import hmac
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tightrope.public.binding import is_this_computer
from tightrope.records import runtime

Carry = Callable[[list[str], str], tuple[int, str, str]]

_token = ""
_carry: Carry | None = None


def expect(token: str, carry: Carry) -> None:
    """The token that calls must bring (the one in this process's runtime file) and what carries commands out."""
    global _token, _carry
    _token, _carry = token, carry


async def command(request: Request) -> Response:
    """Carry out a command for a caller on this computer who holds the token; 404 for everybody else."""
    if not _token or _carry is None or not from_here(request) or not _knows_token(request):
        return Response(status_code=404)
    try:
        asked = await request.json()
        arguments, given = [str(one) for one in asked["arguments"]], str(asked["given"])
    except (ValueError, KeyError, TypeError):
        return Response(status_code=400)
    code, out, err = await run_in_threadpool(_carry, arguments, given)
    return JSONResponse({"code": code, "out": out, "err": err})


def _knows_token(request: Request) -> bool:
    kind, _, brought = request.headers.get("authorization", "").partition(" ")
    return kind == "Bearer" and hmac.compare_digest(brought.encode(), _token.encode())


def from_here(request: Request) -> bool:
    """True for a caller on this computer; what a proxy passes on is from elsewhere."""
    if request.client is None or any(one in request.headers for one in ("x-forwarded-for", "forwarded", "via")):
        return False
    own = (request.scope.get("server") or ("",))[0]  # bound to one address, a caller here comes from that address
    return is_this_computer(request.client.host) or request.client.host == own


ROUTES = [Route(runtime.PATH, command, methods=["POST"])]
