"""You said, we did, in public: what it shows and hides, Easy Read, and that what is taken back counts no more."""

import html
import re

import pytest
from starlette.testclient import TestClient

from tightrope import sealing
from tightrope.evidence import intake_file
from tightrope.public import door
from tightrope.records import consent, intake
from tightrope.records import house as holding

SMALL = 60_000
EVIL = "<script>alert(1)</script> **bold** [x](javascript:1) {{ 7 * 7 }} \u202e"
ROW = {
    "source": "said", "received_on": "2026-06-01", "event_month": "2026-05-01", "channel": "phone",
    "teller_role": "person", "about": "service", "service_id": "home_care", "contract_id": "HC-02",
    "words": "Marigold told us.", "themes": "paying_for_it", "valence": -1, "triage_state": "cleared",
    "consent_level": 1,
}  # fmt: skip


@pytest.fixture
def home(demo):
    """The demo council in the place of an empty home."""
    return demo


@pytest.fixture
def ask(app):
    return app()


@pytest.fixture
def outside(opened):
    """As the second listener serves it: /p/ and nothing else."""
    return TestClient(door.public_app(), base_url="http://tell.example.org", raise_server_exceptions=False)


def tell(*changes):
    rows = [{**ROW, "source_id": str(n), "teller_id": f"TS{n}", **one} for n, one in enumerate(changes)]
    intake_file.write(sealing.find_master(), rows, "2026-11-03T120000")
    found = holding.house()
    taken = intake.take_in(found.stores, found.master)
    assert taken.new == len(rows)
    return [intake.story_id("said", str(n)) for n in range(len(rows))]


def put(**changes):
    """A line before the public about HC-02 and what it costs, of which nobody of the demo told."""
    values = {
        "we_did_id": "WD-T", "service_id": "home_care", "contract_id": "HC-02", "theme_id": "paying_for_it",
        "you_said": "It costs too much.", "we_did": "It costs less now.", "state": "done", "commissioner_id": "C1",
        "written_on": "2026-10-01", "published_on": "2026-10-02", **changes,
    }  # fmt: skip
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO records.we_did ({names}) VALUES ({marks})"
    holding.house().stores.write(lambda cursor: cursor.execute(statement, list(values.values())))


def line(answer, key="WD-T"):
    found = re.search(rf'<article class="line" id="{key}">(.*?)</article>', answer.text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", found.group(1))) if found else None


def test_it_is_small_strict_kept_by_nobody_and_has_no_script(ask):
    for path in ("/p/said", "/p/said?easy=yes", "/p/said?service=home_care", "/p/said?service=home_care&easy=yes"):
        answer = ask.get(path)
        assert answer.status_code == 200 and len(answer.content) <= SMALL, path
        assert answer.headers["cache-control"] == "no-store"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "<script" not in answer.text and not re.search(r'(src|href)="(https?:)?//', answer.text)
        assert "style=" not in answer.text, "the policy lets no style of its own in"


def test_it_says_how_to_reach_us_without_the_web(ask):
    for path in ("/p/said", "/p/said?easy=yes"):
        text = html.unescape(ask.get(path).text)
        assert "01632 960100" in text and "Freepost HALLAMFORD TELL US" in text


def test_all_four_states_stand_there_alike(ask):
    text = ask.get("/p/said").text
    articles = re.findall(r'<article class="line" id="[^"]+">\s*<h3 class="state">', text)
    assert len(articles) == 14, "each in the same frame, done or not"
    for said in ("3 of 14", "2 of 14", "5 of 14", "4 of 14"):
        assert said in text
    assert text.index("Not doing it") < text.index("We need your help") < text.index("Done")


def test_the_public_port_serves_it_and_nothing_else(outside):
    assert outside.get("/p/said").status_code == 200
    assert outside.get("/said").status_code == outside.get("/replies").status_code == 404
    assert outside.post("/p/said", data={"service": "x"}).status_code in (404, 405)


def test_a_service_that_is_not_there_is_said_so_and_never_repeated(ask):
    for given in (EVIL, "../../etc", "home_care' OR 1=1 --", "x" * 5000):
        answer = ask.get("/p/said", params={"service": given, "easy": EVIL})
        assert answer.status_code == 200 and "There is no such service here" in answer.text
        assert "alert(1)" not in answer.text and "x" * 90 not in answer.text


def test_markup_in_every_field_is_text(ask):
    put(you_said=EVIL, we_did=EVIL, easy_read=f"{EVIL}\nTwo.", locality=EVIL, contract_id=None, commissioner_id=EVIL)
    statement = (
        "INSERT INTO records.promise (promise_id, commissioner_id, words, promised_on, due_on, state, why_dropped) "
        "VALUES ('PM-T', 'C1', ?, DATE '2026-01-01', DATE '2026-02-01', 'dropped', ?)"
    )
    holding.house().stores.write(lambda cursor: cursor.execute(statement, [EVIL, EVIL]))
    for path in ("/p/said", "/p/said?easy=yes"):
        answer = ask.get(path)
        assert answer.status_code == 200
        assert "<script" not in answer.text and "<b>bold" not in answer.text and "<strong>bold" not in answer.text
        assert "{{ 7 * 7 }}" in answer.text and html.unescape(answer.text).count("alert(1)") >= 1


def test_drafts_and_what_was_taken_down_are_not_there(ask):
    put(we_did_id="WD-A", published_on=None)
    put(we_did_id="WD-B", taken_down_on="2026-10-20")
    put(we_did_id="WD-C", published_on="2026-11-04")
    text = ask.get("/p/said").text
    assert not any(one in text for one in ("WD-A", "WD-B", "WD-C", "WD-15", "WD-16"))


def test_officers_are_named_by_post_alone(ask):
    for path in ("/p/said", "/p/said?easy=yes"):
        text = ask.get(path).text
        assert "Priya" not in text and "hallamford.example" not in text and "960101" not in text


def test_a_line_without_easy_read_says_so_and_does_not_pretend(ask):
    put()
    text = ask.get("/p/said?easy=yes&service=home_care").text
    section = re.search(r'id="WD-T">(.*?)</section>', text, re.DOTALL).group(1)
    assert "There is no Easy Read for this yet." in section and "It costs less now." not in section


def test_an_account_taken_back_counts_no_more_at_the_next_opening(ask):
    ids = tell(*[{}] * 8)
    put()
    assert "About 10 people told us." in line(ask.get("/p/said"))
    consent.withdraw(holding.house().stores, ids[0], "the teller", "with the code")
    assert "Fewer than 8 people told us." in line(ask.get("/p/said"))
    for key in ids[1:]:
        consent.change(holding.house().stores, key, 0, "the teller", "with the code")
    assert "Nobody whom we may count" in line(ask.get("/p/said"))


@pytest.mark.parametrize(
    "changes",
    [
        {"triage_state": "untriaged"},
        {"triage_state": "quarantined"},
        {"consent_level": 0},
        {"consent_until_on": "2026-11-02"},
        {"withdrawn_at": "2026-10-20T09:00:00"},
    ],
)
def test_held_unread_and_unconsented_accounts_are_never_counted(ask, changes):
    before = ask.get("/p/said?service=home_care").text
    tell(*[{"teller_role": "unpaid_carer", **changes}] * 12)
    after = ask.get("/p/said?service=home_care").text
    put()
    assert "Nobody whom we may count" in line(ask.get("/p/said"))
    strip = re.compile(r"Who was heard here.*?</ul>", re.DOTALL)
    assert strip.findall(before) == strip.findall(after) != []


def test_what_was_told_after_the_answer_is_counted_apart(ask):
    tell(*[{}] * 9, *[{"received_on": "2026-10-20", "event_month": "2026-10-01"}] * 3)
    put()
    found = " ".join(line(ask.get("/p/said")).split())
    assert "About 10 people told us." in found
    assert "Since then fewer than 8 people told us of it again." in found


def test_no_words_of_anybody_stand_there(ask):
    tell(*[{"consent_level": 4, "words": "A lighthouse nobody else speaks of."}] * 12)
    put()
    for path in ("/p/said", "/p/said?easy=yes", "/p/said?service=home_care"):
        assert "lighthouse" not in ask.get(path).text


def test_it_opens_on_empty_records(ask):
    holding.house().stores.write(lambda cursor: cursor.execute("DELETE FROM records.we_did"))
    holding.house().stores.write(lambda cursor: cursor.execute("DELETE FROM records.promise"))
    for path in ("/p/said", "/p/said?easy=yes"):
        answer = ask.get(path)
        assert answer.status_code == 200
    assert "Nothing has been written down here yet" in ask.get("/p/said").text


def test_a_thousand_lines_open_page_by_page_and_none_is_lost(ask):
    longest = "x" * 600
    values = [[f"WD-T{n:04d}", longest, longest, f"2025-01-{n % 28 + 1:02d}"] for n in range(1000)]
    holding.house().stores.write(
        lambda cursor: cursor.executemany(
            "INSERT INTO records.we_did (we_did_id, service_id, you_said, we_did, state, commissioner_id, written_on, "
            "published_on) VALUES (?, 'meals', ?, ?, 'done', 'C6', '2025-01-01', ?)",
            values,
        )
    )
    first = ask.get("/p/said")
    assert len(first.content) <= 60_000 and "You told us 1014 things" in first.text
    seen = []
    pages = int(re.search(r"Page 1 of (\d+)", first.text).group(1))
    for number in range(1, pages + 1):
        seen += re.findall(r'<article class="line" id="([^"]+)">', ask.get(f"/p/said?page={number}").text)
    assert len(seen) == len(set(seen)) == 1014
    for odd in ("0", "-1", "99999", "x", "1e3", "\u0661", "9" * 400):
        assert ask.get("/p/said", params={"page": odd}).status_code == 200
    easy = ask.get("/p/said?easy=yes&service=meals&page=2")
    assert easy.status_code == 200 and "Page 2 of" in easy.text
