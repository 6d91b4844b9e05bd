"""The pages that are finished, in the order of the menu: one list for the menu, the links and the tests."""

from dataclasses import dataclass

from tightrope import paths
from tightrope.records.roles import CODE, LOAD_DATA, ROLES, TRIAGE, Reader

DECIDE, LISTEN, UNDERSTAND = "Decide", "Listen", "Understand"


@dataclass(frozen=True)
class Page:
    """One page: its address, its name in the menu, its group, and the roles that may open it."""

    key: str
    title: str
    group: str
    icon: str
    roles: frozenset[str]
    is_first: bool = False

    @property
    def script(self) -> str:
        """The file in pages/."""
        return str(paths.ROOT / "pages" / f"{self.key.replace('-', '_')}.py")

    @property
    def address(self) -> str:
        """Path in the browser; the first page lives at the root."""
        return "/" if self.is_first else f"/{self.key}"

    def open_to(self, reader: Reader) -> bool:
        """True when the reader's role may see the page."""
        return reader.role in self.roles


EVERYBODY = frozenset(ROLES)
WHO_TRIAGE = frozenset(role for role, may in ROLES.items() if TRIAGE in may)
WHO_CODE = frozenset(role for role, may in ROLES.items() if CODE in may)
WHO_LOAD = frozenset(role for role, may in ROLES.items() if LOAD_DATA in may)

PAGES = (
    Page("overview", "Overview", DECIDE, ":material/flag:", EVERYBODY, is_first=True),
    Page("weigh", "Weigh", DECIDE, ":material/balance:", EVERYBODY),
    Page("renewals", "Renewals", DECIDE, ":material/event_repeat:", EVERYBODY),
    Page("what-if", "What if", DECIDE, ":material/call_split:", EVERYBODY),
    Page("board", "Board", DECIDE, ":material/co_present:", EVERYBODY),
    Page("voices", "Voices", LISTEN, ":material/record_voice_over:", EVERYBODY),
    Page("missing", "Who is missing", LISTEN, ":material/person_off:", EVERYBODY),
    Page("replies", "Replies", LISTEN, ":material/reply:", EVERYBODY),
    Page("triage", "Read first", LISTEN, ":material/mark_email_unread:", WHO_TRIAGE),
    Page("coding", "Code", LISTEN, ":material/label:", WHO_CODE),
    Page("places", "Places", UNDERSTAND, ":material/map:", EVERYBODY),
    Page("contracts", "Contracts", UNDERSTAND, ":material/receipt_long:", EVERYBODY),
    Page("decisions", "Who decides", UNDERSTAND, ":material/badge:", EVERYBODY),
    Page("data", "Data", UNDERSTAND, ":material/database:", EVERYBODY),
    Page("load", "Load your data", UNDERSTAND, ":material/upload_file:", WHO_LOAD),
)


def page(key: str) -> Page:
    """The page of that key. Raises KeyError."""
    for one in PAGES:
        if one.key == key:
            return one
    raise KeyError(key)
