"""OCDS packages: hand-made ones with rows worked by hand, and 381 real releases counted anew in plain JSON."""

import json
from datetime import date

import pytest
from adapter_fits import misfits, open_data

from tightrope.errors import Refusal
from tightrope.evidence.adapters import ocds, terms
from tightrope.evidence.adapters.base import Told, write_into
from tightrope.evidence.adapters.ocds_deals import local_day

REAL = "contracts/ocds_releases_uk_2025-03.json"
FOUR_YEARS = {"startDate": "2024-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"}  # 1,461 days


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch):
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2026-06-01")


def release(ocid, tag, day, *, title="Care", code="85310000", awards=(), **more):
    parties = more.pop("parties", [])
    tender = {"title": title, "classification": {"scheme": "CPV", "id": code}, **more.pop("tender", {})}
    made = {"ocid": ocid, "id": f"{ocid}-{day}", "date": f"{day}T10:00:00Z", "tag": [tag], "tender": tender}
    made |= {"buyer": {"name": more.pop("buyer", "Hallamford Council")}, "parties": parties, "awards": awards}
    return made | more


def award(key, names, amount=400_000, term=FOUR_YEARS, day="2024-03-01", **more):
    suppliers = [{"id": f"S-{key}-{at}", "name": name} for at, name in enumerate(names)]
    return {"id": key, "status": "active", "date": f"{day}T00:00:00Z", "suppliers": suppliers,
            "value": {"amount": amount, "currency": "GBP"}, "contractPeriod": term, **more}  # fmt: skip


def read(tmp_path, *releases, told=None, package=None):
    path = tmp_path / "package.json"
    path.write_text(json.dumps(package or {"publisher": {"name": "A portal"}, "releases": list(releases)}), "utf-8")
    found = ocds.FORMAT.read([path], told or Told())
    assert misfits(found) == []
    return found


def rows(found):
    return found.tables["contract"].set_index("contract_id")


def why(found):
    return {(one.row, one.words) for one in found.aside}


def test_an_amended_award_is_one_contract_with_its_last_value(tmp_path):
    made = rows(read(
        tmp_path,
        release("ocds-1", "awardUpdate", "2024-05-02", title="Domiciliary care", awards=[award("a", ["Elm"], 480_000)]),
        release("ocds-1", "tender", "2023-11-01", title="Domiciliary care"),
        release("ocds-1", "award", "2024-03-02", title="Domiciliary care", awards=[award("a", ["Rowan"])]),
    ))  # fmt: skip
    assert len(made) == 1
    one = made.loc["ocds-1-a"]
    assert one["annual_value"] == 120_000.00  # 480,000 over exactly four years
    assert (one["starts_on"], one["ends_on"]) == (date(2024, 4, 1), date(2028, 3, 31))
    assert (one["service_id"], one["provider_id"], one["status"]) == ("home_care", "elm", "live")
    assert (one["kind"], one["regime"]) == ("cost_and_volume", "pcr2015")


def test_several_suppliers_are_a_row_each_and_the_value_is_on_none(tmp_path):
    names = ["Aurora Group", "Bleep Ltd", "AURORA  Group", "Bleep Limited"]
    found = read(tmp_path, release("ocds-2", "award", "2024-03-02", awards=[award("ocds-2-1", names)]))
    made = rows(found)
    assert list(made.index) == ["ocds-2-1-aurora-group", "ocds-2-1-bleep-ltd"]
    assert made["annual_value"].isna().all()
    assert set(made["kind"]) == {"framework"}
    assert any("2 suppliers (in 4 entries)" in one and "100,000.00 pounds a year" in one for one in found.notes)


@pytest.mark.parametrize("amount", [0, None])
def test_no_amount_is_an_empty_value_and_never_nought(tmp_path, amount):
    found = read(tmp_path, release("ocds-3", "award", "2024-03-02", awards=[award("1", ["Rowan"], amount)]))
    assert rows(found)["annual_value"].isna().all()
    assert any("no amount, or 0" in one for one in found.notes)


def test_what_is_no_contract_of_care_is_set_aside_with_its_reason(tmp_path):
    backwards = {"startDate": "2025-01-01", "endDate": "2024-01-01"}
    found = read(
        tmp_path,
        release("ocds-a", "award", "2024-03-02", code="45000000", awards=[award("1", ["Builder"])]),
        release("ocds-b", "tender", "2024-03-02"),
        release("ocds-c", "award", "2024-03-02", awards=[award("1", ["Rowan"], term={})]),
        release("ocds-d", "award", "2024-03-02", awards=[award("1", ["Rowan"], term={"startDate": "2024-04-01"})]),
        release("ocds-e", "award", "2024-03-02", awards=[award("1", ["Rowan"], term=backwards)]),
        release("ocds-f", "award", "2024-03-02", awards=[award("1", ["Rowan"], status="cancelled")]),
        release("ocds-g", "award", "2024-03-02", awards=[award("1", [])]),
        release("ocds-h", "award", "2024-03-02", contracts=[{"id": "9", "awardID": "lost", "period": FOUR_YEARS}]),
    )
    assert rows(found).empty
    assert why(found) == {
        (1, "Not health and social care: its main CPV code is not of division 85."),
        (2, "Nothing is awarded yet."),
        (3, "It has no dates."),
        (4, "It has no last day."),
        (5, "It ends before it starts."),
        (6, "The award was cancelled."),
        (7, "It names no supplier."),
        (8, "It belongs to no award, so its supplier is not known."),
    }


def test_an_open_list_published_again_with_one_supplier_more_counts_once(tmp_path):
    first = award("13", ["Ash", "Elm"], 0, datePublished="2024-03-01T10:00:00Z")
    second = award("14", ["Ash", "Elm", "Oak"], 0, datePublished="2024-03-01T12:00:00Z")
    other = award("15", ["Ash"], 5_000, datePublished="2024-03-01T13:00:00Z")  # another sum: another award
    found = read(tmp_path, release("ocds-4", "award", "2024-03-01", awards=[first]),
                 release("ocds-4", "award", "2024-03-02", awards=[second, other]))  # fmt: skip
    assert sorted(rows(found).index) == ["ocds-4-14-ash", "ocds-4-14-elm", "ocds-4-14-oak", "ocds-4-15"]
    aside = next(one for one in found.aside if one.column == "awards/13")
    assert (aside.row, aside.value) == (1, "14")


def test_contracts_lots_and_registered_suppliers(tmp_path):
    parties = [
        {"id": "P1", "name": "Elm Care", "identifier": {"scheme": "GB-COH", "id": "01234567"},
         "details": {"scale": "sme", "vcse": True}},
        {"id": "P2", "identifier": {"legalName": "ELM CARE"}},  # no roles, no name: as published files have it
    ]  # fmt: skip
    lots = [{"id": "L1", "title": "North"}, {"id": "L2", "title": "South", "contractPeriod": FOUR_YEARS}]
    awards = [
        {"id": "A", "suppliers": [{"id": "P1"}], "relatedLots": ["L1"], "value": {"amount": 10, "currency": "EUR"}},
        {"id": "B", "suppliers": [{"id": "P2", "name": None}], "relatedLots": ["L2"], "value": {"amount": 4}},
    ]  # fmt: skip
    signed = [{"id": "C1", "awardID": "A", "status": "terminated", "dateSigned": "2025-03-01",
               "period": {"startDate": "2025-03-31T23:00:00Z", "endDate": "2027-03-31T22:59:59Z"}}]  # fmt: skip
    tender = {"lots": lots, "legalBasis": {"id": "2023/1348"}, "techniques": {"hasFrameworkAgreement": True}}
    found = read(tmp_path, release("ocds-5", "contract", "2025-03-02", title="Advocacy", parties=parties, tender=tender,
                                   awards=awards, contracts=signed))  # fmt: skip
    made = rows(found)
    assert set(made["provider_id"]) == {"GB-COH-01234567"}  # the other has no number, and the same name
    assert list(made["title"]) == ["Advocacy (North)", "Advocacy (South)"]
    one = made.loc["ocds-5-C1"]  # midnight in British summer time is 11 at night the day before, in UTC
    assert (one["starts_on"], one["ends_on"], one["status"]) == (date(2025, 4, 1), date(2027, 3, 31), "ended")
    assert (one["kind"], one["regime"], one["service_id"]) == ("framework", "psr", "advocacy")
    assert made["annual_value"].tolist()[1:] == [1.0] and made["annual_value"].isna().tolist() == [True, False]
    provider = found.tables["provider"].iloc[0]
    assert (provider["sector"], provider["is_sme"], provider["registration_number"]) == ("voluntary", True, "01234567")


def test_a_record_package_gives_what_its_releases_give(tmp_path):
    one = release("ocds-6", "award", "2024-03-02", awards=[award("1", ["Rowan"])])
    plain = rows(read(tmp_path, one))
    linked = {"ocid": "ocds-6", "releases": [{"url": "https://example.org/1", "date": "2024-03-02"}]}
    for record in ({"ocid": "ocds-6", "releases": [one]}, linked | {"compiledRelease": one}):
        assert rows(read(tmp_path, package={"records": [record]})).equals(plain)
    with pytest.raises(Refusal, match="holds no OCDS release"):
        read(tmp_path, package={"records": [linked]})


def test_only_the_council_asked_for(tmp_path):
    found = read(
        tmp_path,
        release("ocds-7", "award", "2024-03-02", awards=[award("1", ["Rowan"])], buyer="HALLAMFORD COUNCIL (Adults)"),
        release("ocds-8", "award", "2024-03-02", awards=[award("1", ["Rowan"])], buyer="Elsewhere Council"),
        told=Told(council_name="Hallamford Council", dated=date(2024, 3, 31)),
    )
    assert list(rows(found).index) == ["ocds-7-1"]
    assert rows(found)["status"].tolist() == ["planned"]  # on the day the file was published
    assert found.aside[0].value == "Elsewhere Council"
    assert found.sources[0]["publisher"] == "A portal" and found.sources[0]["published_on"] == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("law", "code", "day", "expected"),
    [
        ("32014L0024", "85310000", None, "pcr2015"),
        ("UKPGA-2023-54", "85310000", None, "pa23_light_touch"),
        ("something else", "85310000", date(2020, 1, 1), ""),
        ("", "85310000", date(2015, 2, 25), ""),
        ("", "85100000", date(2023, 12, 31), "pcr2015"),
        ("", "85100000", date(2024, 1, 1), ""),  # health: may be under the Provider Selection Regime
        ("", "85310000", date(2025, 2, 23), "pcr2015"),
        ("", "85310000", date(2025, 2, 24), ""),  # may have begun before
    ],
)
def test_regime(law, code, day, expected):
    assert terms.regime(law, code, day) == expected


def test_half_a_year_shows_the_rate_of_a_year():
    # 1 April to 30 September is 183 days
    assert terms.per_year(18_300, date(2025, 4, 1), date(2025, 9, 30)) == 36_525.00


def test_days_are_those_in_britain():
    assert local_day("2025-03-29T23:30:00Z") == date(2025, 3, 29)  # winter time still
    assert local_day("2025-07-01T23:30:00Z") == date(2025, 7, 2)
    assert local_day("2025-07-01") == date(2025, 7, 1)
    assert local_day("soon") is None


def test_the_council_keeps_its_own_words_for_a_service_line(tmp_path):
    found = read(tmp_path, release("ocds-9", "award", "2024-03-02", title="Home care", awards=[award("1", ["Rowan"])]))
    mine = tmp_path / "in"
    mine.mkdir()
    (mine / "service.csv").write_text("service_id,service_name\nhome_care,Help at home\n", "utf-8")
    write_into(mine, "ocds", found)
    write_into(mine, "ocds", found)  # a second time changes nothing
    assert (mine / "service.csv").read_text("utf-8").splitlines()[1].startswith("home_care,Help at home")
    assert len((mine / "contract.csv").read_text("utf-8").splitlines()) == 2


def test_what_is_no_ocds_is_refused(tmp_path):
    path = tmp_path / "x.json"
    for text in ("{}", "not json", '{"releases": []}'):
        path.write_text(text, "utf-8")
        with pytest.raises(Refusal, match=r"x\.json"):
            ocds.FORMAT.read([path], Told())
    with pytest.raises(Refusal):
        ocds.FORMAT.read([], Told())


# The real file ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    path = open_data(REAL)
    return json.loads(path.read_text("utf-8"))["releases"], path


def test_real_releases_all_accounted_for(real):
    releases, path = real
    found = ocds.FORMAT.read([path], Told())
    assert misfits(found) == []
    mine = [one for one in releases if one["tender"]["classification"]["id"][:2] == "85"]
    assert (len(releases), len(mine)) == (381, 31)
    note = found.notes[0]
    assert note.startswith("381 releases read, of 370 processes.") and "(31 releases)" in note
    assert len({one["ocid"] for one in releases}) == 370
    other = [one for one in found.aside if one.words.startswith("Not health")]
    assert len(other) == 381 - 31
    awarded = [one for one in mine if one.get("awards")]
    unawarded = [one for one in found.aside if one.words == "Nothing is awarded yet."]
    assert len(unawarded) == len(mine) - len(awarded) == 22
    print("\n" + "\n".join(found.notes))


def test_real_suppliers_dates_and_values(real):
    """Each award of division 85 anew: by award id, suppliers by name; the list published twice counted once."""
    releases, path = real
    made = ocds.FORMAT.read([path], Told()).tables
    names = made["provider"].set_index("provider_id")["provider_name"]
    expected, values = set(), {}
    for one in releases:
        if not one["tender"]["classification"]["id"].startswith("85"):
            continue
        for given in one.get("awards", []):
            if given["id"].endswith("01a3540dc2d6-13"):
                continue  # 12 of the 13 entries of ...-14, which was published two hours later
            term = given["contractPeriod"]
            who = {supplier["name"].upper() for supplier in given["suppliers"]}
            expected |= {(given["id"], name, term["startDate"][:10], term["endDate"][:10]) for name in who}
            if len(who) == 1 and given["value"]["amount"]:
                days = (date.fromisoformat(term["endDate"][:10]) - date.fromisoformat(term["startDate"][:10])).days + 1
                values[given["id"]] = given["value"]["amount"] / (days / 365.25)
    got = {
        (one.contract_id.removesuffix(f"-{one.provider_id}"), names[one.provider_id].upper(),
         one.starts_on.isoformat(), one.ends_on.isoformat())
        for one in made["contract"].itertuples()
    }  # fmt: skip
    assert got == expected and len(made["contract"]) == len(expected) == 37
    priced = made["contract"].dropna(subset="annual_value").set_index("contract_id")["annual_value"]
    assert priced.to_dict() == pytest.approx(values, abs=0.01) and len(values) == 5
    assert (priced > 0).all()


def test_real_by_council(real):
    releases, path = real
    found = ocds.FORMAT.read([path], Told(council_name="Cambridgeshire County Council"))
    buyers = {one["ocid"]: one["buyer"]["name"] for one in releases}
    taken = {one[:47] for one in found.tables["contract"]["contract_id"]}
    assert taken == {"ocds-b5fd17-3acef0bd-20d7-4df8-bbd7-01a3540dc2d6"[:47]}
    assert buyers["ocds-b5fd17-3acef0bd-20d7-4df8-bbd7-01a3540dc2d6"] == "Cambridgeshire County Council"
    assert len(found.tables["contract"]) == 12


def test_the_reference_release_of_the_standard_holds_no_care():
    path = open_data("contracts/ocds-213czf-000-00001_fictional.json")
    found = ocds.FORMAT.read([path], Told())
    assert found.tables["contract"].empty
    assert {one.value for one in found.aside} == {"45233130"}  # construction of highways, written as a number
    assert found.sources[0]["publisher"] == "Open Data Services Co-operative Limited"
