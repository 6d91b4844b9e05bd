"""Measuring the slides of a pack: the figure is there, and it is measured on as many slides as it says."""

import io

from pptx import Presentation

from tightrope.board import slides
from tightrope.screens import bench, bench_pack


def test_the_figure_is_printed_for_slides_with_charts():
    rows = bench_pack.run(2)
    assert [row["what"] for row in rows] == ["slides of a pack"] and rows[0]["median"] > 0
    assert rows[0]["against"] == "empty slides" and rows[0]["at_most"] == 1_000.0
    assert len(bench.table(rows)) == 3
    made = Presentation(io.BytesIO(slides.pptx(bench_pack.made_up()))).slides
    assert len(made) == bench_pack.SLIDES >= 10
    assert sum(shape.has_chart for slide in made for shape in slide.shapes) == 4
