"""What a file says of itself in its properties: title, council, reference, day and for whom it is."""

from datetime import datetime, time
from typing import Any

from tightrope.board.pack_shapes import Pack
from tightrope.board.safe_cells import line

LONGEST = 255  # letters of one property


def describe(properties: Any, pack: Pack) -> None:
    """Fill the properties of a PowerPoint or Word file; nobody's name stands in them but the council's."""
    for name, words in {
        "title": pack.title,
        "author": pack.council,
        "last_modified_by": pack.council,
        "subject": " ".join(pack.marks),
        "keywords": pack.pack_id,
        "comments": pack.foot,
        "version": pack.items[0].snapshot.warehouse,
        "language": "en-GB",
    }.items():
        setattr(properties, name, line(words)[:LONGEST])
    properties.created = properties.modified = datetime.combine(pack.made_on, time())
