"""The one today(): a fixed day for the fictional council, the clock for a real one, or a day given."""

import os
from datetime import UTC, date, datetime

from tightrope.errors import Refusal

AS_AT = "TIGHTROPE_AS_AT"  # set by --as-at, for tests and for looking back


def today(fixed: date | None = None) -> date:
    """Today's date for every rule that depends on one.

    `fixed` is the date the settings give (the fictional council has one). TIGHTROPE_AS_AT comes before it;
    with neither it is the machine's own date. Raises Refusal when TIGHTROPE_AS_AT is no date.
    """
    told = os.environ.get(AS_AT)
    if told:
        try:
            return date.fromisoformat(told)
        except ValueError:
            raise Refusal(f"--as-at {told!r} is not a date. Write it as YYYY-MM-DD.") from None
    return fixed or date.today()


def now() -> datetime:
    """The machine's time in UTC without zone, for the moment something was written."""
    return datetime.now(UTC).replace(tzinfo=None)
