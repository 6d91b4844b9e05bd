"""Read first, with files: listed without a look, opened one at a time with one, described, and let go of."""

import made_media as made
import pytest
from looking import Looking, everything, screen

from tightrope.records import house as holding
from tightrope.records import media, telling
from tightrope.records.telling import Told
from tightrope.screens import media_parts

SAID = "Marigold shows the <b>bath</b>."


@pytest.fixture
def told(spoilt):
    """One account with a photo, a recording and a film: its id and the files' references by kind."""
    house = holding.house()
    receipt = telling.tell(house, Told(source=telling.WEB, source_id="a" * 32, words="The bath.", consent_level=3))
    files = {"photo": made.photo(), "audio": made.mp3(), "video": made.film()}
    kept = {kind: media.take(house, receipt.code, data, 4, SAID).media_id for kind, data in files.items()}
    return receipt.story_id, kept


def looks():
    return [
        row["why"] for row in holding.house().stores.raw("SELECT why FROM records.triage_event ORDER BY happened_at")
    ]


def kinds(app):
    return [one.type for one in app.main if one.type in ("image", "audio", "video")]


def press(app, key):
    next(one for one in app.button if one.key == key).click().run()


def test_files_are_listed_and_nothing_is_shown_before_it_is_opened(told):
    story_id, _ = told
    app = Looking("voice_team").open("triage", of=story_id)
    assert not app.exception
    text = screen(app)
    for said in ("What goes with it", "Recording 1 of 3", "Photo 2 of 3", "Film 3 of 3", "Show my words in public too"):
        assert said in text, said
    assert "(the account itself: Show my words to officers)" in text
    assert [one.value for one in app.text].count(SAID) == 3, "as text, never as a page"
    assert [one.label for one in app.button].count("Open it") == 3
    assert kinds(app) == [] and looks() == [None], "the account was looked at, no file was"


@pytest.mark.parametrize(("kind", "shown"), [("photo", "image"), ("audio", "audio"), ("video", "video")])
def test_a_file_is_shown_after_one_look_is_on_record(told, kind, shown):
    story_id, kept = told
    app = Looking("voice_team").open("triage", of=story_id)
    press(app, f"media_{kept[kind]}")
    assert not app.exception and kinds(app) == [shown]
    app.run()
    assert kinds(app) == [shown] and looks() == [None, f"opened {kind} {kept[kind]}"], "a click is no second look"


def test_what_is_typed_is_kept_and_the_decision_lets_go_of_the_file(told):
    story_id, kept = told
    app = Looking("safeguarding").open("triage", of=story_id)
    press(app, f"media_{kept['photo']}")
    area = next(one for one in app.text_area if one.label.startswith("What is said or shown in it"))
    area.input("A bath with a high edge.")
    next(one for one in app.button if one.label == "Keep what you typed").click().run()
    assert not app.exception and "A bath with a high edge." in [one.value for one in app.text]
    assert media_parts.OPENED in app.session_state
    app.radio[0].set_value("heard")
    next(one for one in app.button if one.label == "Keep this decision").click().run()
    assert not app.exception and media_parts.OPENED not in app.session_state
    assert kept["photo"] not in everything(app)


def test_an_account_without_files_says_nothing_of_them(told):
    holding.house().stores.write(lambda cursor: cursor.execute("DELETE FROM records.story_media"))
    app = Looking("voice_team").open("triage", of=told[0])
    assert not app.exception and "What goes with it" not in screen(app)


def test_sizes_in_words():
    assert [media_parts.size(one) for one in (1, 640_400, 2_340_000, 25_000_000)] == [
        "1 KB", "640 KB", "2.3 MB", "25.0 MB",
    ]  # fmt: skip
