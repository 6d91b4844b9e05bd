"""Links on record: a token kept as its hash alone, who a link may be for, safeguarding first, openings counted."""

import hashlib
from datetime import timedelta

import pytest

from tightrope import clock
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import clearing, share_links, share_views, sharing
from tightrope.records.house import House
from tightrope.records.roles import looking_as
from tightrope.records.sharing import MEANWHILE, NAMED, OPEN, Frozen, Wanted

OFFICER, LEAD = looking_as("commissioner"), looking_as("safeguarding")
NAMES = ("Cllr A. Member",)


@pytest.fixture
def house(stores, master):
    return House(stores, master)


def frozen(after=0, body="{}", contracts=("HC-01",)):
    return Frozen("contract:HC-01", body, contracts, after)


def make(house, after=0, **wanted):
    return sharing.make(house, OFFICER, Wanted(**wanted), frozen(after))


def row(house):
    return house.stores.raw("SELECT * FROM records.share ORDER BY made_at DESC")[0]


def test_a_token_has_256_bits_and_is_kept_nowhere(house):
    made = make(house)
    assert len(made.token) == 43, "32 bytes in base 64 without padding"
    kept = repr([house.stores.raw(f"SELECT * FROM records.{name}") for name in ("share", "audit_event", "share_view")])
    assert made.token not in kept and sharing.hashed(made.token) in kept
    assert sharing.hashed("x") == hashlib.sha256(b"x").hexdigest()
    assert share_links.find(house, made.token).share_id == made.share_id


def test_two_links_never_share_a_token(house):
    assert make(house).token != make(house, after=1).token


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (Wanted(level="officers"), "Choose whether"),
        (Wanted(days=0), "days"),
        (Wanted(days=100_000), "days"),
        (Wanted(views_allowed=0), "openings"),
        (Wanted(level=NAMED, with_passcode=True), "Name who"),
        (Wanted(level=NAMED, with_passcode=True, recipients=("  ",)), "Name who"),
        (Wanted(level=NAMED, recipients=NAMES), "needs a passcode"),
        (Wanted(recipients=("a\nb",)), "one line"),
        (Wanted(recipients=("a; b",)), "semicolon"),
        (Wanted(recipients=("x" * 81,)), "80 letters"),
        (Wanted(recipients=("x",) * 41), "40 people"),
    ],
)
def test_what_no_link_may_be_is_said(house, wanted, word):
    with pytest.raises(Refusal) as refused:
        sharing.make(house, OFFICER, wanted, frozen())
    assert any(word in problem for problem in refused.value.problems)
    assert not house.stores.raw("SELECT 1 FROM records.share")


def test_every_problem_is_told_at_once(house):
    assert len(sharing.problems(Wanted(level=NAMED, days=0, views_allowed=0))) == 4


@pytest.mark.parametrize("role", ["viewer", "voice_team", "safeguarding", "data_officer", "admin"])
def test_who_may_not_decide_makes_and_withdraws_none(house, role):
    made = make(house)
    with pytest.raises(NotAllowed):
        sharing.make(house, looking_as(role), Wanted(), frozen(1))
    with pytest.raises(NotAllowed):
        sharing.withdraw(house, looking_as(role), made.share_id)
    assert share_links.find(house, made.token)


def test_what_went_out_in_the_same_moment_stops_it(house):
    make(house)
    with pytest.raises(Refusal) as refused:
        make(house, after=0)
    assert refused.value.problems == [MEANWHILE]


def test_a_withdrawn_link_opens_nothing_and_is_withdrawn_once(house):
    made = make(house)
    sharing.withdraw(house, OFFICER, made.share_id)
    assert share_links.find(house, made.token) is None
    assert row(house)["withdrawn_by"] == "as-commissioner"
    with pytest.raises(Refusal, match="already"):
        sharing.withdraw(house, OFFICER, made.share_id)
    with pytest.raises(NotFound):
        sharing.withdraw(house, OFFICER, "SH0")


def test_a_link_ends_with_its_last_day(house, monkeypatch):
    made = make(house, days=2)
    later = made.ends_at + timedelta(seconds=1)
    assert share_links.find(house, made.token)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert share_links.find(house, made.token) is None


def test_a_passcode_is_four_words_and_opens_however_it_is_typed(house):
    made = make(house, with_passcode=True)
    link = share_links.find(house, made.token)
    assert len(made.passcode.split()) == 4 and made.passcode not in repr(row(house))
    assert share_links.fits(link, made.token, f"  {made.passcode.upper().replace(' ', '-')} ")
    assert share_links.fits(link, made.token, made.passcode[:-1]) is False
    assert share_links.fits(None, "made up", made.passcode) is False


def test_fifty_wrong_passcodes_lock_it_and_a_token_nobody_has_locks_alike(house):
    made = make(house, with_passcode=True)
    link = share_links.find(house, made.token)
    for token, found in ((made.token, link), ("Z" * 43, None)):
        said = [share_links.fits(found, token, "wrong") for _ in range(51)]
        assert said == [False] * 50 + [None]
        assert share_links.pause(found, token) == 4.0
    assert share_links.fits(link, made.token, made.passcode) is None, "the right one too, until the lock ends"


def test_made_up_tokens_push_nobody_out_of_the_tries(house):
    """However many tokens are made up, they share 1,024 places: those of sign-in names and links stay."""
    places = {share_links._place(None, f"made up {number}") for number in range(5_000)}
    assert len(places) <= share_links.PLACES


def test_a_ticket_is_of_one_link_and_runs_out(house, monkeypatch):
    first, second = make(house), make(house, after=1)
    one, other = share_links.find(house, first.token), share_links.find(house, second.token)
    ticket = share_links.ticket(one)
    assert share_links.holds(one, ticket) and not share_links.holds(other, ticket)
    for bad in ("", ".", "9" * 30 + ".x", ticket[:-1], ticket.replace(".", "..", 1), "\u0663.x", f"9{ticket}"):
        assert not share_links.holds(one, bad), bad
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not share_links.holds(one, ticket)


# openings


@pytest.fixture
def unhurried(monkeypatch):
    """Nothing is written out before the test says so."""
    monkeypatch.setattr(share_views, "WITHIN", 3600)
    monkeypatch.setattr(share_views, "_timer", None)
    monkeypatch.setattr(share_views, "_waiting", [])
    yield
    if share_views._timer:
        share_views._timer.cancel()


def test_openings_are_written_together_and_leave_the_version_alone(house, unhurried):
    made = make(house)
    before = house.stores.version
    for _ in range(3):
        share_views.count(house, made.share_id)
    assert row(house)["views"] == 0
    share_views.write_out(house)
    assert row(house)["views"] == 3 and house.stores.version == before
    assert len(house.stores.raw("SELECT * FROM records.share_view")) == 3
    share_views.write_out(house)
    assert row(house)["views"] == 3


def test_they_are_written_within_a_second(house):
    share_views.count(house, make(house).share_id)
    timer = share_views._timer
    assert timer.interval < 1 and timer.daemon
    timer.join(30)
    assert row(house)["views"] == 1


def test_a_limit_is_counted_before_the_page_is_given(house):
    made = make(house, views_allowed=2)
    assert [share_views.count_first(house, made.share_id) for _ in range(3)] == [True, True, False]
    assert row(house)["views"] == 2
    assert share_links.find(house, made.token).left == 0


def test_counts_after_the_records_closed_are_lost_and_logged(house, unhurried, caplog):
    made = make(house)
    share_views.count(house, made.share_id)
    house.stores.close()
    share_views.write_out(house)
    assert "could not be counted" in caplog.text and made.token not in caplog.text


# safeguarding first


@pytest.fixture
def held(house, tell):
    tell({"triage_state": "quarantined", "contract_id": "HC-01"})
    return house


def problem(house):
    return clearing.problem(house, "contract:HC-01", ["HC-01"])


def test_without_anything_held_nobody_has_to_be_asked(house, tell):
    tell({"contract_id": "HC-01"})
    assert problem(house) == "" and make(house)


def test_what_is_held_stops_a_link_until_safeguarding_agrees(held):
    with pytest.raises(Refusal) as refused:
        make(held)
    assert refused.value.problems == [clearing.FIRST]
    key = clearing.ask(held, OFFICER, "contract:HC-01")
    assert problem(held) == clearing.ASKED and clearing.ask(held, OFFICER, "contract:HC-01") == key
    assert [one["clearing_id"] for one in clearing.waiting(held, LEAD)] == [key]
    clearing.answer(held, LEAD, key, True)
    assert problem(held) == "" and make(held) and not clearing.waiting(held, LEAD)


def test_a_no_stands_and_can_be_asked_again(held):
    clearing.answer(held, LEAD, clearing.ask(held, OFFICER, "contract:HC-01"), False)
    assert problem(held) == clearing.REFUSED
    clearing.ask(held, OFFICER, "contract:HC-01")
    assert problem(held) == clearing.ASKED


def test_what_was_cleared_is_looked_at_again(held, monkeypatch):
    """After thirty days, and after the next account that comes to be held."""
    clearing.answer(held, LEAD, clearing.ask(held, OFFICER, "contract:HC-01"), True)
    later, now = clock.now() + timedelta(days=30, seconds=1), clock.now
    monkeypatch.setattr(clock, "now", lambda: later)
    assert problem(held) == clearing.FIRST
    monkeypatch.setattr(clock, "now", now)
    held.stores.write(lambda cursor: cursor.execute("UPDATE records.story SET triaged_at = ?", [later]))
    assert problem(held) == clearing.FIRST


def test_safeguarding_alone_answers_and_only_once(held):
    key = clearing.ask(held, OFFICER, "contract:HC-01")
    for role in ("commissioner", "voice_team", "viewer"):
        with pytest.raises(NotAllowed):
            clearing.answer(held, looking_as(role), key, True)
        with pytest.raises(NotAllowed):
            clearing.waiting(held, looking_as(role))
    with pytest.raises(NotAllowed):
        clearing.ask(held, LEAD, "contract:HC-01")
    clearing.answer(held, LEAD, key, True)
    with pytest.raises(Refusal, match="already"):
        clearing.answer(held, LEAD, key, False)
    with pytest.raises(NotFound):
        clearing.answer(held, LEAD, "SC0", True)


def test_another_contract_is_not_stopped(held):
    assert clearing.problem(held, "contract:HC-02", ["HC-02"]) == ""
    assert clearing.problem(held, "line:home_care", ["HC-02", "HC-01"]) == clearing.FIRST


def test_whoever_opens_a_link_reads_as_its_audience_and_may_do_nothing(house):
    for level in (OPEN, NAMED):
        who = share_links.opener(level)
        assert who.audience == level and not any(who.may(one) for one in ("decide", "read_words", "triage"))
