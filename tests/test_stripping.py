"""What is left of a photo, a recording or a film: picture and sound, and none of the marks put where devices write."""

import io
import struct
import zlib

import made_media as made
import pytest
from made_media import GPS, MARK
from PIL import Image

from tightrope import sniffing, strip_boxes, strip_sound, stripping
from tightrope.errors import Refusal


def reopened(clean):
    return Image.open(io.BytesIO(clean.data))


def png(size, points):
    """A PNG that says it has this size, and holds these points."""
    head = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    parts = [head, b"IDAT" + zlib.compress(points), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in parts
    )


# photos


@pytest.mark.parametrize(("form", "kept"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "jpeg")])
def test_a_photo_has_no_place_no_make_and_no_comment_left(form, kept):
    data = made.photo(form)
    assert data.count(MARK) >= 2, "the marks are there before"
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))[2] == GPS[2]
    clean = stripping.strip(data)
    assert (clean.kind, clean.form) == ("photo", kept) and sniffing.kind(clean.data) == kept
    assert MARK not in clean.data and b"Exif" not in clean.data and b"xmp" not in clean.data.lower()
    with reopened(clean) as opened:
        assert not opened.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & opened.info.keys()
        assert opened.size == (64, 48)


def test_it_is_turned_upright_before_the_note_that_says_so_is_cut():
    """Blue on top, taken with the phone turned (orientation 6: the top row is shown at the right)."""
    clean = stripping.strip(made.photo("PNG", turned=6))
    with reopened(clean) as opened:
        assert opened.size == (48, 64)
        assert opened.getpixel((40, 5)) == (0, 0, 255) and opened.getpixel((5, 5)) == (255, 0, 0)


def test_a_thumbnail_and_a_picture_behind_the_picture_are_gone():
    small, second = made.photo(size=(16, 16)), made.photo(size=(32, 32))
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    data = made.photo(exif=exif.tobytes() + small)
    assert data.count(b"\xff\xd8\xff") == 2
    clean = stripping.strip(data + second)
    assert clean.data.count(b"\xff\xd8\xff") == 1 and MARK not in clean.data


def test_a_see_through_picture_stays_so():
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 100)).save(written, "WEBP", lossless=True)
    clean = stripping.strip(written.getvalue())
    with reopened(clean) as opened:
        assert clean.form == "png" and opened.getpixel((0, 0)) == (1, 2, 3, 100)


def test_of_several_pictures_the_first_is_kept():
    written = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    with reopened(stripping.strip(written.getvalue())) as opened:
        assert getattr(opened, "n_frames", 1) == 1 and opened.getpixel((0, 0)) == (255, 0, 0)


def test_a_large_photo_is_kept_smaller():
    clean = stripping.strip(made.photo(size=(8000, 600)))
    with reopened(clean) as opened:
        assert opened.size == (4000, 300)


@pytest.mark.parametrize("size", [(8001, 8000), (30000, 30000)])
def test_a_photo_that_says_it_is_vast_is_refused_before_it_is_decoded(size):
    """A head that promises many points and holds none: 64 million at most."""
    with pytest.raises(Refusal, match="more than 64 million points"):
        stripping.strip(png(size, bytes(1000)))


def test_a_photo_whose_points_are_missing_is_damaged():
    with pytest.raises(Refusal, match="damaged"):
        stripping.strip(png((640, 480), bytes(1000)))


def test_what_cannot_be_cleaned_is_refused_with_what_to_do_instead():
    with pytest.raises(Refusal, match="HEIC.*Send it as JPEG"):
        stripping.strip(made.film(b"heic"))
    with pytest.raises(Refusal, match="WebM.*Save it as MP4"):
        stripping.strip(b"\x1a\x45\xdf\xa3" + bytes(60))


# films


@pytest.mark.parametrize(("brand", "kind", "form"), [(b"isom", "video", "mp4"), (b"qt  ", "video", "mov")])
def test_a_film_keeps_its_size_its_pictures_and_nothing_that_says_where(brand, kind, form):
    data = made.film(brand)
    assert data.count(b"\xa9xyz") == 4 and data.count(b"+53.3811-001.4701") == 5 and data.count(MARK) > 8
    clean = stripping.strip(data)
    assert (clean.kind, clean.form, len(clean.data)) == (kind, form, len(data))
    assert MARK not in clean.data and b"53.38" not in clean.data and b"xyz" not in clean.data
    assert b"udta" not in clean.data and b"uuid" not in clean.data and b"gpmd" not in clean.data
    assert struct.pack(">I", 3_800_000_000) not in clean.data, "when it was made"
    for words in (b"PICTUREONE", b"PICTURETWO", b"SOUND"):
        assert clean.data.index(words) == data.index(words), "where the table says it is"
    assert stripping.strip(clean.data).data == clean.data, "nothing is left to take"


def test_sound_alone_is_a_recording_whatever_it_is_called():
    sound = ((b"soun", b"mp4a"),)
    for brand in (b"M4A ", b"isom", b"3gp4"):
        clean = stripping.strip(made.film(brand, sound))
        assert (clean.kind, clean.form) == ("audio", "m4a")
        assert stripping.mime(clean.data, clean.kind) == "audio/mp4"
    assert stripping.mime(made.film(b"qt  "), "video") == "video/mp4"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made.film(more=made.box(b"mvex", bytes(8))), "kept in pieces"),
        (made.film() + made.box(b"moof", bytes(8)), "kept in pieces"),
        (made.film(tracks=((b"meta", b"gpmd"),)), "damaged"),
        (made.film(tracks=((b"vide", b"XXXX"),)), "of a kind that we cannot clean"),
        (made.film()[:-5], "damaged"),
        (made.film() + b"behind the end", "damaged"),
        (made.film().replace(b"mdat", b"free"), "damaged"),
        (made.film() + made.film()[16:], "damaged"),
    ],
)
def test_a_film_that_cannot_be_cleaned_is_refused(data, said):
    with pytest.raises(Refusal, match=said):
        stripping.strip(data)


def test_a_box_that_says_it_is_longer_than_what_it_lies_in_is_damaged():
    data = bytearray(made.film())
    at = data.index(b"mdia") - 4
    data[at : at + 4] = (2**31).to_bytes(4, "big")
    with pytest.raises(Refusal, match="damaged"):
        strip_boxes.strip(bytes(data))


def test_a_film_whose_pictures_lie_in_another_file_is_refused():
    data = made.film()
    at = data.index(b"url ") + 4
    with pytest.raises(Refusal, match="in another file"):
        strip_boxes.strip(data[:at] + bytes(4) + data[at + 4 :])


def test_samples_that_are_said_to_lie_in_the_head_are_refused():
    data = made.film()
    at = data.index(b"stco") + 12
    with pytest.raises(Refusal, match="damaged"):
        strip_boxes.strip(data[:at] + bytes(4) + data[at + 4 :])


# sound


def test_an_mp3_is_cut_to_its_frames():
    data = made.mp3()
    clean = stripping.strip(data)
    assert (clean.kind, clean.form) == ("audio", "mp3")
    assert clean.data == (b"\xff\xfb\x90\x00" + bytes(413)) * 5 and MARK in data


def test_the_name_of_the_program_goes_and_the_table_of_contents_stays():
    data = made.mp3(xing=True)
    clean = stripping.strip(data)
    assert b"LAME" in data and b"LAME" not in clean.data
    assert b"Xing" + made.numbers(1, 5) in clean.data and len(clean.data) == 5 * 417


def test_an_mp3_with_something_between_its_frames_or_none_at_all_is_damaged():
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    for data in (frame * 3 + MARK * 50 + frame * 3, frame * 2, b"ID3\x04\0\0\0\0\0\x05" + bytes(50)):
        with pytest.raises(Refusal, match="damaged"):
            stripping.strip(data)
    assert strip_sound.mp3(frame * 4 + frame[:100]) == frame * 4, "cut short at the end"


def test_a_wav_is_its_format_and_its_samples():
    assert MARK in made.wav() and stripping.strip(made.wav()).data == made.wav(more=False)
    with pytest.raises(Refusal, match="WAV.*Save it as MP3"):
        stripping.strip(made.wav(code=0x55))


@pytest.mark.parametrize("kind", ["opus", "vorbis"])
@pytest.mark.parametrize("comment", [MARK, MARK * 8000])
def test_an_ogg_has_an_empty_comment_of_the_same_length_and_right_sums(kind, comment):
    data = made.ogg(kind, comment)
    clean = stripping.strip(data)
    assert MARK in data and MARK not in clean.data and len(clean.data) == len(data)
    assert clean.data.endswith(data[-33:]) and b"SOUND" in clean.data
    at, pages = 0, 0
    while at < len(clean.data):
        begin = at + 27 + clean.data[at + 26]
        end = begin + sum(clean.data[at + 27 : begin])
        page = clean.data[at:end]
        assert struct.unpack("<I", page[22:26])[0] == made.ogg_sum(page[:22] + bytes(4) + page[26:])
        at, pages = end, pages + 1
    assert pages == (4 if len(comment) > 65_025 else 3)
    tags = {"opus": b"OpusTags" + bytes(8), "vorbis": b"\x03vorbis" + bytes(8) + b"\x01"}
    assert tags[kind] in clean.data


def test_an_ogg_with_another_stream_or_of_another_kind_is_refused():
    for data in (made.ogg(streams=2), made.page(1, 0, 2, b"Speex   " + bytes(72)) + made.page(1, 1, 4, b"x")):
        with pytest.raises(Refusal, match="Opus or Vorbis"):
            stripping.strip(data)
    with pytest.raises(Refusal, match="damaged"):
        stripping.strip(made.ogg()[:-3])
    with pytest.raises(Refusal, match="damaged"):
        stripping.strip(made.ogg() + b"behind the end")
