"""Direct wording of harm: nine sorts, and suicidal wording on a list of its own that comes before all of them."""

from tightrope.voices.lexicon import compiled, sorts_found

SUICIDAL, LANGUAGE = "suicidal", "language"
SORT_WORDS = {
    SUICIDAL: "may not want to live",
    "physical": "hurt by somebody",
    "neglect": "left without care",
    "medication": "medicines",
    "money": "money taken",
    "sexual": "sexual harm",
    "psychological": "threatened or frightened",
    "self_harm": "harms or neglects themselves",
    "control": "controlled by somebody",
    "organisational": "harm by how a service is run",
    LANGUAGE: "in another language: no list reads it",
}

__all__ = ["LANGUAGE", "SORT_WORDS", "SUICIDAL", "compiled", "sorts_found"]
