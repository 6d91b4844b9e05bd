"""Photos, recordings and films made for a test, with marks in every place where a device writes of whom and where."""

import io
import struct

from PIL import Image, PngImagePlugin

MARK = b"MARKEDPLACE"
GPS = {1: "N", 2: (53.0, 22.0, 51.0), 3: "W", 4: (1.0, 28.0, 12.0)}


def photo(form="JPEG", size=(64, 48), turned=1, **more):
    """A photo, blue on top and red below, with a make, a comment and a place; `turned`: its EXIF orientation."""
    made = Image.new("RGB", size, (0, 0, 255))
    made.paste((255, 0, 0), (0, size[1] // 2, size[0], size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MARK.decode(), turned
    exif.get_ifd(0x8825).update(GPS)
    given = {"exif": exif, **more}
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", MARK.decode())
        info.add_itxt("XML:com.adobe.xmp", MARK.decode())
        given["pnginfo"] = info
    elif form == "JPEG":
        given |= {"comment": MARK, "xmp": b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"}
    else:
        given |= {"xmp": MARK}
    written = io.BytesIO()
    made.save(written, form, **given)
    return written.getvalue()


def box(name, *content):
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def numbers(*values):
    return struct.pack(f">{len(values)}I", *values)


def _track(handler, codec, first, sizes):
    """A track with one chunk that begins at `first`."""
    described = {b"vide": bytes(78), b"soun": bytes(28)}.get(handler, bytes(8))
    if handler == b"vide":
        described = described[:42] + MARK.ljust(32, b"\0") + described[74:]
    entry = box(codec, described)
    table = box(
        b"stbl",
        box(b"stsd", numbers(0, 1), entry),
        box(b"stts", numbers(0, 1, len(sizes), 1)),
        box(b"stsc", numbers(0, 1, 1, len(sizes), 1)),
        box(b"stsz", numbers(0, 0, len(sizes), *sizes)),
        box(b"stco", numbers(0, 1, first)),
    )
    media = box(
        b"mdia",
        box(b"mdhd", numbers(0, 3_800_000_000, 3_800_000_001, 1000, 3), bytes(4)),
        box(b"hdlr", numbers(0, 0), handler, bytes(12), MARK + b"\0"),
        box(b"minf", box(b"dinf", box(b"dref", numbers(0, 1), box(b"url ", numbers(1)))), table),
    )
    return box(b"trak", box(b"tkhd", numbers(0, 3_800_000_000, 3_800_000_001, 1), bytes(68)), media, user_data())


def user_data():
    """The place as phones write it (ISO 6709)."""
    return box(b"udta", box(b"\xa9xyz", struct.pack(">HH", 18, 0x15C7), b"+53.3811-001.4701/"), box(b"name", MARK))


def film(brand=b"isom", tracks=((b"vide", b"avc1"), (b"soun", b"mp4a"), (b"meta", b"gpmd")), more=b"", between=MARK):
    """A film of three tracks: pictures, sound, and the positions a camera writes beside them; `more` in its head."""
    samples = {b"vide": [b"PICTUREONE", b"PICTURETWO"], b"soun": [b"SOUND"], b"meta": [b"+53.3811-001.4701"]}
    ftyp = box(b"ftyp", brand, bytes(4), brand)

    def head(start):
        at, made = start + len(between), []
        for handler, codec in tracks:
            made.append(_track(handler, codec, at, [len(one) for one in samples[handler]]))
            at += sum(map(len, samples[handler]))
        mvhd = box(b"mvhd", numbers(0, 3_800_000_000, 3_800_000_001, 1000, 3), bytes(80))
        extra = box(b"uuid", bytes(16), MARK) + box(b"meta", bytes(4), MARK)
        return box(b"moov", mvhd, *made, user_data(), extra, more)

    start = len(ftyp) + len(head(0)) + 8
    held = b"".join(b"".join(samples[handler]) for handler, _ in tracks)
    return ftyp + head(start) + box(b"mdat", between, held) + box(b"free", MARK) + box(b"uuid", bytes(16), MARK)


def mp3(frames=5, xing=False):
    """Frames of MPEG 1, layer III, 128 kbit/s, 44,100 Hz (417 bytes), with every sort of tag around them."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    first = frame
    if xing:
        first = b"\xff\xfb\x90\x00" + bytes(32) + b"Xing" + numbers(1, frames) + b"LAME3.100"
        first = first.ljust(417, b"\0")
    id3 = b"ID3\x04\0\0" + bytes([0, 0, 0, 20]) + MARK.ljust(20, b"\0")
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + 20, 1, 0x80000000) + bytes(8)
    ape += MARK.ljust(20, b"\0") + b"APETAGEX" + struct.pack("<IIII", 2000, 32 + 20, 1, 0x80000000) + bytes(8)
    return id3 + first + frame * (frames - 1) + ape + b"TAG" + MARK.ljust(125, b"\0")


def wav(more=True, code=1):
    """A hundred samples, 8 kHz, with a list of names, a broadcast head and a place behind."""
    form = struct.pack("<HHIIHH", code, 1, 8000, 8000, 1, 8)

    def part(name, content):
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    body = b"WAVE" + (part(b"bext", MARK) if more else b"") + part(b"fmt ", form) + part(b"data", bytes(range(100)))
    body += part(b"LIST", b"INFOIART" + MARK) if more else b""
    return b"RIFF" + struct.pack("<I", len(body)) + body


def ogg_sum(page):
    """CRC of RFC 3533, bit by bit: another way than the code's table."""
    value = 0
    for one in page:
        value ^= one << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
            value &= 0xFFFFFFFF
    return value


def ogg(kind="opus", comment=MARK, streams=1):
    """An OGG recording whose comment may be longer than a page."""
    if kind == "opus":
        first, tags = b"OpusHead" + bytes(11), b"OpusTags" + struct.pack("<I", len(MARK)) + MARK
    else:
        first, tags = b"\x01vorbis" + bytes(23), b"\x03vorbis" + struct.pack("<I", len(MARK)) + MARK
    tags += struct.pack("<II", 1, len(comment)) + comment + b"\x01"
    made, number = page(1, 0, 2, first), 1
    while len(tags) >= 255 * 255:
        made += page(1, number, 0, tags[: 255 * 255], whole=False)
        tags, number = tags[255 * 255 :], number + 1
    made += page(1, number, 0, tags) + page(1, number + 1, 4, b"SOUND")
    return made + (page(2, 0, 2, first) if streams > 1 else b"")


def page(serial, number, flags, packet, whole=True):
    lengths = bytes([255] * (len(packet) // 255) + ([len(packet) % 255] if whole else []))
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<II", serial, number) + bytes(4)
    made = head + bytes([len(lengths)]) + lengths + packet
    return made[:22] + struct.pack("<I", ogg_sum(made)) + made[26:]
