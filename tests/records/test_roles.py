"""Who may do what: the table, written out a second time by hand."""

import pytest

from tightrope import tables
from tightrope.errors import NotAllowed
from tightrope.records import roles
from tightrope.records.roles import ROLE_WORDS, ROLES, Reader, looking_as

PERMISSIONS = ("read_words", "decide", "try_splits", "triage", "read_held", "load_data", "accounts", "code", "listen")
TABLE = """
viewer        yes no  no  no  no  no  no  no  no
commissioner  yes yes yes no  no  no  no  no  yes
manager       yes yes yes no  no  no  no  no  yes
voice_team    yes no  no  yes no  no  no  yes yes
safeguarding  yes no  no  yes yes no  no  yes yes
data_officer  no  no  no  no  no  yes no  no  no
admin         no  no  no  no  no  yes yes  no no
nobody        no  no  no  no  no  no  no  no  no
"""
CELLS = [
    (line.split()[0], permission, told == "yes")
    for line in TABLE.strip().splitlines()
    for permission, told in zip(PERMISSIONS, line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("role", "permission", "may"), CELLS)
def test_each_role_may_what_the_table_says(role, permission, may):
    reader = Reader("A1", "Somebody", role)
    assert reader.may(permission) is may
    if may:
        reader.require(permission)
    else:
        with pytest.raises(NotAllowed, match="may not do this"):
            reader.require(permission)


def test_the_table_is_whole():
    known = {value for name, value in vars(roles).items() if name.isupper() and isinstance(value, str)}
    assert known == set(PERMISSIONS)
    assert {role for role, _, _ in CELLS} - {"nobody"} == set(ROLES) == set(ROLE_WORDS)
    assert set(tables.load()["account"].column("role").enum) == set(ROLES)


@pytest.mark.parametrize(("role", "audience"), [
    ("viewer", "officers"), ("commissioner", "officers"), ("manager", "officers"), ("voice_team", "officers"),
    ("safeguarding", "officers"), ("data_officer", "counts"), ("admin", "counts"), ("nobody", "counts"),
])  # fmt: skip
def test_who_loads_data_or_keeps_accounts_reads_nobodys_words(role, audience):
    assert looking_as(role).audience == audience
