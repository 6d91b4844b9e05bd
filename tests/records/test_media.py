"""What goes with an account: cleaned and sealed with it, opened by who triages alone, gone with it."""

import hashlib

import made_media as made
import pytest
from made_media import MARK

from tightrope import paths, stripping
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import consent, follow, media, telling, triage
from tightrope.records.house import House
from tightrope.records.roles import READ_HELD, ROLES, TRIAGE, Reader, looking_as
from tightrope.records.telling import Told

VOICE, SAFE = Reader("A1", "Vera", "voice_team"), Reader("A2", "Sal", "safeguarding")
SAID = "The bath that nobody can get into. Marigold shows it."
FILES = {"photo": made.photo(), "audio": made.ogg(), "video": made.film()}


@pytest.fixture
def told(stores, master):
    """A house with one account that waits: (house, its id, its code)."""
    house = House(stores, master)
    receipt = telling.tell(house, Told(source=telling.WEB, source_id="a" * 32, words="The bath.", consent_level=3))
    return house, receipt.story_id, receipt.code


def rows(house):
    return house.stores.raw("SELECT * FROM records.story_media ORDER BY media_id")


def events(house):
    found = house.stores.raw("SELECT story_id, account_id, did, why FROM records.triage_event ORDER BY happened_at")
    return [tuple(row.values()) for row in found]


@pytest.mark.parametrize("kind", FILES)
def test_what_is_taken_is_sealed_and_opens_again_without_what_tells_where(told, kind):
    house, story_id, code = told
    data = FILES[kind]
    kept = media.take(house, code.upper(), data, 4, SAID)
    assert (kept.kind, kept.is_new, kept.files) == (kind, True, 1)
    (row,) = rows(house)
    clean = stripping.strip(data)
    assert (row["story_id"], row["kind"], row["consent_level"]) == (story_id, kind, 4)
    assert len(row["sealed"]) == len(clean.data) + 28, "a nonce of 12 and a tag of 16"
    for sealed in (row["sealed"], row["transcript_sealed"]):
        assert MARK not in sealed and b"SOUND" not in sealed and b"Marigold" not in sealed and b"JFIF" not in sealed
    opened = media.look(house, VOICE, kept.media_id)
    assert (opened.kind, opened.data) == (kind, clean.data) and MARK not in opened.data and b"Exif" not in opened.data
    assert opened.mime == {"photo": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4"}[kind]


def test_nothing_of_it_is_on_disk_in_clear(told):
    house, _, code = told
    media.take(house, code, FILES["video"], 1, SAID)
    house.stores.close()  # folds the log into the file
    for path in paths.home().rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word in content for word in (b"PICTUREONE", b"Marigold", MARK)), path


def test_each_opening_is_on_record_with_the_file_it_was(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 1)
    media.listed(house, VOICE, story_id)
    assert events(house) == [], "a list is no look"
    media.look(house, VOICE, kept.media_id)
    media.look(house, SAFE, kept.media_id)
    why = f"opened photo {kept.media_id}"
    assert events(house) == [(story_id, "A1", "looked", why), (story_id, "A2", "looked", why)]


@pytest.mark.parametrize("role", ROLES)
def test_only_who_triages_lists_opens_and_describes(told, role):
    house, story_id, code = told
    kept, reader = media.take(house, code, FILES["photo"], 4), looking_as(role)
    acts = (
        lambda: media.listed(house, reader, story_id),
        lambda: media.look(house, reader, kept.media_id),
        lambda: media.describe(house, reader, kept.media_id, "A bath."),
    )
    for act in acts:
        if TRIAGE in ROLES[role]:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
    assert len(events(house)) == (1 if TRIAGE in ROLES[role] else 0)
    triage.hold(house, VOICE, story_id, "She says he hits her")
    for act in acts:
        if READ_HELD in ROLES[role]:
            act()
        else:
            with pytest.raises((NotAllowed, NotFound)):
                act()


def test_what_is_typed_stands_beside_what_the_teller_said_and_both_are_sealed(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["audio"], 2, SAID)
    media.describe(house, VOICE, kept.media_id, " Dandelion says she waits. ")
    (one,) = media.listed(house, VOICE, story_id)
    assert (one.kind, one.size, one.by_teller, one.by_reader) == (
        "audio", len(FILES["audio"]), SAID, "Dandelion says she waits."
    )  # fmt: skip
    assert b"Dandelion" not in rows(house)[0]["transcript_sealed"]
    audit = house.stores.raw("SELECT * FROM records.audit_event")
    assert "Dandelion" not in repr(audit) and "Marigold" not in repr(audit)
    assert [row["did"] for row in audit] == ["media_added", "media_described"]
    with pytest.raises(Refusal, match="20,001 letters"):
        media.describe(house, VOICE, kept.media_id, "x" * 20_001)


def test_its_consent_is_its_own_and_reaches_no_further_than_that_of_the_account(told):
    house, story_id, code = told
    media.take(house, code, FILES["photo"], 4)
    media.take(house, code, FILES["audio"], 1)
    listed = {one.kind: (one.consent_level, one.allowed) for one in media.listed(house, VOICE, story_id)}
    assert listed == {"photo": (4, 3), "audio": (1, 1)}
    consent.change(house.stores, story_id, 0, "the teller")
    listed = {one.kind: (one.consent_level, one.allowed) for one in media.listed(house, VOICE, story_id)}
    assert listed == {"photo": (4, 0), "audio": (1, 0)}


def test_the_same_file_sent_twice_is_one_and_more_than_three_are_refused(told):
    house, _, code = told
    for number in (1, 2, 3):
        assert media.take(house, code, made.wav()[:-1] + bytes([number]), 1).files == number
    again = media.take(house, code, made.wav()[:-1] + b"\x01", 1)
    assert (again.is_new, again.files) == (False, 3)
    with pytest.raises(Refusal, match="3 files with this account already"):
        media.take(house, code, FILES["photo"], 1)
    assert len(rows(house)) == 3


def test_an_account_that_is_taken_back_takes_its_files_along(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 4, SAID)
    consent.withdraw(house.stores, story_id, "the teller")
    assert rows(house) == []
    assert house.stores.raw("SELECT * FROM records.story_key") == [], "nor can a copy be opened"
    for act in (lambda: media.look(house, VOICE, kept.media_id), lambda: media.listed(house, VOICE, story_id)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound, match="not here any more"):
        media.take(house, code, FILES["photo"], 4)
    assert rows(house) == []


def test_once_it_is_cleared_its_files_rest_and_no_more_are_taken(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 4)
    triage.clear(house, VOICE, story_id, "The bath.")
    with pytest.raises(Refusal, match="has been read already"):
        media.take(house, code, FILES["audio"], 4)
    for reader in (VOICE, SAFE):
        with pytest.raises(NotFound):
            media.look(house, reader, kept.media_id)
    assert len(rows(house)) == 1


def test_a_held_account_takes_files_as_any_other(told):
    house, story_id, code = told
    triage.hold(house, VOICE, story_id, "She says he hits her")
    kept = media.take(house, code, FILES["photo"], 1)
    assert media.look(house, SAFE, kept.media_id).kind == "photo"


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"code": "abandon ability able about above absent"}, NotFound, "No account has this code"),
        ({"data": b""}, Refusal, "empty"),
        ({"data": b"words"}, Refusal, "no kind of file"),
        ({"data": made.photo() + b"%PDF-1.7"}, Refusal, "something else besides"),
        ({"data": bytes(25_000_001)}, Refusal, "larger than 25 MB"),
        ({"consent_level": 5}, Refusal, "choose what we may do"),
        ({"said": "x" * 20_001}, Refusal, "20,001 letters"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(told, change, error, said):
    house, _, code = told
    given = {"code": code, "data": FILES["photo"], "consent_level": 1, **change}
    with pytest.raises(error, match=said) as found:
        media.take(house, **given)
    assert not found.value.problems and rows(house) == []


def test_without_the_master_key_nothing_is_taken_or_opened(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 1)
    house.master = None
    with pytest.raises(Refusal, match="master key is missing"):
        media.take(house, code, FILES["audio"], 1)
    with pytest.raises(Refusal, match="master key is missing"):
        media.look(house, VOICE, kept.media_id)
    assert media.listed(house, VOICE, story_id) == [] and events(house) == []


def test_sealed_for_one_account_it_opens_for_no_other(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 1)
    (row,) = house.stores.rows("media/one", media_id=kept.media_id)
    master, wrapped, sealed = house.master, row["wrapped_key"], row["sealed"]
    assert master.open_bytes(wrapped, story_id, f"media|{kept.media_id}", sealed)
    for other in (
        lambda: master.open_bytes(wrapped, "S0", f"media|{kept.media_id}", sealed),
        lambda: master.open_bytes(wrapped, story_id, "media|M0", sealed),
        lambda: master.open_bytes(master.new_key(story_id), story_id, f"media|{kept.media_id}", sealed),
        lambda: master.open_bytes(wrapped, story_id, f"media|{kept.media_id}", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(Refusal):
            other()


def test_its_reference_says_nothing_of_the_file(told):
    house, story_id, code = told
    kept = media.take(house, code, FILES["photo"], 1)
    assert hashlib.sha256(FILES["photo"]).hexdigest()[:16] not in kept.media_id
    assert follow.story_of(house, code) == story_id
