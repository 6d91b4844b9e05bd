"""Adding a file on the public page, without scripts: what is kept, what is refused in a sentence, what stays."""

import asyncio
import html
import re

import made_media as made
import pytest

from tightrope.public import callers, media, uploads
from tightrope.records import consent, follow, triage
from tightrope.records import house as holding
from tightrope.records.roles import looking_as

TOLD = {"reference": "a" * 32, "words": "The bath.", "teller_role": "person", "about": "service", "reply_route": "none",
        "consent": "3", "step": "send"}  # fmt: skip
SAID = "Nobody can get <b>into</b> it."


@pytest.fixture
def ask(app):
    callers.forget()
    return app()


@pytest.fixture
def code(ask):
    """The six words of an account that has just been sent."""
    return re.search(r'id="code">([a-z ]+)<', ask.post("/p/speak", data=TOLD).text).group(1)


def add(ask, code, data, name="bath.jpg", **changes):
    given = {"code": code, "consent": "4", "said": SAID, **changes}
    given = {key: value for key, value in given.items() if value is not None}
    return ask.post("/p/speak/media", data=given, files={"file": (name, data, "image/jpeg")})


def rows():
    return holding.house().stores.raw("SELECT * FROM records.story_media")


def test_what_was_sent_offers_it_with_the_code_in_the_form(ask):
    answer = ask.post("/p/speak", data=TOLD)
    text = html.unescape(answer.text)
    found = re.search(r'id="code">([a-z ]+)<', text).group(1)
    form = text.split('action="/p/speak/media"')[1].split("</form>")[0]
    assert f'type="hidden" name="code" value="{found}"' in form
    assert 'enctype="multipart/form-data"' in text and 'name="file" type="file"' in form
    for level in range(5):
        assert f'name="consent" value="{level}" required>' in form, "none is chosen for them"
    assert "Show my words to officers." in form and "25 MB each, 3 files at most" in form
    assert form.index('name="consent"') < form.index('name="said"') < form.index('name="file"'), "the file comes last"
    assert len(answer.content) <= 60_000 and 'action="http' not in text and 'src="' not in text


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [(made.photo(), "photo", "photo"), (made.mp3(), "audio", "recording"), (made.film(), "video", "film")],
)
def test_a_file_is_kept_and_the_page_says_which(ask, code, data, kind, words):
    answer = add(ask, code, data)
    assert answer.status_code == 200 and f"Thank you. We have the {words}." in answer.text
    assert f'id="code">{code}<' in answer.text and "Add another" in answer.text and len(answer.content) <= 60_000
    (row,) = rows()
    assert (row["kind"], row["consent_level"]) == (kind, 4) and row["transcript_sealed"] is not None
    again = add(ask, code, data)
    assert "We had this file already" in again.text and len(rows()) == 1


def test_the_name_and_the_type_a_browser_gives_are_not_believed_or_kept(ask, code):
    assert add(ask, code, made.photo(), name="../../marigold.exe").status_code == 200
    assert add(ask, code, b"<html>", name="bath.jpg").status_code == 400
    assert [row["kind"] for row in rows()] == ["photo"]
    dumped = repr(holding.house().stores.raw("SELECT * FROM records.audit_event")) + repr(rows())
    assert "marigold" not in dumped


@pytest.mark.parametrize(
    ("data", "changes", "status", "said"),
    [
        (b"words", {}, 400, "This is no kind of file we take."),
        (b"", {}, 400, "This file is empty."),
        (b"", {"name": ""}, 400, "Please choose a file."),
        (made.photo() + b"PK\x03\x04", {}, 400, "This file holds something else besides"),
        (made.photo()[:200], {}, 400, "This file is damaged or not complete."),
        (made.film(b"heic"), {}, 400, "This is a HEIC or AVIF photo"),
        (b"<svg onload=x>", {}, 400, "This is an SVG drawing"),
        (made.photo(), {"code": "plum river ladder seven two one"}, 404, "No account has this code."),
        (made.photo(), {"code": None}, 404, "No account has this code."),
        (made.photo(), {"consent": None}, 400, "Please choose what we may do with the file."),
        (made.photo(), {"consent": "5"}, 400, "Please choose what we may do with the file."),
        (made.photo(), {"said": "x" * 20_001}, 400, "This is 20,001 letters"),
    ],
)
def test_what_is_refused_is_one_sentence_and_the_rest_stays(ask, code, data, changes, status, said):
    answer = add(ask, changes.pop("code", code), data, **changes)
    assert answer.status_code == status
    told = re.findall(r"<li>(.*?)</li>", answer.text)
    assert len(told) == 1 and html.unescape(told[0]).startswith(said)
    assert rows() == []
    text = html.unescape(answer.text)
    if "said" not in changes:
        assert SAID in text and "<b>into</b>" not in answer.text
    if "consent" not in changes:
        assert 'name="consent" value="4" required checked' in text
    if "code" not in changes and status != 404:
        assert f'value="{code}"' in text.split('name="code"')[1].split(">")[0]


class Counting:
    """A form with a film, made as it is read: how much of it was asked for."""

    def __init__(self, code, size, chunk=1_000_000):
        self.head = b"".join(
            b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
            for pair in ((b"code", code.encode()), (b"consent", b"2"), (b"said", SAID.encode()))
        )
        self.head += b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
        self.tail = b"\r\n--edge--\r\n"
        self.size, self.chunk, self.given = size, chunk, 0

    def __len__(self):
        return len(self.head) + self.size + len(self.tail)

    async def stream(self):
        yield self.head
        for _ in range(self.size // self.chunk):
            self.given += self.chunk
            yield bytes(self.chunk)
        yield self.tail


class Asked:
    """As much of a request as is read."""

    def __init__(self, form, length=None):
        self.headers = {"content-type": "multipart/form-data; boundary=edge"}
        if length is not None:
            self.headers["content-length"] = str(length)
        self.stream = form.stream


async def kept_most(request, largest):
    """The upload, and the most bytes of its file that were held at any time."""
    most, usual = 0, uploads._Parts._data

    def watching(self, data, start, end):
        nonlocal most
        usual(self, data, start, end)
        most = max(most, len(self.file))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads._Parts, "_data", watching)
        made_of = await uploads.read(request, largest)
    return made_of, most


def run(coroutine):
    return asyncio.run(coroutine)


@pytest.mark.parametrize("says_so", [True, False])
def test_a_film_of_300_mb_is_never_held_and_the_other_fields_are(says_so):
    form = Counting("plum river", 300_000_000)
    upload, most = run(kept_most(Asked(form, len(form) if says_so else None), 25_000_000))
    assert upload.too_large and upload.file is None and not upload.broken
    assert most == (0 if says_so else 25_000_000)
    assert upload.values == {"code": "plum river", "consent": "2", "said": SAID}


def test_what_says_it_is_endless_is_answered_at_once_and_what_is_endless_after_400_mb():
    form = Counting("plum river", 900_000_000)
    upload, most = run(kept_most(Asked(form, len(form)), 25_000_000))
    assert (upload.too_large, most, form.given) == (True, 0, 0) and upload.values["said"] == SAID
    form = Counting("plum river", 900_000_000)
    upload, _ = run(kept_most(Asked(form), 25_000_000))
    assert upload.too_large and form.given == 400_000_000


def test_the_page_refuses_it_with_413_in_plain_words(ask, code):
    answer = add(ask, code, bytes(26_000_000), name="a.mp4")
    assert answer.status_code == 413
    text = html.unescape(answer.text)
    assert "This file is larger than 25 MB. Send a shorter part of it, or telephone." in text
    assert SAID in text and code in text and rows() == []
    lied = ask.post(
        "/p/speak/media",
        content=b"--edge--\r\n",
        headers={"content-type": "multipart/form-data; boundary=edge", "content-length": "300000000"},
    )
    assert lied.status_code == 413


def test_exactly_as_much_as_may_be_is_read_whole(ask, code):
    answer = add(ask, code, bytes(25_000_000), name="a.mp4")
    assert answer.status_code == 400 and "no kind of file" in answer.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"code=a&consent=1", "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data"),
        (b"no part", "multipart/form-data; boundary=edge"),
        (
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
            "multipart/form-data; boundary=edge",
        ),
        (b"--edge\r\n" + b"X: y\r\n" * 5000 + b"\r\n", "multipart/form-data; boundary=edge"),
        (b"x", f"multipart/form-data; boundary={'e' * 5000}"),
    ],
)
def test_a_form_that_is_none_is_asked_for_again(ask, content, kind):
    answer = ask.post("/p/speak/media", content=content, headers={"content-type": kind})
    assert answer.status_code == 400 and "The file did not arrive whole." in answer.text


def test_more_fields_than_there_are_and_longer_ones_are_not_kept(ask):
    many = {f"more{n}": "x" for n in range(50)}
    answer = ask.post("/p/speak/media", data=many, files={"file": ("a.jpg", made.photo())})
    assert answer.status_code == 400
    answer = add(ask, "a b", made.photo(), said="x" * 300_000)
    assert answer.status_code == 413


def test_after_so_many_an_hour_the_caller_waits_and_what_was_typed_stays(ask, code, monkeypatch):
    for _ in range(30):
        assert add(ask, code, b"words").status_code == 400
    answer = add(ask, code, made.photo())
    assert answer.status_code == 429 and "Many files came from your connection" in answer.text
    assert SAID in html.unescape(answer.text) and rows() == []


def test_only_so_many_files_are_held_at_once(ask, code):
    for _ in range(media.AT_ONCE):
        assert media._places.acquire(blocking=False)
    try:
        answer = add(ask, code, made.photo())
        assert answer.status_code == 503 and "Several files are arriving just now" in answer.text
        assert SAID in html.unescape(answer.text)
    finally:
        for _ in range(media.AT_ONCE):
            media._places.release()
    assert add(ask, code, made.photo()).status_code == 200


def test_what_takes_too_long_gives_its_place_back(ask, code, monkeypatch):
    class Slow(Counting):
        async def stream(self):
            yield self.head
            await asyncio.sleep(5)

    monkeypatch.setattr(uploads, "READ_SECONDS", 0.05)
    upload = run(uploads.read(Asked(Slow("plum", 1_000_000)), 25_000_000))
    assert upload.slow and upload.file is None and upload.values["code"] == "plum"


def test_the_form_stands_by_itself_for_later(ask, code):
    answer = ask.get("/p/speak/media")
    assert answer.status_code == 200 and "The six words you got" in answer.text and len(answer.content) <= 60_000
    assert "999" in answer.text and 'role="alert"><p>' not in answer.text.replace('id="large" role="alert"', "")


def test_no_more_than_three_and_none_after_it_was_read_or_taken_back(ask, code):
    for number in (1, 2, 3):
        answer = add(ask, code, made.wav()[:-1] + bytes([number]))
        assert answer.status_code == 200
    assert "Add another" not in answer.text and "3 files" in answer.text
    assert "There are 3 files with this account already." in add(ask, code, made.photo()).text
    house = holding.house()
    story_id = follow.story_of(house, code)
    triage.clear(house, looking_as("voice_team"), story_id, "The bath.")
    assert "This account has been read already" in add(ask, code, made.photo()).text
    consent.withdraw(house.stores, story_id, "the teller")
    gone = add(ask, code, made.photo())
    assert gone.status_code == 404 and "not here any more" in gone.text and rows() == []


def test_taken_back_on_the_follow_page_its_files_are_gone(ask, code):
    add(ask, code, made.photo())
    assert len(rows()) == 1
    answer = ask.post("/p/follow", data={"code": code, "do": "withdraw", "sure": "yes"})
    assert "Taken back" in answer.text and rows() == []


def test_without_the_master_key_nothing_is_taken(ask, code, monkeypatch):
    monkeypatch.setattr(holding.house(), "master", None)
    answer = add(ask, code, made.photo())
    assert answer.status_code == 503 and "the master key is missing" in answer.text and rows() == []


def test_no_answer_gives_a_file_back(ask, code):
    """There is no address under which a file can be had."""
    add(ask, code, made.photo())
    media_id = rows()[0]["media_id"]
    for path in (f"/p/speak/media/{media_id}", f"/p/media/{media_id}", f"/p/speak/media?id={media_id}"):
        answer = ask.get(path)
        assert b"JFIF" not in answer.content and answer.headers["content-type"].startswith("text/html")
