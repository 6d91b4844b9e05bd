"""Names: by inverse dictionary, by what stands beside them, and measured on accounts no rule was written from."""

import csv
import re
from collections import Counter
from functools import cache

import generated
import pytest

from tightrope import paths
from tightrope.voices.redaction import redact, spans
from tightrope.voices.word_lists import allow, words

PLACES = ["Hallamford", "Rowan Care Co-operative", "Beechcroft Homecare", "Swiftline Care", "Oakroyd House"]
OURS = allow([*PLACES, "Weaver Court", "Amber Court", "Amber Grange"])
NAMES, FORMS, PRECISION = 0.95, 0.99, 0.90  # what must be reached


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Olumide came at nine.", "[name] came at nine."),
        ("Agnieszka on Fridays, Tom\u00e1\u0161 on Mondays", "[name] on Fridays, [name] on Mondays"),
        ("\u0218tefania and Nguy\u1ec5n Th\u1ecb Hoa", "[name] and [name]"),
        ("P\u00e1draig \u00d3 S\u00failleabh\u00e1in, Jhoanna Dela Cruz, Yusra El-Sayed", "[name], [name], [name]"),
        ("Mrs Baker and Dr. O\u2019Brien", "[name] and [name]"),
        ("ask mr khan", "ask [name]"),
        ("Anne-Marie Smith-Jones's rota", "[name]'s rota"),
        ("J. Okonkwo signed it", "[name] signed it"),
        ("Priya K. and Jack Brown", "[name]. and [name]"),
        ("[name] Okonkwo", "[name] [name]"),
        # Names that are words too.
        ("My carer Blessing is kind.", "My carer [name] is kind."),
        ("our helper, Heather, left", "our helper, [name], left"),
        ("a girl called lily", "a girl called [name]"),
        ("Jack came late.", "[name] came late."),
        ("Heather always knocks.", "[name] always knocks."),
        ("I told Mark and June.", "I told [name] and June."),  # a month until something says more
        ("We had June Begum and Mercy Okafor.", "We had [name] and [name]."),
        ("Victor and Olumide", "[name] and [name]"),
        ("Sister Comfort dressed it.", "[name] dressed it."),
        ("My carer Rowan came from Rowan Care Co-operative.", "My carer [name] came from Rowan Care Co-operative."),
        ("Amber said it was shut.", "[name] said it was shut."),
        # In small letters.
        ("the carer called olumide never came", "the carer called [name] never came"),
        ("my carer heather came twice", "my carer [name] came twice"),
        ("brian rang and fatima did not", "[name] rang and [name] did not"),
        ("his name is kwabena", "his name is [name]"),
        ("we like it when olumide is on, he can cook", "we like it when [name] is on, he can cook"),
        # In capitals throughout.
        ("MY CARER OLUMIDE CAME LATE AND THE NHS DID NOTHING", "MY CARER [name] CAME LATE AND THE NHS DID NOTHING"),
    ],
)
def test_names_go(text, becomes):
    assert redact(text, OURS) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "She had her coat on before the kettle boiled.",
        "Mark my words. Grace under pressure. Hope is all we have. Dawn was breaking.",
        "Will they come? May we see it? Grant me that. Rose at six.",
        "the carer will come and the nurse may be late, she rose and drew the curtains",
        "It was June before anyone came, then August, then Easter Monday.",
        "Amber Court, then Beechcroft, then Oakroyd. Weaver Court is cold.",
        "I moved from another company to Rowan.",
        "The NHS, the CQC, two GPs and an OT. She has MS. Sitter came.",
        "He takes Gabapentin and Madopar, from Boots.",
        "She speaks Urdu and Polish, and a bit of Somali.",
        "The Dr needs to listen. I saw a dr. However, he left.",
        "owt or nowt, my cuppa, the keysafe, teatime, a demensia nurse and her medcation",
        "The Trust said no. The Council said yes.",
        "I'm, I've, don't, o'clock, carers', the man's",
        "na. Erm. xx",
        "zwei",
        "",
        " \n",
    ],
)
def test_words_stay(text):
    assert redact(text, OURS) == text


def test_a_place_is_only_allowed_where_the_council_has_it():
    assert redact("Beechcroft is better.", allow()) == "[name] is better."
    assert redact("Beechcroft is better.", OURS) == "Beechcroft is better."


def test_a_provider_called_like_somebody_does_not_let_that_name_stand():
    ours = allow(["Patel Homecare", "Brian Court"])
    assert redact("I rang Patel Homecare. I rang Patel. Brian Court. Brian rang.", ours) == (
        "I rang Patel Homecare. I rang [name]. Brian Court. [name] rang."
    )


def test_the_lists_are_what_they_say():
    known = words()
    assert {"kettle", "colour", "organise", "mark", "june"} <= known.ordinary
    assert {"mark", "june", "blessing", "heather", "lily", "jack"} <= known.both <= known.ordinary
    assert {"brian", "alice", "fatima", "peter"} <= known.given
    assert not (known.given | known.family) & known.ordinary
    assert not {"fatima", "peter", "jones", "nigel"} & known.ordinary


# Measured


@cache
def measured():
    """Identifiers and how many are gone, by kind; spans and how many are right, over every seed."""
    there, gone, said, right = Counter(), Counter(), 0, 0
    for seed in generated.SEEDS:
        for made in generated.accounts(seed):
            found = spans(made.text, OURS)
            left = list(made.text)
            for start, end, _ in found:
                left[start:end] = " " * (end - start)
            for start, end, kind in made.marked:
                there[kind] += 1
                gone[kind] += not re.search(r"[^\W\d_]{3,}|\d{3,}", "".join(left[start:end]))
            said += len(found)
            right += sum(any(s < end and start < e for s, e, _ in made.marked) for start, end, _ in found)
    return there, gone, said, right


def test_what_has_a_form_is_found():
    there, gone, _, _ = measured()
    kinds = [kind for kind in there if kind not in ("name", "address")]
    assert len(kinds) == 6 and min(there[kind] for kind in kinds) > 100
    assert sum(gone[kind] for kind in kinds) / sum(there[kind] for kind in kinds) >= FORMS
    assert gone["address"] / there["address"] >= FORMS


def test_names_are_found():
    there, gone, _, _ = measured()
    assert there["name"] > 2_000
    assert gone["name"] / there["name"] >= NAMES


def test_little_else_is_blacked_out():
    _, _, said, right = measured()
    assert said > 3_000 and right / said >= PRECISION


def test_the_frames_hold_as_much_that_must_stay_as_a_person_would_write():
    plain = [frame for frame in generated.FRAMES if "{" not in frame]
    assert len(plain) >= len(generated.FRAMES) / 4


COMMENTS = paths.ROOT.parent / "shared" / "open-data" / "feedback" / "v6framework_230831.csv"
MOST_A_THOUSAND = (
    3.0  # 2.2 were measured with no list of the two trusts' places; docs/methods/redaction.md says of what
)


@pytest.mark.skipif(not COMMENTS.is_file(), reason="the real comments are not here")
def test_on_real_comments_little_is_blacked_out(capsys):
    with COMMENTS.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        texts = [row["FFT answer"] for row in csv.DictReader(file)]
    kinds = Counter(kind for text in texts for _, _, kind in spans(text))
    count = sum(len(text.split()) for text in texts)
    rate = 1_000 * kinds.total() / count
    with capsys.disabled():
        print(
            f"\nredaction on {len(texts):,} real comments, {count:,} words: {rate:.2f} spans a thousand, {dict(kinds)}"
        )
    assert len(texts) == 7_908 and 0 < rate <= MOST_A_THOUSAND
