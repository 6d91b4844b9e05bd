"""Who is let in follows from whose data are served, and that may change while the app runs."""

from starlette.types import ASGIApp, Receive, Scope, Send

from tightrope.public import binding
from tightrope.public.headers import SecurityHeaders


class AsServed(SecurityHeaders):
    """The security headers, with the rules of this moment: asked anew at each request.

    At the fictional council nobody signs in, so it is for this computer alone; a council's own data need sign-in.
    """

    def __init__(self, app: ASGIApp):
        super().__init__(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing is awaited between setting the rules and using them."""
        self.hosts = frozenset(binding.hosts())
        self.door_hosts = frozenset(binding.door_hosts())
        self.only_here = not binding.sign_in_needed()
        await super().__call__(scope, receive, send)
