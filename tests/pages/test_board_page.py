"""Board: links and packs of what safeguarding has to agree to, and prepared files that end with a withdrawal."""

import pytest
from looking import look, screen, title

from tightrope.answers.evidence import usual_period
from tightrope.board import pack
from tightrope.board.pack import Asked, Wanted
from tightrope.records import clearing, consent
from tightrope.records.roles import looking_as
from tightrope.screens.pack_parts import READY, STALE
from tightrope.screens.share_parts import SHOWN

OFFICER, LEAD = looking_as("commissioner"), looking_as("safeguarding")


@pytest.fixture(scope="module")
def held(council):
    """Contracts that run and about which accounts are held (PLANTED, i), in order."""
    stores = council().stores
    live = [row["contract_id"] for row in stores.rows("weigh/contracts") if row["status"] == "live"]
    found = [row["contract_id"] for row in stores.rows("share/held", contract_ids=live)]
    assert len(found) >= 3, "else this shows nothing"
    return found


def press(app, label):
    (button,) = [one for one in app.button if one.label == label]
    return button.click().run()


def labels(app):
    return [one.label for one in app.button]


def errors(app):
    return "\n".join(one.value for one in app.error)


def waiting(council):
    return {row["subject"]: row["clearing_id"] for row in clearing.waiting(council(), LEAD)}


def test_a_link_is_asked_for_cleared_and_made(council, held):
    key = held[0]
    app = press(look("board", "commissioner", view="links", of=f"contract:{key}"), "Make the link")
    assert clearing.FIRST in errors(app) and SHOWN not in app.session_state
    app = press(app, "Ask safeguarding")
    assert not app.exception and f"contract:{key}" in waiting(council)
    assert clearing.ASKED in screen(app) and "Ask safeguarding" not in labels(app)
    assert clearing.ASKED in errors(press(app, "Make the link"))

    lead = look("board", "safeguarding", view="links")
    assert f"May {key} be put before a board?" in screen(lead)
    lead = press(lead, "Yes")
    assert not lead.exception and waiting(council) == {}

    app = press(app, "Make the link")
    assert not app.exception and app.session_state[SHOWN].token
    assert title(app) == "1 link opens now" and "Ask safeguarding" not in labels(app)


def test_after_a_no_it_can_be_asked_again(council, held):
    subject = f"contract:{held[1]}"
    clearing.answer(council(), LEAD, clearing.ask(council(), OFFICER, subject), False)
    app = look("board", "commissioner", view="links", of=subject)
    assert clearing.REFUSED in screen(app)
    press(app, "Ask safeguarding")
    assert subject in waiting(council)
    clearing.answer(council(), LEAD, waiting(council)[subject], False)


def test_each_item_of_a_pack_that_waits_is_asked_for(council, held):
    first, second = f"contract:{held[1]}", f"contract:{held[2]}"
    app = look("board", "commissioner", view="packs", items=f"contract:RS-01;{first};{second}")
    app = press(app, "Make the pack")
    assert clearing.REFUSED in errors(app) and clearing.FIRST in errors(app)
    assert labels(app).count("Ask safeguarding") == 2
    for subject in (first, second):
        (button,) = [one for one in app.button if one.key == f"ask_items_{subject}"]
        app = button.click().run()
        assert not app.exception
    assert waiting(council).keys() == {first, second} and "Ask safeguarding" not in labels(app)
    for clearing_id in waiting(council).values():
        clearing.answer(council(), LEAD, clearing_id, True)
    app = press(app, "Make the pack")
    assert not app.exception and errors(app) == "" and "been made" in title(app)


def make(council, *keys):
    period = usual_period(council())
    return pack.make(council(), OFFICER, period, Wanted("Papers", tuple(Asked("contract", key) for key in keys)))


def prepared(app, kind="html"):
    """Prepare the file of the pack that was made last."""
    (what,) = [one for one in app.selectbox if one.label == "As"]
    app = what.set_value(kind).run()
    return press(app, "Prepare the file")


def offered(app):
    return [one.proto.label for one in app.get("download_button") if one.proto.label.startswith("Save PK")]


def test_a_file_ends_with_the_next_change_of_the_records(council):
    pack_id = make(council, "RS-01")
    app = prepared(look("board", "commissioner", view="packs"))
    assert not app.exception and offered(app) == [f"Save {pack_id}.html"]
    assert offered(app.run()) == [f"Save {pack_id}.html"], "nothing has changed"
    quoted = next(row for row in council().stores.rows("packs/quoted") if row["pack_id"] == pack_id)
    consent.withdraw(council().stores, quoted["story_id"], "the teller")
    app.run()
    assert offered(app) == [] and STALE in screen(app) and READY not in app.session_state
    assert offered(press(app, "Prepare the file")) == [f"Save {pack_id}.html"]


def test_a_file_is_offered_only_with_the_link_it_was_made_with(council):
    make(council, "RS-01")
    app = prepared(look("board", "commissioner", view="packs"))
    assert len(offered(app)) == 1
    (link,) = [one for one in app.text_input if one.key == "pack_link"]
    link.set_value("https://hallamford.example/p/board/x").run()
    assert offered(app) == []
    app = press(app, "Prepare the file")
    assert len(offered(app)) == 1
    assert b"https://hallamford.example/p/board/x" in app.session_state[READY].file.data
    (link,) = [one for one in app.text_input if one.key == "pack_link"]
    app = press(link.set_value("no address").run(), "Prepare the file")
    assert "no address" in errors(app) and offered(app) == []


def test_a_file_of_what_came_to_be_held_is_asked_for(council):
    make(council, "RS-02")
    stores = council().stores
    put = "UPDATE records.story SET triage_state = 'quarantined' WHERE contract_id = 'RS-02'"
    stores.write(lambda cursor: cursor.execute(put))
    app = prepared(look("board", "commissioner", view="packs"))
    assert clearing.FIRST in errors(app) and offered(app) == []
    app = press(app, "Ask safeguarding")
    assert not app.exception and clearing.ASKED in screen(app)
    clearing.answer(council(), LEAD, waiting(council)["contract:RS-02"], True)
    assert len(offered(press(app, "Prepare the file"))) == 1


def test_what_waits_to_be_read_is_not_counted_out_to_a_meeting(council):
    """Exact numbers, and accounts with safeguarding: for officers at work, not for whoever is in the room."""
    waits = "accounts wait to be read for the first time"
    assert waits not in screen(look("board")) and waits not in screen(look("board", view="meeting"))
    assert waits in screen(look("board", view="links")) and waits in screen(look("weigh"))
