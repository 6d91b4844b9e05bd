"""Taking out of a film or recording made of boxes (MP4, MOV, M4A, 3GP) what is neither picture nor sound.

Everything is blanked where it stands, so that the file keeps its size and every offset in it stays true. What stays
is listed; whatever else there is (user data, places, names of cameras, tracks of positions) is overwritten by zeros.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from tightrope.errors import Refusal
from tightrope.sniffing import DAMAGED

IN_PIECES = "This film is kept in pieces, which we cannot clean of places and names. Save it anew as a plain MP4."
ELSEWHERE = "This film keeps its pictures in another file. Save it anew as one MP4."
UNUSUAL = "This film or recording is of a kind that we cannot clean of places and names. Save it anew as a plain MP4."
MOST_BOXES = 100_000  # a phone's film has some hundreds
MOST_NUMBERS = 1_000_000  # in one table: an hour of speech in the smallest packets has 180,000
PICTURE, SOUND = b"vide", b"soun"

# What a track needs to be played; a box inside one that is not listed is blanked.
HOLDERS = {
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"stss", b"stps", b"ctts", b"cslg", b"sdtp", b"stsc", b"stsz", b"stco", b"co64"}
    | {b"sgpd", b"sbgp"},
}
TIMED = (b"mvhd", b"tkhd", b"mdhd")  # they say when the film was made
CODECS = {
    PICTURE: {b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"mp4v", b"av01", b"vp09", b"s263", b"H263"},
    SOUND: {b"mp4a", b"alac", b"samr", b"sawb", b"Opus", b"ac-3", b"ec-3", b"fLaC", b"apac"},
}
# Inside the description of a codec: what a decoder reads.
NEEDED = {b"avcC", b"hvcC", b"esds", b"av1C", b"vpcC", b"colr", b"pasp", b"clap", b"fiel", b"btrt", b"d263", b"dvcC"}
NEEDED |= {b"dvvC", b"wave", b"chan", b"dOps", b"dac3", b"dec3", b"alac", b"damr", b"dfLa", b"lhvC", b"hvcE"}
CHILDREN_AT = {0: 36, 1: 52, 2: 72}  # in a description of sound, by its version


@dataclass(frozen=True)
class Box:
    """One box: where it starts, where its content starts, where it ends."""

    name: bytes
    at: int
    begin: int
    end: int


@dataclass
class _Found:
    """What a walk through the file has met."""

    handlers: list[bytes] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)  # bytes of samples of tracks that stay
    stores: list[Box] = field(default_factory=list)
    boxes: int = 0


def strip(data: bytes) -> tuple[bytes, bool]:
    """The file without what tells of whom, where and when, the same size; True with it where it has a picture.

    Raises Refusal for a damaged file and for what cannot be cleaned.
    """
    out, found, films = bytearray(data), _Found(), 0
    for box in _boxes(data, 0, len(data), found):
        if box.name == b"mdat":
            found.stores.append(box)
        elif box.name == b"moov":
            films += 1
            _film(data, out, box, found)
        elif box.name in (b"moof", b"mfra", b"sidx", b"styp"):
            raise Refusal(IN_PIECES)
        elif box.name != b"ftyp" or box.end - box.at > 256:
            _blank(out, box)
    if films != 1 or not found.handlers:
        raise Refusal(DAMAGED)
    _only_samples(out, found)
    return bytes(out), PICTURE in found.handlers


def _boxes(data: bytes, start: int, end: int, found: _Found) -> Iterator[Box]:
    at = start
    while at < end:
        size, begin = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 0 and start == 0:  # to the end of the file
            size = end - at
        elif size == 0 and end - at < 8 and not any(data[at:end]):  # QuickTime ends a list with four zeros
            return
        elif size == 1:
            size, begin = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        found.boxes += 1
        if size < begin - at or at + size > end or found.boxes > MOST_BOXES:
            raise Refusal(DAMAGED)
        yield Box(data[at + 4 : at + 8], at, begin, at + size)
        at += size


def _blank(out: bytearray, box: Box) -> None:
    out[box.at + 4 : box.at + 8] = b"free"
    _zero(out, box.begin, box.end)


def _zero(out: bytearray, begin: int, end: int) -> None:
    if end > begin:
        out[begin:end] = bytes(end - begin)


def _film(data: bytes, out: bytearray, film: Box, found: _Found) -> None:
    for box in _boxes(data, film.begin, film.end, found):
        if box.name == b"mvhd":
            _leaf(data, out, box, found, b"")
        elif box.name == b"mvex":
            raise Refusal(IN_PIECES)
        elif box.name == b"trak" and (handler := _handler(data, box, found)) in CODECS:
            found.handlers.append(handler)
            _holder(data, out, box, found, handler)
        else:
            _blank(out, box)


def _inside(data: bytes, box: Box, found: _Found, *names: bytes) -> Box | None:
    """The box that lies in `box` along these names, or None."""
    for name in names:
        box = next((one for one in _boxes(data, box.begin, box.end, found) if one.name == name), None)
        if box is None:
            return None
    return box


def _handler(data: bytes, track: Box, found: _Found) -> bytes:
    box = _inside(data, track, found, b"mdia", b"hdlr")
    return data[box.begin + 8 : box.begin + 12] if box else b""


def _holder(data: bytes, out: bytearray, holder: Box, found: _Found, handler: bytes) -> None:
    for box in _boxes(data, holder.begin, holder.end, found):
        if box.name not in HOLDERS[holder.name]:
            _blank(out, box)
        elif box.name in HOLDERS:
            _holder(data, out, box, found, handler)
        else:
            _leaf(data, out, box, found, handler)
    if holder.name == b"stbl":
        found.spans += _spans(data, holder, found)


def _leaf(data: bytes, out: bytearray, box: Box, found: _Found, handler: bytes) -> None:
    if box.name in TIMED:
        _zero(out, box.begin + 4, min(box.end, box.begin + (20 if data[box.begin] == 1 else 12)))
    elif box.name == b"hdlr":
        _zero(out, box.begin + 12, box.end)  # who made the program, and its name
    elif box.name == b"dref":
        for one in _boxes(data, box.begin + 8, box.end, found):
            if not data[one.begin + 3] & 1:
                raise Refusal(ELSEWHERE)
            _zero(out, one.begin + 4, one.end)  # QuickTime writes the name of the disk and the folder here
    elif box.name == b"stsd":
        for one in _boxes(data, box.begin + 8, box.end, found):
            _codec(data, out, one, found, handler)


def _codec(data: bytes, out: bytearray, box: Box, found: _Found, handler: bytes) -> None:
    if box.name not in CODECS[handler]:
        raise Refusal(UNUSUAL)
    if handler == PICTURE:
        _zero(out, box.at + 20, min(box.end, box.at + 24))  # maker
        _zero(out, box.at + 50, min(box.end, box.at + 82))  # name of the camera's program
        children = box.at + 86
    else:
        children = box.at + CHILDREN_AT.get(int.from_bytes(data[box.at + 16 : box.at + 18], "big"), 36)
    for one in _boxes(data, min(children, box.end), box.end, found):
        if one.name not in NEEDED:
            _blank(out, one)


def _spans(data: bytes, table: Box, found: _Found) -> list[tuple[int, int]]:
    """(begin, end) of each run of samples of one track."""
    named = {box.name: box for box in _boxes(data, table.begin, table.end, found)}
    sizes, runs, places = named.get(b"stsz"), named.get(b"stsc"), named.get(b"stco") or named.get(b"co64")
    if sizes is None or runs is None or places is None:
        raise Refusal(UNUSUAL)
    wide = 8 if places.name == b"co64" else 4
    starts = _numbers(data, places, 1, wide)
    same, count = (int.from_bytes(data[sizes.begin + n : sizes.begin + n + 4], "big") for n in (4, 8))
    if same == 1:  # sound without a codec: the size is meant otherwise
        raise Refusal(UNUSUAL)
    each = [] if same else _numbers(data, Box(b"", 0, sizes.begin + 4, sizes.end), 1, 4)
    listed = _numbers(data, runs, 3, 4)
    made, sample, turn = [], 0, -1
    for number, start in enumerate(starts, 1):
        while 3 * (turn + 1) < len(listed) and listed[3 * (turn + 1)] <= number:
            turn += 1
        if turn < 0:
            raise Refusal(DAMAGED)
        many = min(listed[3 * turn + 1], count - sample)
        made.append((start, start + (same * many if same else sum(each[sample : sample + many]))))
        sample += many
    return made


def _numbers(data: bytes, box: Box, columns: int, wide: int) -> list[int]:
    """The numbers of a table: its count stands behind version and flags."""
    count = int.from_bytes(data[box.begin + 4 : box.begin + 8], "big") * columns
    begin = box.begin + 8
    if begin + count * wide > box.end or count > MOST_NUMBERS:
        raise Refusal(DAMAGED)
    return [int.from_bytes(data[at : at + wide], "big") for at in range(begin, begin + count * wide, wide)]


def _only_samples(out: bytearray, found: _Found) -> None:
    """Zero what lies between samples: those of tracks that went, and whatever else was put there."""
    stores = sorted((box.begin, box.end) for box in found.stores)
    ends, at = [end for _, end in stores], [begin for begin, _ in stores]
    for start, stop in sorted(found.spans):
        if start == stop:
            continue
        number = bisect_right(ends, start)
        if number == len(stores) or start < stores[number][0] or stop > ends[number]:
            raise Refusal(DAMAGED)
        _zero(out, at[number], start)
        at[number] = max(at[number], stop)
    for begin, end in zip(at, ends, strict=True):
        _zero(out, begin, end)
