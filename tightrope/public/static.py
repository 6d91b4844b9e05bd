"""Middleware: Streamlit's scripts and styles go out compressed, each compressed once and kept.

Streamlit sends them as they are (4.7 of 7.6 MB is the chart library) because compressing at each request costs
more than it saves; kept in memory the whole set is about 3 MB.
"""

import gzip
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/static/"
KINDS = ("javascript", "css", "json", "svg")  # no pages: an unknown address is answered with one
MOST_KEPT = 2_000  # files; Streamlit brings some hundreds
SMALLEST = 1024  # bytes; below, the header costs what the compression saves
LARGEST = 32 * 1024 * 1024


class CompressedStatic:
    """Answers GET /static/… with gzip to whoever takes it."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"].startswith(PREFIX)
            and "gzip" in Headers(scope=scope).get("accept-encoding", "")
            and "range" not in Headers(scope=scope)
        )
        if not wanted:
            await self.app(scope, receive, send)
            return
        kept = self._kept.get(scope["path"])
        if kept is None:
            await self._first(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": kept[0]})
        await send({"type": "http.response.body", "body": kept[1]})

    async def _first(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, gather the answer, and keep it compressed when it is worth it."""
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=list(start["headers"]))
            kind = headers.get("content-type", "")
            worth = start["status"] == 200 and any(one in kind for one in KINDS) and SMALLEST <= len(body) <= LARGEST
            if worth and "content-encoding" not in headers:
                packed = await run_in_threadpool(gzip.compress, bytes(body), 6)
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(packed))
                headers["Vary"] = "Accept-Encoding"
                with self._lock:
                    if len(self._kept) < MOST_KEPT:
                        self._kept[scope["path"]] = (headers.raw, packed)
                await send({**start, "headers": headers.raw})
                await send({"type": "http.response.body", "body": packed})
            else:
                await send(start)
                await send({"type": "http.response.body", "body": bytes(body)})

        await self.app(scope, receive, gather)
