"""Redaction by form: identifiers go, what only looks like one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.voices.redaction import KINDS, nhs_number, redact, spans


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        # Telephone numbers from the ranges that Ofcom keeps free for drama.
        ("ring 01632 960983 please", "ring [telephone] please"),
        ("ring (01632) 960 983.", "ring [telephone]."),
        ("Tel.07700900123", "Tel.[telephone]"),
        ("07700-900-123", "[telephone]"),
        ("07700.900.123", "[telephone]"),
        ("+44 7700 900123", "[telephone]"),
        ("+44 (0)7700 900123", "[telephone]"),
        ("0044 7700 900123", "[telephone]"),
        ("020 7946 0018 or 0808 157 0192", "[telephone] or [telephone]"),
        ("07700\u00a0900\u2011123", "[telephone]"),
        ("write to ann.o'brien+care@example.org.uk.", "write to [e-mail]."),
        ("<Ünsal@example.com>", "<[e-mail]>"),
        ("lives at SW1A 1AA now", "lives at [postcode] now"),
        ("ec1a1bb, M1 1AE, b33  8th", "[postcode], [postcode], [postcode]"),
        ("her NI is AB123456C", "her NI is [number]"),
        ("ab 12 34 56 c", "[number]"),
        ("NHS 943 476 5919", "NHS [NHS number]"),
        ("9434765919", "[NHS number]"),
        ("943-476-5919", "[NHS number]"),
        ("NHS number: 943 476 5910", "NHS number: [NHS number]"),  # mistyped, but said to be one
        ("born 12/03/1948", "born [date]"),
        ("born 12.3.48", "born [date]"),
        ("born 1948-03-12", "born [date]"),
        ("born 12th of March 1948", "born [date]"),
        ("born 12-Mar-48", "born [date]"),
        ("born March 12, 1948", "born [date]"),
        ("DOB 120348, born on 12 March", "DOB [date], born on [date]"),
        ("NI number AB 12 34 56", "NI number [number]"),  # without its letter, but said to be one
        ("national insurance: ZZ123456T", "national insurance: [number]"),
    ],
)
def test_identifiers_are_blacked_out(text, becomes):
    assert redact(text) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "In 1948 she came, in 2025 he left.",
        "It costs £24.10 an hour, £212,025 a year, £1,060.50 in all.",
        "Room 12, then room 204B, flat 3a.",
        "The bus 38 at 10:15, the 38 at 8.30, from 8.30-10.15 and 8.30 - 9.15.",
        "At 0800 and 1930, 24/7, 9-5.",
        "Two of 14, 3 out of 10, 95%, 15 minutes, 1,270 nights.",
        "In March 2025, on 3 March, in May.",
        "Call 999 or 111.",
        "HC-01 and CH-03, area HF0001, ward HW28.",
        "Order 943 476 5918 came.",  # ten digits, wrong check digit, not said to be an NHS number
        "She is 89 and he is 91.",
        "£0.00 and 0.5 and 007",
        "Email me @ home",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("943 476 5919", True),  # NHS Data Dictionary, NHS NUMBER: the worked example of its Modulus 11 algorithm
        ("401 023 2137", True),  # Wikipedia, NHS number: 4010232137 passes
        ("943 476 5918", False),
        ("943 476 591", False),
        ("943 476 59190", False),
        ("000 000 0000", True),  # 11 - 0 is 11, which counts as 0
        ("100 000 0001", True),  # 10 x 1 = 10, 11 - 10 = 1
        ("000 000 0060", False),  # 2 x 6 = 12, 12 mod 11 = 1, 11 - 1 = 10: a number that is never given out
        ("94³ 476 5919", False),
    ],
)
def test_the_check_digit_of_an_nhs_number(number, valid):
    assert nhs_number(number) is valid


TRICKY = st.sampled_from(
    "Mrs Mr. Baker June Mark came Rowan O'Neill and , . [name] [date] carer called olumide 12 Mill Lane S1 2AB is "
    "7 March 1950 Flat 3 live at of Siân \u0986\u09ae\u09be\u09b0 NHS".split(" ")
)


@given(st.lists(TRICKY, max_size=14).map(" ".join))
def test_names_and_addresses_too_are_blacked_out_once_and_what_is_left_is_whole(text):
    found = spans(text)
    assert all(kind in KINDS for _, _, kind in found)
    assert all(one[1] <= after[0] for one, after in zip(found, found[1:], strict=False))
    left, at = [], 0
    for start, end, kind in found:
        left += [text[at:start], f"[{kind}]"]
        at = end
    assert redact(text) == "".join([*left, text[at:]])
    assert redact(text).count("[name]") >= text.count("[name]")


@given(st.text(alphabet="0123456789 -./+()@abEXnhsmarZé\u2011\n", max_size=120))
def test_redacting_twice_changes_nothing_more(text):
    assert redact(redact(text)) == redact(text)


def test_long_text_without_a_break_is_read_in_proportion():
    # With an unbounded pattern this takes time by the square of the length, and would not end today.
    text = "a" * 200_000 + "1" * 200_000
    assert redact(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "A-",
        "Aa ",
        "1 Aa ",
        "Flat 1, Aa Bb ",
        "live at Aa ",
        "Mr. ",
        "zzq ",
        "[name] ",
        "a@b.",
        "\u0301",
        "12-12-",
        "john ",
    ],
)
def test_the_longest_account_of_one_piece_is_read_in_proportion(piece):
    text = piece * (20_000 // len(piece))
    assert len(redact(text)) > 0


def test_html_and_sql_are_text_like_any_other():
    text = "<b onclick=\"alert('x')\">Nobody came</b>; DROP TABLE story; -- <script>1</script>"
    assert redact(text) == text
    assert redact("<b>Olumide</b> came") == "<b>[name]</b> came"
    assert redact("'; SELECT * FROM person WHERE phone = '07700 900123") == (
        "'; SELECT * FROM person WHERE phone = '[telephone]"
    )


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("\u0986\u09ae\u09be\u09b0 \u09ae\u09be 07700 900123", "\u0986\u09ae\u09be\u09b0 \u09ae\u09be [telephone]"),
        (
            "\u0623\u0645\u064a \u062a\u0639\u0628\u0627\u0646\u0629 S1 2AB",
            "\u0623\u0645\u064a \u062a\u0639\u0628\u0627\u0646\u0629 [postcode]",
        ),
        ("\u6211\u5abd\u5abd\u5f88\u7d2f", "\u6211\u5abd\u5abd\u5f88\u7d2f"),
    ],
)
def test_other_scripts_stay_whole_but_for_what_has_a_form(text, becomes):
    assert redact(text) == becomes
