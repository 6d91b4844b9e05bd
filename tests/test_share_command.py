"""The command that makes, lists and withdraws links: what it prints, as words and as JSON."""

import json

from tightrope import commands
from tightrope.records import share_links


def carried(house, *arguments):
    return commands.carry_out(["share", *arguments], "", lambda: house)


def test_a_link_is_made_listed_and_withdrawn(house):
    code, out, err = carried(house, "create", "HC-01", "--passcode", "--days", "3", "--views", "9", "--json")
    made = json.loads(out)
    assert (code, err) == (0, "") and made["only_on_this_computer"] and len(made["passcode"].split()) == 4
    token = made["url"].rpartition("/")[2]
    assert share_links.find(house, token).left == 9
    code, out, _ = carried(house, "list")
    assert code == 0 and made["share_id"] in out and "contract:HC-01\tOpens" in out and token not in out
    assert carried(house, "revoke", made["share_id"])[0] == 0
    assert share_links.find(house, token) is None
    (row,) = json.loads(carried(house, "list", "--json")[1])
    assert row["state"] == "withdrawn"


def test_in_words_the_address_comes_first_and_is_said_to_open_here_alone(house):
    code, out, _ = carried(house, "create", "HC-01", "--for", "Cllr A. Member")
    assert code == 0 and out.startswith("http://localhost:8501/p/board/")
    assert "Passcode: " in out and "opens only on this computer" in out


def test_what_cannot_be_shared_ends_with_2_and_a_reason(house):
    for words, reason in (
        (["create"], "needs a contract"),
        (["create", "XX-99"], "There is no contract XX-99"),
        (["create", "HC-01", "--days", "0"], "1 to 400 days"),
        (["create", "HC-04"], "Safeguarding has to agree"),
        (["revoke"], "needs a reference"),
        (["revoke", "SH0"], "no such link"),
    ):
        code, out, err = carried(house, *words)
        assert (code, out) == (2, "") and reason in err, words
    assert carried(house, "list")[1] == "No link has been made.\n"
