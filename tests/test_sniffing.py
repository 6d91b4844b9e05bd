"""What a file really is: by its bytes alone, and refused where it is two things, none, or not whole."""

import io
import zipfile
import zlib

import made_media as made
import pytest

from tightrope import sniffing
from tightrope.errors import Refusal

JPEG, PNG, WEBP = (made.photo(form) for form in ("JPEG", "PNG", "WEBP"))
ALL = {
    "jpeg": JPEG, "png": PNG, "webp": WEBP, "mp4": made.film(), "mov": made.film(b"qt  "), "m4a": made.film(b"M4A "),
    "mp3": made.mp3(), "wav": made.wav(), "ogg": made.ogg(), "heic": made.film(b"heic"),
    "webm": b"\x1a\x45\xdf\xa3" + bytes(60),
}  # fmt: skip


def archive():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("a.txt", "a")
    return written.getvalue()


PAGE, PDF = b"<html><body>a page</body></html>", b"%PDF-1.7 a paper"
OTHERS = {"zip": archive(), "page": PAGE, "script": b"<ScRiPt>go()</script>", "pdf": PDF, "php": b"<?php go();",
          "drawing": b"<svg onload=go()></svg>"}  # fmt: skip


def comment(data, words):
    """A JPEG with a comment right behind its start."""
    return data[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + data[2:]


@pytest.mark.parametrize("name", ALL)
def test_each_kind_is_known_by_its_bytes(name):
    assert sniffing.kind(ALL[name]) == name
    assert set(ALL) == set(sniffing.KINDS)


@pytest.mark.parametrize("frame", ["fffb", "fff3", "ffe3", "fffa"])
def test_mp3_without_a_tag_is_known_and_other_layers_are_not(frame):
    assert sniffing.kind(bytes.fromhex(frame) + bytes(500)) == "mp3"
    with pytest.raises(Refusal, match="no kind of file"):
        sniffing.kind(bytes.fromhex("fffd") + bytes(500))  # layer II
    with pytest.raises(Refusal, match="no kind of file"):
        sniffing.kind(bytes.fromhex("fff1") + bytes(500))  # AAC by itself


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"plain words", "no kind of file"),
        (bytes(1000), "no kind of file"),
        (b"GIF89a" + bytes(100), "no kind of file"),
        (b"BM" + bytes(100), "no kind of file"),
        (b"RIFF\x10\0\0\0AVI LIST", "no kind of file"),
        (archive(), "no kind of file"),
        (PDF, "no kind of file"),
        (PAGE, "no kind of file"),
        (b"MZ" + bytes(100), "no kind of file"),
        (b'<?xml version="1.0"?>\n<SVG xmlns="http://www.w3.org/2000/svg"></SVG>', "SVG drawing"),
        (b"  <svg/>", "SVG drawing"),
    ],
)
def test_what_we_do_not_take_is_said_in_a_sentence(data, said):
    with pytest.raises(Refusal, match=said):
        sniffing.kind(data)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "wav"])
def test_what_stands_behind_the_end_is_refused(form, other):
    with pytest.raises(Refusal, match="something else besides"):
        sniffing.kind(ALL[form] + OTHERS[other])


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "wav"])
def test_any_bytes_behind_the_end_are_refused_but_filling_is_not(form):
    with pytest.raises(Refusal, match="something else besides"):
        sniffing.kind(ALL[form] + b"hidden")
    assert sniffing.kind(ALL[form] + bytes(64)) == form


@pytest.mark.parametrize("other", OTHERS)
def test_a_jpeg_that_holds_another_file_in_a_comment_is_refused(other):
    assert sniffing.kind(comment(JPEG, b"a summer's day")) == "jpeg"
    for filling in (b"", b"x" * 2000):  # near the start, and further in
        with pytest.raises(Refusal, match="something else besides"):
            sniffing.kind(comment(JPEG, filling + OTHERS[other]))


@pytest.mark.parametrize("other", OTHERS)
def test_a_png_that_holds_another_file_in_a_text_is_refused(other):
    text = b"tEXtComment\0" + b"x" * 2000 + OTHERS[other]
    part = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    with pytest.raises(Refusal, match="something else besides"):
        sniffing.kind(PNG[:33] + part + PNG[33:])


@pytest.mark.parametrize("form", [one for one in ALL if one not in ("heic", "webm")])
def test_a_script_is_refused_wherever_it_stands_and_a_zip_at_the_end(form):
    data = ALL[form]
    with pytest.raises(Refusal, match="something else besides"):
        sniffing.kind(data[:60] + b"<SCRIPT>" + data[60:])
    with pytest.raises(Refusal, match="something else besides"):
        sniffing.kind(data + archive())


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "wav"])
def test_half_a_file_is_damaged(form):
    with pytest.raises(Refusal, match="damaged or not complete"):
        sniffing.kind(ALL[form][: len(ALL[form]) // 2])


def test_an_altered_png_is_damaged():
    with pytest.raises(Refusal, match="damaged"):
        sniffing.kind(PNG[:20] + bytes([PNG[20] ^ 1]) + PNG[21:])


def test_what_phones_keep_behind_a_photo_is_no_second_file():
    assert sniffing.kind(JPEG + JPEG) == "jpeg", "a brighter picture of the same"
    assert sniffing.kind(JPEG + made.film()) == "jpeg", "the second before it was taken"
    assert sniffing.kind(JPEG + b"\0\0\x01\x0aSEFHabcSEFT") == "jpeg", "a maker's trailer"
    for tail in (JPEG + b"x", made.film() + b"x", archive() + b"SEFT", JPEG * 5):
        with pytest.raises(Refusal, match="something else besides"):
            sniffing.kind(JPEG + tail)
