"""Reading a plain form that anybody may send: bounded, in memory alone, never a file on disk."""

from urllib.parse import parse_qsl

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"


class TooLarge(Exception):
    """More than may be sent at once; nothing of it was kept."""


async def fields(request: Request, largest: int, most: int) -> dict[str, str]:
    """The fields of a form without files, the last value of each. Raises TooLarge as soon as it is.

    What is no such form, or has more than `most` fields, has no fields.
    """
    if int(request.headers.get("content-length") or 0) > largest:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise TooLarge
    if not request.headers.get("content-type", "").startswith(FORM):
        return {}
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=most, errors="replace")
    except (UnicodeDecodeError, ValueError):
        return {}
    return {key: value.replace("\r\n", "\n").replace("\x00", "") for key, value in pairs}
