"""What kind of file it really is, by its bytes: the name and the type a browser gives are never believed.

A file that is two things at once (a photo that is also a ZIP, a page or a script) is refused: somebody made it so.
"""

import re
import zlib
from collections.abc import Iterator

from tightrope.errors import Refusal

JPEG, PNG, WEBP, HEIC = "jpeg", "png", "webp", "heic"
MP3, WAV, OGG, M4A = "mp3", "wav", "ogg", "m4a"
MP4, MOV, WEBM = "mp4", "mov", "webm"
KINDS = (JPEG, PNG, WEBP, HEIC, MP3, WAV, OGG, M4A, MP4, MOV, WEBM)

EMPTY = "This file is empty. Choose another."
UNKNOWN = (
    "This is no kind of file we take. We take photos as JPEG, PNG or WebP, recordings as MP3, M4A, WAV or OGG, "
    "and films as MP4 or MOV."
)
DRAWING = "This is an SVG drawing, which can hold a program. Send it as a photo instead: JPEG or PNG."
TWO_THINGS = "This file holds something else besides the photo or recording, so we do not take it. Save it anew."
DAMAGED = "This file is damaged or not complete. Open it, save it again and send that."

HEAD = 1024  # bytes in which programs look for the beginning of a page, a PDF or a script
ZIP_TAIL = 65_557  # bytes from the end within which the end of a ZIP stands: 22 and a comment of 65,535
ANYWHERE = (b"<script", b"<!doctype", b"<iframe", b"<?php", b"<html>", b"<html ", b"javascript:")  # in any capitals
NEAR_THE_START = (b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"<svg", b"<html", b"<body", b"Rar!\x1a", b"7z\xbc\xaf")
END_OF_ZIP = b"PK\x05\x06"
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
BARE = tuple(range(0xD0, 0xD9)) + (0x01,)  # JPEG marks without a length
NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
MOST_TAILS = 4  # further photos that a phone keeps behind the first


def kind(data: bytes) -> str:
    """One of KINDS. Raises Refusal, in plain words, for what is empty, unknown, a drawing, or two things at once."""
    if not data:
        raise Refusal(EMPTY)
    found = _by_first_bytes(data)
    if found is None:
        raise Refusal(DRAWING if b"<svg" in data[:HEAD].lower() else UNKNOWN)
    _nothing_else(data)
    if found == JPEG:
        _whole_jpeg(data)
    elif found == PNG:
        _whole_png(data)
    elif found in (WEBP, WAV):
        _whole_riff(data)
    return found


def _by_first_bytes(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in HEIC_BRANDS:
            return HEIC
        return M4A if brand in (b"M4A ", b"M4B ") else MOV if brand == b"qt  " else MP4
    if data.startswith(b"OggS"):
        return OGG
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    layer_3 = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2
    return MP3 if data.startswith(b"ID3") or layer_3 else None


def _nothing_else(data: bytes) -> None:
    """Refuse marks of pages, programs and archives: long ones anywhere, short ones where they would be looked for.

    Four bytes turn up by chance once in 4,000 million places, so the short ones are not looked for in the middle.
    """
    lowered = data.lower()
    if any(mark in lowered for mark in ANYWHERE):
        raise Refusal(TWO_THINGS)
    foreign(data[:HEAD])
    if END_OF_ZIP in data[-ZIP_TAIL:]:
        raise Refusal(TWO_THINGS)


def foreign(part: bytes) -> None:
    """Refuse a short part (a head, a comment, a tail) that holds a mark of a page, a PDF or an archive."""
    lowered = part.lower()
    if any(mark.lower() in lowered for mark in (*NEAR_THE_START, *ANYWHERE)):
        raise Refusal(TWO_THINGS)


def jpeg_parts(data: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """(mark, start, end) of each part of a JPEG, its end mark (0xD9) last. Raises Refusal where it is not whole."""
    at = start
    while True:
        if at + 2 > len(data) or data[at] != 0xFF:
            raise Refusal(DAMAGED)
        mark = data[at + 1]
        if mark == 0xFF:  # filling
            at += 1
            continue
        end = at + 2
        if mark not in BARE and mark != 0xD9:
            length = int.from_bytes(data[at + 2 : at + 4], "big")
            end += length
            if length < 2 or end > len(data):
                raise Refusal(DAMAGED)
        if mark == 0xDA:  # the picture itself: until a mark that is neither stuffing nor a restart
            found = NEXT_MARK.search(data, end)
            if found is None:
                raise Refusal(DAMAGED)
            end = found.start()
        yield mark, at, end
        if mark == 0xD9:
            return
        at = end


def _whole_jpeg(data: bytes) -> None:
    end = _one_jpeg(data, 0)
    for _ in range(MOST_TAILS):  # phones keep a second, smaller or brighter, picture behind the first
        rest = data[end:]
        if not rest.strip(b"\x00"):
            return
        if rest.startswith(b"\xff\xd8\xff"):
            end = _one_jpeg(data, end)
            continue
        foreign(rest[:HEAD])
        if rest.endswith(b"SEFT") or _film_to_the_end(rest):  # a trailer, or the second before the picture was taken
            return
        break
    raise Refusal(TWO_THINGS)


def _one_jpeg(data: bytes, start: int) -> int:
    """The end of the JPEG that begins at `start`; comments and application parts hold nothing foreign."""
    end = start
    for mark, begin, end in jpeg_parts(data, start):
        if mark == 0xFE or 0xE0 <= mark <= 0xEF:
            foreign(data[begin:end])
    return end


def _film_to_the_end(rest: bytes) -> bool:
    at, first = 0, True
    while at + 8 <= len(rest):
        size, name = int.from_bytes(rest[at : at + 4], "big"), rest[at + 4 : at + 8]
        if size < 8 or (first and name != b"ftyp") or not name.isalnum():
            return False
        at, first = at + size, False
    return at == len(rest) and not first


def _whole_png(data: bytes) -> None:
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise Refusal(DAMAGED)
        if name not in (b"IDAT", b"fdAT"):
            foreign(data[at + 8 : end - 4])
        if name == b"IEND":
            if data[end:].strip(b"\x00"):
                raise Refusal(TWO_THINGS)
            return
        at = end
    raise Refusal(DAMAGED)


def _whole_riff(data: bytes) -> None:
    end = 8 + int.from_bytes(data[4:8], "little")
    end += end % 2
    if end > len(data) + 1:
        raise Refusal(DAMAGED)
    if data[end:].strip(b"\x00"):
        raise Refusal(TWO_THINGS)
    for name, begin, stop in riff_parts(data):
        if name not in (b"VP8 ", b"VP8L", b"ANMF", b"ALPH", b"data"):
            foreign(data[begin:stop])


def riff_parts(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of the content of each part of a RIFF file. Raises Refusal where one is not whole."""
    at, last = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= last:
        begin = at + 8
        end = begin + int.from_bytes(data[at + 4 : at + 8], "little")
        if end > last:
            raise Refusal(DAMAGED)
        yield data[at : at + 4], begin, end
        at = end + end % 2
