"""Contract registers: made-up sheets in several spellings, with every row worked by hand."""

from datetime import date

import pytest
from adapter_fits import misfits

from tightrope.errors import Refusal
from tightrope.evidence.adapters import register
from tightrope.evidence.adapters.base import Told, write_into

TRANSPARENCY = """Contracts register of Hallamford Council,,,,,,,,,,,,,
Quarter 1,,,,,,,,,,,,,
Reference number,Title of agreement,Local authority department responsible,Description of the goods and/or services being provided,Supplier name,Sum to be paid over the length of the contract,Start date,End date,Review date,Procurement process,SME,VCSE,Registration number
A1,Home care North,Adult Care,Visits at home,Rowan Care Limited,"£400,000",01/04/2024,31/03/2028,01/10/2026,Block contract,Yes,No,01234567
A2,Advocacy,Adult Care,,Beech Voices,0,01/04/2024,31/03/2028,,,No,Yes,1098765
A3,Street lighting,Highways,Lamps,Lumen plc,100,01/04/2024,31/03/2028,,,No,No,
A4,Day services,Adult Care,,Ash CIC,"1,000",,31/03/2028,,,,,
A5,Day services,Adult Care,,Ash CIC,"1,000",01/04/2024,31/03/2020,,,,,
A6,Short breaks for children,Education,,Elm Ltd,100,01/04/2024,31/03/2028,,,,,
A7,Care list,Adult Care,,Oak Ltd,"£146,100",01/04/2024,31/03/2028,,DPS,yes,no,
A7,Care list,Adult Care,,Yew Ltd,"£146,100",01/04/2024,31/03/2028,,DPS,yes,no,
A7,Care list,Adult Care,,Yew Ltd,"£146,100",01/04/2024,31/03/2028,,DPS,yes,no,
,Respite,,,Fir NHS Trust,500,01/01/2030,31/12/2030,,,,,
"""  # noqa: E501
OTHER = """Contract Ref,Contract Title,Provider,Annual Value,Contract Start,Expiry Date,CPV,Extension months,Service
C1,Support in the community,Rowan Care Ltd,"12,000.50",2024-04-01,2028-03-31,85312400-3,24,Commissioning
C2,Laptops for social care,Chips Ltd,50000,2024-04-01,2028-03-31,30200000,,Adult Social Care
C3,Meals,Rowan Care Ltd,600,2020-04-01,2022-03-31,85312200-1,,Commissioning
C4,Home care,Rowan Care Ltd,600,someday,2022-03-31,85312400-3,,Commissioning
"""


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch):
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2026-06-01")


def read(tmp_path, *texts, told=None):
    files = []
    for at, text in enumerate(texts):
        files.append(tmp_path / f"register-{at}.csv")
        files[-1].write_text(text, "utf-8-sig")
    found = register.FORMAT.read(files, told or Told(council_name="Hallamford Council", dated=date(2026, 4, 1)))
    assert misfits(found) == []
    return found, found.tables["contract"].set_index("contract_id")


def test_the_fields_of_the_code(tmp_path):
    found, made = read(tmp_path, TRANSPARENCY)
    assert list(made.index) == ["A1", "A2", "A7-oak-ltd", "A7-yew-ltd", "respite-fir-nhs-trust-20300101"]
    one = made.loc["A1"]
    assert (one["service_id"], one["provider_id"], one["kind"]) == ("home_care", "GB-COH-01234567", "block")
    assert one["annual_value"] == 100_000.00  # 400,000 over 1,461 days, four years
    assert (one["starts_on"], one["ends_on"]) == (date(2024, 4, 1), date(2028, 3, 31))
    assert one["review_on"] == date(2026, 10, 1)
    assert made["annual_value"].isna().tolist() == [False, True, True, True, False]  # 0, and a sum that is for two
    assert made["status"].tolist() == ["live", "live", "live", "live", "planned"]
    assert made["kind"].tolist()[1:] == ["cost_and_volume", "framework", "framework", "cost_and_volume"]
    assert made["service_id"].tolist()[1:] == ["advocacy", "other_care", "other_care", "respite"]
    assert {one.row: one.words for one in found.aside} == {
        6: "Not care of adults by its CPV code, department, title or description.",
        7: "It has no first day that can be read.",
        8: "It ends before it starts.",
        9: "Not care of adults by its CPV code, department, title or description.",
        12: "The same reference with the same supplier stands further up.",
    }
    assert any("A7: 2 suppliers state the same sum" in one for one in found.notes)
    assert found.sources[0]["publisher"] == "Hallamford Council"


def test_suppliers(tmp_path):
    provider = read(tmp_path, TRANSPARENCY)[0].tables["provider"].set_index("provider_id")
    assert provider.loc["GB-COH-01234567", ["provider_name", "sector", "is_sme"]].tolist() == [
        "Rowan Care Limited", None, True,
    ]  # fmt: skip
    beech = provider.loc["beech-voices"]  # seven figures: a charity's number or a company's without its nought
    assert (beech["sector"], beech["is_vcse"], beech["registration_number"]) == ("voluntary", True, "1098765")
    assert provider.loc["fir-nhs-trust", "sector"] == "nhs"


def test_other_spellings_and_a_yearly_value(tmp_path):
    found, made = read(tmp_path, OTHER)
    assert list(made.index) == ["C1", "C3"]
    assert made["annual_value"].tolist() == [12_000.50, 600.0]
    assert made["extension_months"].tolist()[0] == 24
    assert made["service_id"].tolist() == ["other_care", "meals"]
    assert made["status"].tolist() == ["live", "ended"]
    assert {(one.row, one.column, one.value) for one in found.aside} == {
        (3, "Contract Title", "Laptops for social care"), (5, "Contract Start", "someday"),
    }  # fmt: skip


def test_one_supplier_in_two_registers_is_one_provider(tmp_path):
    found, made = read(tmp_path, TRANSPARENCY, OTHER)
    assert made.loc[["A1", "C1"], "provider_id"].tolist() == ["GB-COH-01234567"] * 2  # Limited and Ltd, number in one
    assert "rowan-care-ltd" not in set(found.tables["provider"]["provider_id"])


def test_different_sums_of_one_reference_stay_with_each(tmp_path):
    text = TRANSPARENCY.replace('Yew Ltd,"£146,100"', 'Yew Ltd,"£292,200"', 1)
    _, made = read(tmp_path, text)
    assert made.loc["A7-oak-ltd", "annual_value"] == 36_525.00  # 146,100 over four years
    assert made.loc["A7-yew-ltd", "annual_value"] == 73_050.00


def test_a_workbook_with_real_dates(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Contract Title", "Supplier", "Start Date", "End Date", "Total Contract Value"])
    book.active.append(["Home care", "Rowan", date(2024, 4, 1), date(2028, 3, 31), 400000])
    book.save(tmp_path / "r.xlsx")
    made = register.FORMAT.read([tmp_path / "r.xlsx"], Told()).tables["contract"].iloc[0]
    assert (made["contract_id"], made["annual_value"]) == ("home-care-rowan-20240401", 100_000.00)


def test_it_is_written_and_refused(tmp_path):
    found, _ = read(tmp_path, TRANSPARENCY)
    assert write_into(tmp_path / "in", "register", found) == {"service": 4, "provider": 5, "contract": 5}
    assert (tmp_path / "in" / "set-aside.csv").read_text("utf-8").count("\n") == 6
    with pytest.raises(Refusal, match="no heading for supplier"):
        read(tmp_path, "Title,Start date,End date\nCare,2024-01-01,2025-01-01\n")
