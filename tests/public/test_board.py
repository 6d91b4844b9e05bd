"""The board page behind a link: what opens it, what never does, what it shows at this opening, and what it weighs."""

import html
import logging
import os
import re
import shutil
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from tightrope import clock, sealing
from tightrope.answers.board_decided import Outcome
from tightrope.answers.evidence import usual_period
from tightrope.board import links, snapshot
from tightrope.errors import NotFound, Refusal
from tightrope.evidence import intake_file
from tightrope.public import board, board_cleared, board_view, callers, door, listener
from tightrope.records import clearing, consent, intake, share_views, sharing, tries
from tightrope.records import house as holding
from tightrope.records.roles import looking_as
from tightrope.records.sharing import NAMED, Wanted

OFFICER = looking_as("commissioner")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }}"
LARGEST = 150_000  # bytes of a first opening, all of it
MARKED = {  # name of a marker: what makes its account so
    "level2": {"consent_level": 2},
    "level3": {"consent_level": 3},
    "level4": {"consent_level": 4},
    "held": {"consent_level": 5, "triage_state": "quarantined", "contract_id": "DO-03"},
    "waits": {"consent_level": 5, "triage_state": "untriaged"},
}


def marker(name):
    """Words that nothing else holds, which redaction takes for no name."""
    return f"lighthouse-{name}"


def marked(name, given, number):
    return {
        "source": "markers", "source_id": f"B{number}", "received_on": "2026-10-12", "event_month": "2026-10-01",
        "channel": "phone", "teller_id": f"T-board-{name}", "teller_role": "person", "is_panel": False,
        "about": "service", "service_id": "day_opportunities", "contract_id": "DO-02", "locality": "North East",
        "language": "English", "valence": -1, "severity": 5, "triage_state": "cleared",
        "words": f"It was {marker(name)} all week and nobody came to ask, which is not how it used to be.",
        "asks": f"Please {marker(name)} it.", "paraphrase": f"A person says {marker(name)}.", **given,
    }  # fmt: skip


@pytest.fixture(scope="module")
def council(built, tmp_path_factory):
    """The demo council with marked accounts, opened once; hashing is quick."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("board") / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        patch.setattr("tightrope.records.passwords.COST", 2**4)
        patch.setattr(tries, "LONGEST_PAUSE", 0.0)
        opened = holding.house()
        rows = [marked(name, given, number) for number, (name, given) in enumerate(MARKED.items())]
        intake_file.write(sealing.find_master(), rows, "2026-11-03T120000")
        assert intake.take_in(opened.stores, opened.master).new == len(MARKED)
        yield opened
        holding.leave()


@pytest.fixture(scope="module")
def make(council):
    """Makes a link to DO-02, or to another contract."""

    def made(key="DO-02", **wanted):
        return links.make(council, OFFICER, usual_period(council), "contract", key, Wanted(**wanted))

    return made


@pytest.fixture(scope="module")
def token(make):
    """An open link that every test may open."""
    return make().token


@pytest.fixture
def ask(council, monkeypatch):
    callers.forget()
    board_view.forget()
    monkeypatch.setattr(tries, "_made", {})
    return TestClient(
        door.public_app(), base_url="http://board.example.org", client=("127.0.0.1", 50000), follow_redirects=False
    )


def shape(answer):
    """Everything of an answer but what is drawn anew each time."""
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])[1]
    headers = {name: value.replace(nonce, "") for name, value in answer.headers.items()}
    return answer.status_code, headers, answer.text.replace(nonce, "")


def views(council, share_id):
    share_views.write_out(council)
    return council.stores.raw("SELECT views FROM records.share WHERE share_id = $s", {"s": share_id})[0]["views"]


# what it is


def test_the_first_screen_stands_first(ask, token):
    """What is asked, a year and the whole term, what if no, one blue and one clay sentence: before everything else."""
    text = html.unescape(ask.get(f"/p/board/{token}").text)
    signs = ["What should follow The Allotment Project", "A year", "Over the whole term", "If the answer is no:",
             "What the numbers say", "What people tell", "Do they agree?", "My ward", "In their own words",
             "Who was not heard", "What else could be done", "How sure are we?", "Three questions you could ask",
             "What the provider says"]  # fmt: skip
    places = [text.index(sign) for sign in signs]
    assert places == sorted(places)
    assert text.count("<li>", text.index("Three questions")) == 3


def test_it_opens_without_a_script_and_is_light(ask, token):
    answer = ask.get(f"/p/board/{token}")
    assert answer.status_code == 200 and len(answer.content) <= LARGEST
    assert "<script" not in answer.text and " on" + "click" not in answer.text
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", answer.text), "nothing from elsewhere"
    assert not re.search(r'\sstyle="', answer.text), "the policy lets no style attribute through"
    assert re.search(r'href="tel:\d+"', answer.text)


def test_its_headers_are_the_strictest(ask, token):
    for answer in (ask.get(f"/p/board/{token}"), ask.get("/p/board/none")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_its_own_address_stands_nowhere_in_it(ask, token):
    assert token not in ask.get(f"/p/board/{token}").text
    assert token not in ask.get(f"/p/board/{token}?ward=Ashmere").text


# what opens nothing


@pytest.fixture(scope="module")
def shut(council, make):
    """Links that open nothing by themselves: withdrawn, ended, used up, and one that waits for its passcode."""
    withdrawn, ended, used, waits = make(), make(), make(views_allowed=1), make(with_passcode=True)
    sharing.withdraw(council, OFFICER, withdrawn.share_id)
    past = clock.now() - timedelta(seconds=1)

    def change(cursor):
        cursor.execute("UPDATE records.share SET ends_at = ? WHERE share_id = ?", [past, ended.share_id])
        cursor.execute("UPDATE records.share SET views = 1 WHERE share_id = ?", [used.share_id])

    council.stores.write(change)
    return {"withdrawn": withdrawn, "ended": ended, "used": used, "waits": waits}


def bad_tokens(token, shut):
    yield from (made.token for made in shut.values())
    yield from (token[:-1], token[1:], token * 2, token + token[0], token.swapcase(), f"{token}/", f"{token}/x")
    yield from (
        "",
        "x",
        "A" * 43,
        "A" * 10_000,
        "..%2f..%2fdata",
        "%2e%2e/%2e%2e/etc/passwd",
        f"../board/{token}x",
    )
    yield from ("x%0d%0aSet-Cookie:%20a=b", f"{token}%0d%0a", f"{token}%00", "%00", "' OR 1=1 --", "${7*7}", "{{7*7}}")
    yield from ("\u202e" + token, "%f0%9f%94%91", "%ff%fe", f"{token}%20", f"%20{token}")


def test_whatever_opens_nothing_gets_one_answer(ask, token, shut):
    wanted = shape(ask.get(f"/p/board/{'Z' * 43}"))
    assert wanted[0] == 200 and "passcode" in wanted[2] and "set-cookie" not in wanted[1]
    for bad in bad_tokens(token, shut):
        assert shape(ask.get(f"/p/board/{bad}")) == wanted, bad


def test_a_passcode_that_opens_nothing_gets_one_answer(ask, token, shut):
    wanted = shape(ask.post(f"/p/board/{'Z' * 43}", data={"passcode": "one two three four"}))
    assert wanted[0] == 403 and board.WRONG in html.unescape(wanted[2])
    for bad in [*bad_tokens(token, shut), token]:
        callers.forget()
        answer = ask.post(f"/p/board/{bad}", data={"passcode": "one two three four"})
        assert shape(answer) == wanted, bad


@pytest.mark.parametrize("given", [{}, {"passcode": ""}, {"passcode": "  "}, {"other": "x"}, {"passcode": "x" * 5_000}])
def test_no_passcode_is_no_try(ask, shut, given):
    for place in (shut["waits"].token, "Z" * 43):
        assert ask.post(f"/p/board/{place}", data=given).status_code == 200
    assert tries._made == {}


def test_fifty_wrong_passcodes_lock_known_and_unknown_alike(ask, shut):
    for place in (shut["waits"].token, "Y" * 43):
        said = [ask.post(f"/p/board/{place}", data={"passcode": "wrong"}).status_code for _ in range(51)]
        assert said == [403] * 50 + [429]
    right = ask.post(f"/p/board/{shut['waits'].token}", data={"passcode": shut["waits"].passcode})
    assert right.status_code == 429, "the right one too, until the lock ends"


def test_one_address_tries_so_often_in_an_hour(ask, monkeypatch):
    monkeypatch.setattr(board.settings, "settings", lambda: patched)
    real = board.settings.load(board.settings.Path(str(holding.paths.SETTINGS)))
    patched = replace(real, share=replace(real.share, tries_in_hour=2))
    said = [ask.post(f"/p/board/{name * 43}", data={"passcode": "x"}).status_code for name in "ABC"]
    assert said == [403, 403, 429]


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_open_and_count_nothing(ask, council, make, method):
    made = make()
    answer = ask.request(method, f"/p/board/{made.token}")
    assert answer.status_code in (200, 404) and "What should follow" not in answer.text
    assert views(council, made.share_id) == 0


def test_what_was_altered_in_the_store_is_not_opened_and_is_logged(ask, council, make, caplog):
    made = make()
    body = council.stores.raw("SELECT body FROM records.share WHERE share_id = $s", {"s": made.share_id})[0]["body"]
    forged = body.replace("with a good experience", "x").replace("A year", "A day")

    def put(words):
        council.stores.write(
            lambda cursor: cursor.execute(
                "UPDATE records.share SET body = ? WHERE share_id = ?", [words, made.share_id]
            )
        )

    put(forged)
    try:
        with caplog.at_level(logging.ERROR):
            assert shape(ask.get(f"/p/board/{made.token}")) == shape(ask.get(f"/p/board/{'Z' * 43}"))
        assert made.share_id in caplog.text and made.token not in caplog.text
        found = council.stores.raw("SELECT subject FROM records.audit_event WHERE did = 'share_altered'")
        assert [row["subject"] for row in found] == [made.share_id]
    finally:
        put(body)


# passcodes, tickets, limits


def test_the_right_passcode_opens_it_and_a_ticket_brings_it_back(ask, make):
    made = make(with_passcode=True)
    place = f"/p/board/{made.token}"
    assert "What should follow" not in ask.get(place).text
    answer = ask.post(place, data={"passcode": made.passcode.upper()})
    assert answer.status_code == 200 and "What should follow" in answer.text
    cookie = answer.headers["set-cookie"]
    assert f"Path={place}" in cookie and "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie
    assert made.passcode not in answer.text
    assert "Ashmere, in South West" in ask.get(f"{place}?ward=Ashmere").text


def test_over_https_the_ticket_is_secure(ask, token):
    answer = ask.get(f"/p/board/{token}", headers={"x-forwarded-proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_ticket_opens_nothing_after_withdrawal(ask, council, make):
    made = make()
    place = f"/p/board/{made.token}"
    assert "What should follow" in ask.get(place).text
    sharing.withdraw(council, OFFICER, made.share_id)
    assert "What should follow" not in ask.get(place).text


def test_a_forged_ticket_opens_nothing(ask, make):
    made = make(with_passcode=True)
    for forged in ("9999999999.0", "9999999999." + "0" * 64, "", "x"):
        answer = ask.get(f"/p/board/{made.token}", headers={"cookie": f"{board.COOKIE}={forged}"})
        assert "What should follow" not in answer.text


def test_openings_are_counted_and_coming_back_is_not_another(ask, council, make):
    made = make()
    for _ in range(3):
        ask.get(f"/p/board/{made.token}")
    assert views(council, made.share_id) == 1
    ask.cookies.clear()
    ask.get(f"/p/board/{made.token}")
    assert views(council, made.share_id) == 2


def test_a_limit_ends_the_openings(ask, council, make):
    made = make(views_allowed=2)
    seen = []
    for _ in range(3):
        ask.cookies.clear()
        seen.append("What should follow" in ask.get(f"/p/board/{made.token}").text)
    assert seen == [True, True, False]


# words


def page_of(ask, made):
    if made.passcode:
        return html.unescape(ask.post(f"/p/board/{made.token}", data={"passcode": made.passcode}).text)
    return html.unescape(ask.get(f"/p/board/{made.token}").text)


def found_in(text):
    return {name for name in MARKED if marker(name) in text.lower()}


def test_words_of_level_3_and_below_are_never_on_an_open_link(ask, make):
    assert found_in(page_of(ask, make())) == {"level4"}
    assert found_in(page_of(ask, make(with_passcode=True))) == {"level4"}, "a passcode alone names nobody"


def test_a_link_for_named_people_reads_level_3_and_never_below(ask, make):
    seen = found_in(page_of(ask, make(level=NAMED, with_passcode=True, recipients=("Cllr A. Member",))))
    assert "level3" in seen and seen <= {"level3", "level4"}


def of_marker(council, name):
    number = list(MARKED).index(name)
    rows = council.stores.raw("SELECT story_id FROM records.story WHERE source_id = $s", {"s": f"B{number}"})
    return rows[0]["story_id"]


def test_consent_is_read_at_each_opening(ask, council, token):
    """Lowered, run out, given again: the link made before shows it at the next opening."""
    key = of_marker(council, "level4")
    place = f"/p/board/{token}"
    assert found_in(ask.get(place).text) == {"level4"}
    for level, until, there in ((3, None, False), (4, "2026-11-02", False), (4, "2026-11-03", True), (4, None, True)):
        change = "UPDATE records.story SET consent_level = ?, consent_until_on = ? WHERE story_id = ?"
        council.stores.write(lambda cursor, given=(change, [level, until, key]): cursor.execute(*given))
        text = ask.get(place).text
        assert (found_in(text) == {"level4"}) == there
        assert ("1 account not shown any more." in text) != there


def test_an_account_that_came_to_be_held_is_not_shown_and_not_said_to_be(ask, council, token):
    """Safeguarding agrees to the link's staying open: else it is closed as long as the account is held."""
    key = of_marker(council, "level4")

    def put(state):
        council.stores.write(
            lambda cursor: cursor.execute("UPDATE records.story SET triage_state = ? WHERE story_id = ?", [state, key])
        )

    put("quarantined")
    asked = clearing.ask(council, OFFICER, "contract:DO-02")
    clearing.answer(council, looking_as("safeguarding"), asked, True)
    text = ask.get(f"/p/board/{token}").text
    put("cleared")
    assert found_in(text) == set() and "afeguarding" not in text and "1 account not shown any more." in text


def test_without_the_master_key_the_page_says_so(ask, council, token, monkeypatch):
    monkeypatch.setattr(council, "master", None)
    text = html.unescape(ask.get(f"/p/board/{token}").text)
    assert "What should follow" in text and "People's words cannot be opened now." in text


def test_words_by_people_are_text(ask, council, make):
    before = council.stores.raw("SELECT words FROM records.right_of_reply WHERE contract_id = 'HC-01'")[0]["words"]

    def put(words):
        council.stores.write(
            lambda cursor: cursor.execute(
                "UPDATE records.right_of_reply SET words = ? WHERE contract_id = 'HC-01'", [words]
            )
        )

    put(EVIL)
    try:
        answer = ask.get(f"/p/board/{make('HC-01').token}")
    finally:
        put(before)
    assert html.escape(EVIL, quote=False).split("{{")[0].strip() in answer.text.replace("&#34;", '"')
    assert "<script" not in answer.text and "<img" not in answer.text


# my ward


def test_a_ward_is_chosen_by_a_plain_form(ask, token):
    text = html.unescape(ask.get(f"/p/board/{token}?ward=Ashmere").text)
    assert "Ashmere, in South West" in text and "People aged 65 and over: 2,855" in text
    assert "<option selected>Ashmere</option>" in text and "Heard from South West about this:" in text


@pytest.mark.parametrize("ward", ["nowhere", EVIL, "ashmere", "x" * 5_000, "%00"])
def test_an_unknown_ward_is_no_ward_and_is_not_repeated(ask, token, ward):
    text = ask.get(f"/p/board/{token}", params={"ward": ward}).text
    assert "<script" not in text and "in South West</h3>" not in text and "placed finer" in text


# afterwards


def test_after_the_meeting_it_leads_with_what_was_decided_and_promised(ask, token, monkeypatch, council):
    made = Outcome("14 January 2027", EVIL, "Head of commissioning", ("A new form. By 1 March 2027, Officer.",))
    monkeypatch.setattr(board_view.board_decided, "outcome", lambda *told: made)
    council.stores.write(lambda cursor: None)  # a decision is a change of the records: nothing drawn before it is kept
    text = ask.get(f"/p/board/{token}").text
    places = [text.index(one) for one in ("Decided on 14 January 2027", "Promised about this since:", "What should")]
    assert places == sorted(places)
    assert "<script" not in text and "By 1 March 2027, Officer." in text


def test_figures_that_changed_since_are_said(ask, token, monkeypatch, council):
    assert board_view.CHANGED not in ask.get(f"/p/board/{token}").text
    monkeypatch.setattr(board_view, "ANEW_SECONDS", 0)
    now = board_view.as_of_now
    monkeypatch.setattr(board_view, "as_of_now", lambda *told: replace(now(*told), blue="Another."))
    council.stores.write(lambda cursor: None)
    assert board_view.CHANGED in ask.get(f"/p/board/{token}").text


@pytest.mark.parametrize(("raised", "is_said"), [(NotFound, True), (Refusal, False)])
def test_what_cannot_be_worked_out_today_is_not_said_to_have_changed(ask, token, monkeypatch, council, raised, is_said):
    """A contract that runs no more has changed; that figures cannot be made today says nothing of them."""

    def none(*told):
        raise raised("No.")

    monkeypatch.setattr(board_view, "as_of_now", none)
    council.stores.write(lambda cursor: None)
    assert (board_view.CHANGED in ask.get(f"/p/board/{token}").text) == is_said


def test_whether_they_changed_is_worked_out_once(ask, token, monkeypatch):
    asked = []
    now = board_view.as_of_now
    monkeypatch.setattr(board_view, "as_of_now", lambda *told: asked.append(1) or now(*told))
    for _ in range(3):
        ask.get(f"/p/board/{token}")
    assert asked == [1]


def test_an_opening_after_the_first_asks_the_stores_nothing_and_is_counted(ask, make, monkeypatch, council):
    monkeypatch.setattr(board_cleared, "ANEW_SECONDS", 10**10)  # or else a minute ends in between, once in hundreds
    made = make()
    first = shape(ask.get(f"/p/board/{made.token}"))
    with monkeypatch.context() as closed:
        closed.setattr(council.stores, "rows", None)
        closed.setattr(council.stores, "one", None)
        ask.cookies.clear()
        again = ask.get(f"/p/board/{made.token}")
        ticket = again.headers["set-cookie"]
        assert "set-cookie" not in ask.get(f"/p/board/{made.token}").headers, "coming back is no other opening"
    assert again.text.count("What people tell") == first[2].count("What people tell") > 0 and "HttpOnly" in ticket
    assert views(council, made.share_id) == 2


def test_while_figures_are_held_against_todays_others_get_what_was_said_before(ask, token, monkeypatch, council):
    ask.get(f"/p/board/{token}")
    monkeypatch.setattr(board_view, "ANEW_SECONDS", 0)
    now, meanwhile = board_view.as_of_now, []

    def another_opens(*told):
        if not meanwhile:
            meanwhile.append("")
            with ThreadPoolExecutor(1) as other:  # within this one, as when two phones open at once
                meanwhile[0] = other.submit(lambda: ask.get(f"/p/board/{token}").text).result(timeout=20)
        return replace(now(*told), blue="Another.")

    monkeypatch.setattr(board_view, "as_of_now", another_opens)
    council.stores.write(lambda cursor: None)
    assert board_view.CHANGED in ask.get(f"/p/board/{token}").text
    assert "What people tell" in meanwhile[0] and board_view.CHANGED not in meanwhile[0]


# logs


def test_no_token_is_logged(ask, make, shut, caplog):
    made = make(with_passcode=True)
    with caplog.at_level(logging.DEBUG):
        ask.get(f"/p/board/{made.token}")
        ask.post(f"/p/board/{made.token}", data={"passcode": "wrong"})
        ask.post(f"/p/board/{made.token}", data={"passcode": made.passcode})
        ask.get(f"/p/board/{shut['withdrawn'].token}")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    for secret in (made.token, made.passcode, shut["withdrawn"].token):
        assert not any(secret in line for line in ours)


def test_the_listener_for_others_logs_no_address(ask, token, monkeypatch, capfd):
    with TestPort(monkeypatch) as port:
        answer = TestPort.get(port, f"/p/board/{token}")
    out = "".join(capfd.readouterr())
    assert "What should follow" in answer and token not in out and "/p/board" not in out


class TestPort:
    """The second listener of the app on a port of its own, as docs/deployment.md opens it."""

    __test__ = False

    def __init__(self, monkeypatch):
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        monkeypatch.setenv(listener.PORT, str(self.port))
        monkeypatch.setenv(listener.ADDRESS, "127.0.0.1")
        self.listening = listener.public(listener.reserve())

    def __enter__(self):
        self.listening.__enter__()
        return self.port

    def __exit__(self, *told):
        self.listening.__exit__(*told)

    @staticmethod
    def get(port, path):
        import urllib.request

        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.read().decode()


# withdrawn for good: last, because the words are gone after it


def test_a_tombstone_stands_where_an_account_was_withdrawn(ask, council, token, make):
    consent.withdraw(council.stores, of_marker(council, "level4"), "the teller")
    text = html.unescape(ask.get(f"/p/board/{token}").text)
    assert found_in(text) == set()
    assert "1 account withdrawn by the person who told it." in text
    again = make()
    assert "withdrawn by the person" not in page_of(ask, again), "a link made now never held it"
    assert snapshot.read(
        *council.stores.raw("SELECT body, body_hash FROM records.share WHERE share_id = $s", {"s": again.share_id})[
            0
        ].values()
    ).voices
