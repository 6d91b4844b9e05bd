"""Every page opens for every role and every link, says what is wrong with the link, and has its answer on top."""

from contextlib import contextmanager

import pytest
from looking import KEYS, PROVIDERS_SAY, Looking, everything, figures, html, look, notes, people, screen, title

from tightrope.answers.cards import ROLE_WORDS as TELLERS
from tightrope.records.roles import ROLES
from tightrope.screens import frame, turns
from tightrope.screens.register import PAGES

pytestmark = pytest.mark.usefixtures("council")

FRAME = "Hallamford, a fictional council. Today here is 3 Nov 2026."
COUNTED_ONLY = "They let us count this, not show it."
ROLE_COUNTS = "Your role counts accounts and does not read them."
TITLES = {
    "overview": "Three contracts need you before the committee on 14 January",
    "weigh": "They disagree: the numbers are good, what people tell is not",
    "renewals": "Three contracts can be re-tendered until the committee on 14 January 2027 and not later",
    "contracts": "£33,676,370 paid, £3,121,520 of it for what was not delivered",
    "what-if": "£330.0m gross as it is budgeted for 2026-27: nothing moves yet",
    "board": "Interests come first: nobody was asked yet",
    "decisions": "Six officers answer for all 60 contracts",
    "voices": "462 people told us; 185 of them tell of \u201cKindness\u201d",
    "missing": "Nobody who needs help with memory told us themselves, as far as is known; they are 17 in 100",
    "replies": "236 answers are owed, 213 of them overdue",
    "triage": "10 accounts wait to be read",
    "coding": "All are coded once; ",
    "places": "Paid for care, for each person aged 65 and over on a low income: most in Brookvale",
    "data": "60 live contracts are loaded, and no row was set aside",
    "load": "Load your council's own files",
}

# Who reads what, by role: the words of accounts, or only how many there are. A page that is not listed is not open.
WORDS, COUNTS = "words", "counts"
SEES = {
    "viewer": WORDS,
    "commissioner": WORDS,
    "manager": WORDS,
    "voice_team": WORDS,
    "safeguarding": WORDS,
    "data_officer": COUNTS,
    "admin": COUNTS,
}
LOADS = ("data_officer", "admin")
EVERYBODY = {"overview", "weigh", "renewals", "decisions", "voices", "missing", "replies"}
EVERYBODY |= {"places", "contracts", "data", "what-if", "board"}
TRIAGES = ("voice_team", "safeguarding")
OPENS = {
    role: EVERYBODY | ({"load"} if role in LOADS else set()) | ({"triage", "coding"} if role in TRIAGES else set())
    for role in SEES
}

OLD = "This link was made by another version of Tightrope. What could be read of it is shown."
OTHER_DAY = "This link was made with the data of 1 September 2026; these are the data of 3 November 2026."


def gone(what, instead):
    return f"The link names a {what} that is not here. You see {instead} instead."


def test_the_table_of_roles_is_whole():
    assert SEES.keys() == OPENS.keys() == ROLES.keys()
    assert set(KEYS) == set(TITLES) == set().union(*OPENS.values())


@pytest.mark.parametrize("role", ROLES)
def test_every_role_opens_the_pages_it_may_and_sees_no_more_than_it_may(role):
    session = Looking(role)
    for page in PAGES:
        app = session.open(page.key)
        assert not app.exception
        assert FRAME in screen(app)
        if page.key in OPENS[role]:
            assert title(app).startswith(TITLES[page.key])
        else:
            assert title(app) == "This is not open to you"
    app = session.open("weigh", of="HC-01", look="all:")
    said = people(app)
    assert len(said) >= 23, "all accounts of the contract have a card"
    assert ("She had her coat on before the kettle boiled" in " ".join(said)) == (SEES[role] == WORDS)
    if SEES[role] == COUNTS:
        assert set(said) - PROVIDERS_SAY == {ROLE_COUNTS}
    overview = people(session.open("overview", show="all"))
    assert bool(set(overview) - {COUNTED_ONLY, ROLE_COUNTS, ""}) == (SEES[role] == WORDS)


def test_a_page_is_worked_out_in_its_turn(council, monkeypatch):
    """All of it, from the frame to the foot."""
    seen = []

    @contextmanager
    def turn():
        seen.append("begins")
        yield
        seen.append("ends")

    def drawn(name, draw):
        return lambda *given: (seen.append(name), draw(*given))[1]

    monkeypatch.setattr(turns, "turn", turn)
    monkeypatch.setattr(frame, "draw", drawn("frame", frame.draw))
    monkeypatch.setattr(frame, "foot", drawn("foot", frame.foot))
    Looking()
    assert seen == ["begins", "frame", "foot", "ends"]


def test_the_overview_shows_three_cards_and_then_all():
    app = look()
    assert screen(app).count("See why") == 3
    for words in ("Visits on time: 95%", "Asked for 90%", "17 of 23 people we heard from: rushed", "They disagree",
                  "Nobody of 140 people who live there told us anything themselves. We would expect about 9.",
                  "Advocacy ended in March 2025.", "Not heard", "£212,025",
                  "The stories explain the number"):  # fmt: skip
        assert words in screen(app), words
    assert people(app) == [
        "She had her coat on before the kettle boiled.",
        "They offered Mum a room miles away with strangers.",
    ], "nobody else's words stand where those who live there were not heard"
    app.button(key="show_all").click().run()
    assert screen(app).count("See why") > 3
    assert app.query_params["show"] in ("all", ["all"])
    assert title(look(show="all")) == TITLES["overview"]


@pytest.mark.parametrize(
    ("key", "query", "wanted"),
    [
        ("overview", {"show": "all"}, "HC-04|"),
        ("weigh", {"of": "RS-01", "look": "payments:unsuitable_break"}, "The payments behind the pounds"),
        ("weigh", {"of": "HC-01", "look": "visits:rushed"}, "The visits behind the pounds"),
        ("weigh", {"of": "HC-01", "look": "theme:rushed"}, "17 of 23 people we heard from speak of it"),
        ("weigh", {"of": "HC-01", "look": "pair:rushed"}, "What is recorded"),
        ("weigh", {"of": "HC-01", "with": "HC-02"}, "stories count"),
        ("weigh", {"of": "HC-03", "from": "2025-01", "to": "2025-06"}, "Jan 2025 to Jun 2025"),
        ("weigh", {"kind": "provider", "of": "P05"}, "Kestrel Homecare"),
        ("weigh", {"kind": "line", "of": "home_care"}, "Home care. 12 contracts"),
        ("weigh", {"kind": "place", "of": "East"}, "East. "),
        ("weigh", {"kind": "ended", "of": "ML-00"}, "Ended on 31 March 2025: saved £186,000 a year by the record."),
        ("data", {"part": "money"}, "Budget 2026-27 by service line"),
        ("data", {"part": "dictionary", "table": "visit"}, "planned_start_at"),
        ("data", {"part": "figures"}, "each made in one place"),
    ],
)
def test_a_link_opens_what_it_names(key, query, wanted):
    app = look(key, **query)
    assert not app.exception and not notes(app)
    assert wanted in everything(app)
    assert {name: _one(app.query_params[name]) for name in query} == query, "the address reopens the same"
    assert _one(app.query_params["v"]) == "1" and _one(app.query_params["at"]) == "2026-11-03"


LONG = "x" * 5_000
BAD = [
    ("overview", {"show": "nothing"}, [gone("choice", "first")]),
    ("overview", {"show": LONG}, [gone("choice", "first")]),
    ("overview", {"v": "0"}, [OLD]),
    ("overview", {"at": "2026-09-01"}, [OTHER_DAY]),
    ("overview", {"utm": LONG, "__proto__": "1"}, []),
    ("weigh", {"of": "HC-99"}, [gone("contract, provider, line or place", "HC-01")]),
    ("weigh", {"of": "ML-00"}, [gone("contract, provider, line or place", "HC-01")]),
    ("weigh", {"of": "'; DROP TABLE records.story; --"}, [gone("contract, provider, line or place", "HC-01")]),
    ("weigh", {"kind": "planet"}, [gone("sort of thing", "contract")]),
    ("weigh", {"kind": "provider", "of": "HC-01"}, [gone("contract, provider, line or place", "P11")]),
    ("weigh", {"from": "2026-13"}, [gone("month", "2025-11")]),
    ("weigh", {"from": "1926-01", "to": "2126-01"}, [gone("month", "2025-11"), gone("month", "2026-10")]),
    ("weigh", {"from": "٢٠٢٦-٠١"}, [gone("month", "2025-11")]),
    ("weigh", {"with": "HC-99"}, [gone("second contract", "nothing")]),
    ("weigh", {"look": LONG}, ["The link names a part of the page that is not here. It was left out."]),
    ("weigh", {"v": "0", "of": "HC-99"}, [OLD, gone("contract, provider, line or place", "HC-01")]),
    ("data", {"part": "nowhere", "table": "nowhere"}, [gone("part", "loaded"), gone("table", "contract")]),
    ("data", {"part": LONG}, [gone("part", "loaded")]),
    ("data", {"v": LONG}, [OLD]),
    ("data", {"at": "tomorrow"}, [
        "This link was made with the data of another day; these are the data of 3 November 2026."]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "query", "wanted"), BAD)
def test_a_link_that_fits_no_more_says_so_and_shows_what_is_usual(key, query, wanted):
    app = look(key, **query)
    assert not app.exception
    assert notes(app) == wanted
    if query.get("kind") != "provider":
        assert title(app) == TITLES[key]
    assert LONG not in everything(app)


@pytest.mark.parametrize("opens", ["nothing", "pair:", "pair:nowhere", "theme:nowhere", "story:nowhere", "all",
                                   "visits", "payments:nowhere", "<script>", ":", "close:"])  # fmt: skip
def test_an_unknown_part_of_the_page_opens_nothing_and_breaks_nothing(opens):
    app = look("weigh", of="HC-01", look=opens)
    assert not app.exception and title(app) == TITLES["weigh"]
    assert "<script>" not in screen(app)


def test_a_story_of_another_contract_does_not_open_here(council):
    told = council().stores.raw("SELECT story_id FROM records.story WHERE source_id = 'HM-0001'")[0]["story_id"]
    assert "<h2>One account</h2>" in html(look("weigh", of="HC-01", look=f"story:{told}"))
    assert "<h2>One account</h2>" not in html(look("weigh", of="HC-03", look=f"story:{told}"))


def test_months_the_wrong_way_round_are_swapped():
    app = look("weigh", of="HC-01", **{"from": "2026-06", "to": "2026-01"})
    assert not app.exception and "Jan 2026 to Jun 2026" in screen(app)


@pytest.mark.parametrize("month", ["2023-11", "2025-03", "2026-10"])
def test_a_period_of_one_month(month):
    app = look("weigh", of="HC-01", **{"from": month, "to": month})
    assert not app.exception and not notes(app)
    assert {"2023-11": "November 2023", "2025-03": "March 2025", "2026-10": "October 2026"}[month] in screen(app)
    assert "a year pays" not in screen(app), "one month's pounds are not a year's"


@pytest.mark.parametrize(("kind", "of"), [("line", "meals"), ("contract", "ML-01")])
def test_a_service_line_with_one_contract_has_nothing_to_be_held_against(kind, of):
    app = look("weigh", kind=kind, of=of)
    assert not app.exception
    assert not set(_words_of_rank(screen(app)))


def _pick(app, label, value):
    box = next(one for one in app.selectbox if one.label == label)
    return box.set_value(value).run()


def test_one_pick_after_another_is_taken():
    app = look("weigh", of="HC-01")
    for contract in ("HC-02", "DO-02", "EC-01", "HC-01"):
        app = _pick(app, "Contract", contract)
        assert app.query_params["of"] == [contract] or app.query_params["of"] == contract
    for month in ("2026-01", "2026-02", "2026-03"):
        app = _pick(app, "From", month)
        assert month in str(app.query_params["from"])
    for other in ("HC-02", "EC-01", "nothing", "DO-02"):
        app = _pick(app, "Compare with", other)
        assert other in str(app.query_params["with"])


def test_another_kind_begins_with_its_first_and_the_next_pick_holds():
    app = look("weigh", of="HC-01")
    for kind in ("provider", "line", "contract"):
        app = _pick(app, "Weigh", kind)
        assert kind in str(app.query_params["kind"])
    app = _pick(app, "Contract", "HC-02")
    assert "HC-02" in str(app.query_params["of"])


@pytest.mark.parametrize("of", ["AD-03", "DO-00", "ML-00"])
def test_what_has_ended_says_when_and_is_offered_nothing_to_compare(of):
    app = look("weigh", kind="ended", of=of)
    assert not app.exception
    assert "Ended on " in screen(app) and "Still possible" not in screen(app)


@pytest.mark.parametrize("of", ["RE-02", "SH-02", "NH-04"])
def test_a_contract_with_few_tellers_gets_no_verdict(of):
    app = look("weigh", of=of)
    assert title(app).startswith("Too few people were heard")


def test_who_told_is_said_in_words():
    shown = screen(look("weigh", of="HC-01"))
    assert not [role for role in TELLERS if "_" in role and role in shown]


def test_the_figures_on_the_page_are_those_of_the_answer(council):
    from tightrope.answers import evidence
    from tightrope.answers import weigh as answers
    from tightrope.records.roles import looking_as

    opened = council()
    for kind, of in (("contract", "HC-01"), ("contract", "RS-01"), ("line", "home_care"), ("ended", "ML-00")):
        found = answers.weigh(opened, looking_as("commissioner"), kind, of, evidence.usual_period(opened))
        shown = figures(look("weigh", kind=kind, of=of))
        wanted = {"tellers": found.tellers, "good_tellers": found.good_tellers, "accounts": found.accounts,
                  "grade": found.grade}  # fmt: skip
        wanted |= {f"pair-{one.theme_id}-tellers": one.tellers for one in found.pairs}
        wanted |= {f"pair-{one.theme_id}-pounds": one.pounds for one in found.pairs if one.pounds is not None}
        wanted |= {f"measure-{m.contract_id}-{m.measure_id}": m.value for m in (*found.in_contract, *found.also)}
        wanted |= {f"cost-{number}": line.words for number, line in enumerate(found.cost, start=1)}
        assert {name: shown.get(name) for name in wanted} == {name: str(value) for name, value in wanted.items()}


def _words_of_rank(text):
    return [word for word in ("best of", "worst of", "ranked", "last of", "first of 1") if word in text.lower()]


def _one(value):
    return value[0] if isinstance(value, list) else value
