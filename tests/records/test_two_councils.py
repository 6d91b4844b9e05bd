"""Two councils in one home: each has its own records and its own delivered accounts, and never sees the other's."""

import json
import shutil

import pytest

from tightrope import commands, paths, sealing
from tightrope.errors import Refusal
from tightrope.evidence import intake_file, template, warehouses
from tightrope.evidence.build import build
from tightrope.records import house as holding

CONTRACT = (
    "contract_id,title,service_id,provider_id,kind,starts_on,ends_on,annual_value,status\n"
    "C1,Home care,home_care,Alder,block,2024-04-01,2027-03-31,500000,live\n"
)
STORY = (
    "source,source_id,received_on,event_month,channel,teller_role,about,contract_id,words,triage_state,consent_level\n"
    "log,1,2026-05-06,2026-05,phone,person,service,C1,{words},cleared,4\n"
)
MARKERS = {"Ashmere": "quillsomething", "Brook": "thimbleseven"}


@pytest.fixture
def councils(home, tmp_path):
    """A folder for each of two councils: the same contract and reference, another account."""
    found = {}
    for name, marker in MARKERS.items():
        folder = tmp_path / name.lower()
        folder.mkdir()
        (folder / "contract.csv").write_text(CONTRACT, encoding="utf-8")
        (folder / "measure_return.csv").write_text(
            "contract_id,measure_id,month,numerator,denominator\nC1,on_time,2026-05,9,10\n", encoding="utf-8"
        )
        (folder / "story.csv").write_text(STORY.format(words=f"They {marker} came"), encoding="utf-8")
        own = template.settings_for(name).replace("fictional = false", "fictional = false\ntoday = 2026-10-15")
        (folder / "settings.toml").write_text(own, encoding="utf-8")
        found[name] = folder
    yield found
    holding.leave()


def built(folder):
    return build(folder, demo=False, master=sealing.find_master() or sealing.make_master())


def weighed():
    code, out, err = commands.carry_out(["weigh", "C1", "--json"], "", holding.house)
    assert (code, err) == (0, "")
    return out


def test_each_sees_its_own_accounts_alone(councils):
    built(councils["Ashmere"])
    seen = weighed()
    assert MARKERS["Ashmere"] in seen and json.loads(seen)["accounts"] == 1
    first = holding.house()
    built(councils["Brook"])
    assert weighed() == seen, "the open house goes on serving what it served until it is asked to change"
    first.use_newest()
    assert not holding.is_open(), "the records of one council are closed before those of another open"
    seen = weighed()
    assert MARKERS["Brook"] in seen and MARKERS["Ashmere"] not in seen and json.loads(seen)["accounts"] == 1
    assert holding.house().council == "brook"
    names = {path.name for path in (paths.home() / "records").glob("*.duckdb")}
    assert names == {"ashmere.duckdb", "brook.duckdb"}


def test_accounts_wait_for_their_own_council(councils):
    built(councils["Ashmere"])
    built(councils["Brook"])
    weighed()  # opens Brook, which is served
    assert len(intake_file.waiting("ashmere")) == 1 and intake_file.waiting("brook") == []
    assert intake_file.waiting() == []  # nor does the demo council take them
    holding.leave()
    built(councils["Ashmere"])
    seen = weighed()
    assert MARKERS["Ashmere"] in seen and json.loads(seen)["accounts"] == 1  # delivered twice, one account
    assert intake_file.waiting("ashmere") == []


@pytest.mark.parametrize("name", ["brook", "brook-2"])
def test_a_council_whose_name_begins_like_another_takes_nothing_of_it(councils, name):
    own = councils["Ashmere"] / "settings.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("Ashmere", "Brook 2"), encoding="utf-8")
    built(councils["Ashmere"])
    built(councils["Brook"])
    assert len(intake_file.waiting(name)) == 1


def test_records_of_one_council_do_not_open_beside_the_data_of_another(councils):
    built(councils["Ashmere"])
    weighed()
    holding.leave()
    built(councils["Brook"])
    shutil.copy(paths.records_file("ashmere"), paths.records_file("brook"))
    with pytest.raises(Refusal, match=r"records in brook\.duckdb are those of ashmere; the data are those of brook"):
        holding.house()
    assert not holding.is_open()
    assert len(intake_file.waiting("brook")) == 1, "nothing was taken into the wrong records"


def test_one_records_file_for_all_is_refused_for_the_second(councils, tmp_path, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_RECORDS", str(tmp_path / "all.duckdb"))
    built(councils["Ashmere"])
    assert MARKERS["Ashmere"] in weighed()
    holding.leave()
    built(councils["Brook"])
    with pytest.raises(Refusal, match="Give each its own TIGHTROPE_RECORDS"):
        holding.house()


def test_a_comparison_is_made_with_the_same_council_alone(councils):
    built(councils["Ashmere"])
    assert built(councils["Brook"]).changes is None
    assert warehouses.council_of(warehouses.current()) == "brook"
