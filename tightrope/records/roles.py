"""Who may do what. Checked where data are read and written, on every run; hiding a page is not access control."""

from dataclasses import dataclass

from tightrope.errors import NotAllowed

READ_WORDS = "read_words"  # accounts' words, as far as consent allows among officers
DECIDE = "decide"  # record decisions, answer accounts, make links
TRY_SPLITS = "try_splits"
TRIAGE = "triage"  # read accounts that nobody has triaged
CODE = "code"  # say what an account tells of, and that it may be quoted
LISTEN = "listen"  # keep what stands in the way of being heard, plan outreach, write down whom they met
READ_HELD = "read_held"  # read accounts that disclose harm
LOAD_DATA = "load_data"
ACCOUNTS = "accounts"

ROLES: dict[str, frozenset[str]] = {
    "viewer": frozenset({READ_WORDS}),
    "commissioner": frozenset({READ_WORDS, DECIDE, TRY_SPLITS, LISTEN}),
    "manager": frozenset({READ_WORDS, DECIDE, TRY_SPLITS, LISTEN}),
    "voice_team": frozenset({READ_WORDS, TRIAGE, CODE, LISTEN}),
    "safeguarding": frozenset({READ_WORDS, TRIAGE, CODE, LISTEN, READ_HELD}),
    "data_officer": frozenset({LOAD_DATA}),
    "admin": frozenset({ACCOUNTS, LOAD_DATA}),
}

ROLE_WORDS = {
    "viewer": "Viewer",
    "commissioner": "Commissioner",
    "manager": "Manager",
    "voice_team": "Voice team",
    "safeguarding": "Safeguarding lead",
    "data_officer": "Data officer",
    "admin": "Administrator",
}


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: who they are and what they may do."""

    account_id: str
    name: str
    role: str

    def may(self, permission: str) -> bool:
        """True when the role allows it; an unknown role may do nothing."""
        return permission in ROLES.get(self.role, frozenset())

    def require(self, permission: str) -> None:
        """Raise NotAllowed when the role does not allow it."""
        if not self.may(permission):
            raise NotAllowed(f"{ROLE_WORDS.get(self.role, 'This role')} may not do this.")

    @property
    def audience(self) -> str:
        """What story_shown is asked for: counts and words among officers, or counts alone."""
        return "officers" if self.may(READ_WORDS) else "counts"


def looking_as(role: str) -> Reader:
    """A reader for the fictional council's "Looking as" switch, where nobody signs in."""
    return Reader(account_id=f"as-{role}", name=ROLE_WORDS.get(role, role), role=role)
