"""A photo, a recording or a film that goes with an account: a form of its own, after the account is sent or later.

Plain HTML that works without scripts. Its one script says that a file is too large before it is sent.
"""

import threading
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.errors import NotFound, Refusal
from tightrope.public import callers, speak_words, uploads
from tightrope.public.pages import page
from tightrope.public.uploads import Upload
from tightrope.records import media
from tightrope.records.house import house

AT_ONCE = 4  # files held in memory at the same time: 100 MB of them
TOO_MANY = "Many files came from your connection in the last hour. Please wait a little, or telephone."
BUSY = "Several files are arriving just now. Please try again in a few minutes."
SLOW = "The file took too long to arrive. Try where the connection is better, or send a shorter part."
BROKEN = "The file did not arrive whole. Please send it again."
NO_FILE = "Please choose a file."

_places = threading.BoundedSemaphore(AT_ONCE)  # not asyncio's: two listeners serve this, each with a loop of its own


def around(code: str = "") -> dict[str, Any]:
    """What the form needs, wherever it stands."""
    chosen = settings.settings().telling
    return {
        "code": code,
        "media": {"words": speak_words.CONSENT, "most": chosen.media_each, "megabytes": chosen.media_megabytes},
        "given": {},
    }


def form(request: Request) -> Response:
    """The form by itself, for a code that was given before."""
    return _show(request, {})


async def send(request: Request) -> Response:
    """Take one file, or say in a sentence why not; everything else in the form stays."""
    if not _places.acquire(blocking=False):
        return await _without_file(request, BUSY, 503)
    try:
        if not callers.allowed(request, "media", settings.settings().telling.media_in_hour):
            return await _without_file(request, TOO_MANY, 429)
        upload = await uploads.read(request, media.largest())
        return await run_in_threadpool(_answer, request, upload)
    finally:
        _places.release()


async def _without_file(request: Request, said: str, status: int) -> Response:
    upload = await uploads.read(request, 0)
    return _show(request, upload.values, [said], status)


def _answer(request: Request, upload: Upload) -> Response:
    values = upload.values
    if upload.too_large:
        most = settings.settings().telling.media_megabytes
        return _show(request, values, [media.TOO_LARGE.format(most=most)], 413)
    if upload.broken or upload.slow:
        return _show(request, values, [SLOW if upload.slow else BROKEN], 408 if upload.slow else 400)
    wrong = [] if upload.named else [NO_FILE]
    if values.get("consent") not in speak_words.CONSENT:
        wrong.append(media.CHOOSE)
    if wrong:
        return _show(request, values, wrong, 400)
    try:
        kept = media.take(
            house(), values.get("code", ""), upload.file or b"", int(values["consent"]), values.get("said", "")
        )
    except NotFound as refusal:
        return _show(request, values, [str(refusal)], 404)
    except Refusal as refusal:
        status = 503 if house().master is None else 400
        return _show(request, values, [str(refusal), *refusal.problems], status)
    return _show(request, {"code": values["code"]}, kept=kept)


def _show(
    request: Request,
    values: dict[str, str],
    wrong: list[str] | None = None,
    status: int = 200,
    kept: media.Kept | None = None,
) -> Response:
    chosen = settings.settings().telling
    return page(
        request,
        "speak_media.html",
        status,
        **{**around(values.get("code", "")[:200]), "given": values},
        wrong=wrong or [],
        kept=kept,
        ask_code=kept is None,
        phone=chosen.phone,
        harm=chosen.safeguarding_phone,
    )
