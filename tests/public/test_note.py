"""The 20-second note: who may, what it keeps, that it is quick to send again, and that no address is looked at."""

import html
import re

import pytest

from tightrope import settings
from tightrope.public import callers
from tightrope.public.signing import COOKIE
from tightrope.records import accounts, follow, triage
from tightrope.records import house as holding
from tightrope.records.roles import Reader

VOICE = Reader("A3", "Vera", "voice_team")
GOOD = {
    "reference": "a" * 32, "service": "home_care", "place": "North", "role": "social_worker", "joins": "",
    "wanted": "A visit before nine", "offered": "A visit at noon", "seen": "40", "happened": "She waited in bed.",
    "about": "never_there", "consent": "3", "name": "Marigold Quill", "team": "Hospital team East",
}  # fmt: skip
SMALL = 60_000
PASSWORD = "plum river ladder seven"


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


@pytest.fixture
def ask(app):
    callers.forget()
    return app()


def send(ask, **changes):
    return ask.post("/p/note", data={key: value for key, value in {**GOOD, **changes}.items() if value is not None})


def rows():
    return holding.house().stores.raw("SELECT * FROM records.shortfall_noted ORDER BY noted_at")


def notes():
    return holding.house().stores.raw("SELECT * FROM records.story WHERE source = 'staff_note'")


def code_in(answer):
    return re.search(r'id="code">([a-z ]+)<', answer.text).group(1)


def read(story_id, shown="A visit before nine was wanted."):
    triage.clear(holding.house(), VOICE, story_id, shown)


def test_the_page_is_small_and_begins_with_service_and_place(ask):
    answer = ask.get("/p/note")
    assert answer.status_code == 200 and len(answer.content) <= SMALL
    assert 'name="service" required autofocus' in answer.text and 'name="wanted"' not in answer.text
    assert "<script" not in answer.text


def test_the_last_service_and_place_are_in_the_address(ask):
    sent = send(ask)
    again = html.unescape(re.search(r'href="(/p/note\?[^"]+)"', sent.text).group(1))
    assert again == "/p/note?service=home_care&place=North&role=social_worker"
    answer = ask.get(again)
    assert len(answer.content) <= SMALL
    assert '<input type="hidden" name="service" value="home_care"><input type="hidden" name="place" value="North">' in (
        answer.text
    )
    assert (
        '<option value="social_worker" selected>' in answer.text
        and '<option value="">Choose</option></select>' not in answer.text
    )
    assert re.search(r'name="wanted"[^>]* autofocus', answer.text)
    assert "only those who read every account first" in answer.text


@pytest.mark.parametrize("query", ["?service=nothing&place=Nowhere", "?service=%3Cscript%3E&place=%22%3E&role=king"])
def test_an_address_with_what_is_not_there_begins_anew(ask, query):
    answer = ask.get(f"/p/note{query}")
    assert answer.status_code == 200 and 'name="wanted"' not in answer.text and "<script" not in answer.text


def test_a_note_is_one_row_and_one_account_and_gets_a_code(ask):
    answer = send(ask)
    assert answer.status_code == 200 and "Noted. Thank you." in answer.text and len(answer.content) <= SMALL
    (row,), (story,) = rows(), notes()
    assert row["story_id"] == story["story_id"] == follow.story_of(holding.house(), code_in(answer))
    assert (row["wanted"], row["offered"], story["triage_state"]) == (
        "A visit before nine",
        "A visit at noon",
        "untriaged",
    )
    assert story["seen_with_about"] == 40 and story["consent_level"] == 3
    assert "Marigold" not in str(rows()) + str(notes())


def test_sent_twice_it_is_one_note_with_the_same_code(ask):
    first, again = send(ask), send(ask)
    assert code_in(first) == code_in(again) and "We had this note already" in again.text
    assert len(rows()) == len(notes()) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"consent": None}, "Please choose what we may do with your words."),
        ({"wanted": ""}, "Please say what was wanted, or join a concern."),
        ({"service": ""}, "Please choose the service."),
        ({"place": "Nowhere"}, "Please choose the place."),
        ({"seen": "lots"}, "Say with about how many people it is seen as a whole number up to 5,000, or nothing."),
        ({"role": ""}, "Please choose who you are."),
        ({"joins": "N0"}, "The concern you joined is not open any more. Say what was wanted."),
    ],
)
def test_what_is_missing_is_said_and_everything_typed_stays(ask, changes, said):
    answer = send(ask, **changes)
    text = html.unescape(answer.text)
    assert answer.status_code == 400 and said in text and len(answer.content) <= SMALL
    kept = [GOOD[key] for key in ("offered", "happened", "name", "team", "reference") if key not in changes]
    assert all(one in text for one in kept) and rows() == notes() == []
    for name in ("service", "place"):
        assert text.count(f'name="{name}"') == 1, "one form, so that nothing typed is lost by choosing"


def test_a_colleague_says_me_too_to_what_was_read(ask):
    send(ask)
    here = "/p/note?service=home_care&place=North"
    before = html.unescape(ask.get(here).text)
    assert (
        "1 more note waits to be read, or may not be shown" in before
        and "Wanted: A visit" not in before
        and "A visit before nine" not in before
    )
    (row,) = rows()
    read(row["story_id"])
    after = html.unescape(ask.get(here).text)
    assert "wanted: A visit before nine. Offered: A visit at noon." in after
    assert "1 note, the latest in November 2026; staff estimate: seen with about 40 people" in after
    for hidden in ("Marigold", "waited in bed", "Hospital team"):
        assert hidden not in after
    answer = send(ask, reference="b" * 32, joins=row["shortfall_id"], wanted="", offered="", happened="")
    assert "Noted, with your colleagues." in answer.text and "answers you too" in answer.text
    second = rows()[1]
    assert second["joins_id"] == row["shortfall_id"] and len(notes()) == 2
    assert follow.story_of(holding.house(), code_in(answer)) == second["story_id"]


def test_markup_stays_text(ask):
    bad = "<script>alert(1)</script><img src=x>"
    send(ask, wanted=bad, consent="1")
    read(rows()[0]["story_id"])
    text = ask.get("/p/note?service=home_care&place=North").text
    assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text
    wrong = send(ask, reference="b" * 32, wanted=bad, name=f'"{bad}', consent=None).text
    assert "<script" not in wrong and "<img" not in wrong


def test_no_address_is_counted(ask):
    for number in range(70):  # more than one address may tell in an hour at the public page
        assert send(ask, reference=f"{number:032x}").status_code == 200
    assert callers._made == {} and len(rows()) == 70


def test_no_address_is_kept(ask, app):
    send(app(client=("127.0.0.77", 50000)))
    kept = [
        holding.house().stores.raw(f'SELECT * FROM records."{table}"')
        for table in ("story", "shortfall_noted", "audit_event")
    ]
    assert "127.0.0.77" not in repr(kept)


def test_without_data_the_page_says_so(ask, monkeypatch):
    monkeypatch.setattr(type(holding.house()), "has_data", property(lambda self: False))
    answer = ask.get("/p/note?service=home_care&place=North")
    assert answer.status_code == 200 and "No data have been built yet" in answer.text
    assert send(ask).status_code == 400 and rows() == []


def test_without_the_master_key_the_words_stay_on_the_page(ask):
    holding.house().master = None
    answer = send(ask)
    assert answer.status_code == 503 and "master key is missing" in answer.text and "She waited in bed." in answer.text


def test_too_much_is_refused_early(ask):
    answer = ask.post("/p/note", content=b"happened=" + b"x" * 600_000,
                      headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413 and rows() == []


# who may


@pytest.mark.parametrize("path", ["/p/note", "/p/take-down"])
def test_elsewhere_nobody_is_let_in_where_nobody_signs_in(app, path):
    for client in (app(client=("10.0.0.9", 5000)), app()):
        passed_on = {"x-forwarded-for": "10.0.0.9"} if client.get(path).status_code == 200 else {}
        assert client.get(path, headers=passed_on).status_code == 403
        answer = client.post(path, data=GOOD, headers=passed_on)
        assert answer.status_code == 403 and notes() == []


@pytest.mark.parametrize("path", ["/p/note", "/p/take-down"])
def test_the_public_door_lets_nobody_in_where_nobody_signs_in(opened, path):
    from starlette.testclient import TestClient

    from tightrope.public import door

    outside = TestClient(door.public_app(), base_url="http://localhost", client=("127.0.0.1", 50000))
    assert outside.get(path).status_code == 403 and "For staff" not in outside.get("/p/").text


def test_where_people_sign_in_it_is_whoever_signed_in(app, opened, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_SIGN_IN", "required")
    rules = settings.settings().accounts
    account = accounts.add(opened.stores, rules, "ann", "Ann Ash", "viewer", PASSWORD)
    client = app()
    turned = client.get("/p/note?service=home_care")
    assert turned.status_code == 403 and "/sign-in?next=%2Fp%2Fnote%3Fservice%3Dhome_care" in turned.text
    lost = send(client)
    assert lost.status_code == 403 and "Sign in in another tab" in lost.text and "She waited in bed." in lost.text
    client.cookies.set(COOKIE, accounts.open_session(opened.stores, rules, account))
    assert 'value="Ann Ash"' in client.get("/p/note?service=home_care&place=North").text
    assert send(client).status_code == 200 and "For staff" in client.get("/p/").text
    assert account not in str(rows()) + str(notes()), "a pseudonym, not the account"
    assert account not in str(
        opened.stores.raw("SELECT * FROM records.audit_event WHERE did <> 'signed_in' AND did <> 'account_made'")
    )


def test_a_form_of_another_site_is_not_taken(ask):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert ask.post("/p/note", data=GOOD, headers=headers).status_code == 403
    assert notes() == []
    ours = {"origin": "null", "sec-fetch-site": "same-origin"}  # as a browser sends it from a page without referrer
    assert ask.post("/p/note", data=GOOD, headers=ours).status_code == 200
