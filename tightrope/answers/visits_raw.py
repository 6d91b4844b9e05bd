"""Single visits, as call monitoring has them: all of one person, or all of one worker, under one contract."""

from typing import Any

from tightrope.answers.period import Period
from tightrope.answers.visits_shapes import Visits
from tightrope.records.house import House
from tightrope.records.roles import READ_WORDS, Reader

MOST = 500  # visits shown; the person with most has about 1,500 a year
PERSON, WORKER = "person", "worker"
KIND_WORDS = {
    "personal_care": "Personal care",
    "medication": "Medication",
    "meal_fresh": "Meal, cooked",
    "meal_reheated": "Meal, warmed up",
    "meal_sandwich": "Meal, cold",
    "welfare": "Looking in",
    "sit": "Sitting with somebody",
}
LOG_WORDS = {
    "app": "app",
    "tag": "tag",
    "phone": "telephone",
    "manual": "written in by hand",
    "none": "no log",
}
STATUS_WORDS = {
    "delivered": "made",
    "missed": "missed",
    "cancelled_by_person": "called off by the person",
    "cancelled_by_provider": "called off by the provider",
}


def known(found: Visits) -> dict[str, str]:
    """Whose visits can be opened: "person:P1" or "worker:W1" with words; empty for a role without pseudonyms.

    Those of the detail, in the order of the tables: the least continuity first, the most odd pairs first.
    """
    made = {f"{PERSON}:{one.person_id}": f"Person {one.person_id}" for one in found.people}
    return made | {f"{WORKER}:{one.worker_id}": f"Worker {one.worker_id}" for one in found.workers}


def one_by_one(house: House, reader: Reader, contract_id: str, period: Period, who: str) -> list[dict[str, Any]]:
    """Visits of "person:P1" or "worker:W1" in a period, the last first, MOST at most, with words for codes.

    Empty for a role that may not see people and workers one by one, and for anybody else.
    """
    kind, _, key = who.partition(":")
    if kind not in (PERSON, WORKER) or not reader.may(READ_WORDS):
        return []
    rows = house.stores.rows(
        "visits/one_by_one",
        contract_id=contract_id,
        first=period.first,
        last=period.last,
        person_id=key if kind == PERSON else None,
        worker_id=key if kind == WORKER else None,
        most=MOST,
    )
    return [
        row
        | {
            "visit_type": KIND_WORDS.get(row["visit_type"], row["visit_type"]),
            "log_method": LOG_WORDS.get(row["log_method"], row["log_method"]),
            "status": STATUS_WORDS.get(row["status"], row["status"]),
        }
        for row in rows
    ]
