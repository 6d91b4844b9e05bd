"""The list of links, what a board is asked by rule, and what was decided afterwards."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tightrope.answers import board_item, board_links
from tightrope.answers.board_decided import outcome
from tightrope.answers.evidence import evidence
from tightrope.answers.renewals import renewals
from tightrope.answers.subjects import subjects
from tightrope.answers.weigh import weigh
from tightrope.board import links
from tightrope.errors import NotAllowed
from tightrope.records import deciding, promising, sharing
from tightrope.records.decision_shapes import Decided, Rejected
from tightrope.records.promising import Made
from tightrope.records.roles import looking_as
from tightrope.records.sharing import NAMED, Wanted

SINCE = date(2026, 11, 3)
DECIDED = Decided(
    kind="contract", key="RS-01", title="Brook House", decided_on=SINCE,
    decision="Re-tender it with beds near to families.", reasons="Half of the nights paid for were not used.",
    rejected=(Rejected("Extend it", "nothing would change"),), decided_by="Priya Raman", post="Head of commissioning",
    delegation="Scheme of delegation, part 3", no_interest=True, not_heard="Nobody who stays there was heard.",
    cost_a_year=Decimal(421575), cost_term=Decimal(2107875), review_on=date(2027, 5, 3),
)  # fmt: skip


def test_links_are_listed_with_who_made_them_and_how_they_stand(house, commissioner, year):
    first = links.make(house, commissioner, year, "contract", "HC-01", Wanted(views_allowed=5))
    named = Wanted(level=NAMED, with_passcode=True, recipients=("Cllr A. Member", "Cllr B. Member"))
    second = links.make(house, commissioner, year, "contract", "CH-03", named)
    sharing.withdraw(house, commissioner, second.share_id)
    latest, before = board_links.list_of(house, commissioner)
    assert (latest.share_id, before.share_id) == (second.share_id, first.share_id)
    assert (
        latest.state == board_links.WITHDRAWN and latest.for_words == "Cllr A. Member; Cllr B. Member, with a passcode"
    )
    assert before.state_words == "Opens" and before.for_words == "anybody who has it"
    assert before.views_words == "not opened yet, of 5 allowed" and before.made_by == "Commissioner"
    assert first.token not in repr(board_links.list_of(house, commissioner))
    house.stores.write(lambda cursor: cursor.execute("UPDATE records.share SET views = 5"))
    assert board_links.list_of(house, commissioner)[1].state == board_links.USED_UP
    with pytest.raises(NotAllowed):
        board_links.list_of(house, looking_as("viewer"))


def test_an_address_opens_here_alone_until_the_council_has_one(house, monkeypatch):
    here = links.address("T")
    assert here.url == "http://localhost:8501/p/board/T" and here.note == links.ONLY_HERE
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://board.example.gov.uk/")
    assert links.address("T") == links.Address("https://board.example.gov.uk/p/board/T", "")


def test_what_holds_over_is_asked_as_such(house, commissioner, year):
    """HC-12 ended on 30 September 2026 and is still paid."""
    found = evidence(house, "open_link", year)
    subject = subjects(found, "contract")["HC-12"]
    rows = board_item.of_subject(house, commissioner, subject)
    ask, until = board_item.asked(house, found, subject, rows)
    assert ask.startswith("What should follow") and "when it ends" not in ask
    assert until.startswith("It ended on 30 September 2026 and runs on: holding over.")
    assert board_item.if_no(rows)[0] == until


def test_a_contract_without_value_has_no_pounds(house, commissioner):
    row = next(one for one in renewals(house, commissioner) if one.contract_id == "HC-01")
    (line,) = board_item.money([replace(row, annual_value=None)], _Nothing())
    assert line.words == "not known: the contract register gives no value"


class _Nothing:
    pairs = ()


def test_the_lowest_price_of_its_kind_is_seen(house, year):
    """HC-09 is paid £19.80 an hour, below all others of home care; HC-01 £24.10."""
    found = evidence(house, "open_link", year)
    every = subjects(found, "contract")
    assert board_item.cheapest(found, every["HC-09"]) and not board_item.cheapest(found, every["HC-01"])


@pytest.mark.parametrize(("at_once", "is_hidden"), [(6, True), (8, False)])
def test_a_measure_is_hidden_by_its_people_and_not_by_their_months(house, commissioner, year, at_once, is_hidden):
    """6 people a month for twelve months are 72 when added up, and 6 people all the same."""
    found = evidence(house, "open_link", year)
    line = next(one for one in weigh(house, commissioner, "contract", "HC-01", year).in_contract if one.value)
    rows = [
        {**row, "denominator": 12 * at_once, "most_at_once": at_once} if row["measure_id"] == line.measure_id else row
        for row in found.returns["HC-01"]
    ]
    (made,) = board_item.measured(replace(found, returns={**found.returns, "HC-01": rows}), [line])
    assert (made.value == board_item.HIDDEN) == is_hidden


def test_what_was_decided_and_promised_since_is_found(house, commissioner):
    assert outcome(house, "contract", "RS-01", SINCE) is None
    deciding.record(house, commissioner, DECIDED)
    made = Made("C7", "Ask every family where a bed is needed.", date(2027, 3, 1), contract_id="RS-01")
    promising.promise(house, commissioner, made)
    found = outcome(house, "contract", "RS-01", SINCE)
    assert (found.on, found.words, found.post) == ("3 November 2026", DECIDED.decision, "Head of commissioning")
    assert len(found.promised) == 1 and found.promised[0].startswith(f"{made.words} By 1 March 2027, ")
    assert outcome(house, "contract", "RS-01", date(2026, 11, 4)) is None, "decided before it was asked"
    assert outcome(house, "contract", "HC-01", SINCE) is None


def test_a_decision_on_a_link_keeps_its_days_and_counts_nobody(house, commissioner):
    words = "Re-tender it by 3 May 2027. 4 of 23 people asked for it."
    deciding.record(house, commissioner, replace(DECIDED, key="HC-04", decision=words))
    for text in ("Ask again by 1 June 2027. Two daughters wait.", "Ring 3 families."):
        promising.promise(house, commissioner, Made("C7", text, date(2027, 3, 1), contract_id="HC-04"))
    found = outcome(house, "contract", "HC-04", SINCE)
    assert found.words == "Re-tender it by 3 May 2027."
    first, second = sorted(found.promised)
    assert first.startswith("Ask again by 1 June 2027. By 1 March 2027, ")
    assert second.startswith("The words count people exactly and are not shown here. By 1 March 2027, ")


def test_what_was_promised_before_the_decision_is_not_said_to_come_of_it(house, commissioner):
    """Asked on 20 October, promised on 1 November, decided on the 3rd: only the promise of the 3rd stands with it."""
    house.stores.write(
        lambda cursor: cursor.execute(
            "UPDATE records.promise SET promised_on = DATE '2026-11-01' "
            "WHERE contract_id = 'HC-04' AND words LIKE 'Ring%'"
        )
    )
    found = outcome(house, "contract", "HC-04", date(2026, 10, 20))
    assert [one.partition(".")[0] for one in found.promised] == ["Ask again by 1 June 2027"]
