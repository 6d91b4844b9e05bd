"""Rendering our own plain pages: Jinja with autoescape, one stylesheet in the page, no outside request."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tightrope import paths, settings

TEMPLATES = paths.ROOT / "tightrope" / "public" / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One page from tightrope/public/templates, with the council's name and the request's nonce."""
    return HTMLResponse(render(template, request.state.nonce, **values), status)


def render(template: str, nonce: str, **values: Any) -> str:
    """The same as text, with a nonce of the caller's."""
    council = settings.settings().council
    return (
        _environment()
        .get_template(template)
        .render(
            nonce=nonce,
            council=council.name,
            fictional=council.fictional,
            today=f"{settings.today().day} {settings.today():%B %Y}",
            **values,
        )
    )
