"""Time for an item of a meeting, kept in the browser: started, halted and moved by buttons, without a sound."""

from functools import cache
from typing import Any

import streamlit as st

from tightrope.screens.panel import HERE, render

TEMPLATE = "meeting_timer.html"
MINUTES = 10  # for an item, until somebody gives it more or less

SCRIPT = """
const clocks = new Map()
const left = (clock) => clock.left - (clock.since === null ? 0 : (Date.now() - clock.since) / 1000)
const words = (seconds) => {
  const whole = Math.abs(Math.ceil(seconds))
  const time = Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0")
  return seconds > 0 ? time + " left" : "Time is up: " + time + " over"
}
const show = (root) => {
  const clock = clocks.get(root.item)
  root.querySelector(".time").textContent = words(left(clock))
  root.querySelector("[data-time='run']").textContent = clock.since === null ? "Start" : "Halt"
}
export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector("#panel")
  if (root.dataset.stamp !== data.html) {
    root.innerHTML = data.html
    root.dataset.stamp = data.html
  }
  root.item = data.item
  if (!clocks.has(data.item)) clocks.set(data.item, { left: data.seconds, since: null })
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-time]")
    if (!pressed) return
    const clock = clocks.get(root.item)
    if (pressed.dataset.time === "run") {
      if (clock.since === null) clock.since = Date.now()
      else { clock.left = left(clock); clock.since = null }
    } else if (pressed.dataset.time === "again") {
      clock.left = data.seconds
      clock.since = null
    } else clock.left += Number(pressed.dataset.time)
    show(root)
  }
  show(root)
  clearInterval(root.ticking)
  root.ticking = setInterval(() => show(root), 500)
  return () => clearInterval(root.ticking)
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "tightrope_timer",
        html='<div id="panel"></div>\n',
        css=(HERE / "panel.css").read_text(encoding="utf-8"),
        js=SCRIPT,
    )


def draw(name: str, item: str) -> None:
    """The time of one item (`item` its reference). Each keeps its own while the meeting moves between them."""
    html, texts = render(TEMPLATE, name=name)
    data = {"html": html, "texts": texts, "item": item, "seconds": MINUTES * 60}
    _component()(key="meeting_timer", data=data, height="content")
