"""Bars that are dragged: one for each line of a split, with a native slider on it, so that arrow keys move it too.

The page's HTML is made here like every panel's; the browser sets names as text, and says which line was let go where.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from tightrope.screens.panel import HERE, render

TEMPLATE = "split_bar.html"
WAIT = 250  # milliseconds without a further step before the page is told: a key held down is one move

SCRIPT = """
const money = (pounds) => (pounds < 0 ? "-£" : "£") + Math.abs(pounds).toLocaleString("en-GB")
const signed = (pounds) => (pounds > 0 ? "+" : "") + money(pounds)
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector("#panel")
  if (root.dataset.stamp !== data.stamp && !root.waiting) {
    const held = root.getRootNode().activeElement
    const line = held && held.dataset ? held.dataset.line : undefined
    root.innerHTML = data.html
    for (const place of root.querySelectorAll("[data-text]")) {
      place.textContent = data.texts[Number(place.dataset.text)]
    }
    root.dataset.stamp = data.stamp
    if (line !== undefined) {
      for (const bar of root.querySelectorAll("input")) if (bar.dataset.line === line) bar.focus()
    }
  }
  root.oninput = (event) => {
    const bar = event.target
    const change = Number(bar.value)
    const words = money(Math.round(Number(bar.dataset.amount) + change)) + ", " + signed(change)
    bar.setAttribute("aria-valuetext", words)
    root.querySelector("#" + bar.id + "-out").textContent = words
  }
  root.onchange = (event) => {
    const bar = event.target
    clearTimeout(root.waiting)
    root.waiting = setTimeout(() => {
      root.waiting = undefined
      setTriggerValue("did", bar.dataset.line + "|" + bar.value)
    }, data.wait)
  }
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "tightrope_split_bar",
        html='<div id="panel"></div>\n',
        css=(HERE / "panel.css").read_text(encoding="utf-8"),
        js=SCRIPT,
    )


def bars(key: str, values: Mapping[str, Any], moved: Callable[[], None], template: str = TEMPLATE) -> None:
    """Draw the bars of a template; `moved` is called before the next run, when one was let go: see `said`."""
    html, texts = render(template, **values)
    stamp = str(hash((html, tuple(texts))))
    data = {"html": html, "texts": texts, "stamp": stamp, "wait": WAIT}
    _component()(key=key, data=data, on_did_change=moved, height="content")


def said(key: str) -> str:
    """Which line was let go where, as line|pounds; empty where none was."""
    return st.session_state.get(key, {}).get("did") or ""
