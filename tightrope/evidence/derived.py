"""Tables a council gave no file for, made from what another file says, and said to be: three files are enough to weigh.

A provider or service line that a contract names stands in with its id as its name; measures that were returned count
as asked for in the contract until contract_measure says otherwise.
"""

from typing import Any

from tightrope.evidence.staging import Stage
from tightrope.tables import Table

UNKNOWN_UNIT = "unit"


def fill(build: Any, stage: Stage, wanted: dict[str, Table], shares: list[str]) -> list[str]:
    """Add what is missing of service, provider and contract_measure, and the values of `shares` left empty.

    Returns one plain sentence for each thing that was made.
    """
    said = _without_rows(stage, wanted) + _values(build, stage, shares)
    for name, make, words in (
        ("service", _SERVICES, "No service.csv: the service lines are those that contract.csv names."),
        ("provider", _PROVIDERS, "No provider.csv: the providers are those that contract.csv names."),
        (
            "contract_measure",
            _MEASURES,
            "No contract_measure.csv: every measure that was returned counts as asked for in the contract.",
        ),
    ):
        needs = "measure_return" if name == "contract_measure" else "contract"
        if name in stage.sources or not {needs, "contract"} <= stage.sources.keys():
            continue
        frame = build.execute(make).df()
        if frame.empty:
            continue
        stage.frame(wanted[name], frame, f"made from {needs}", made=True)
        build.execute(f"DROP TABLE IF EXISTS typed_{name}")
        stage.check(wanted[name])
        said.append(words)
    return said


def _without_rows(stage: Stage, wanted: dict[str, Table]) -> list[str]:
    """Let a file with headings alone count as none, where other files point to it: else it would take all their rows.

    A monthly file without rows is left as it is: it may well say that nothing happened.
    """
    pointed_to = {one.table for table in wanted.values() for one in table.references} | {"contract_measure"}
    empty = [name for name in wanted if name in pointed_to and name in stage.sources and not stage.records(name)]
    for name in empty:
        stage.forget(wanted[name])
    return [f"{name}.csv holds no rows and counts as not given." for name in empty]


_SERVICES = f"""
SELECT DISTINCT service_id, replace(service_id, '_', ' ') AS service_name, '{UNKNOWN_UNIT}' AS unit,
  'what people gain from it' AS outcome_words, 'contracted' AS demand, true AS under_contract
FROM typed_contract WHERE service_id IS NOT NULL ORDER BY service_id
"""
_PROVIDERS = """
SELECT DISTINCT provider_id, provider_id AS provider_name
FROM typed_contract WHERE provider_id IS NOT NULL ORDER BY provider_id
"""
_MEASURES = """
SELECT contract_id, measure_id, true AS in_contract, last(target ORDER BY month) AS target, false AS paid_on
FROM typed_measure_return
WHERE contract_id IN (SELECT contract_id FROM typed_contract)
GROUP BY contract_id, measure_id
ORDER BY contract_id, measure_id
"""


def _values(build: Any, stage: Stage, shares: list[str]) -> list[str]:
    """A share that was returned as numerator and denominator alone gets its value."""
    if "measure_return" not in stage.sources or not {"numerator", "denominator"} <= stage.columns("measure_return"):
        return []
    empty = "value IS NULL AND numerator IS NOT NULL AND denominator > 0 AND list_contains($shares, measure_id)"
    asked = {"shares": shares}
    count = build.execute(f"SELECT count(*) FROM typed_measure_return WHERE {empty}", asked).fetchone()[0]
    if not count:
        return []
    build.execute(f"UPDATE typed_measure_return SET value = numerator / denominator WHERE {empty}", asked)
    return [f"{count:,} returns gave no value; it was worked out from numerator and denominator."]
