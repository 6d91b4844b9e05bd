"""What is known of effects: the shipped files, and every fault of a file at once in plain words."""

import pytest

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.evidence.effects import load_effects


def test_the_shipped_effect_is_that_of_the_worked_example():
    one = load_effects()["prevention"]
    # domain: relative reduction N(0.20, 0.10) cut at -0.05 and 0.45; take-up U(0.45, 0.9) and U(0.6, 0.9)
    assert dict(one.reduction.spread.values) == {"mean": 0.20, "sd": 0.10}
    assert (one.reduction.spread.low, one.reduction.spread.high) == (-0.05, 0.45)
    assert dict(one.take_up_poorest.spread.values) == {"from": 0.45, "to": 0.9}
    assert dict(one.take_up.spread.values) == {"from": 0.6, "to": 0.9}
    assert one.baseline_people == 400  # Beta(56, 344) and Beta(36, 364)


def test_every_fault_is_named_at_once(tmp_path):
    text = (paths.EFFECTS / "prevention.toml").read_text(encoding="utf-8")
    text = text.replace("sd = 0.10", "sd = 0").replace('certainty = "very low"', 'certainty = "sure"')
    text = text.replace("people_behind = 400", "people_behind = 0").replace(
        'reason = "Where people', 'excuse = "x"\nreason = "'
    )
    (tmp_path / "prevention.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as found:
        load_effects(tmp_path)
    said = "\n".join(found.value.problems)
    for part in ("[reduction] kind: The spread (sd) must be above 0", "[take_up_poorest] certainty",
                 "[baseline] people_behind", "[take_up] excuse"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("missing", ["source", "reason"])
def test_a_number_without_source_or_reason_is_refused(tmp_path, missing):
    lines = (paths.EFFECTS / "prevention.toml").read_text(encoding="utf-8").splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(f"{missing} ="))
    (tmp_path / "prevention.toml").write_text("\n".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    with pytest.raises(Refusal, match=f"\\[reduction\\] {missing}: It is missing"):
        load_effects(tmp_path)


def test_a_file_for_no_service_line_is_refused(tmp_path):
    text = (paths.EFFECTS / "prevention.toml").read_text(encoding="utf-8")
    (tmp_path / "magic.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="must be one of home_care"):
        load_effects(tmp_path)
