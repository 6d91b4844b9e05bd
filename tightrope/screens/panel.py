"""The one component of our own: light HTML made here, with buttons that tell the page what was pressed.

People's words never pass through HTML: a template leaves an empty element with a number, and the browser puts
the text in as text.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tightrope.screens import words

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"

SCRIPT = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector("#panel")
  if (root.dataset.stamp !== data.stamp) {
    root.innerHTML = data.html
    for (const place of root.querySelectorAll("[data-text]")) {
      place.textContent = data.texts[Number(place.dataset.text)]
    }
    root.dataset.stamp = data.stamp
  }
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-do]")
    if (pressed) setTriggerValue("did", pressed.dataset.do)
  }
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "tightrope_panel",
        html='<div id="panel"></div>\n',
        css=(HERE / "panel.css").read_text(encoding="utf-8"),
        js=SCRIPT,
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=words.day, month=words.month, pounds=words.pounds, share=words.share)
    return made


def render(template: str, **values: Any) -> tuple[str, list[str]]:
    """HTML of a template, and the texts the browser is to put in. In a template: {{ text(card.text) }}."""
    texts: list[str] = []

    def text(words: str, tag: str = "span") -> Markup:
        texts.append(words)
        return Markup('<{0} data-text="{1}"></{0}>').format(tag, len(texts) - 1)

    return _environment().get_template(template).render(text=text, **values), texts


def panel(template: str, key: str, values: Mapping[str, Any]) -> str | None:
    """Draw a template; returns what was pressed since the last run (the button's data-do), or None."""
    html, texts = render(template, **values)
    stamp = str(hash((html, tuple(texts))))
    result = _component()(
        key=key, data={"html": html, "texts": texts, "stamp": stamp}, on_did_change=lambda: None, height="content"
    )
    return result.did
