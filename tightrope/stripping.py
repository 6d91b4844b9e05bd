"""Taking out of a photo, a recording or a film all that tells of whom, where and when it was made.

Nothing is kept silently: what cannot be cleaned is refused in words that say what to do instead.
"""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from tightrope import sniffing, strip_boxes, strip_sound
from tightrope.errors import Refusal
from tightrope.sniffing import DAMAGED, HEIC, JPEG, M4A, MOV, MP3, MP4, OGG, PNG, WAV, WEBM, WEBP

PHOTO, AUDIO, VIDEO = "photo", "audio", "video"
MIME = {JPEG: "image/jpeg", PNG: "image/png", MP3: "audio/mpeg", WAV: "audio/wav", OGG: "audio/ogg"}
MIME |= {M4A: "audio/mp4", MP4: "video/mp4", MOV: "video/mp4"}  # browsers play MOV under the name of MP4 alone

MOST_PIXELS = 64_000_000  # the largest that phones take by default is 50; decoded it takes up to 400 MB
LONGEST_SIDE = 4_000  # pixels kept: small print on a photographed page can be read
QUALITY = 88  # of a JPEG: no loss that a person sees
NOT_HEIC = (
    "This is a HEIC or AVIF photo, which we cannot clean of the place it was taken. Send it as JPEG: on an iPhone, "
    "Settings, Camera, Formats, Most Compatible; or take a picture of the screen and send that."
)
NOT_WEBM = "This is a WebM recording, which we cannot clean of names and places. Save it as MP4, MP3 or M4A."
TOO_MANY_PIXELS = "This photo has more than {most} million points. Make it smaller, or take a picture of the screen."


@dataclass(frozen=True)
class Clean:
    """What is left of a file: `kind` as people say it, `form` as its bytes are, the bytes."""

    kind: str
    form: str
    data: bytes


def strip(data: bytes) -> Clean:
    """The file without anything but picture and sound. Raises Refusal for what is refused, in plain words."""
    form = sniffing.kind(data)
    if form in (JPEG, PNG, WEBP):
        return photo(data, form)
    if form == HEIC:
        raise Refusal(NOT_HEIC)
    if form == WEBM:
        raise Refusal(NOT_WEBM)
    try:
        if form in (M4A, MP4, MOV):
            bare, has_picture = strip_boxes.strip(data)
            return Clean(VIDEO, form, bare) if has_picture else Clean(AUDIO, M4A, bare)
        return Clean(AUDIO, form, {MP3: strip_sound.mp3, WAV: strip_sound.wav, OGG: strip_sound.ogg}[form](data))
    except (IndexError, ValueError, struct.error):  # a length that leads beyond the end
        raise Refusal(DAMAGED) from None


def photo(data: bytes, form: str) -> Clean:
    """The photo decoded and written anew: upright, at most LONGEST_SIDE, the first picture of several, no more."""
    try:
        with Image.open(io.BytesIO(data), formats=[form.upper()]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_many()
            longest = max(opened.size)
            least = [max(1, one * LONGEST_SIDE // longest) for one in opened.size]
            opened.draft("RGB", (least[0], least[1]))  # a large JPEG is decoded smaller at once
            opened.load()
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before it is turned: turning takes a second copy
            upright = ImageOps.exif_transpose(opened)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        upright = upright.convert(mode)
        bare = Image.new(mode, upright.size)
        bare.paste(upright)  # the points alone, nothing that hung on them
        kept = PNG if form == PNG or mode == "RGBA" else JPEG
        written = io.BytesIO()
        bare.save(written, kept.upper(), quality=QUALITY)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except Exception:  # a decoder given bytes made to harm it raises anything; to the teller it is all one
        raise Refusal(DAMAGED) from None
    return Clean(PHOTO, kept, written.getvalue())


def _too_many() -> Refusal:
    return Refusal(TOO_MANY_PIXELS.format(most=MOST_PIXELS // 1_000_000))


def mime(data: bytes, kind: str) -> str:
    """The name under which a browser shows bytes that `strip` gave."""
    form = sniffing.kind(data)
    return "audio/mp4" if kind == AUDIO and form in (MP4, MOV) else MIME[form]
