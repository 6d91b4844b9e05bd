"""Taking out of a sound recording (MP3, WAV, OGG) what is not sound: names, places, programs, pictures."""

import struct

from tightrope.errors import Refusal
from tightrope.sniffing import DAMAGED, riff_parts

OTHER_OGG = "We take OGG recordings with one sound track, in Opus or Vorbis. Save it as MP3 or M4A and send that."
OTHER_WAV = "This WAV recording is of a kind that we cannot clean. Save it as MP3 or M4A and send that."

# MP3: kilobits a second by index, for MPEG 1 and for MPEG 2 and 2.5, layer III; samples a second by version and index.
RATES = {True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)}
RATES[False] = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FEWEST_FRAMES = 3  # a tenth of a second; fewer could be anything
MOST_COMMENT = 1_000_000  # bytes of an OGG comment: a picture of a cover fits
PLAIN_WAV = (1, 3, 6, 7, 0xFFFE)  # samples as numbers, whole or broken, two telephone codes, and the long form of these


def mp3(data: bytes) -> bytes:
    """The frames alone, without tags at either end. Raises Refusal where something else stands between them."""
    at, end = _after_tags(data), _before_tags(data)
    while at < end and data[at] == 0:
        at += 1
    made, first = [], None
    while at < end:
        length = _frame(data[at : at + 4])
        if length is None:
            if not data[at:end].strip(b"\x00"):
                break
            raise Refusal(DAMAGED)
        if at + length > end:  # the last one, cut short when the recording stopped
            break
        frame = data[at : at + length]
        first = first or frame[1:2]
        if frame[1:2] != first:
            raise Refusal(DAMAGED)
        made.append(frame)
        at += length
    if len(made) < FEWEST_FRAMES:
        raise Refusal(DAMAGED)
    made[0] = _without_program(made[0])
    return b"".join(made)


def _frame(head: bytes) -> int | None:
    """The length of the frame that begins with these four bytes; None where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sample == 3:
        return None
    first = version == 3
    return (144 if first else 72) * RATES[first][rate] * 1000 // SAMPLES[version][sample] + (head[2] >> 1 & 1)


def _after_tags(data: bytes) -> int:
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = 0
        for one in data[at + 6 : at + 10]:
            size = size << 7 | one & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _before_tags(data: bytes) -> int:
    end = len(data)
    while True:
        before = end
        if data[end - 128 : end - 125] == b"TAG":
            end -= 128
        if data[end - 32 : end - 24] == b"APETAGEX":
            size, _, flags = struct.unpack("<III", data[end - 20 : end - 8])
            end -= size + (32 if flags >> 31 else 0)
        if data[end - 9 : end] == b"LYRICS200" and data[end - 15 : end - 9].isdigit():
            end -= 15 + int(data[end - 15 : end - 9])
        if end == before or end <= 0:
            return max(end, 0)


def _without_program(frame: bytes) -> bytes:
    """The first frame may hold a table of contents with the name of the program that made it: the name goes."""
    for name in (b"Xing", b"Info"):
        at = frame.find(name, 4, 64)
        if at > 0:
            flags = frame[at + 7]
            kept = at + 8 + sum(size for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
            return frame[:kept] + bytes(max(0, len(frame) - kept))
    return frame


def wav(data: bytes) -> bytes:
    """A recording with its format and its samples alone. Raises Refusal without them."""
    parts: dict[bytes, bytes] = {}
    for name, begin, end in riff_parts(data):
        parts.setdefault(name, data[begin:end])
    form, samples = parts.get(b"fmt "), parts.get(b"data")
    if not form or not samples:
        raise Refusal(DAMAGED)
    if len(form) not in (16, 18, 40) or int.from_bytes(form[:2], "little") not in PLAIN_WAV:
        raise Refusal(OTHER_WAV)
    body = b"WAVE" + b"".join(
        name + len(part).to_bytes(4, "little") + part + b"\x00" * (len(part) % 2)
        for name, part in ((b"fmt ", form), (b"data", samples))
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def ogg(data: bytes) -> bytes:
    """The same recording with an empty comment of the same length: the pages keep their places, and get new sums.

    Raises Refusal for anything but one track of Opus or Vorbis.
    """
    pages = _ogg_pages(data)
    first = data[pages[0][1] : pages[0][2]]
    if first.startswith(b"OpusHead"):
        empty = b"OpusTags" + bytes(8)
    elif first.startswith(b"\x01vorbis"):
        empty = b"\x03vorbis" + bytes(8) + b"\x01"
    else:
        raise Refusal(OTHER_OGG)
    places, touched = _second_packet(data, pages)
    if len(places) < len(empty) or bytes(data[at] for at in places[: len(empty[:7])]) != empty[:7]:
        raise Refusal(DAMAGED)
    out = bytearray(data)
    for number, at in enumerate(places):
        out[at] = empty[number] if number < len(empty) else 0
    for start, _, end in touched:
        out[start + 22 : start + 26] = bytes(4)
        out[start + 22 : start + 26] = _sum(out[start:end]).to_bytes(4, "little")
    return bytes(out)


def _ogg_pages(data: bytes) -> list[tuple[int, int, int]]:
    """(start, start of content, end) of each page of one stream. Raises Refusal where there is anything else."""
    made, at = [], 0
    while at < len(data):
        if data[at : at + 5] != b"OggS\x00" or at + 27 > len(data):
            raise Refusal(DAMAGED)
        begin = at + 27 + data[at + 26]
        end = begin + sum(data[at + 27 : begin])
        if end > len(data):
            raise Refusal(DAMAGED)
        if data[at + 14 : at + 18] != data[14:18] or bool(data[at + 5] & 2) != (at == 0):
            raise Refusal(OTHER_OGG)  # a second stream beside it or behind it
        made.append((at, begin, end))
        at = end
    return made


def _second_packet(data: bytes, pages: list[tuple[int, int, int]]) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Where each byte of the second packet stands, and the pages it lies on."""
    places: list[int] = []
    touched = []
    for page in pages[1:]:
        touched.append(page)
        at = page[1]
        for length in data[page[0] + 27 : page[1]]:
            places += range(at, at + length)
            at += length
            if len(places) > MOST_COMMENT:
                raise Refusal(OTHER_OGG)
            if length < 255:
                return places, touched
    raise Refusal(DAMAGED)


def _sums() -> tuple[int, ...]:
    made = []
    for one in range(256):
        value = one << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
        made.append(value)
    return tuple(made)


TABLE = _sums()


def _sum(page: bytes) -> int:
    """The checksum of a page (RFC 3533): CRC-32 by 0x04C11DB7, unreflected, from zero."""
    value = 0
    for one in page:
        value = (value << 8 & 0xFFFFFFFF) ^ TABLE[value >> 24 ^ one]
    return value
