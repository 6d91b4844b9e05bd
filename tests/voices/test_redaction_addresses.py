"""Addresses: where somebody lives goes, the council's own places and ordinary numbers stay."""

import pytest

from tightrope.voices.redaction import redact
from tightrope.voices.word_lists import allow

OURS = allow(["Amber Court", "Oakroyd House", "Kiln Hill Nursing Home", "Market Cross", "Hallamford"])


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("I live at 12 Acacia Avenue with my son.", "I live at [address] with my son."),
        ("14a Mill Lane.", "[address]."),
        ("Flat 3, 14 High Street", "[address]"),
        ("flat 2B, Kestrel Court, round the back", "[address], round the back"),
        ("Apartment 9, Amber Court", "[address]"),  # the council's place, but one front door of it
        ("27 St. Mary's Road", "[address]"),
        ("5-7 Old Church Street", "[address]"),
        ("80 Hugh Underpass", "[address]"),
        ("she is at 9 mill lane now", "she is at [address] now"),
        ("Rose Cottage, Church Lane", "[address]"),
        ("She lives on Acacia Avenue.", "She lives on [address]."),
        ("12 Acacia Avenue, Shirebrook, Hallamford, S11 8QQ.", "[address], [postcode]."),
        ("Studio 24\nWallace Lodge", "[address]"),
    ],
)
def test_where_somebody_lives_goes(text, becomes):
    assert redact(text, OURS) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "She lives in Amber Court.",
        "They moved to Oakroyd House in May.",
        "Room 12, then room 204B, flat 3a.",
        "It is 2 miles down the road and a 10 minute drive.",
        "At 9 the bus came, at 10 the other.",
        "4 lane road, 2 way street, 3 busy roads.",
        "On 3 March and 12 April nobody came.",
        "We had 2 Polish ladies and 1 Somali gentleman.",
        "15 minutes, 3 visits, 24 hours, 7 days.",
        "I live on my own. She lives with us. They live at home.",
        "Kiln Hill Nursing Home, then the 38 to Market Cross.",
    ],
)
def test_what_is_no_address_stays(text):
    assert redact(text, OURS) == text
