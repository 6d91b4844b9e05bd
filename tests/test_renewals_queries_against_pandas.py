"""Questions of the renewals recalculated in plain pandas, or on rows made by hand where the demo council has none."""

import datetime as dt

import pandas as pd
import pytest
from test_queries_against_pandas import ASKING, FIRST, LAST, ON_DAY, SPAN, in_span, opened, raw, same, shown, visits

from tightrope import clock

__all__ = ["opened", "raw"]  # fixtures of the neighbour's: the demo council with some accounts withdrawn


def test_terms_and_specifications(opened, raw):
    contract = raw("contract")
    names = ["contract_id", "review_on", "regime", "bidders", "price_weight", "lived_experience_on_panel"]
    terms = contract[names].astype({"lived_experience_on_panel": object})
    same(opened.stores.rows("renewals/terms"), terms.where(terms.notna(), None), ["contract_id"])
    chosen = ["HC-04", "HC-04-T1", "HC-03-T1", "none"]
    texts = contract.query("contract_id in @chosen")[["contract_id", "specification"]]
    found = opened.stores.rows("renewals/specifications", contract_ids=chosen)
    same(found, texts.where(texts.notna(), None), ["contract_id"])
    assert [row["contract_id"] for row in found] == ["HC-03-T1", "HC-04", "HC-04-T1"]


def test_asked(opened, raw):
    asked = raw("contract_measure").merge(raw("measure"), on="measure_id", suffixes=("", "_usual"))
    asked = asked[asked["in_contract"].eq(True)]
    for name in ("target", "floor"):
        asked[name] = asked[name].fillna(asked[f"{name}_usual"])
    names = ["contract_id", "measure_id", "measure_name", "unit", "target", "floor"]
    same(opened.stores.rows("renewals/asked"), asked[names], ["contract_id", "measure_id"])
    assert 0 < len(asked) < len(raw("contract_measure"))


def test_last_paid(opened, raw):
    paid = raw("payment").query("amount > 0").groupby("contract_id")["month"].max()
    same(opened.stores.rows("renewals/last_paid"), paid.rename("last_paid").reset_index(), ["contract_id"])


def test_hand_backs(opened, raw):
    """HC-09 by hand: HB-013, 015, 017 and 019 lie in the twelve months, HB-008 and HB-010 do not."""
    every = raw("hand_back")
    month = every["handed_back_on"].dt.to_period("M").dt.to_timestamp()
    for first, last in [(FIRST, LAST), *((one, one) for one in month.unique())]:
        by = every[month.between(first, last)].groupby("contract_id")
        expected = by[["people", "hours"]].sum().assign(number=by.size()).reset_index()
        same(opened.stores.rows("renewals/hand_backs", first=first.date(), last=last.date()), expected, ["contract_id"])
    (swift,) = [row for row in opened.stores.rows("renewals/hand_backs", **SPAN) if row["contract_id"] == "HC-09"]
    assert (swift["number"], swift["hours"]) == (4, 70)


def test_complaints(opened, raw):
    returned = raw("measure_return").query("measure_id == 'complaints_per_100'")
    names = ["contract_id", "month", "numerator", "denominator"]
    same(opened.stores.rows("renewals/complaints", **SPAN), in_span(returned)[names], ["contract_id", "month"])


def test_continuity(opened, raw):
    names = ["contract_id", "month", "people", "top_three_share_worst_tenth"]
    month = in_span(raw("continuity_month"))[names]
    same(opened.stores.rows("renewals/continuity", **SPAN), month, ["contract_id", "month"])


def test_visits(opened, raw):
    """From the visits themselves, not from the months that the build made of them."""
    visit = in_span(visits(raw))
    wanted = visit["status"].ne("cancelled_by_person")
    short = wanted & visit["visit_type"].eq("personal_care") & visit["planned_minutes"].le(15)
    stayed = visit[["actual_minutes", "planned_minutes"]].min(axis=1)
    columns = {
        "planned": wanted,
        "delivered": visit["came"],
        "manual": visit["came"] & visit["log_method"].eq("manual"),
        "short_personal_care": short,
        "minutes_bought": visit["planned_minutes"].where(visit["timed"], 0),
        "minutes_delivered": stayed.where(visit["timed"], 0),
    }
    expected = visit[["contract_id"]].assign(**columns).groupby("contract_id").sum().reset_index()
    same(opened.stores.rows("renewals/visits", **SPAN), expected, ["contract_id"])
    assert expected["short_personal_care"].gt(0).sum() == 1, "HC-07 alone"


def test_people(opened, raw):
    """The latest year by age band, else by the row for everybody."""
    served = raw("people_served")
    latest = served[served["year"].eq(served.groupby("contract_id")["year"].transform("max"))]
    by_age = latest[latest["group_kind"].eq("age_band")].groupby("contract_id")["people"].sum()
    everyone = latest[latest["group_kind"].eq("all")].groupby("contract_id")["people"].sum()
    people = by_age.combine_first(everyone).rename("people").reset_index()
    expected = people.merge(latest.groupby("contract_id", as_index=False)["year"].max(), on="contract_id")
    same(opened.stores.rows("renewals/people"), expected, ["contract_id"])


def test_places(opened, raw):
    contract, location = raw("contract"), raw("location")
    own = contract.merge(location, on="location_id", suffixes=("", "_of_place")).assign(nearness=1)
    without, office = contract[contract["location_id"].isna()], location[location["kind"].eq("office")]
    offices = without.merge(office, on="provider_id", suffixes=("", "_of_place"))
    offices["nearness"] = offices["service_id"].eq(offices["service_id_of_place"]).map({True: 2, False: 3})
    names = ["contract_id", "location_name", "cqc_rating", "cqc_rated_on", "manager_since_on", "nearness"]
    # both frames have a kind: that of the contract comes first, that of the place is meant
    expected = pd.concat([own, offices])[[*names, "kind_of_place"]].rename(columns={"kind_of_place": "kind"})
    expected = expected.astype({"cqc_rating": object}).where(lambda frame: frame.notna(), None)
    rows = opened.stores.rows("renewals/places")
    same(rows, expected, ["contract_id", "location_name"])
    order = [(row["contract_id"], row["nearness"], row["location_name"]) for row in rows]
    assert order == sorted(order) and {row["nearness"] for row in rows} >= {1, 2}


def test_bank_holidays(opened, raw):
    same(opened.stores.rows("renewals/bank_holidays"), raw("bank_holiday")[["holiday_on"]], ["holiday_on"])


@pytest.mark.parametrize("audience", ["officers", "open_link"])
def test_asked_for_reply(opened, raw, audience):
    story = shown(raw, audience)
    story = story[story["contract_id"].notna() & story["reply_route"].isin(["phone", "letter", "advocate", "web"])]
    rows = opened.stores.rows("renewals/asked_for_reply", audience=audience, on_day=ON_DAY)
    same(rows, story[["story_id", "contract_id", "received_on"]], ["story_id"])
    order = [(row["contract_id"], row["received_on"], row["story_id"]) for row in rows]
    assert order == sorted(order)
    assert len(rows) < raw("story")["reply_route"].ne("none").sum(), "held, withdrawn and run-out ones are left out"


def put(house, table, columns, *rows):
    """Rows of the records, written as the app writes them."""
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO records.{table} ({', '.join(columns)}) VALUES ({marks})"
    house.stores.write(lambda cursor: cursor.executemany(statement, [list(row) for row in rows]))


def test_replies_by_hand(opened, raw):
    """Accounts in five states, untold; then told, told and denied, denied and answered anew; one withdrawn."""
    opened.stores.write(lambda cursor: cursor.execute("DELETE FROM records.reply"))
    story = raw("story")
    seen = sorted(shown(raw)["story_id"])[:8]
    hidden = story.loc[story["withdrawn_at"].notna(), "story_id"].iloc[0]
    states = ["received", "read", "answered", "decided", "changed"]
    rows = [(one, state, None, None) for one, state in zip(seen, states, strict=False)]
    rows += [(seen[5], "answered", ON_DAY, None), (seen[6], "changed", ON_DAY, "not_answered")]
    rows += [(seen[7], "answered", ON_DAY, "not_answered"), (seen[7], "answered", ON_DAY, "answered")]
    rows += [(hidden, "answered", ON_DAY, None)]
    columns = ["reply_id", "commissioner_id", "due_on", "story_id", "state", "told_on", "teller_verdict"]
    put(opened, "reply", columns, *((f"T{number}", "C1", ON_DAY, *row) for number, row in enumerate(rows)))
    found = {row["story_id"]: row["is_answered"] for row in opened.stores.rows("renewals/replies", **ASKING)}
    assert found == dict(zip(seen, [False, False, False, False, False, True, False, True], strict=True))


def test_promises_by_hand(opened):
    """The earliest due first, those of other contracts and of none left out."""
    columns = ["promise_id", "contract_id", "commissioner_id", "words", "promised_on", "due_on", "state", "closed_on"]
    day = dt.date
    put(
        opened,
        "promise",
        columns,
        ("P1", "HC-01", "C1", "Pay for travel", day(2026, 5, 1), day(2026, 12, 1), "open", None),
        ("P2", "HC-01", "C1", "Come out", day(2026, 6, 1), day(2026, 7, 1), "kept", day(2026, 6, 20)),
        ("P3", "HC-02", "C1", "Come out", day(2026, 6, 1), day(2026, 7, 1), "late", None),
        ("P4", None, "C1", "Come out", day(2026, 6, 1), day(2026, 7, 1), "open", None),
        ("P0", "HC-01", "C1", "Ring back", day(2026, 6, 1), day(2026, 12, 1), "dropped", day(2026, 8, 1)),
    )
    found = opened.stores.rows("renewals/promises", contract_id="HC-01")
    assert [(row["words"], row["due_on"], row["state"], row["closed_on"]) for row in found] == [
        ("Come out", day(2026, 7, 1), "kept", day(2026, 6, 20)),
        ("Ring back", day(2026, 12, 1), "dropped", day(2026, 8, 1)),
        ("Pay for travel", day(2026, 12, 1), "open", None),
    ]


def test_answers_by_hand(opened):
    """Of two answers to one part the later stands; of two written in one moment, the one with the later reference."""
    columns = ["renewal_answer_id", "contract_id", "part", "choice", "words", "named", "dated_on", "account_id",
               "answered_at"]  # fmt: skip
    early, late = clock.now(), clock.now() + dt.timedelta(seconds=1)
    rows = [
        ("A1", "HC-01", "theme:rushed", "clause_changed", "Thirty minutes", "Dana", ON_DAY, "x", late),
        ("A2", "HC-01", "theme:rushed", "no_because", "No money", "Dana", ON_DAY, "x", early),
        ("A3", "HC-01", "option", "extend", None, "Dana", ON_DAY, "x", early),
        ("A4", "HC-01", "option", "retender", None, "Dana", ON_DAY, "x", early),
        ("A5", "HC-02", "option", "vary", None, "Dana", ON_DAY, "x", late),
    ]
    put(opened, "renewal_answer", columns, *rows)
    found = opened.stores.rows("renewals/answers", contract_id="HC-01")
    assert [(row["part"], row["choice"]) for row in found] == [
        ("option", "retender"),
        ("theme:rushed", "clause_changed"),
    ]
