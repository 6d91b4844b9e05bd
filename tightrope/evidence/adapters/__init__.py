"""Readers of published formats: each turns files as published into rows of our tables."""

from importlib import import_module

from tightrope.evidence.adapters.base import Format

NAMES = (
    "ascof",
    "boundaries",
    "cqc",
    "imd",
    "neighbours",
    "ocds",
    "population",
    "register",
    "spend",
    "stops",
    "stories",
)


def named(name: str) -> Format:
    """The reader of that name, one of NAMES. Loaded when asked for: the running app needs none of them."""
    return import_module(f"{__name__}.{name}").FORMAT
