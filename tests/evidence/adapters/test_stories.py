"""Comments of a survey: a made-up sheet worked by hand, and real NHS comments counted anew. None is printed."""

import re
from datetime import date

import pandas as pd
import pytest
from adapter_fits import misfits, open_data

from tightrope.errors import Refusal
from tightrope.evidence.adapters import stories
from tightrope.evidence.adapters.base import Told, write_into
from tightrope.evidence.checks import PSEUDONYM

REAL = "feedback/v6framework_230831.csv"
SHEET = """Response ID,Date,I am a,Your comments,Organisation,Contains personal details?,Safeguarding concern,Respondent ID,FFT response,Comment sentiment,Late visits
1,03/04/2025,Service user,"She stays
 and listens.",Rowan Care,No,,R1,Very good,1,0
2,4/25/2025,Daughter,They come too late.,Rowan Care,,,R2,5,4,1
3,05/04/2025,Unpaid carer,Ring Mrs Example on 0114 496 0000.,Rowan Care,Yes,,R3,3,,0
4,05/04/2025,Carer,He shouts at her and she is afraid.,Rowan Care,Yes,Yes,R3,6,5,0
5,05/04/2025,Friend,N/A,Rowan Care,,,R4,2,,0
6,,Friend,Very kind.,Rowan Care,,,R4,2,,0
2,05/04/2025,Friend,A second copy.,Rowan Care,,,R4,2,,0
7,05/04/2025,Passer-by,👍,Beech Court,,,R1,2,,0
8,05/04/2025,Nurse,,Beech Court,,yes,R1,2,,0
"""  # noqa: E501


def read(tmp_path, text=SHEET, told=None):
    path = tmp_path / "survey.csv"
    path.write_text(text, "utf-8")
    found = stories.FORMAT.read([path], told or Told())
    assert misfits(found) == []
    return found, found.tables["story"].set_index(["source", "source_id"])


def test_a_small_sheet_row_by_row(tmp_path):
    found, made = read(tmp_path)
    assert list(made.index) == [
        ("rowan_care_survey", "1"), ("rowan_care_survey", "2"), ("rowan_care_survey", "4"), ("beech_court_survey", "7"),
    ]  # fmt: skip
    assert made["received_on"].tolist() == [date(2025, 4, 3), date(2025, 4, 25), date(2025, 4, 5), date(2025, 4, 5)]
    assert made["words"].iloc[0] == "She stays\n and listens."
    assert made["teller_role"].tolist() == ["person", "family", "unpaid_carer", "observer"]
    assert made["own_rating"].fillna(-1).tolist() == [5, 1, -1, 4]  # 6 is "don't know"
    assert made["valence"].fillna(-9).tolist() == [2, -1, -2, -9]
    assert made["triage_state"].tolist() == ["untriaged", "untriaged", "quarantined", "untriaged"]
    assert set(made["consent_level"]) == {0} and set(made["channel"]) == {"survey"}
    assert "themes" not in made.columns and any("1 columns of labels are left out" in one for one in found.notes)
    assert any("1 dates can only be read month first; 3 can be read either way" in one for one in found.notes)
    tellers = made["teller_id"].tolist()
    assert all(re.fullmatch(PSEUDONYM, one) for one in tellers)
    assert not any(re.search(r"\d\d", one) for one in tellers)  # figures in a row might pass for an NHS number
    assert len(set(tellers)) == 4  # R1 of another organisation is somebody else


def test_what_is_set_aside_shows_no_words(tmp_path):
    found, _ = read(tmp_path)
    assert {(one.row, one.column) for one in found.aside} == {
        (4, "Contains personal details?"), (6, "Your comments"), (7, "Date"), (8, "Response ID"), (10, "Your comments"),
    }  # fmt: skip
    assert {one.value for one in found.aside} == {""}
    said = " ".join([*found.notes, *(one.words for one in found.aside), *(str(one) for one in found.sources)])
    assert not any(words in said for words in ("Example", "0114", "afraid", "kind.", "second copy"))
    by_hand = [one.row for one in found.aside if "to the safeguarding lead by hand" in one.words]
    assert by_hand == [10]  # marked, yet nothing to quarantine: not lost


def test_roles():
    given = {
        "": "person", "Me": "person", "Patient": "person", "Family carer": "unpaid_carer", "Paid carer": "care_worker",
        "Husband": "family", "Support worker": "care_worker", "Independent advocate": "advocate", "Son": "family",
        "Social worker": "social_worker", "Home manager": "provider", "Postman": "observer",
    }  # fmt: skip
    assert {one: stories._role(one) for one in given} == given


def test_one_long_column_is_the_account_and_two_are_refused(tmp_path):
    long = "It was a long day and nobody came until well after the evening news had finished."
    told = Told(council_name="Hallamford", dated=date(2025, 5, 1))
    found, made = read(tmp_path, f"When,What happened\n2025-04-01,{long}\n", told)
    assert made["words"].tolist() == [long]
    assert list(made.index) == [("hallamford_survey", "survey-2")]
    assert made["received_on"].tolist() == [date(2025, 5, 1)]  # no column of dates: the day of publication
    with pytest.raises(Refusal, match="2 columns could be it"):
        read(tmp_path, f"Date,One,Two\n2025-04-01,{long},{long}\n")
    with pytest.raises(Refusal, match="no column of dates"):
        read(tmp_path, f"Comment\n{long}\n")


def test_it_is_written_for_intake(tmp_path):
    found, _ = read(tmp_path)
    write_into(tmp_path / "in", "stories", found)
    written = pd.read_csv(tmp_path / "in" / "story.csv", dtype=str, keep_default_na=False)
    assert written["own_rating"].tolist() == ["5", "1", "", "4"] and set(written["is_panel"]) == {"false"}
    assert (tmp_path / "in" / "set-aside.csv").read_text("utf-8").count("\n") == 6


# The real file ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    path = open_data(REAL)
    return pd.read_csv(path, dtype=str, keep_default_na=False), stories.FORMAT.read([path], Told())


def test_real_comments_all_accounted_for(real):
    published, found = real
    made = found.tables["story"]
    assert misfits(found) == []
    assert len(made) + len(found.aside) == len(published) == 7_908
    # Trained coders marked 1,685 as impossible to label: those are the rows without an answer.
    unlabelled = set(published.loc[published["Labelling not possible"] == "1", "Comment ID"])
    assert len(unlabelled) == 1_685 and not unlabelled & set(made["source_id"])
    left = set(published["Comment ID"]) - unlabelled - set(made["source_id"])
    short = published.loc[published["Comment ID"].isin(left), "FFT answer"].str.strip()
    assert set(short.str.lower().str.strip("./ ")) == {"", "?", "na", "n/a", "no comment", "no comments"}
    assert len(left) == 33
    print("\n" + "\n".join(found.notes))


def test_real_marks_are_respected(real):
    published, found = real
    made = found.tables["story"].set_index("source_id")
    concerns = published.loc[published["Safeguarding concerns?"] == "1", "Comment ID"]
    assert set(made.index[made["triage_state"] == "quarantined"]) == set(concerns) and len(concerns) == 4
    assert set(published["Person identifiable info?"]) == {""}  # nobody marked any: the note says what that means
    assert any("does not show that no comment holds personal details" in one for one in found.notes)
    assert set(made["consent_level"]) == {0}


def test_real_dates_in_two_styles(real):
    published, found = real
    made = found.tables["story"].set_index("source_id")["received_on"]
    for comment, given in zip(published["Comment ID"], published["Date"], strict=True):
        if comment in made.index:
            first, second, year = (int(one) for one in given.split("/"))
            day, month = (second, first) if second > 12 else (first, second)
            assert made[comment] == date(year, month, day)
    assert (published["Date"].str.split("/").str[1].astype(int) > 12).sum() == 289


def test_real_ratings_and_tones(real):
    published, found = real
    made = found.tables["story"].set_index("source_id")
    kept = published.set_index("Comment ID").loc[made.index]
    stars = {"1": 5, "2": 4, "3": 3, "4": 2, "5": 1}
    assert made["own_rating"].fillna(0).tolist() == [stars.get(one, 0) for one in kept["FFT categorical answer"]]
    tone = {"1": 2, "2": 1, "3": 0, "4": -1, "5": -2}
    assert made["valence"].fillna(9).tolist() == [tone.get(one, 9) for one in kept["Comment sentiment"]]
    assert made["teller_id"].nunique() == kept["Respondent ID"].nunique()
    assert not set(kept["Respondent ID"]) & set(made["teller_id"])
