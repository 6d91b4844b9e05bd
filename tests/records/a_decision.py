"""A decision that may be recorded: what tests of the register begin with."""

from datetime import date

from tightrope.records.decision_shapes import Decided, Rejected

A_DECISION = Decided(
    kind="contract",
    key="HC-01",
    title="Home care, North East",
    decided_on=date(2026, 10, 20),
    decision="Extend it with conditions for a year.",
    reasons="Half of visits are shorter than what is bought.",
    rejected=(Rejected("Re-tender", "the last committee for it has met"),),
    decided_by="Priya Raman",
    post="Strategic commissioner",
    delegation="Changes up to £100,000",
    no_interest=True,
    not_heard="Nobody who cannot leave home was heard.",
)
