"""The public door: routes under /p/ that need no session, and the app that serves them alone on another port."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tightrope.public import (
    board,
    following,
    invite,
    join,
    media,
    note,
    offer,
    printables,
    provider_answer,
    said,
    speak,
    staff,
    take_down,
    took_part,
)
from tightrope.public.headers import SecurityHeaders
from tightrope.public.pages import page
from tightrope.records.house import house


def health(request: Request) -> Response:
    """200 while the stores answer; says nothing about their content."""
    try:
        house().stores.raw("SELECT 1 AS ok")
    except Exception:
        return JSONResponse({"status": "down"}, 503)
    return JSONResponse({"status": "ok", "data": house().has_data})


def front(request: Request) -> Response:
    """What stands at /p/ itself."""
    return page(request, "door.html", staff=staff.reader(request) is not None)


class Nothing:
    """One answer for everything that is not there, whatever is asked of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
            return
        await page(Request(scope), "nothing.html", 404)(scope, receive, send)


ROUTES = [
    Route("/p/health", health),
    Route("/p/", front),
    Route("/p", front),
    Route("/p/speak", speak.form, methods=["GET"]),
    Route("/p/speak", speak.send, methods=["POST"]),
    Route("/p/speak/media", media.form, methods=["GET"]),
    Route("/p/speak/media", media.send, methods=["POST"]),
    Route("/p/follow", following.form, methods=["GET"]),
    Route("/p/follow", following.show, methods=["POST"]),
    Route("/p/said", said.show, methods=["GET"]),
    Route("/p/offer", offer.form, methods=["GET"]),
    Route("/p/offer", offer.send, methods=["POST"]),
    Route("/p/offer/follow", offer.follow_form, methods=["GET"]),
    Route("/p/offer/follow", offer.follow, methods=["POST"]),
    Route("/p/answer", provider_answer.form, methods=["GET"]),
    Route("/p/answer", provider_answer.show, methods=["POST"]),
    Route("/p/note", note.form, methods=["GET"]),
    Route("/p/note", note.send, methods=["POST"]),
    Route("/p/take-down", take_down.form, methods=["GET"]),
    Route("/p/take-down", take_down.send, methods=["POST"]),
    Route("/p/invite", invite.form, methods=["GET"]),
    Route("/p/invite", invite.send, methods=["POST"]),
    Route("/p/join", join.form, methods=["GET"]),
    Route("/p/join", join.send, methods=["POST"]),
    Route("/p/print/form", printables.paper_form, methods=["GET"]),
    Route("/p/print/bill-insert", printables.bill_insert, methods=["GET"]),
    Route("/p/print/card", printables.cards, methods=["GET"]),
    Route("/p/print/took-part", took_part.paper_form, methods=["GET"]),
    Route("/p/board/{token:whatever}", board.show, methods=["GET"]),
    Route("/p/board/{token:whatever}", board.enter, methods=["POST"]),
    Route("/p/{rest:path}", Nothing()),
]


def public_app() -> Starlette:
    """The app of the second listener: /p/ and nothing else; every other path is 404."""
    made = Starlette(routes=ROUTES, middleware=[Middleware(SecurityHeaders, all_plain=True)])
    made.state.is_public_door = True  # others reach it, so that nobody counts as "this computer" here
    made.router.default = Nothing()
    made.router.redirect_slashes = False
    return made
