"""The data dictionary: generated from the contracts, and never out of date."""

from tightrope import commands, paths, tables
from tightrope.evidence import dictionary


def test_the_dictionary_in_docs_is_current():
    assert dictionary.is_current(), "write it anew: python3 -m tightrope dictionary"


def test_every_table_and_column_is_in_it():
    text = dictionary.text()
    for table in tables.load().values():
        part = text.partition(f"## {table.name}\n")[2].partition("\n## ")[0]
        assert table.grain in part
        assert all(f"| `{one.name}` | {one.type} |" in part for one in table.fields)


def test_limits_and_references_are_said_in_words():
    text = dictionary.text()
    assert "| `contract_id` | string |  | The contract. | needed; a `contract.contract_id` |" in text
    assert "needed; one of block, spot, cost_and_volume, framework, lead_provider, grant, isf" in text
    assert "not before starts_on" in text
    assert "encrypted, never a column" in text


def test_a_stale_dictionary_is_found_and_written_anew(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    assert commands.carry_out(["dictionary", "--check"], "", None)[0] == commands.FOUND_SOMETHING
    assert commands.carry_out(["dictionary"], "", None)[0] == commands.DONE
    assert commands.carry_out(["dictionary", "--check"], "", None)[0] == commands.DONE
    (tmp_path / "docs" / "dictionary.md").write_text("# Data dictionary\n", encoding="utf-8")
    assert not dictionary.is_current()
