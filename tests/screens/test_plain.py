"""What people typed stands in a title as they typed it."""

import pytest

from tightrope.screens.plain import plain


@pytest.mark.parametrize(("typed", "escaped"), [
    ("Half and half", "Half and half"),
    ("# *Half* [here](http://x.y)", r"\# \*Half\* \[here\]\(http\:\/\/x\.y\)"),
    ("a\n\n- b :red[c] $d$ <b> &amp; `e` ~f~", r"a \- b \:red\[c\] \$d\$ \<b\> \&amp\; \`e\` \~f\~"),
    ("Ü’s £5", "Ü’s £5"),
])  # fmt: skip
def test_marks_are_escaped_and_a_title_is_one_line(typed, escaped):
    assert plain(typed) == escaped
