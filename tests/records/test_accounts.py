"""Accounts: what is refused, what is locked, what ends a session, and what is stored of a token."""

import threading
from datetime import datetime, timedelta

import pytest

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import accounts, passwords, tries

GOOD = "plum river ladder seven"
RULES = settings.settings().accounts


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self):
        self.at = datetime(2026, 11, 3, 9, 0)

    def now(self):
        return self.at

    def forward(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def time(monkeypatch):
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def ann(stores, time):
    return accounts.add(stores, RULES, "ann", "Ann Example", "viewer", GOOD)


def refusal(stores, name, password):
    with pytest.raises(Refusal) as refused:
        accounts.sign_in(stores, RULES, name, password)
    return str(refused.value)


# passwords


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "0 characters"),
        ("k7#Qz!9xPw2", "11 characters. Use at least 12"),
        ("password1234", "Guessers try"),
        ("qwertyuiop12", "Guessers try"),
        ("aaaaaaaaaaaaaaaa", "Guessers try"),
        ("annexample2026", "Guessers try"),
        ("tightropetightrope", "Guessers try"),
        ("x" * 129, "longer than 128"),
    ],
)
def test_weak_passwords_are_refused_in_plain_words(stores, password, words):
    with pytest.raises(Refusal, match=words):
        accounts.add(stores, RULES, "ann", "Ann Example", "viewer", password)
    assert accounts.everybody(stores) == []


def test_a_password_fits_itself_alone():
    stored = passwords.hashed(GOOD)
    assert GOOD not in stored and stored != passwords.hashed(GOOD)
    assert passwords.fits(GOOD, stored)
    assert not passwords.fits(GOOD + "x", stored) and not passwords.fits("", stored)


def test_the_same_letters_from_another_keyboard_fit():
    assert passwords.fits("cafe\u0301 plum river", passwords.hashed("café plum river"))


def test_scrypt_as_published_and_as_strong_as_advised(monkeypatch):
    # RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16), the first 32 of its bytes.
    found = passwords._scrypt("password", b"NaCl", 1024, 8, 16)
    assert found.hex() == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    monkeypatch.undo()
    assert (passwords.COST, passwords.BLOCK, passwords.LANES) == (32768, 8, 3)  # OWASP, 2023


# names and roles


@pytest.mark.parametrize("name", ["", "a", "1ann", "-ann", "ann\n", "an n", "ann@x", "ann'--", "é" * 3, "a" * 41])
def test_names_that_are_none_are_refused(stores, name):
    with pytest.raises(Refusal, match="2 to 40 letters"):
        accounts.add(stores, RULES, name, "", "viewer", GOOD)


@pytest.mark.parametrize("shown", ["x" * 81, "two\nlines", "bell\a"])
def test_names_shown_to_others_stay_on_a_line(stores, shown):
    with pytest.raises(Refusal, match="on one line"):
        accounts.add(stores, RULES, "ann", shown, "viewer", GOOD)


def test_an_unknown_role_is_refused(stores, ann):
    with pytest.raises(Refusal, match="no role root"):
        accounts.add(stores, RULES, "bob", "", "root", GOOD)
    with pytest.raises(Refusal, match="no role root"):
        accounts.set_role(stores, "ann", "root")


def test_a_name_is_taken_without_regard_to_case(stores, ann):
    with pytest.raises(Refusal, match="ANN is in use"):
        accounts.add(stores, RULES, "ANN", "", "viewer", GOOD)
    assert accounts.reader_of(stores, RULES, accounts.sign_in(stores, RULES, "Ann", GOOD)).account_id == ann


def test_two_who_want_a_name_at_the_same_time_do_not_both_get_it(stores):
    outcome = []

    def add(name):
        try:
            accounts.add(stores, RULES, name, "", "viewer", GOOD)
            outcome.append("made")
        except Refusal:
            outcome.append("refused")

    threads = [threading.Thread(target=add, args=(name,)) for name in ("cleo", "Cleo", "CLEO", "cLEO")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["made", "refused", "refused", "refused"]


def test_nothing_that_lists_accounts_shows_a_password(stores, ann):
    (row,) = accounts.everybody(stores)
    assert set(row) == {"account_id", "name", "display_name", "role", "created_at", "closed_at"}


# signing in


def test_an_unknown_name_and_a_wrong_password_get_the_same_words(stores, ann):
    assert refusal(stores, "ann", "wrong") == refusal(stores, "nobody", "wrong") == refusal(stores, "", GOOD)


def test_an_unknown_name_costs_as_much_work(stores, ann, monkeypatch):
    asked = []
    real = passwords._scrypt
    monkeypatch.setattr(passwords, "_scrypt", lambda *told: asked.append(told[2:]) or real(*told))
    refusal(stores, "ann", "wrong")
    known, asked[:] = list(asked), []
    refusal(stores, "nobody", "wrong")
    # The one made at the first try to compare unknown names with is made for a known name as well.
    assert len(known) - 1 == len(asked) == 1 and set(known) == set(asked)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_name_locks_after_some_tries_whether_or_not_somebody_has_it(stores, ann, time, name):
    for _ in range(RULES.tries):
        assert refusal(stores, name, "wrong") == accounts.WRONG
    for tried in (name, name.upper()):
        assert "Too many tries" in refusal(stores, tried, GOOD)
    time.forward(minutes=RULES.lock_minutes, seconds=-1)
    assert "Too many tries" in refusal(stores, name, GOOD)
    time.forward(seconds=2)
    if name == "ann":
        assert accounts.sign_in(stores, RULES, name, GOOD)
    else:
        assert refusal(stores, name, GOOD) == accounts.WRONG


def test_other_names_stay_open_while_one_is_locked(stores, ann):
    for _ in range(RULES.tries):
        refusal(stores, "nobody", "wrong")
    assert accounts.sign_in(stores, RULES, "ann", GOOD)


def test_tries_sent_all_at_once_do_not_get_past_the_lock(stores, ann, monkeypatch):
    looked, gate = [], threading.Barrier(12)
    monkeypatch.setattr(passwords, "fits", lambda *told: looked.append(1) or False)

    def one():
        gate.wait()
        refusal(stores, "ann", "guess")

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == RULES.tries


def test_the_pause_doubles_with_each_try_and_ends_with_the_right_password(stores, ann, time):
    seen = [tries.pause("ann", RULES)]
    for _ in range(RULES.tries - 1):
        refusal(stores, "ann", "wrong")
        seen.append(tries.pause("Ann", RULES))
    assert seen == [0.0, 0.5, 1.0, 2.0, 4.0]
    accounts.sign_in(stores, RULES, "ann", GOOD)
    assert tries.pause("ann", RULES) == 0.0
    refusal(stores, "ann", "wrong")
    time.forward(minutes=RULES.lock_minutes)
    assert tries.pause("ann", RULES) == 0.0


def test_many_names_do_not_free_a_locked_one(stores, monkeypatch):
    monkeypatch.setattr(tries, "MOST_NAMES", 5)
    for number in range(4):
        tries.allowed(f"flood-{number}", RULES)
    for _ in range(RULES.tries):
        tries.allowed("ann", RULES)
    for number in range(4, 8):
        tries.allowed(f"flood-{number}", RULES)
    assert not tries.allowed("ann", RULES)
    assert len(tries._made) == 5


# sessions


def test_a_session_says_who_and_ends_when_signed_out(stores, ann):
    token = accounts.sign_in(stores, RULES, "ann", GOOD)
    reader = accounts.reader_of(stores, RULES, token)
    assert (reader.account_id, reader.name, reader.role) == (ann, "Ann Example", "viewer")
    other = accounts.sign_in(stores, RULES, "ann", GOOD)
    accounts.sign_out(stores, token)
    assert accounts.reader_of(stores, RULES, token) is None
    assert accounts.reader_of(stores, RULES, other) is not None


@pytest.mark.parametrize("token", [None, "", "x", "x" * 10_000, "\udcff"])
def test_what_is_no_token_is_nobody(stores, ann, token):
    assert accounts.reader_of(stores, RULES, token) is None


def test_a_session_ends_when_it_is_not_used(stores, ann, time):
    token = accounts.sign_in(stores, RULES, "ann", GOOD)
    time.forward(minutes=RULES.idle_minutes - 1)
    assert accounts.reader_of(stores, RULES, token) is not None
    time.forward(minutes=RULES.idle_minutes - 1)
    assert accounts.reader_of(stores, RULES, token) is not None, "its use was not noted"
    time.forward(minutes=RULES.idle_minutes + 1)
    assert accounts.reader_of(stores, RULES, token) is None


def test_a_session_ends_after_its_hours_however_much_it_is_used(stores, ann, time):
    token = accounts.sign_in(stores, RULES, "ann", GOOD)
    for _ in range(RULES.session_hours - 1):
        time.forward(hours=1)
        assert accounts.reader_of(stores, RULES, token) is not None
    time.forward(hours=1)
    assert accounts.reader_of(stores, RULES, token) is None
    accounts.sign_in(stores, RULES, "ann", GOOD)
    time.forward(seconds=1)
    assert len(stores.raw("SELECT 1 FROM records.session")) <= 2


def test_a_session_in_use_is_written_down_seldom(stores, ann, time):
    token = accounts.sign_in(stores, RULES, "ann", GOOD)
    before = stores.version
    for _ in range(9):
        time.forward(minutes=1)
        accounts.reader_of(stores, RULES, token)
    assert stores.version == before, "every write stales what is kept in memory"


@pytest.mark.parametrize(
    "change",
    [
        lambda stores: accounts.set_role(stores, "ann", "manager"),
        lambda stores: accounts.set_password(stores, RULES, "ann", "other river ladder nine"),
        lambda stores: accounts.close(stores, "ann"),
    ],
    ids=["role", "password", "closed"],
)
def test_a_change_ends_every_session_of_the_account_and_no_other(stores, ann, change):
    accounts.add(stores, RULES, "bob", "", "viewer", GOOD)
    mine = [accounts.sign_in(stores, RULES, "ann", GOOD) for _ in range(2)]
    bobs = accounts.sign_in(stores, RULES, "bob", GOOD)
    change(stores)
    assert [accounts.reader_of(stores, RULES, token) for token in mine] == [None, None]
    assert accounts.reader_of(stores, RULES, bobs) is not None


def test_after_a_change_the_account_is_what_it_was_changed_to(stores, ann):
    accounts.set_role(stores, "Ann", "safeguarding")
    accounts.set_password(stores, RULES, "ann", "other river ladder nine")
    assert refusal(stores, "ann", GOOD) == accounts.WRONG
    token = accounts.sign_in(stores, RULES, "ann", "other river ladder nine")
    assert accounts.reader_of(stores, RULES, token).role == "safeguarding"


def test_a_closed_account_is_gone_and_its_name_stays_taken(stores, ann):
    assert accounts.any_account(stores)
    accounts.close(stores, "ann")
    assert not accounts.any_account(stores)
    assert refusal(stores, "ann", GOOD) == accounts.WRONG
    with pytest.raises(Refusal, match="in use"):
        accounts.add(stores, RULES, "ann", "", "admin", GOOD)
    for change in (accounts.close, lambda stores, name: accounts.set_role(stores, name, "viewer")):
        with pytest.raises(NotFound):
            change(stores, "ann")


# one-time links


def test_a_one_time_link_makes_one_account(stores, time):
    token = accounts.invite(stores, "admin")
    assert accounts.invited_role(stores, token) == "admin"
    with pytest.raises(Refusal, match="Guessers"):
        accounts.accept(stores, RULES, token, "ann", "", "password1234")
    accounts.accept(stores, RULES, token, "ann", "", GOOD)
    for again in (accounts.invited_role, lambda *told: accounts.accept(*told[:1], RULES, told[1], "bob", "", GOOD)):
        with pytest.raises(NotFound, match="used or is over"):
            again(stores, token)
    assert [row["role"] for row in accounts.everybody(stores)] == ["admin"]


def test_of_two_at_the_same_time_one_gets_the_account(stores):
    token, outcome, gate = accounts.invite(stores, "admin"), [], threading.Barrier(6)

    def accept(number):
        gate.wait()
        try:
            accounts.accept(stores, RULES, token, f"name{number}", "", GOOD)
            outcome.append("made")
        except NotFound:
            outcome.append("refused")

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["made"] + ["refused"] * 5
    assert len(accounts.everybody(stores)) == 1


def test_a_name_in_use_does_not_spend_the_link(stores, ann):
    token = accounts.invite(stores, "manager")
    with pytest.raises(Refusal, match="in use"):
        accounts.accept(stores, RULES, token, "ann", "", GOOD)
    accounts.accept(stores, RULES, token, "bob", "", GOOD)


def test_a_link_ends_after_its_days(stores, time):
    token = accounts.invite(stores, "admin")
    time.forward(days=accounts.INVITE_DAYS)
    with pytest.raises(NotFound):
        accounts.accept(stores, RULES, token, "ann", "", GOOD)


def test_a_second_link_ends_the_first(stores):
    first = accounts.invite(stores, "admin")
    second = accounts.invite(stores, "admin")
    with pytest.raises(NotFound):
        accounts.invited_role(stores, first)
    assert accounts.invited_role(stores, second) == "admin"


# what is stored


def test_tokens_and_passwords_are_stored_hashed_only(stores, ann):
    session, link = accounts.sign_in(stores, RULES, "ann", GOOD), accounts.invite(stores, "admin")
    tables = ("account", "session", "invite", "audit_event", "store_state")
    stored = repr([stores.raw(f"SELECT * FROM records.{one}") for one in tables])
    for secret in (session, link, GOOD):
        assert secret not in stored
    assert accounts.token_hash(session) in stored and accounts.token_hash(link) in stored


def test_what_was_done_is_noted_with_the_change(stores, ann):
    accounts.sign_in(stores, RULES, "ann", GOOD)
    accounts.set_role(stores, "ann", "manager")
    accounts.close(stores, "ann")
    did = [row["did"] for row in stores.raw("SELECT did FROM records.audit_event ORDER BY did")]
    assert did == ["account_closed", "account_made", "role_changed", "signed_in"]
