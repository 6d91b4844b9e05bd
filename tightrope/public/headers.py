"""Middleware: security headers for every answer, strictest under /p/, and only to whom and as whom we serve."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tightrope.public.binding import is_this_computer

PUBLIC = "/p/"
SIGNING = ("/sign-in", "/sign-out", "/invite/")
MEDIA = "/media/"  # where Streamlit serves what a page shows or gives to save: photographs and recordings among it
PLAIN = (PUBLIC, "/local/", *SIGNING)  # our own pages without Streamlit

# Streamlit's own pages need inline styles, eval (charts) and blobs (maps, downloads); nothing from another host.
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src 'self' data: blob:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def plain_policy(nonce: str) -> str:
    """The policy of our own HTML: nothing but this host's images, and the style and script with today's nonce."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Adds headers; for plain pages a nonce waits in scope["state"]["nonce"]. Refuses foreign host names."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Sequence[str] = (),
        door_hosts: Sequence[str] = (),
        only_here: bool = False,
        all_plain: bool = False,
    ):
        """`hosts`: names the app answers to, without port; empty means any (behind a proxy that checks).

        `door_hosts`: names under which only /p/ is answered. `only_here`: nobody signs in, so all but /p/ is for
        callers on this computer, whatever host they name and whichever server runs the app. `all_plain`: every
        path gets the strict policy of /p/.
        """
        self.app = app
        self.hosts = frozenset(hosts)
        self.door_hosts = frozenset(door_hosts)
        self.only_here = only_here
        self.all_plain = all_plain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if scope["type"] == "websocket":
            if refused:
                await receive()  # the handshake, which has to be taken before it can be turned down
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        path, nonce, started = scope["path"], secrets.token_urlsafe(16), False
        scope.setdefault("state", {})["nonce"] = nonce
        plain = self.all_plain or path.startswith(PLAIN) or path == PUBLIC.rstrip("/")
        signing = not self.all_plain and path.startswith(SIGNING)

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add(MutableHeaders(scope=message), nonce, plain, signing)
                if path.startswith(MEDIA):
                    MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        try:
            await (refused or self.app)(scope, receive, sending)
        except Exception:
            if not started:  # an error page has the headers as well
                await PlainTextResponse("Something failed here. It has been noted.", 500)(scope, receive, sending)
            raise

    def _refused(self, scope: Scope) -> ASGIApp | None:
        host, caller = _host(scope), (scope.get("client") or ("",))[0]
        public = scope["path"].startswith(PUBLIC) or scope["path"] == PUBLIC.rstrip("/")
        if self.hosts and host not in self.hosts and not (public and host in self.door_hosts):
            # A page elsewhere that points its own name at this machine must not reach the app (DNS rebinding).
            return PlainTextResponse("Tightrope is not served under this name.", 421)
        if not scope["path"].startswith(PLAIN) and _from_elsewhere(scope):
            # Streamlit would let in every page of this computer, and ask an outside host for our address to decide.
            return PlainTextResponse("Tightrope takes no calls from pages of other sites.", 403)
        if self.only_here and not public and not is_this_computer(caller):
            return PlainTextResponse("Tightrope is open on its own computer only.", 403)
        return None


def _add(headers: MutableHeaders, nonce: str, plain: bool, signing: bool) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if plain:
        headers["Content-Security-Policy"] = plain_policy(nonce)
        headers["X-Frame-Options"] = "DENY"
        headers["Cache-Control"] = "no-store"
        # With "no-referrer" a browser sends its forms with "Origin: null", and we could not tell our own page from
        # another site's. "same-origin" tells other sites just as little.
        headers["Referrer-Policy"] = "same-origin" if signing else "no-referrer"
    else:
        headers["Content-Security-Policy"] = APP_POLICY
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "SAMEORIGIN"


def _from_elsewhere(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _host(scope: Scope) -> str:
    given = Headers(scope=scope).get("host", "").lower()
    if given.startswith("["):
        return given.partition("]")[0] + "]"
    return given.partition(":")[0]
