"""Suggested themes and tone on published comments of hospital patients, coded by people who were trained to.

NHS Patient Experience Qualitative Data Categorisation (MIT): 7,908 comments of two trusts. Its themes fold into 15
coarse ones by a list kept beside the data. What is measured is what the app does: the same features, the same
regression, the same bar for suggesting. Equal comments never stand on both sides of the split.
"""

import csv
import json
import tomllib
from functools import cache

import numpy as np
import pytest
from sklearn.model_selection import GroupShuffleSplit

from tightrope import paths
from tightrope.voices import encoder
from tightrope.voices.features import same_words
from tightrope.voices.lexicon import Phrases, counts
from tightrope.voices.suggest import POSSIBLE_FROM
from tightrope.voices.themes_model import ThemeModel, accuracy
from tightrope.voices.tone import BAD, GOOD, MIXED, TONES, UNSURE, ToneModel, shown

SHARED = paths.ROOT.parent / "shared"
COMMENTS = SHARED / "open-data" / "feedback" / "v6framework_230831.csv"
FOLDED = SHARED / "reference" / "feedback_themes.json"
LEXICON = paths.ROOT / "tests" / "data" / "coarse_themes.toml"
SEED, TESTED = 0, 0.3
TONE_SEEDS = (0, 1, 2)  # one split alone moves the share by a hundredth
FEWEST_TESTED = 5  # of a theme in the tested part, to count in the averages
MICRO, MACRO, RIGHT, BAD_SHOWN_GOOD = 0.70, 0.60, 0.82, 0.06

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (COMMENTS.is_file() and FOLDED.is_file()), reason="the published comments are not here"),
    pytest.mark.skipif(bool(encoder.available()), reason=encoder.available() or "installed"),
]


@cache
def comments():
    with COMMENTS.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["FFT answer"].strip() not in ("", "Did not answer")]


@cache
def vectors_of_all():
    return encoder.encoder().encode([row["FFT answer"] for row in comments()])


def split(texts, seed=SEED):
    same = [same_words(text) for text in texts]
    known, rest = next(GroupShuffleSplit(1, test_size=TESTED, random_state=seed).split(texts, groups=same))
    assert not {same[i] for i in known} & {same[i] for i in rest}
    return known, rest


def averages(suggested, coded):
    """Micro and macro F1 over the themes with enough positives in the tested part, and F1 of each."""
    some = [theme for theme in range(coded.shape[1]) if coded[:, theme].sum() >= FEWEST_TESTED]
    each = [accuracy(suggested[:, theme], coded[:, theme]) for theme in some]
    micro = 2 * sum(a.right for a in each) / sum(a.suggested + a.coded for a in each)
    return micro, float(np.mean([a.f1 for a in each])), dict(zip(some, each, strict=True))


def test_suggested_themes(capsys):
    folded = json.loads(FOLDED.read_text(encoding="utf-8"))["themes"]
    phrases = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    assert len(folded) == 15 and set(phrases) == set(folded)
    books = [Phrases(name, tuple(phrases[name])) for name in folded]
    texts = [row["FFT answer"] for row in comments()]
    codes = np.array([[any(row.get(one) == "1" for one in folded[name]) for name in folded] for row in comments()])
    known, rest = split(texts)
    vectors = vectors_of_all()
    learnt, tested = [texts[i] for i in known], [texts[i] for i in rest]
    model = ThemeModel(books, learnt, codes[known], vectors[known], SEED)
    suggested = model.chances(tested, vectors[rest]) >= POSSIBLE_FROM
    micro, macro, each = averages(suggested, codes[rest])
    by_phrases = averages(counts(books, tested) > 0, codes[rest])
    with capsys.disabled():
        print(f"\nthemes: learnt on {len(known):,}, tested on {len(rest):,}: micro F1 {micro:.3f}, macro {macro:.3f}")
        print(f"phrases alone: micro F1 {by_phrases[0]:.3f}, macro {by_phrases[1]:.3f}")
        for theme, one in each.items():
            print(f"  {books[theme].theme_id:45} {one.f1:.2f}, {one.coded} coded")
    assert micro >= MICRO and macro >= MACRO
    assert micro > by_phrases[0] and macro > by_phrases[1]


def test_tone_of_the_words(capsys):
    tone_of = {"1": GOOD, "2": GOOD, "3": MIXED, "4": BAD, "5": BAD}
    rated = [i for i, row in enumerate(comments()) if row["Comment sentiment"] in tone_of]
    texts = [comments()[i]["FFT answer"] for i in rated]
    tones = np.array([tone_of[comments()[i]["Comment sentiment"]] for i in rated])
    vectors = vectors_of_all()[rated]
    told, likeliest, on_screen, each = [], [], [], []
    for seed in TONE_SEEDS:
        known, rest = split(texts, seed)
        model = ToneModel([texts[i] for i in known], list(tones[known]), vectors[known], seed)
        chances = model.chances([texts[i] for i in rest], vectors[rest])
        told.append(tones[rest])
        likeliest.append(np.array(TONES)[chances.argmax(axis=1)])
        on_screen.append(np.array([shown(one).shown for one in chances]))
        each.append(f"{(likeliest[-1] == told[-1]).mean():.3f}")
    told, likeliest, on_screen = map(np.concatenate, (told, likeliest, on_screen))
    right, bad_shown_good = (likeliest == told).mean(), (on_screen == GOOD)[told == BAD].mean()
    sure = on_screen != UNSURE
    lines = (
        f"tone: {len(told):,} tested in {len(TONE_SEEDS)} splits, {right:.3f} right ({', '.join(each)})",
        f"  {(likeliest == GOOD)[told == BAD].mean():.3f} of the bad are likeliest good",
        f"  {sure.mean():.2f} have a tone on screen, {(on_screen == told)[sure].mean():.3f} of them right",
        f"  {bad_shown_good:.3f} of the bad are shown as good",
    )
    with capsys.disabled():
        print("", *lines, sep="\n")
    assert right >= RIGHT and bad_shown_good <= BAD_SHOWN_GOOD
