"""Made-up accounts that only measure speed: marked, never part of the demo council, words without meaning.

Word frequencies follow Zipf's law over a made vocabulary, so that reading has as much to do as with real text.
"""

from datetime import date
from typing import Any

import numpy as np

VOCABULARY = 30_000
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wy", "da", "fe", "gi", "ho", "ju")
ROLES = ("person", "unpaid_carer", "family", "care_worker", "social_worker", "friend")
CHANNELS = ("survey", "phone", "web", "complaint", "outreach", "letter")
LENGTH = (20, 120)  # words
TELLERS_PER_STORY = 0.9
SOURCE = "bench"


def bench_stories(
    count: int, contracts: list[tuple[str, str, str]], themes: list[str], months: list[date], seed: int
) -> list[dict[str, Any]]:
    """`count` rows as a story file has them. `contracts`: (contract_id, service_id, locality)."""
    rng = np.random.default_rng([seed, count])
    words = np.array([_word(number) for number in range(VOCABULARY)])
    places = rng.integers(0, len(contracts), count)
    lengths = rng.integers(*LENGTH, count)
    made = []
    for number in range(count):
        contract_id, service_id, locality = contracts[places[number]]
        month = months[int(rng.integers(0, len(months)))]
        spoken = words[np.minimum(rng.zipf(1.3, lengths[number]) - 1, VOCABULARY - 1)]
        chosen = rng.choice(len(themes), size=2, replace=False)
        made.append(
            {
                "source": SOURCE,
                "source_id": f"B-{seed}-{number}",
                "received_on": month.isoformat(),
                "event_month": month.isoformat(),
                "channel": CHANNELS[number % len(CHANNELS)],
                "teller_id": f"B{int(rng.integers(0, max(1, int(count * TELLERS_PER_STORY))))}",
                "teller_role": ROLES[number % len(ROLES)],
                "about": "service",
                "service_id": service_id,
                "contract_id": contract_id,
                "locality": locality,
                "language": "English",
                "words": " ".join(spoken) + ".",
                "valence": int(rng.integers(-2, 3)),
                "severity": int(rng.integers(0, 3)),
                "themes": ";".join(themes[one] for one in chosen),
                "teller_groups": "age_band=75-84",
                "triage_state": "cleared",
                "consent_level": 4,
                "is_bench": True,
            }
        )
    return made


def _word(number: int) -> str:
    """A pronounceable word for each number, always the same."""
    made = ""
    while True:
        made += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
        if not number:
            return made
