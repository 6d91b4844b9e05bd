"""Reading a form with one file, as it comes: counted, bounded, in memory alone, never a file on disk.

What is too large is not kept but read to its end, as far as is reasonable, because most browsers show no answer
before they have sent everything. The other fields of the form are kept whatever becomes of the file.
"""

import asyncio
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

FORM = "multipart/form-data"
FIELD_BYTES = 200_000  # of all fields but the file: 20,000 letters of any script, and the rest
MOST_FIELDS = 10
READ_AWAY = 400_000_000  # bytes of what is too large: three minutes of a phone's film
READ_SECONDS = 600  # for 25 MB over a poor line


@dataclass
class Upload:
    """What came: fields, the file where there was one, and what was wrong with it."""

    values: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None
    named: bool = False  # somebody chose a file, be it empty
    too_large: bool = False
    broken: bool = False
    slow: bool = False


async def read(request: Request, largest: int) -> Upload:
    """One form whose file has at most `largest` bytes. Of a larger one nothing is kept but the fields before it."""
    made = Upload()
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != FORM.encode() or not 0 < len(boundary) <= 70:
        made.broken = True
        return made
    declared, parts, total = _declared(request), _Parts(made, largest), 0
    made.too_large = declared > largest + FIELD_BYTES
    parser = MultipartParser(boundary, parts.callbacks())
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                total += len(chunk)
                parser.write(chunk)
                if total > READ_AWAY or (declared > READ_AWAY and made.named):
                    made.too_large = True
                    break
    except TimeoutError:
        made.slow = True
    except (FormParserError, ClientDisconnect):
        made.broken = True
    made.broken = made.broken or not (parts.ended or made.too_large or made.slow)
    made.file = bytes(parts.file) if made.named and not (made.too_large or made.broken or made.slow) else None
    return made


def _declared(request: Request) -> int:
    given = request.headers.get("content-length", "")
    return int(given) if given.isascii() and given.isdigit() else 0


class _Parts:
    """What the parser meets, part by part."""

    def __init__(self, made: Upload, largest: int):
        self.made, self.largest = made, largest
        self.file = bytearray()
        self.ended = False
        self._fields = 0
        self._begin()

    def callbacks(self) -> dict:
        """The names the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._header, self._value, self._about = b"", b"", b""
        self._name, self._is_file, self._text = "", False, bytearray()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._about = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._about)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if self._is_file and self._name == "file":  # the name it has on their device is nobody's business
            self.made.named = self.made.named or bool(options[b"filename"])

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            if self._name != "file" or self.made.too_large:
                return
            if len(self.file) + end - start > self.largest:
                self.made.too_large, self.file = True, bytearray()
                return
            self.file += memoryview(data)[start:end]
            return
        self._fields += end - start
        if self._fields > FIELD_BYTES:
            self.made.too_large = True
            return
        self._text += data[start:end]

    def _part_end(self) -> None:
        if not self._is_file and self._name and len(self.made.values) < MOST_FIELDS:
            text = self._text.decode("utf-8", "replace")
            self.made.values[self._name] = text.replace("\r\n", "\n").replace("\x00", "")

    def _end(self) -> None:
        self.ended = True
