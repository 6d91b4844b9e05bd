"""The trace of what somebody did. It never holds words of accounts."""

import secrets
from datetime import datetime
from typing import Any


def note(cursor: Any, at: datetime, account_id: str | None, did: str, subject: str = "", detail: str = "") -> None:
    """Write one event with the change it belongs to: both are committed or neither is."""
    row = ["E" + secrets.token_hex(8), at, account_id, did, subject or None, detail or None]
    cursor.execute("INSERT INTO records.audit_event VALUES (?, ?, ?, ?, ?, ?)", row)
