"""You said, we did on Replies, providers on Who decides, and a provider's answer on Weigh: what each role sees."""

import pytest
from looking import Looking, everything, html, look, people, screen, title
from test_words import faults

from tightrope.records import house as holding
from tightrope.records import right_of_reply
from tightrope.records.roles import looking_as

OFFICER = looking_as("commissioner")
EVIL = "<script>alert(1)</script> **bold** [x](javascript:1)"
FINDING = "By its returns it does what is asked. About 25 people told us of it; fewer than 8 of them are content."


def press(app, label):
    next(one for one in app.button if one.label == label).click()
    return app.run()


def choose(app, label, value):
    next(one for one in (*app.selectbox, *app.radio) if one.label == label).set_value(value)


def write(app, label, value):
    next(one for one in (*app.text_area, *app.text_input) if one.label.startswith(label)).set_value(value)


@pytest.mark.parametrize("role", ["viewer", "commissioner", "voice_team"])
def test_the_view_shows_what_the_public_reads_and_what_waits(council, role):
    app = look("replies", role, view="said")
    assert not app.exception
    assert title(app) == "You told us 14 things. 4 are done, 5 are being done, 3 are not, and with 2 we need your help"
    text = screen(app)
    assert "a draft of 26 October 2026" in text and "taken down on 16 March 2026" in text
    assert "Late by 33 days" in text and "Dropped" in text
    labels = {one.label for one in app.expander}
    assert ("Write a line" in labels) == ("Close a promise" in labels) == (role == "commissioner")
    assert ("Take it down" in html(app)) == (role == "commissioner")


def test_a_line_is_written_looked_at_and_published(spoilt):
    app = Looking("commissioner").open("replies", view="said")
    services = [one for one in app.selectbox if one.label == "Service"]
    services[0].set_value("meals")  # of the form, which stands above the list
    choose(app, "Who answers for it", "C6")
    write(app, "You said", "The driver does not wait at the door.")
    write(app, "We did", "The driver waits three minutes since October.")
    choose(app, "How it stands", "done")
    app = press(app, "Keep the draft")
    assert not app.exception and "There is no Easy Read for this yet" in screen(app)
    assert "The driver waits three minutes since October." in people(app)
    app = press(app, "Put it before the public")
    assert not app.exception and title(app).startswith("You told us 15 things. 5 are done")
    rows = holding.house().stores.raw(
        "SELECT * FROM records.we_did WHERE service_id = 'meals' ORDER BY written_on DESC"
    )
    assert rows[0]["commissioner_id"] == "C6" and rows[0]["published_on"] is not None


def test_what_is_missing_is_said_and_stays(spoilt):
    app = Looking("commissioner").open("replies", view="said")
    write(app, "You said", "The driver does not wait at the door.")
    app = press(app, "Keep the draft")
    assert "The line was not kept." in app.error[0].value and "Choose who answers for it" in app.error[0].value
    assert next(one for one in app.text_area if one.label.startswith("You said")).value.startswith("The driver")


def test_a_promise_is_closed_on_the_page(spoilt):
    app = Looking("manager").open("replies", view="said")
    choose(app, "Which", "PM-05")
    choose(app, "How it ended", "dropped")
    write(app, "Why, where it was dropped", "Nobody could be found to chair them.")
    app = press(app, "Close it")
    assert not app.exception and "Nobody could be found to chair them." in people(app)


@pytest.mark.parametrize(("role", "sees"), [("viewer", False), ("voice_team", False), ("commissioner", True)])
def test_contacts_of_providers_are_for_those_who_answer_them(council, role, sees):
    app = look("decisions", role, view="providers")
    assert not app.exception
    assert title(app) == "6 offers by providers: 2 wait for an answer, 2 of them past their day"
    text = everything(app)
    assert ("01632 960714" in text) == sees
    assert "Four workers who live in two neighbouring streets" in text
    assert "Late." in text and "Nothing yet." in people(app), "what providers were asked stands here too"
    labels = {one.label for one in app.expander}
    assert ("Say what became of an offer" in labels) == sees


def test_an_offer_is_answered_on_the_page(spoilt):
    app = Looking("commissioner").open("decisions", view="providers")
    choose(app, "What became of it", "met")
    write(app, "In words", "We met in the depot.")
    choose(app, "Who answers", "C1")
    app = press(app, "Keep this answer")
    assert not app.exception and title(app).startswith("6 offers by providers: 1 waits for an answer, 1 of them")
    assert "We met in the depot." in people(app)


def test_no_offer_is_an_answer_of_its_own(spoilt):
    opened = holding.house()
    for table in ("offer", "right_of_reply"):
        opened.stores.write(lambda cursor, table=table: cursor.execute(f"DELETE FROM records.{table}"))
    app = look("decisions", "viewer", view="providers")
    assert not app.exception and title(app) == "No provider has offered anything yet"
    assert "No provider has been asked yet." in screen(app)


def test_what_people_and_providers_write_is_text(spoilt):
    opened = holding.house()
    asked = right_of_reply.ask(opened, OFFICER, "HC-02", FINDING, "Head of commissioning")
    right_of_reply.answer(opened, asked.code, EVIL, "Manager")
    columns = ("provider_name", "words", "outcome", "contact")
    for column in columns:
        opened.stores.write(
            lambda cursor, column=column: cursor.execute(f"UPDATE records.offer SET {column} = ?", [EVIL])
        )
    opened.stores.write(
        lambda cursor: cursor.execute("UPDATE records.we_did SET you_said = ?, we_did = ?", [EVIL, EVIL])
    )
    opened.stores.write(lambda cursor: cursor.execute("UPDATE records.promise SET words = ?", [EVIL]))
    for key, query in (("decisions", {"view": "providers"}), ("replies", {"view": "said"}), ("weigh", {"of": "HC-02"})):
        app = look(key, "commissioner", **query)
        assert not app.exception
        assert "<script" not in html(app), key
        assert EVIL in people(app), key


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ("HC-01", "Answered on 16 October 2026 by the provider's registered manager."),
        ("CH-03", "Asked on 27 October 2026, none yet. Due by 10 November 2026."),
        ("SL-02", "Asked on 21 September 2026, none yet. Late: it was due by 5 October 2026."),
    ],
)
@pytest.mark.parametrize("role", ["viewer", "commissioner"])
def test_finding_and_answer_stand_side_by_side_on_weigh(council, contract, said, role):
    app = look("weigh", role, of=contract)
    assert not app.exception and said in screen(app)
    block = html(app).split('class="reply"')[1].split("</section>")[0]
    assert block.count('class="half even"') == 2 and block.count('class="equal"') >= 2, (
        "the same frame and the same size"
    )
    may = "Ask the provider what it says to this" in {one.label for one in app.expander}
    assert may == (role == "commissioner")


def test_nobody_was_asked_leaves_no_empty_frame(council):
    assert 'class="reply"' not in html(look("weigh", "viewer", of="HC-02"))


def test_a_provider_is_asked_on_the_page_and_the_code_is_shown_once(spoilt):
    session = Looking("commissioner")
    app = session.open("weigh", of="HC-04")
    finding = next(one for one in app.text_area if one.label.startswith("The finding"))
    assert "does not do what the contract asks" in finding.value and "Both are poor" in finding.value
    app = press(app, "Ask the provider")
    assert not app.exception and len(app.code) == 1
    code = app.code[0].value
    assert len(code.split()) == 6
    assert right_of_reply.opened(holding.house(), code)["contract_id"] == "HC-04"
    assert code not in everything(session.open("weigh", of="HC-02")), "another contract is not that provider's"
    app = press(session.open("weigh", of="HC-04"), "I have it: show it no more")
    assert not app.exception and code not in everything(app)


def test_a_finding_with_a_teller_in_it_is_refused_on_the_page(spoilt):
    app = Looking("commissioner").open("weigh", of="HC-01")
    write(app, "The finding", "17 of 23 people say she had her coat on before the kettle boiled, see T1001.")
    app = press(app, "Ask the provider")
    said = app.error[0].value
    assert "finer than may be published" in said and "somebody's own words" in said and "A reference" in said
    assert len(app.code) == 0


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("replies", {"view": "said"}),
        ("decisions", {"view": "providers"}),
        ("weigh", {"of": "SL-02"}),
    ],
)
def test_the_words_of_these_views_are_plain(council, key, query):
    app = look(key, "commissioner", **query)
    assert faults("\n".join([screen(app), *(one for one in people(app) if key != "weigh")])) == []
