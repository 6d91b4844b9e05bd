"""A saved split on the What if page: figures that are kept though they cannot be worked out, and titles as text."""

import json

from looking import figures, look, screen, title

from tightrope.records import house as holding
from tightrope.records import scenarios as records
from tightrope.records.roles import looking_as
from tightrope.records.scenarios import ACTIVITY, Saved


def test_what_cannot_be_worked_out_shows_its_kept_figures_under_its_own_name(council):
    body = {"kind": "activity", "year": "2026-27", "by": "service", "basis": "gross", "rule": "hand",
            "on": "2026-12-01", "changes": {"respite": "-3000000.00"}}  # fmt: skip
    kept = {"respite": 199_999.99, "to find": -3_000_000.0}
    saved = Saved("# *Half*", ACTIVITY, "", json.dumps(body), kept, (), True, "", False, "")
    key, other = (records.save(holding.house(), looking_as("manager"), saved) for _ in range(2))
    app = look("what-if", view="saved", scenario=key, beside=other)
    assert not app.exception and title(app) == r"\# \*Half\*"
    assert figures(app)["saved-respite"] == "199999.99" and "contracts bind" in screen(app)
    assert app.header[0].value == "From \u201c\\# \\*Half\\*\u201d to \u201c\\# \\*Half\\*\u201d"
    assert "\u201c# *Half*\u201d cannot be worked out with what is known today." in screen(app)
