"""What each renewal kept and changed, in sentences: the demo council by hand, and registers that leave things out."""

from datetime import date

import odd_register
import pytest

from tightrope import paths
from tightrope.answers.period import Period, earlier
from tightrope.answers.term_change import FIRST_TERM, term_change, term_changes
from tightrope.errors import NotFound

SAID_NOWHERE = "whether as the same contract again cannot be said from what is on file"


@pytest.fixture(scope="module")
def odd(built, tmp_path_factory):
    with odd_register.opened(built, tmp_path_factory.mktemp("odd"), odd_register.ODD) as house:
        yield house


def line(found, begins, renewal=0):
    """The first sentence about a renewal (the latest is 0) that begins with these words."""
    return next(one for one in found.lines[renewal] if one.startswith(begins))


# The demo council: figures of contract.csv, divided by hand


def test_hc_04_was_renewed_as_the_same_contract_again_twice(house, commissioner):
    found = term_change(house, commissioner, "HC-04")
    assert found.times_unchanged == 2 and found.renewed_unchanged_poor
    assert found.words.startswith("Renewed as the same contract again twice, last in 2023, and its numbers are poor")
    # 23.20 / 18.10 = 1.2818; 118,000 / 116,000 = 1.0172; before that 18.10 / 15.20 = 1.1908; 116 / 112 = 1.0357
    assert line(found, "Price").startswith("Price of one hour: £18.10, then £23.20 (28.2% more). No published uplift")
    assert line(found, "Volume") == "Volume: 116,000, then 118,000 hours a year (1.7% more)."
    assert line(found, "Price", 1).startswith("Price of one hour: £15.20, then £18.10 (19.1% more).")
    assert line(found, "Volume", 1) == "Volume: 112,000, then 116,000 hours a year (3.6% more)."
    for renewal, both in enumerate(("HC-04-T2 (2019 to 2023)", "HC-04-T1 (2015 to 2019)")):
        assert found.lines[renewal][0].endswith(f"held against {both}.")
        assert line(found, "Measures", renewal) == "Measures and targets: the same 6."
        assert line(found, "Clauses", renewal) == "Clauses that people feel: the same."
        assert line(found, "Bidders", renewal) == "Bidders: 1 both times."
        assert line(found, "Signed", renewal) == "Signed by: Head of commissioning both times."


def test_hc_02_was_renewed_with_changes(house, commissioner):
    found = term_change(house, commissioner, "HC-02")
    assert (found.words, found.times_unchanged) == ("Renewed in 2022 with changes.", 0)
    assert line(found, "Bidders") == "Bidders: 3, then 4."
    assert line(found, "Somebody") == "Somebody who draws on care on the panel: no, then yes."
    assert line(found, "Measures that came") == "Measures that came: visits by the three best-known workers."
    assert line(found, "Targets") == (
        "Targets that changed: visits on time 87%, then 90%; visits delivered 98%, then 99%."
    )
    clauses = line(found, "Clauses")
    assert "travel time paid no, then yes" in clauses and "travel miles paid not given, then 45p a mile" in clauses


def test_a_first_term_and_an_ended_one(house, commissioner):
    first = term_change(house, commissioner, "HC-09")
    assert (first.words, first.changes, first.lines, first.renewed_unchanged_poor) == (FIRST_TERM, (), (), False)
    ended = term_change(house, commissioner, "HC-04-T2")
    assert ended.times_unchanged == 1 and ended.poor == "", "what runs now is asked of live contracts only"
    assert not ended.renewed_unchanged_poor


def test_no_uplift_is_called_more_or_less_than_a_published_one(house, commissioner):
    for found in term_changes(house, commissioner).values():
        for one, lines in zip(found.changes, found.lines, strict=True):
            if one.price is not None:
                said = next(each for each in lines if each.startswith("Price of one"))
                assert said.endswith("No published uplift for these years is loaded to hold it against.")


def test_the_answer_for_all_holds_no_words_of_specifications(house, commissioner):
    every = term_changes(house, commissioner)
    assert not any(one.text.parts for found in every.values() for one in found.changes)
    assert term_change(house, commissioner, "HC-04").changes[0].text.parts


def test_ids_that_are_none_are_refused(house, commissioner):
    for key in ("", "HC-99", "hc-04"):
        with pytest.raises(NotFound, match="There is no contract"):
            term_change(house, commissioner, key)


@pytest.mark.parametrize(("alike", "times"), [("0.95", 2), ("0.995", 0)])
def test_what_counts_as_unchanged_is_the_council_s_to_say(
    house, commissioner, year, tmp_path, monkeypatch, alike, times
):
    """HC-04's latest two specifications are 99.2% alike."""
    text = paths.SETTINGS.read_text(encoding="utf-8")
    changed = tmp_path / "settings.toml"
    changed.write_text(text.replace("unchanged_likeness = 0.95 ", f"unchanged_likeness = {alike} "), encoding="utf-8")
    monkeypatch.setenv("TIGHTROPE_SETTINGS", str(changed))
    found = term_change(house, commissioner, "HC-04", Period(earlier(year.last, 7), year.last))
    assert 0.99 < found.changes[0].text.likeness < 0.995
    assert found.times_unchanged == times and found.renewed_unchanged_poor == bool(times)


# Registers that leave things out


def test_no_predecessor_and_one_that_names_itself_are_first_terms(odd, commissioner):
    for key in ("HC-01", "HC-06"):
        found = term_change(odd, commissioner, key)
        assert (found.words, found.changes) == (FIRST_TERM, ())
    assert term_change(odd, commissioner, "HC-01").poor, "it is poor, but nothing says that it was renewed"


def test_terms_that_name_each_other_end_after_one_round(odd, commissioner):
    found = term_change(odd, commissioner, "CH-03")
    assert [one.before.contract_id for one in found.changes] == ["CH-03-T1"]


def test_terms_that_overlap_are_compared_all_the_same(odd, commissioner):
    found = term_change(odd, commissioner, "HC-02")
    assert found.changes[0].before.ends_on == date(2023, 10, 1) > found.changes[0].after.starts_on
    assert found.lines[0][0] == "HC-02 from 1 October 2022, held against HC-02-T1 (2017 to 2023)."


def test_a_specification_of_three_words_is_not_compared_and_nothing_is_called_unchanged(odd, commissioner):
    found = term_change(odd, commissioner, "HC-04")
    assert found.lines[0][1] == "The specification of this term has 3 words: too short to compare."
    assert found.words == f"Renewed in 2023; {SAID_NOWHERE}."
    assert found.poor and (found.times_unchanged, found.renewed_unchanged_poor) == (0, False)
    assert found.changes[1].materially_same is True, "the renewal before it still stands"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        # a fee before; now of no kind, or of another
        ("HC-03", "Price: £18.60, then £24.40; not known to be of the same kind, so they are not compared."),
        ("HC-05", "Price: £18.30, then £24.80; not known to be of the same kind, so they are not compared."),
        ("HC-07", "Price: £0.00, then £24.60; there is no share of nothing."),
    ],
)
def test_prices_that_are_not_alike_are_shown_and_not_compared(odd, commissioner, key, said):
    found = term_change(odd, commissioner, key)
    assert line(found, "Price") == said
    assert found.changes[0].price is None


def test_a_volume_that_was_nought_has_no_share(odd, commissioner):
    found = term_change(odd, commissioner, "HC-05")
    assert line(found, "Volume") == "Volume: 0, then 139,000 hours a year."
    assert found.changes[0].volume is None


def test_measures_and_clauses_that_are_not_loaded_are_named_by_their_file(built, tmp_path, commissioner):
    with odd_register.opened(built, tmp_path, odd_register.REGISTER_ALONE) as house:
        found = term_change(house, commissioner, "HC-04")
        assert found.words == f"Renewed in 2023; {SAID_NOWHERE}." and not found.renewed_unchanged_poor
        assert "contract_measure.csv" in line(found, "Measures") and "contract_term.csv" in line(found, "Clauses")
        assert found.poor == "", "without returns and people served it is not known to be poor"
        assert term_change(house, commissioner, "RS-01").words == "Renewed in 2023 with changes.", "its words differ"
