"""A column as a council wrote it becomes the text that the checks expect, or stays exactly as it was found."""

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence import checks, convert
from tightrope.evidence.convert import ISO, SERIAL, UK, US, WORDED, Options

MONEY, SHARE, WHOLE = ("payment", "amount"), ("contract", "price_weight"), ("contract", "bidders")
DAY, MOMENT, MONTH = ("contract", "starts_on"), ("visit", "planned_start_at"), ("payment", "month")
ODD_NAMES = (
    "Contract ref. (new)",
    'He said "yes"',
    "it's",
    '"; DROP TABLE kept; --',
    "$amount ?",
    "Two\nlines",
    "col\\",
    "select",
    "£",
    "raw",
    "clean",
    "Zeros",
)


def column(which: tuple[str, str]) -> tables.Field:
    return tables.load()[which[0]].column(which[1])


@pytest.fixture
def con():
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE kept AS SELECT 1 AS one")
        yield opened


def run(con, which, values, options=convert.PLAIN, name="Their column"):
    quoted = '"' + name.replace('"', '""') + '"'
    con.execute(f"CREATE OR REPLACE TABLE raw (n INTEGER, {quoted} VARCHAR)")
    con.executemany("INSERT INTO raw VALUES (?, ?)", list(enumerate(values)))
    sql = convert.expression(column(which), name, options)
    return [row[0] for row in con.execute(f"SELECT {sql} FROM raw ORDER BY n").fetchall()]


def holds(con, which, table, options=convert.PLAIN):
    found = run(con, which, list(table), options)
    assert dict(zip(table, found, strict=True)) == table


def test_money_is_read_as_people_write_it(con):
    holds(
        con,
        MONEY,
        {
            "£1,234.50": "1234.50",
            "(123)": "-123",
            "(£1,234.50)": "-1234.50",
            "£(5)": "-5",
            "123-": "-123",
            "-£5": "-5",
            "£-5": "-5",
            "- £ 5.00": "-5.00",
            "−5": "-5",
            "1.2m": "1200000",
            "£1.23456789m": "1234567.89",
            "3k": "3000",
            "0.5k": "500",
            "£2.5 million": "2500000",
            "2 thousand": "2000",
            "£1.5bn": "1500000000",
            "GBP 12.30": "12.30",
            "12.30 gbp": "12.30",
            "1 234 567.89": "1234567.89",
            "1\u00a0234": "1234",
            " £7 ": "7",
        },
    )


@pytest.mark.parametrize("plain", ["12", "-12.5", "+3", ".5", "5.", "1e3", "007", "0", "123456789012.34"])
def test_a_plain_number_passes_unchanged(con, plain):
    assert run(con, MONEY, [plain]) == [plain]


@pytest.mark.parametrize(
    "odd", ["12%", "12,34", "1.234,50", "(-5)", "-5-", "-", "£", "tbc", "12 34", "1,2345", "1.2x", "5 m 3", "", "€5"]
)
def test_what_is_no_sure_number_stays_as_found(con, odd):
    assert run(con, MONEY, [odd]) == [odd]


def test_empty_stays_empty(con):
    for which in (
        MONEY,
        DAY,
        MOMENT,
        MONTH,
        SHARE,
        ("provider", "is_sme"),
        ("contract", "kind"),
        ("contract", "title"),
    ):
        assert run(con, which, [None, ""], Options(dates=UK)) == [None, ""]


def test_shares_alone_know_per_cent(con):
    holds(con, SHARE, {"12%": "0.12", "100 %": "1.00", "12.5%": "0.125", ".5%": "0.005", "0.7": "0.7", "60": "60"})
    told = Options(per_cent=True)
    holds(con, SHARE, {"60": "0.60", "5": "0.05", "70%": "0.70", "102.5": "1.025", "n/k": "n/k"}, told)
    holds(con, ("measure_return", "value"), {"95%": "95%", "95": "95"})
    holds(con, ("measure_return", "value"), {"95%": "0.95", "95": "0.95"}, told)


def test_thousands_and_millions_are_for_money_and_units_for_their_own(con):
    minutes = ("visit", "planned_minutes")
    holds(con, minutes, {"30 mins": "30", "30m": "30m", "30.0": "30", "30.5": "30.5", "1,200": "1200", "£30": "£30"})
    holds(con, ("contract", "notice_months"), {"6 months": "6", "3m": "3m", "2 years": "2 years"})
    holds(con, WHOLE, {"3.0": "3", "2k": "2000", "3.5": "3.5", "6 months": "6 months"})


DECIMALS = st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False, allow_infinity=False)


def ways(value: Decimal) -> list[str]:
    size = abs(value)
    minus = value < 0
    bare = [f"{size:.2f}", f"{size:,.2f}", f"£{size:,.2f}", f"£ {size:.2f}", f"GBP {size:,.2f}"]
    bare += [f"{size:,.2f}".replace(",", " "), f"{size / 1000:f}k", f"£{size / 10**6:f}m", f"{size / 10**9:f}bn"]
    if not minus:
        return bare + [f"+{size:.2f}"]
    return [shape for one in bare for shape in (f"-{one}", f"({one})", f"{one}-", f" - {one} ")]


@settings(max_examples=20, deadline=None)
@given(st.lists(DECIMALS, min_size=1, max_size=8))
def test_money_comes_back_to_the_penny_however_it_was_written(values):
    written = [(value, way) for value in values for way in ways(value)]
    with duckdb.connect() as con:
        found = run(con, MONEY, [way for _, way in written])
        typed = con.execute("SELECT list_transform($all, lambda one: CAST(one AS DECIMAL(14,2)))", {"all": found})
        for (value, way), one in zip(written, typed.fetchone()[0], strict=True):
            assert one == value, way


WRITTEN = st.text("0123456789 .,/-:()£%kmAprTZ'\n", max_size=14) | st.text(max_size=8)


@settings(max_examples=15, deadline=None)
@given(st.lists(WRITTEN, min_size=1, max_size=40))
def test_whatever_stands_there_is_turned_into_our_form_or_left(texts):
    texts = [one.replace("\x00", "") for one in texts]
    with duckdb.connect() as con:
        for which in (MONEY, WHOLE, SHARE, DAY, MOMENT, MONTH):
            for way in (UK, SERIAL):
                found = run(con, which, texts, Options(dates=way))
                form = checks.TEXT[column(which).type]
                sql = f"SELECT list_transform($all, lambda one: regexp_full_match(one, '{form}'))"
                ours = con.execute(sql, {"all": found}).fetchone()[0]
                for text, one, fits in zip(texts, found, ours, strict=True):
                    assert fits or one == text, (which, text, one)


def test_dates_in_the_british_order(con):
    holds(
        con,
        DAY,
        {
            "01/04/2025": "2025-04-01",
            "1/4/25": "2025-04-01",
            "1.4.2025": "2025-04-01",
            "31-12-2025": "2025-12-31",
            "29/02/2024": "2024-02-29",
            "01/04/2025 09:05": "2025-04-01",
            "2025-04-01": "2025-04-01",
            "2025-04-01 00:00:00": "2025-04-01",
            "2025/4/1": "2025-04-01",
            "1 Apr 2025": "2025-04-01",
            "01-Apr-25": "2025-04-01",
            "1st September 2025": "2025-09-01",
            "3 Sept 2025": "2025-09-03",
            "Tuesday 1 April 2025": "2025-04-01",
            "April 1, 2025": "2025-04-01",
            "31/02/2025": "31/02/2025",
            "13/13/2025": "13/13/2025",
            "29/02/2025": "29/02/2025",
            "01/04/98": "01/04/98",
            "45748": "45748",
            "2025-02-30": "2025-02-30",
            "epoch": "epoch",
            "infinity": "infinity",
            "today": "today",
            "Jane 1 2025": "Jane 1 2025",
        },
        Options(dates=UK),
    )


def test_the_order_of_day_and_month_is_what_was_agreed(con):
    assert run(con, DAY, ["03/04/2025"], Options(dates=UK)) == ["2025-04-03"]
    assert run(con, DAY, ["03/04/2025"], Options(dates=US)) == ["2025-03-04"]
    holds(con, DAY, {"13/04/2025": "13/04/2025", "12/31/2025": "2025-12-31"}, Options(dates=US))
    for sure_only in (ISO, WORDED, SERIAL, ""):
        assert run(con, DAY, ["03/04/2025", "3 Apr 2025"], Options(dates=sure_only)) == ["03/04/2025", "2025-04-03"]


def test_excel_serials_of_the_1900_system(con):
    # 45748 is 1 April 2025 in Excel; 60 is its 29 February 1900, a day that never was.
    days = {"45748": "2025-04-01", "45748.0": "2025-04-01", "45748.75": "2025-04-01", "1": "1900-01-01"}
    days |= {"59": "1900-02-28", "60": "60", "60.5": "60.5", "61": "1900-03-01", "0": "0", "-1": "-1"}
    holds(con, DAY, days, Options(dates=SERIAL))
    moments = {
        "45748.378472222": "2025-04-01T09:05:00",
        "45748": "2025-04-01T00:00:00",
        "45748.999999": "2025-04-02T00:00:00",
    }
    holds(con, MOMENT, moments, Options(dates=SERIAL))


def test_a_date_with_a_time_needs_its_time(con):
    holds(
        con,
        MOMENT,
        {
            "01/04/2025 09:05": "2025-04-01T09:05:00",
            "01/04/2025 9:05 PM": "2025-04-01T21:05:00",
            "01/04/2025 12:05am": "2025-04-01T00:05:00",
            "1/4/25 19:05:06": "2025-04-01T19:05:06",
            "01 Apr 2025 07:30": "2025-04-01T07:30:00",
            "2025-04-01T09:05": "2025-04-01T09:05",
            "2025-04-01 09:05:00": "2025-04-01 09:05:00",
            "01/04/2025": "01/04/2025",
            "2025-04-01": "2025-04-01",
            "01/04/2025 25:00": "01/04/2025 25:00",
            "01/04/2025 13:05 PM": "01/04/2025 13:05 PM",
            "2025-04-01T09:05:00Z": "2025-04-01T09:05:00Z",
        },
        Options(dates=UK),
    )


def test_day_and_time_of_day_from_two_columns(con):
    con.execute('CREATE TABLE two (n INTEGER, day VARCHAR, "in" VARCHAR)')
    rows = [("01/04/2025", "09:05"), ("2025-04-01 00:00:00", "7:30"), ("01/04/2025", ""), ("01/04/2025", None)]
    rows += [("", "09:05"), ("31/02/2025", "09:05")]
    con.executemany("INSERT INTO two VALUES (?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    sql = convert.expression(column(MOMENT), "day", Options(dates=UK, time_column="in"))
    found = [row[0] for row in con.execute(f"SELECT {sql} FROM two ORDER BY n").fetchall()]
    day = ["2025-04-01T09:05:00", "2025-04-01T07:30:00", "", ""]
    assert found[:4] == day
    assert found[5] == "31/02/2025 09:05"
    assert found[4].strip() == "09:05"  # a time without a day is shown as the fault it is


def test_months(con):
    holds(
        con,
        MONTH,
        {
            "Apr-25": "2025-04",
            "Apr 2025": "2025-04",
            "April 2025": "2025-04",
            "Apr '25": "2025-04",
            "Sept 25": "2025-09",
            "04/2025": "2025-04",
            "4-2025": "2025-04",
            "202504": "2025-04",
            "2025-04": "2025-04",
            "2025-04-01": "2025-04-01",
            "2025-04-30": "2025-04",
            "30/04/2025": "2025-04",
            "01-Apr-25": "2025-04",
            "25-Apr": "25-Apr",
            "04/25": "04/25",
            "13/2025": "13/2025",
            "2025-26": "2025-26",
            "31/04/2025": "31/04/2025",
        },
        Options(dates=UK),
    )
    assert run(con, MONTH, ["45748"], Options(dates=SERIAL)) == ["2025-04"]


def test_yes_and_no(con):
    values = {"Yes": "true", "y": "true", "TRUE": "TRUE", "1": "1", "True": "True", "No": "false", "N": "false"}
    holds(con, ("provider", "is_sme"), values | {"0": "0", "false": "false", "maybe": "maybe", "T": "true"})


def test_words_of_a_fixed_list(con):
    kinds = {"Block": "block", "Cost and Volume": "cost_and_volume", "LEAD-PROVIDER": "lead_provider", "Other": "Other"}
    holds(con, ("contract", "kind"), kinds)
    holds(con, ("location", "cqc_rating"), {"Requires improvement": "Requires_improvement", "good": "Good"})
    told = Options(words={"Block contract": "block", "SPOT purchase": "spot", "Harry's": "grant", "": "framework"})
    given = {" block CONTRACT ": "block", "spot purchase": "spot", "harry's": "grant", "": "framework"}
    holds(con, ("contract", "kind"), given | {"block": "block", "odd": "odd"}, told)
    assert run(con, ("contract", "kind"), [None], told) == ["framework"]


def test_words_hold_for_dates_and_numbers_too(con):
    holds(con, DAY, {"TBC": "", "01/04/2025": "2025-04-01"}, Options(dates=UK, words={"tbc": ""}))
    holds(con, MONEY, {"nil": "0", "£5": "5"}, Options(words={"Nil": "0"}))


def test_text_is_trimmed_and_a_financial_year_is_written_our_way(con):
    holds(con, ("contract", "title"), {"  Home care, North\u00a0": "Home care, North", "a  b": "a  b", "\tx\n": "x"})
    years = {"2025/26": "2025-26", "2025/2026": "2025-26", "2025-26": "2025-26", "2025": "2025", "FY25": "FY25"}
    holds(con, ("budget", "year"), years)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_column_names_are_only_names(con, name):
    assert run(con, MONEY, ["£5"], name=name) == ["5"]
    assert run(con, DAY, ["01/04/2025"], Options(dates=UK), name) == ["2025-04-01"]
    assert con.execute("SELECT one FROM kept").fetchall() == [(1,)]


TEXTS = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=15)
SLY = st.sampled_from(["' OR 1=1 --", "'; DROP TABLE kept; --", "''", "'", '"', "\\'", "x' THEN 'y", "$1", "?", "{}"])


@settings(max_examples=40, deadline=None)
@given(name=(TEXTS | SLY).filter(lambda one: one and one.lower() != "n"), word=TEXTS | SLY, ours=TEXTS | SLY)
def test_names_and_words_can_never_become_sql(name, word, ours):
    with duckdb.connect() as con:
        con.execute("CREATE TABLE kept AS SELECT 1 AS one")
        # Words are compared without capitals and outer spaces, by DuckDB's own rules for both.
        if con.execute("SELECT lower(?)", [word.strip()]).fetchone()[0] == "zz":
            return
        found = run(con, ("contract", "title"), [word.strip(), "zz"], Options(words={word: ours}), name)
        assert found == [ours, "zz"]
        assert con.execute("SELECT one FROM kept").fetchall() == [(1,)]


def test_what_cannot_be_quoted_or_is_unknown_is_refused():
    with pytest.raises(Refusal, match="character 0"):
        convert.expression(column(MONEY), "a\x00b")
    with pytest.raises(Refusal, match="character 0"):
        convert.expression(column(MONEY), "a", Options(words={"x\x00": "1"}))
    with pytest.raises(Refusal, match="without a name"):
        convert.expression(column(MONEY), "")
    with pytest.raises(Refusal, match="YY.DD.MM"):
        convert.expression(column(DAY), "a", Options(dates="YY.DD.MM"))


def test_every_column_of_every_table_has_an_expression(con):
    for table in tables.load().values():
        for one in table.in_file:
            sql = convert.expression(one, "x", Options(dates=UK, words={"a": "b"}))
            assert con.execute(f"SELECT typeof({sql}) FROM (SELECT CAST(NULL AS VARCHAR) AS x)").fetchone() == (
                "VARCHAR",
            )


def test_what_is_turned_passes_the_checks(con):
    """The same text goes through the rules that a file of our own goes through."""
    cases = {MONEY: "£(1,234.50)", DAY: "1/4/25", MOMENT: "1/4/25 7:30am", MONTH: "Apr-25", SHARE: "60%", WHOLE: "3.0"}
    wanted = {
        MONEY: "-1234.50",
        DAY: "2025-04-01",
        MOMENT: "2025-04-01 07:30:00",
        MONTH: "2025-04-01",
        SHARE: "0.6",
        WHOLE: "3",
    }
    for which, text in cases.items():
        (turned,) = run(con, which, [text], Options(dates=UK))
        one = column(which)
        sql = f"SELECT CAST({checks.typed(one, 'VARCHAR')} AS VARCHAR) FROM (SELECT ? AS {one.name})"
        assert con.execute(sql, [turned]).fetchone()[0] == wanted[which]
