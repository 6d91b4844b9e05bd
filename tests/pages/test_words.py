"""Plain words on every page: no method names, no Greek letters, and the words people asked us to use.

People's own words are theirs: they travel to the browser apart from the page's text and are not looked at here.
"""

import csv
import re

import pytest
from looking import KEYS, Looking, figures, people, screen
from routes import plain_pages

from tightrope import paths, tables
from tightrope.answers import evidence
from tightrope.answers.subjects import KINDS, subjects
from tightrope.screens.board_choices import VIEWS as BOARD
from tightrope.screens.data_parts import PARTS
from tightrope.screens.deciders_choices import VIEWS
from tightrope.screens.missing_choices import VIEWS as MISSING
from tightrope.screens.places_choices import VIEWS as PLACES
from tightrope.screens.register import PAGES
from tightrope.screens.replies_choices import VIEWS as REPLIES
from tightrope.screens.what_if_choices import VIEWS as SPLITS

METHODS = (
    "posterior", "prior", "SMAA", "Kolm", "Atkinson", "RII", "SII", "EVPPI", "Kish", "alpha", "beta", "gamma", "sigma",
    "kappa", "lambda", "veto", "conflicts?", "credible", r"bayes\w*", r"p[- ]?values?", r"dirichlet", r"jeffreys",
    r"benjamini\w*", r"standard deviations?", r"confidence intervals?", r"quantiles?", r"logits?", r"regressions?",
    r"statistically", "null hypothesis", "hypothesis",
)  # fmt: skip
METHOD = re.compile(rf"\b({'|'.join(METHODS)})\b", re.IGNORECASE)
GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")

# domain.md's list of words to avoid. "Carer" alone is unclear; "carer's assessment" and "Carers' Rest" are names.
AVOIDED = (
    r"service[- ]users?", "clients?", r"the elderly", "geriatric", r"sufferers?", r"suffer(?:s|ing)? from",
    r"dementia victims?", "vulnerable", r"hard[- ]to[- ]reach", r"bed[- ]block\w*", "toileting", "feeding",
    r"non[- ]compliant", "challenging", r"low[- ]level needs?", r"frequent flyers?", "burden", r"granny flats?",
    r"cost pressures?", "user voice", r"(?<!unpaid )carers?(?!['’]s? )", "consulted", r"(?:difficult|complex) cases?",
    "caseloads?",
)  # fmt: skip
AVOID = re.compile(rf"\b({'|'.join(AVOIDED)})\b", re.IGNORECASE)

# Names of tables and columns stand on the dictionary page as they are in the files, and their sentences use them.
NOT_ON_THE_DICTIONARY = {"carer", "carers", "client", "clients"}


# A post is a name: somebody is commissioning officer for carers, and their card says so.
POSTS = {row["post"] for row in csv.DictReader((paths.SAMPLE / "commissioner.csv").read_text("utf-8").splitlines())}


def faults(text):
    """Every word that should not be there, with what stands round it."""
    found = []
    for post in POSTS:
        text = text.replace(post, " ")
    for pattern in (METHOD, GREEK, AVOID):
        for hit in pattern.finditer(text):
            found.append((hit.group(), " ".join(text[max(0, hit.start() - 40) : hit.end() + 40].split())))
    return found


@pytest.mark.parametrize(
    "text",
    ["the posterior mean", "a p-value of", "Bayesian", "we are in conflict", "σ = 2", "Kappa", "hard to reach groups",
     "a service user", "the elderly", "her carer came", "carers are", "a burden", "Cost pressures", "the client"],
)  # fmt: skip
def test_the_search_finds_what_it_is_for(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    ["an unpaid carer", "at a carer's assessment", "Carers’ Rest sitting service", "Carers' information", "priority",
     "alphabet", "They disagree", "care worker", "older people", "better", "in each case"],
)  # fmt: skip
def test_the_search_leaves_ordinary_words_alone(text):
    assert not faults(text)


@pytest.fixture(scope="module")
def session(council):
    return Looking("commissioner")


@pytest.mark.parametrize("key", KEYS)
def test_every_page_as_it_opens(session, key):
    assert faults(screen(session.open(key))) == []


OPEN = {"decisions": VIEWS, "missing": MISSING, "replies": REPLIES, "places": PLACES, "what-if": SPLITS, "board": BOARD}


@pytest.mark.parametrize(("key", "view"), [(key, view) for key, views in OPEN.items() for view in views])
def test_every_view(session, key, view):
    app = session.open(key, view=view, kind="contract", of="CH-03", contract="CH-03")
    assert not app.exception and faults(screen(app)) == []


def test_the_whole_overview(session):
    assert faults(screen(session.open("overview", show="all"))) == []


def test_names_in_the_menu():
    assert faults("\n".join(f"{page.group} {page.title}" for page in PAGES)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_can_be_weighed(session, council, kind):
    opened = council()
    found = evidence.evidence(opened, "officers", evidence.usual_period(opened))
    keys = list(subjects(found, kind))
    for number, of in enumerate(keys if kind != "contract" else keys[::2]):
        look = "all:" if number % 2 else "nothing"
        app = session.open("weigh", kind=kind, of=of, look=look)
        assert not app.exception
        assert faults(screen(app)) == [], of


@pytest.mark.parametrize("of", ["HC-01", "RS-01", "DO-02", "EC-01"])
def test_all_that_opens_on_weigh(session, of):
    app = session.open("weigh", of=of)
    themes = set(re.findall(r"\bpair-(\w+)-tellers", " ".join(figures(app))))
    assert themes
    for theme in themes:
        for opens in (f"pair:{theme}", f"theme:{theme}"):
            assert faults(screen(session.open("weigh", of=of, look=opens))) == []
    for opens in ("visits:rushed", "payments:rushed"):
        assert faults(screen(session.open("weigh", of=of, look=opens))) == []
    for other in ("HC-02", "CH-03", "RS-01"):
        assert faults(screen(session.open("weigh", of=of, **{"with": other}))) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_data_page(session, part):
    for table in tables.load() if part == "dictionary" else ["contract"]:
        found = faults(screen(session.open("data", part=part, table=table)))
        if part == "dictionary":
            found = [one for one in found if one[0].lower() not in NOT_ON_THE_DICTIONARY]
        assert found == [], table


def test_notes_and_refusals(session):
    for query in ({"v": "0"}, {"of": "HC-99", "from": "2026-13", "with": "x", "look": "x" * 5_000, "kind": "x"}):
        assert faults(screen(session.open("weigh", **query))) == []


def test_the_plain_pages():
    for path, answer in plain_pages():
        drawn = r'<strong class="code">.*?</strong>'  # six words by lot, of a published list that is not ours
        ours = re.sub(rf"(?s)<style.*?</style>|<option.*?</option>|{drawn}|<[^>]*>", " ", answer.text)
        assert faults(ours) == [], path


def test_people_may_say_it_their_way(session):
    """The words of people do reach the page, apart from its text: else the tests above would prove nothing of it."""
    app = session.open("weigh", of="HC-01", look="all:")
    said = " ".join(people(app))
    assert "kettle" in said and "kettle" not in screen(app)
