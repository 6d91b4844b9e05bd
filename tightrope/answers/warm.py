"""Making the first page quick: what every page needs is worked out while nobody waits for it."""

import gc
import threading

from tightrope.answers.evidence import usual_period
from tightrope.answers.overview import overview
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import looking_as


def warm_up(house: House) -> threading.Thread:
    """Start working out the overview in the background, for officers and for who may count only.

    Without data there is nothing to do.
    """

    def work() -> None:
        try:
            for role in ("viewer", "data_officer"):
                overview(house, looking_as(role), usual_period(house))
        except Refusal:
            return  # no data yet: the pages say so themselves
        # What was read stays as long as the app runs. Looking through all of it for garbage again and again stopped
        # every answer for as long, and took a sixth of the app's time with 200 openings of a link a second.
        gc.collect()
        gc.freeze()

    thread = threading.Thread(target=work, name="warm-up", daemon=True)
    thread.start()
    return thread
