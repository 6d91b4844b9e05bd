"""The form on paper for whoever took part in a consultation: which of seven steps was it for you?

It stands alone: staff enter what comes back, one rating a person. Nobody can rate here themselves, because one
rating a person could not be held to without knowing who they are.
"""

from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.public.pages import page
from tightrope.voices.taking_part import LADDER_MEANS

COPIES = 2  # on one sheet, to be cut


def paper_form(request: Request) -> Response:
    """Two forms on one sheet. It names no consultation: whoever hands it out writes its title in."""
    chosen = settings.settings().telling
    return page(
        request,
        "print_took_part.html",
        copies=range(COPIES),
        steps=LADDER_MEANS,
        phone=chosen.phone,
        freepost=chosen.freepost,
        fewest=settings.settings().disclosure.fewest_people,
    )
