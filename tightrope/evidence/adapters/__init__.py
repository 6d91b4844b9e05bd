"""Readers of published formats: each turns files as published into rows of our tables."""

from tightrope.evidence.adapters import (
    ascof,
    boundaries,
    cqc,
    imd,
    neighbours,
    ocds,
    population,
    register,
    spend,
    stops,
    stories,
)
from tightrope.evidence.adapters.base import Format

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        ocds.FORMAT,
        register.FORMAT,
        spend.FORMAT,
        cqc.FORMAT,
        imd.FORMAT,
        boundaries.FORMAT,
        population.FORMAT,
        ascof.FORMAT,
        neighbours.FORMAT,
        stops.FORMAT,
        stories.FORMAT,
    )
}
