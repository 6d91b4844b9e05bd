"""Every plain route of the app, asked as a browser on this computer would."""

import warnings

from starlette.applications import Starlette
from starlette.exceptions import StarletteDeprecationWarning
from starlette.middleware import Middleware

with warnings.catch_warnings():  # it asks for another HTTP library, which nothing else here needs
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient

from tightrope.public import door, local, signing
from tightrope.public.headers import SecurityHeaders

GIVEN = ("none", "HC-01", "2026-11-03")  # put in the place of each parameter of a route's path


def paths_of(routes):
    """The path of each route, with something in the place of its parameters."""
    found = []
    for route in routes:
        start, brace, _ = route.path.partition("{")
        found += [f"{start}{one}" for one in GIVEN] if brace else [route.path]
    return list(dict.fromkeys(found))


def plain_pages(more=()):
    """(path, answer) of every plain route, within the app and at the public door alone."""
    every = [*door.ROUTES, *signing.ROUTES, *local.ROUTES]
    inside = Starlette(routes=every, middleware=[Middleware(SecurityHeaders, hosts=["localhost"])])
    for made, routes in ((inside, every), (door.public_app(), door.ROUTES)):
        client = TestClient(made, base_url="http://localhost", client=("127.0.0.1", 50000))
        for path in [*paths_of(routes), *more]:
            for method in ("GET", "POST"):
                yield f"{method} {path}", client.request(method, path)
