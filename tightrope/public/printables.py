"""What is printed: the form on paper, the slip that goes with a bill, the card that a care worker hands out.

Plain HTML with a style for paper: no script, no picture, nothing from elsewhere. Anybody may print them.
"""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from tightrope import settings
from tightrope.public import binding, choices, speak_words
from tightrope.public.pages import page
from tightrope.records import follow

SLIPS = 3  # thirds of an A4 sheet, each as wide as an envelope for bills
CARDS = 8  # two across and four down: cut, they fit a wallet


def paper_form(request: Request) -> Response:
    """The questions of /p/speak on two sides of A4. It has no code: a form is copied, and a code is for one person."""
    return page(
        request,
        "print_form.html",
        services=[line["name"] for line in choices.services() if line["contracts"]],
        **_around(),
    )


def bill_insert(request: Request) -> Response:
    """Three slips on one sheet, to go with a council bill or a letter about charges."""
    return page(request, "print_bill_insert.html", slips=range(SLIPS), **_around())


def cards(request: Request) -> Response:
    """Eight cards on one sheet, each with six words drawn at this very print and kept nowhere."""
    return page(request, "print_card.html", codes=[follow.card_code() for _ in range(CARDS)], **_around())


def address(path: str) -> str:
    """Where the public door is on the web, as one types it; empty while it has no address of its own."""
    told = binding.public_url()
    return f"{told.removeprefix(f'{urlsplit(told).scheme}://')}{path}" if told else ""


def _around() -> dict[str, Any]:
    """Telephone numbers, the freepost line and the words of each choice."""
    chosen = settings.settings().telling
    return {
        "phone": chosen.phone,
        "harm": chosen.safeguarding_phone,
        "freepost": chosen.freepost,
        "at": address("/p/speak"),
        "words": speak_words,
    }
