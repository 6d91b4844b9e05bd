"""Published payments: small files worked by hand; Trafford's and Sheffield's, in three layouts, counted anew."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from adapter_fits import misfits, open_data

from tightrope.errors import Refusal
from tightrope.evidence.adapters import sheets, spend
from tightrope.evidence.adapters.base import Told, write_into

TRAFFORD = "spend/trafford_supplier_spend_2025-26_social_care.parquet"
SHEFFIELD = "spend/sheffield_asc_spend_detail_2011-2017.parquet"
ORIGINAL = "spend/sheffield_spend_2016Q4_first2000_original.csv"
SHEET = """Hallamford Council: payments over 500 pounds,,,,,
,,,,,
Body Name,Payment Date ,Supplier Name,Net Amount,Purpose,Transaction Number,Proclass Label,Department,Supplier ID
Hallamford Council,03/04/2025,Rowan Care Ltd,"£1,250.50",EXT DOM CARE SPOT CO,T1,Residential Care,Adults 65+,S1
Hallamford Council,03/04/2025,Rowan Care Ltd,"£1,250.50",Ext dom care spot co - 5100506075,T1,Children,Adults 65+,S1
Hallamford Council,04/04/2025,Rowan Care Ltd,(250.50),EXT DOM CARE SPOT CO,T2,Residential Care,Adults 65+,S1
Hallamford Council,04/04/2025,REDCATED PERSONAL DATA,600.00,DIRECT PAYMENTS,T3,,Adults,S77
Hallamford Council,5 April 2025,Redcliffe House,700,EXT RES CARE FEES,,,Children's Homes,S3
Hallamford Council,,Rowan Care Ltd,10,EXT DOM CARE SPOT CO,T4,,Adults,S1
Hallamford Council,06/04/2025,Rowan Care Ltd,-,EXT DOM CARE SPOT CO,T5,,Adults,S1
Hallamford Council,06/04/2025,,10,EXT DOM CARE SPOT CO,T6,,Adults,S1
Combined Authority,06/04/2025,Bus Co,10,BUSES,T7,,Transport,S9
"""


def small(tmp_path, text=SHEET, name="payments.csv", code="utf-8", told=None):
    path = tmp_path / name
    path.write_bytes(text.encode(code))
    found = spend.FORMAT.read([path], told or Told(council_name="Hallamford Council"))
    assert misfits(found) == []
    return found, found.tables["spend_line"]


def test_a_small_sheet_row_by_row(tmp_path):
    found, made = small(tmp_path)
    assert made["amount"].tolist() == [1250.50, 1250.50, -250.50, 600.00, 700.00]
    assert made["paid_on"].tolist() == [date(2025, 4, day) for day in (3, 3, 4, 4, 5)]
    assert made["service_id"].tolist()[:4] == ["home_care", "home_care", "home_care", "not_contracted"]
    assert pd.isna(made["service_id"].iloc[4])  # a unit of children's services
    assert made["is_redacted"].tolist() == [False, False, False, True, False]
    assert made["supplier_ref"].tolist() == ["S1", "S1", "S1", "", "S3"]  # a hidden payee's number is dropped
    assert made["purpose"].tolist()[1] == "Ext dom care spot co - [number]"
    assert made["category"].tolist() == ["Residential Care", "Children", "Residential Care", "", ""]
    aside = {one.row: one for one in found.aside}
    assert {row: one.words for row, one in aside.items()} == {
        9: "It has no date of payment that can be read.",
        10: "It has no amount that can be read.",
        11: "It names no payee.",
        12: "It is another body's payment, not the council's.",
    }
    assert (aside[10].column, aside[10].value) == ("Net Amount", "-")
    said = "1 lines are credits (-250.50 pounds); 1 have no payee's name (600.00 pounds)"
    assert any(said in one for one in found.notes)
    assert any("home_care: Residential Care 2, Children 1" in one and "not used" in one for one in found.notes)
    assert found.sources[0]["publisher"] == "Hallamford Council"


def test_the_same_publication_again_is_the_same_lines(tmp_path):
    _, made = small(tmp_path)
    _, again = small(tmp_path, name="payments-v2.csv", code="cp1252")
    assert made["spend_line_id"].tolist() == again["spend_line_id"].tolist()
    both = spend.FORMAT.read([tmp_path / "payments.csv", tmp_path / "payments-v2.csv"], Told())
    assert len(both.tables["spend_line"]) == 6  # five, and the other body's, as no council was named
    assert any("6 lines stand in more than one of the files" in one for one in both.notes)
    _, other = small(tmp_path, SHEET.replace("(250.50)", "(250.51)"), "payments-v3.csv")
    assert len(set(made["spend_line_id"]) - set(other["spend_line_id"])) == 1


def test_written_twice_it_stands_once(tmp_path):
    found, _ = small(tmp_path)
    for _ in range(2):
        write_into(tmp_path / "in", "spend", found)
    with (tmp_path / "in" / "spend_line.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [one["amount"] for one in rows] == ["1250.5", "1250.5", "-250.5", "600", "700"]
    assert [one["is_redacted"] for one in rows] == ["false", "false", "false", "true", "false"]


def test_a_workbook_is_read_like_a_csv(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Payments of April"])
    book.active.append(["Date", "Payee", "Amount with VAT", "Amount (£)", "Supplier ID"])
    book.active.append([date(2025, 4, 3), "Rowan", None, 12.5, 1234.0])
    book.save(tmp_path / "payments.xlsx")
    made = spend.FORMAT.read([tmp_path / "payments.xlsx"], Told()).tables["spend_line"].iloc[0]
    assert (made["paid_on"], made["amount"], made["supplier_ref"]) == (date(2025, 4, 3), 12.5, "1234")


@pytest.mark.parametrize(
    ("given", "pounds"),
    [("1,234.50", 1234.5), ("£-3.20", -3.2), ("(12.00)", -12.0), ("12.00-", -12.0), ("12.00 CR", -12.0), ("0", 0.0),
     ("n/a", None), ("", None), ("nan", None), ("12.00.1", None)],
)  # fmt: skip
def test_amounts(given, pounds):
    assert sheets.amount(given) == pounds


@pytest.mark.parametrize(
    ("given", "day"),
    [("03/04/2025", date(2025, 4, 3)), ("4/25/2025", date(2025, 4, 25)), ("2025-04-03T00:00:00", date(2025, 4, 3)),
     ("3-Apr-25", date(2025, 4, 3)), ("03/04/25 00:00", date(2025, 4, 3)), ("31/02/2025", None), ("", None)],
)  # fmt: skip
def test_days(given, day):
    assert sheets.day(given) == day


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no heading for amount"):
        small(tmp_path, "Date,Supplier\n2025-04-01,Rowan\n")
    with pytest.raises(Refusal, match="There is no file"):
        spend.FORMAT.read([tmp_path / "none.csv"], Told())
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(Refusal, match="as a workbook"):
        spend.FORMAT.read([tmp_path / "x.xlsx"], Told())


# The real files -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trafford():
    path = open_data(TRAFFORD)
    found = spend.FORMAT.read([path], Told(council_name="Trafford Council"))
    return pd.read_parquet(path), found


def test_trafford_every_line_and_every_penny(trafford):
    published, found = trafford
    made = found.tables["spend_line"]
    assert misfits(found) == [] and found.aside == []
    assert len(made) == len(published) == 137_185
    pence = sum(Decimal(str(one)).quantize(Decimal("0.01")) for one in published["amount"])
    assert Decimal(str(round(made["amount"].sum(), 2))) == pence
    assert (made["amount"] < 0).sum() == sum(one < 0 for one in published["amount"]) == 19_305
    assert made["is_redacted"].sum() == Counter(published["BeneficiaryName"])["Redacted"] == 1_744
    print("\n" + "\n".join(found.notes))


def test_trafford_spot_home_care_is_25_1_million(trafford):
    published, found = trafford
    made = found.tables["spend_line"]
    spot = made[made["service_id"] == "home_care"]
    by_hand = [
        amount for purpose, amount in zip(published["Purpose"], published["amount"], strict=True)
        if "DOM CARE SPOT" in purpose
    ]  # fmt: skip
    assert spot["amount"].sum() == pytest.approx(sum(by_hand), abs=0.01)
    assert abs(spot["amount"].sum() - 25_100_000) < 100_000
    assert len(spot) == 97_356
    print(f"\nSpot home care: {len(spot):,} lines, {spot['amount'].sum():,.2f} pounds")


def test_trafford_labels_are_kept_and_not_believed(trafford):
    _, found = trafford
    made = found.tables["spend_line"]
    spot = made.loc[made["service_id"] == "home_care", "category"].value_counts()
    assert (spot["SOCIAL CARE : Domiciliary Care"], spot["SOCIAL CARE : Residential Care"]) == (38_875, 8_942)
    assert any("home_care: SOCIAL CARE SERVICES : Adult 48,884" in one and "not used" in one for one in found.notes)


def test_trafford_homes_for_children_are_no_care_homes(trafford):
    published, found = trafford
    homes = found.tables["spend_line"].query("service_id == 'care_home'")
    mine = published[published["Purpose"].str.startswith("EXT RES CARE FEES")]
    children = mine["OrganisationalUnit"].str.upper().str.contains("CHILD|MINORS")
    assert children.sum() > 0 and len(homes) == (~children).sum()


def test_sheffield_in_two_layouts():
    merged, original = open_data(SHEFFIELD), open_data(ORIGINAL)
    published, first = pd.read_parquet(merged), pd.read_csv(original, dtype=str)
    found = spend.FORMAT.read([merged, original], Told())
    assert misfits(found) == []
    assert len(found.aside) == published["amount"].isna().sum() == 1_438
    assert {one.row for one in found.aside} == set((published.index[published["amount"].isna()] + 2).tolist())
    whole = published.dropna(subset="amount")
    hidden = whole["Supplier Name"].isin(["REDACTED PERSONAL DATA", "REDCATED PERSONAL DATA"])
    assert any(f"{hidden.sum():,} have no payee's name" in one for one in found.notes)

    def lines(frame, amount):
        pounds = frame[amount].astype(float).round(2)
        payee, purpose = (frame[one].str.split().str.join(" ") for one in ("Supplier Name", "Expense Code Description"))
        return Counter(zip(frame["GL Date"], payee, pounds, frame["Document No."].fillna(""), purpose, strict=True))

    shared = (lines(whole, "amount") & lines(first, "Invoiced Value")).total()
    assert len(found.tables["spend_line"]) == len(whole) + len(first) - shared
    assert any(one.startswith(f"{shared:,} lines stand in more than one") for one in found.notes)
    print(f"\n{shared:,} lines in both layouts\n" + "\n".join(found.notes))


def test_sheffield_as_published(tmp_path):
    path = open_data(ORIGINAL)
    found = spend.FORMAT.read([path], Told(council_name="Sheffield City Council"))
    made = found.tables["spend_line"]
    with path.open(encoding="utf-8", newline="") as handle:
        published = list(csv.DictReader(handle))
    own = [one for one in published if one["Body Name"] == "SHEFFIELD CITY COUNCIL"]
    assert (len(own), len(made), len(found.aside)) == (1_967, 1_967, 33)
    assert Decimal(str(round(made["amount"].sum(), 2))) == sum(Decimal(one["Invoiced Value"]) for one in own)
    assert made["is_redacted"].sum() == sum(one["Supplier Name"] == "REDACTED PERSONAL DATA" for one in own)
    assert "REDACTIVE PUBLISHING LTD" in set(made.loc[~made["is_redacted"], "supplier_name"])
    assert set(made.loc[made["is_redacted"], "supplier_ref"]) == {""}
