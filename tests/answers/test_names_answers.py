"""Who payees are: every pound in one kind, pounds under a provider only where the name is sure or a person said so."""

import re
from decimal import Decimal

import pandas as pd
import pytest

from tightrope import paths, settings
from tightrope.answers import names as answers
from tightrope.evidence.build import build
from tightrope.records import house as holding
from tightrope.records.provider_matches import decide, undo
from tightrope.records.roles import looking_as

OPEN_DATA = paths.ROOT.parent / "shared" / "open-data"
OFFICER = looking_as("data_officer")

SERVICE = """service_id,service_name,unit,outcome_words,demand,under_contract
home_care,Home care,hour,Safe,demand_led,true
"""
PROVIDER = """provider_id,provider_name,sector,is_sme,is_vcse
P1,Rowan Care,private,true,false
P2,Swift Sure Homes Ltd,private,true,false
P3,Beechcroft Homecare,private,true,false
1-7,Larch Support Limited,private,true,false
"""
CONTRACT = """contract_id,title,service_id,provider_id,kind,starts_on,ends_on,annual_value,status
C1,One,home_care,P1,block,2024-04-01,2027-03-31,1000,live
C2,Two,home_care,P3,block,2024-04-01,2027-03-31,700,live
C3,Three,home_care,P3,block,2020-04-01,2022-03-31,90000,ended
C4,Four,home_care,P2,block,2024-04-01,2027-03-31,5,live
"""
REGISTER = """location_id,location_name,provider_id,provider_name,local_authority
L1,The Cedars,1-1,Elmtree Care Limited,Northam
L2,Elmtree Care Northam,1-1,Elmtree Care Limited,Southam
L3,The Cedars,1-2,Ashby Homes Limited,Northam
L4,Beechcroft,1-3,Beechcroft Homecare Limited,Northam
L5,Swift,1-4,Swift Sure Homes Limited,Northam
L6,Larch,1-7,Larch Support Limited,Northam
L7,Willowfield,1-8,Willowfield Nursing Limited,Northam
"""
SPEND = """spend_line_id,paid_on,supplier_name,amount,is_redacted
1,2026-05-01,ELMTREE CARE LTD,100.50,false
2,2026-05-02,ELMTREE CARE LTD,-0.50,false
3,2026-05-02,Elmtree Care (Limited),10,false
4,2026-05-02,The Cedars,300,false
5,2026-05-02,Willowfeild Nursing Ltd,40,false
6,2026-05-02,WILLOWFEILD NURSING LIMITED,2,false
7,2026-05-02,Beechcroft Homecare Ltd,500,false
8,2026-05-02,Swift Sure Homes Ltd,60,false
9,2026-05-02,Larch Support,7,false
10,2026-05-02,Zebra Paint Co,11,false
11,2026-05-02,Redacted,1000,true
12,2026-05-02,Rowan Care,3,false
"""
TABLES = {"service": SERVICE, "provider": PROVIDER, "contract": CONTRACT, "registered_location": REGISTER}


@pytest.fixture
def load(home, tmp_path, monkeypatch):
    """Build a small council from texts of its files and serve it; returns the open house."""
    monkeypatch.setattr(settings, "_own", "")  # what this council sets goes with it

    def make(**changes):
        folder = tmp_path / "council"
        folder.mkdir(exist_ok=True)
        for name, text in {**TABLES, "spend_line": SPEND, **changes}.items():
            (folder / f"{name}.csv").unlink(missing_ok=True)
            if text:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        assert build(folder, demo=False).set_aside == 0
        holding.house().use_newest()
        return holding.house()

    yield make
    holding.leave()


def tallies(found):
    return {kind: (one.names, one.lines, one.pounds) for kind, one in found.tallies.items() if one.names}


def spend(found):
    return {row["provider_id"]: (row["pounds"], row["lines"], row["names"], row["confirmed"]) for row in found.spend}


def waiting(found):
    return [(item.name, item.pounds, [near.provider_id for near in item.near]) for item in found.review]


def test_every_payee_stands_in_one_kind_and_every_pound_is_there(load):
    found = answers.names(load())
    assert found.has_spend and found.has_register
    assert tallies(found) == {
        "same": (6, 7, Decimal("680.00")),  # Elmtree twice, Beechcroft and Rowan (own list), Swift, Larch
        "likely": (2, 2, Decimal("42.00")),
        "unsure": (1, 1, Decimal("300.00")),
        "nothing_near": (1, 1, Decimal("11.00")),
        "redacted": (1, 1, Decimal("1000.00")),
    }
    assert found.paid == Decimal("2033.00") == sum(one.pounds for one in found.tallies.values())
    assert found.joined == Decimal("680.00") == sum(row["pounds"] for row in found.spend)
    assert set(found.tallies) == set(answers.KINDS)


def test_pounds_go_to_a_provider_only_by_a_sure_name(load):
    assert spend(answers.names(load())) == {
        "P3": (Decimal("500.00"), 1, 1, 0),  # the register's Beechcroft is only likely the council's
        "1-1": (Decimal("110.00"), 3, 2, 0),
        "1-4": (Decimal("60.00"), 1, 1, 0),  # surely the council's P2: both state Ltd
        "1-7": (Decimal("7.00"), 1, 1, 0),
        "P1": (Decimal("3.00"), 1, 1, 0),
    }


def test_what_waits_is_asked_largest_first_with_its_candidates(load):
    found = answers.names(load())
    assert waiting(found) == [
        ("Beechcroft Homecare", Decimal("700.00"), ["1-3"]),  # a contract that runs, not the ended one
        ("The Cedars", Decimal("300.00"), ["1-1", "1-2"]),
        ("Willowfeild Nursing Ltd", Decimal("42.00"), ["1-8"]),
    ]
    contract, cedars, willow = found.review
    assert (contract.from_contracts, contract.lines) == (True, 1)
    assert willow.spellings == ("WILLOWFEILD NURSING LIMITED", "Willowfeild Nursing Ltd") and willow.lines == 2
    assert [(one.word, one.score) for one in cedars.near] == [("unsure", 100.0)] * 2
    assert [(one.provider_name, one.found_by, one.places, one.council) for one in cedars.near] == [
        ("Elmtree Care Limited", "The Cedars", 2, "2 councils' areas"),
        ("Ashby Homes Limited", "The Cedars", 1, "Northam"),
    ]
    assert [one.word for one in willow.near] == ["likely"]


def test_a_decision_joins_every_spelling_and_undoing_it_parts_them_again(load):
    house = load()
    before = answers.names(house)
    decide(house.stores, OFFICER, "Willowfeild Nursing Ltd", "1-8", True, 94)
    found = answers.names(house)
    assert spend(found)["1-8"] == (Decimal("42.00"), 2, 2, 2)
    assert tallies(found)["confirmed"] == (2, 2, Decimal("42.00")) and "likely" not in tallies(found)
    assert found.joined == Decimal("722.00") and found.paid == before.paid
    assert [one.name for one in found.review] == ["Beechcroft Homecare", "The Cedars"]
    assert [(row["payee_name"], row["provider_name"]) for row in found.decided] == [
        ("Willowfeild Nursing Ltd", "Willowfield Nursing Limited")
    ]
    undo(house.stores, OFFICER, "Willowfeild Nursing Ltd")
    assert answers.names(house) == before


def test_none_of_these_is_not_asked_again_and_joins_nothing(load):
    house = load()
    decide(house.stores, OFFICER, "The Cedars", None, False)
    found = answers.names(house)
    assert tallies(found)["none"] == (1, 1, Decimal("300.00")) and "unsure" not in tallies(found)
    assert "The Cedars" not in [one.name for one in found.review]
    assert found.joined == Decimal("680.00")


def test_not_this_one_leaves_the_other(load):
    house = load()
    decide(house.stores, OFFICER, "The Cedars", "1-1", False)
    assert waiting(answers.names(house))[1] == ("The Cedars", Decimal("300.00"), ["1-2"])


def test_a_person_may_overrule_an_equal_name(load):
    house = load()
    decide(house.stores, OFFICER, "Elmtree Care Ltd", None, False)
    found = answers.names(house)
    assert "1-1" not in spend(found) and tallies(found)["none"][2] == Decimal("110.00")


def test_who_a_contracts_provider_is_moves_its_pounds_and_takes_none_away(load):
    house = load()
    decide(house.stores, OFFICER, "Beechcroft Homecare", "1-3", True, 100)
    found = answers.names(house)
    assert spend(found)["1-3"] == (Decimal("500.00"), 1, 1, 0) and "P3" not in spend(found)
    decide(house.stores, OFFICER, "Beechcroft Homecare", None, False)
    found = answers.names(house)
    assert spend(found)["P3"] == (Decimal("500.00"), 1, 1, 0) and "1-3" not in spend(found)
    assert "Beechcroft Homecare" not in [one.name for one in found.review]


def test_decisions_outlive_the_warehouse_they_were_made_on(load):
    house = load()
    decide(house.stores, OFFICER, "Willowfeild Nursing Ltd", "1-8", True, 94)
    decide(house.stores, OFFICER, "The Cedars", None, False)
    first = house.stores.warehouse
    # Another month: the payee is written otherwise, the register has one more provider and has lost one.
    spent = SPEND.replace("Willowfeild Nursing Ltd,40", "WILLOWFEILD NURSING,77").replace("5,2026-05", "5,2026-06")
    fresh = "".join(line for line in REGISTER.splitlines(keepends=True) if "1-8" not in line)
    house = load(spend_line=spent, registered_location=fresh + "L9,New,1-9,New Limited,Northam\n")
    assert house.stores.warehouse != first
    found = answers.names(house)
    assert spend(found)["1-8"] == (Decimal("79.00"), 2, 2, 2)
    gone = next(row for row in found.spend if row["provider_id"] == "1-8")
    assert gone["provider_name"] == "1-8 (in neither list any more)"
    assert tallies(found)["none"] == (1, 1, Decimal("300.00"))
    assert len(found.decided) == 2


def test_without_a_register_the_councils_own_list_still_counts(load):
    found = answers.names(load(registered_location=""))
    assert not found.has_register and found.has_spend
    assert set(spend(found)) == {"P1", "P2", "P3", "1-7"}
    assert all(not item.from_contracts for item in found.review)


def test_without_payments_only_contracts_are_asked_about(load):
    found = answers.names(load(spend_line=""))
    assert not found.has_spend and found.paid == 0 and found.spend == ()
    assert [one.name for one in found.review] == ["Beechcroft Homecare"]


def test_the_answer_is_remembered_until_somebody_decides(load):
    house = load()
    first = answers.names(house)
    assert answers.names(house) is first
    decide(house.stores, OFFICER, "The Cedars", "1-2", True)
    assert answers.names(house) is not first


TRAFFORD = OPEN_DATA / "spend" / "trafford_supplier_spend_2025-26_social_care.parquet"
LINCOLNSHIRE = OPEN_DATA / "cqc" / "cqc_ratings_lincolnshire_2026.csv"


@pytest.mark.skipif(
    not (TRAFFORD.is_file() and LINCOLNSHIRE.is_file()),
    reason=f"the published payments and ratings are not at {OPEN_DATA}: names were tried on made-up ones only",
)
def test_a_year_of_published_payments_reconciles_to_the_penny(load):
    """Trafford's payees (a line a payee) against the ratings of Lincolnshire: same figures by pandas alone."""
    paid = pd.read_parquet(TRAFFORD, columns=["BeneficiaryName", "amount"])
    paid["pence"] = (paid["amount"] * 100).round().astype("int64")
    by_payee = paid.groupby("BeneficiaryName")["pence"].sum()
    lines = pd.DataFrame({"supplier_name": by_payee.index, "amount": by_payee.to_numpy() / 100})
    lines.insert(0, "spend_line_id", [f"T{number}" for number in range(len(lines))])
    lines["paid_on"], lines["is_redacted"] = "2026-03-31", lines["supplier_name"].eq("Redacted")
    rated = pd.read_csv(LINCOLNSHIRE, dtype=str, keep_default_na=False).drop_duplicates("Location ID")
    register = rated[["Location ID", "Location Name", "Provider ID", "Provider Name", "Location Local Authority"]]
    register.columns = ["location_id", "location_name", "provider_id", "provider_name", "local_authority"]
    found = answers.names(load(
        spend_line=lines.to_csv(index=False, float_format="%.2f"), registered_location=register.to_csv(index=False)
    ))  # fmt: skip
    assert found.paid == Decimal(int(by_payee.sum())) / 100
    assert sum(one.names for one in found.tallies.values()) == len(by_payee) == 610
    assert found.tallies["redacted"].pounds == Decimal(int(by_payee["Redacted"])) / 100
    # By another road: both end in Ltd or Limited, and what stands before is equal and more than one word.
    plain = {one: re.sub(r" (ltd|limited)$", "", one.lower()) for one in {*by_payee.index, *register["provider_name"]}}
    bare = {plain[name] for name in register["provider_name"] if plain[name] != name.lower()}
    equal = [one for one in by_payee.index if plain[one] in bare and plain[one] != one.lower()]
    assert len(equal) == 6 and all(re.search(r"\w\W+\w", plain[one]) for one in equal)
    beside = ["Barchester Healthcare (Homes) Ltd", "Dimensions UK Ltd"]  # equal but for brackets
    assert found.tallies["same"].names == len(equal) + len(beside)
    assert found.joined == Decimal(int(by_payee[[*equal, *beside]].sum())) / 100


def test_the_questions_are_there():
    assert {path.stem for path in (paths.QUERIES / "names").glob("*.sql")} == {
        "payees", "ours", "registered", "places", "decided",
    }  # fmt: skip
