"""With a contract register, returns and a complaints log alone, pages work and say which file brings the rest."""

import pytest
from looking import Looking, everything, figures, forget, look, screen, title

from tightrope import sealing, settings
from tightrope.evidence import template
from tightrope.evidence.build import build
from tightrope.public import binding
from tightrope.screens.data_parts import PARTS

CONTRACTS = """contract_id,title,service_id,provider_id,kind,starts_on,ends_on,annual_value,status,commissioner_id
NB-1,"Home care, town",home_care,Larchfield,block,2024-04-01,2027-03-31,1250000,live,
NB-2,"Home care, villages",home_care,Tern,spot,2024-06-01,2029-05-31,,live,K07
NB-3,Day centre,day_opportunities,Alder,grant,2025-04-01,2029-03-31,,live,
"""
HEAD = "source,source_id,teller_id,received_on,event_month,channel,teller_role,about,contract_id,words,own_rating"
HEAD += ",triage_state,consent_level"
RETURNS = ["contract_id,measure_id,month,numerator,denominator,value,target"] + [
    f"{contract},on_time,2026-{month:02d},380,400,0.95,0.9" for contract in ("NB-1", "NB-2") for month in range(1, 11)
]
ODD = (" nan", "None", "NaT", "inf", "£0 ", "£0.0 m", "Traceback")


def told(number, state, rating=1):
    about = "2026-05-06,2026-05,phone,family,service,NB-1"
    return f"log,{number},P{number},{about},Late for the {number}th time.,{rating},{state},3"


@pytest.fixture
def three(home, tmp_path, monkeypatch):
    """Build the council of three files; nobody signs in here: a role is tried on, as on the demo council."""
    forget()
    monkeypatch.setattr(binding, "sign_in_needed", lambda: False)

    def make(stories=(), contracts=CONTRACTS):
        folder = tmp_path / "northbridge"
        folder.mkdir()
        (folder / "contract.csv").write_text(contracts, encoding="utf-8")
        (folder / "measure_return.csv").write_text("\n".join(RETURNS) + "\n", encoding="utf-8")
        if stories:
            (folder / "story.csv").write_text("\n".join([HEAD, *stories]) + "\n", encoding="utf-8")
        own = template.settings_for("Northbridge").replace("fictional = false", "fictional = false\ntoday = 2026-11-03")
        (folder / "settings.toml").write_text(own, encoding="utf-8")
        build(folder, demo=False, master=sealing.find_master() or sealing.make_master())

    yield make
    forget()
    settings.use("")


def unread(count):
    return [told(number, "untriaged") for number in range(count)]


def read(count, rating=1):
    return [told(number, "cleared", rating) for number in range(count)]


def test_weigh_shows_numbers_and_how_many_accounts_wait(three):
    three(unread(14))
    app = look("weigh", of="NB-1")
    assert not app.exception and title(app) == "Nobody we can count was heard"
    shown = screen(app)
    assert "14 accounts wait to be read for the first time." in shown and "Numbers: good" in shown
    assert "Reading the 14 accounts that wait to be read for the first time." in shown
    assert "More accounts alone" not in shown, "nobody knows that before they were read"
    assert figures(app)["measure-NB-1-on_time"] == "0.95" and "£1,250,000" in shown
    assert "Late for the" not in everything(app)


def test_weigh_says_which_file_brings_what_is_missing(three):
    three(unread(3))
    shown = screen(look("weigh", of="NB-1"))
    for words in (
        "No payments are loaded: payment.csv brings them.",
        "How many people draw on it is not known",
        "people_served.csv brings it",
        "Nobody is named: commissioner.csv",
        "Too late to re-tender before it ends on 31 March 2027: that had to be decided by 31 March 2026.",
    ):
        assert words in shown, words
    assert "Nobody draws on it" not in shown


def test_a_contract_that_can_still_be_decided_is_not_called_too_late(three):
    three(unread(3))
    shown = screen(look("weigh", of="NB-2"))
    assert "Still possible: re-tender, where it is decided by 31 May 2028." in shown
    assert "Which meeting of Cabinet is not known: meeting.csv" in shown
    assert "Too late" not in shown
    assert "Responsible: K07, by the contract register. commissioner.csv brings name" in shown


@pytest.mark.parametrize(
    ("kind", "of", "wanted"),
    [
        ("contract", "NB-2", "Value not given: annual_value in contract.csv brings it."),
        ("line", "home_care", "2 contracts, £1,250,000 a year, and 1 without a value"),
        ("line", "day_opportunities", "Alder, day opportunities, grant"),
        ("provider", "Tern", "Tern, home care, bought one at a time"),
    ],
)
def test_a_value_that_is_not_given_is_not_nothing(three, kind, of, wanted):
    three(unread(3))
    app = look("weigh", kind=kind, of=of)
    assert not app.exception and wanted in screen(app)
    assert not [odd for odd in ODD if odd in screen(app)]


@pytest.mark.parametrize("kind", ["place", "ended"])
def test_a_kind_with_nothing_in_it_is_not_offered_and_a_link_to_it_falls_back(three, kind):
    three(unread(3))
    app = look("weigh", kind=kind)
    assert not app.exception and "names a sort of thing that is not here" in app.info[0].value
    offered = next(box for box in app.selectbox if box.label == "Weigh").options
    assert offered == ["Contract", "Provider", "Service line"]


def test_where_no_contract_runs_weigh_says_so(three):
    three(unread(3), CONTRACTS.replace(",live,", ",planned,"))
    app = look("weigh")
    assert not app.exception and "contract.csv brings them" in screen(app)


@pytest.mark.parametrize("look_at", ["visits:rushed", "payments:rushed", "pair:rushed", "all:", "theme:rushed"])
def test_parts_without_a_file_open_without_harm(three, look_at):
    three(read(9))
    app = look("weigh", of="NB-1", look=look_at)
    assert not app.exception and not [odd for odd in ODD if odd in screen(app)]


def test_two_contracts_are_compared_though_one_was_never_heard_of(three):
    three(read(9))
    app = look("weigh", of="NB-1", **{"with": "NB-2"})
    assert not app.exception and "they cannot be set on one scale" in screen(app)


def test_the_overview_does_not_take_unread_for_content(three):
    three(unread(14))
    app = look()
    assert not app.exception
    assert title(app) == "No contract can be weighed yet: nobody we can count was heard"
    shown = screen(app)
    assert "14 accounts wait to be read; then they count." in shown
    for words in ("people_served.csv", "meeting.csv", "payment.csv", "no budget is loaded. budget.csv brings it"):
        assert words in shown, words
    assert "nobody is missing" not in shown and "Nothing disagrees" not in shown and "£0" not in shown


def test_the_overview_shows_cards_once_accounts_were_read(three):
    three(read(12))
    app = look()
    assert not app.exception and title(app) == "One contract needs a decision"
    shown = screen(app)
    assert "Visits on time: 95%" in shown and "Too late to re-tender" in shown and "They disagree" in shown
    assert "meeting.csv" in shown and not [odd for odd in ODD if odd in shown]


def test_without_any_account_the_overview_names_the_file(three):
    three()
    shown = screen(look())
    assert "No account is loaded: story.csv brings what people tell." in shown and "wait to be read" not in shown


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_data_page_opens(three, part):
    three(unread(3))
    app = look("data", "data_officer", part=part)
    assert not app.exception and title(app) == "3 live contracts are loaded, and no row was set aside"
    assert not [odd for odd in ODD if odd in screen(app) and odd not in ("None",)]


@pytest.mark.parametrize("role", ["viewer", "commissioner", "voice_team", "admin"])
def test_no_role_reads_what_nobody_has_read(three, role):
    three(unread(3))
    session = Looking(role)
    for key in ("overview", "weigh", "data"):
        app = session.open(key)
        assert not app.exception and "Late for the" not in everything(app)
