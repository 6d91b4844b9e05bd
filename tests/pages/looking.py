"""Pages run as Streamlit runs them, without a browser, and what is on them as text."""

import csv
import json
import re
from html import unescape

import streamlit as st
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tightrope import paths
from tightrope.records import house as holding
from tightrope.screens.register import PAGES
from tightrope.screens.session import FIRST_ROLE, ROLE_KEY

ENTRY = paths.ROOT / "tightrope" / "screens" / "entry.py"
KEYS = [page.key for page in PAGES]
UNSEEN = {  # fields of Streamlit's messages that hold names of things, not words for a reader
    "id", "element_id", "form_id", "type", "url", "icon", "tag", "component_name", "js_content", "css_content",
    "html_content", "selection_mode", "color", "cursor", "data_test_id", "key", "query_param_key",
}  # fmt: skip
SEEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
MOST_SECONDS = 60
NOTHING = '{"html": "", "texts": []}'  # of a component that is given nothing to show
PROVIDERS_SAY = {  # text by officers and providers that stands on Weigh for everybody: no words of an account
    row[column]
    for row in csv.DictReader((paths.SAMPLE / "right_of_reply.csv").read_text("utf-8").splitlines())
    for column in ("finding", "words", "added_words")
}

ACCOUNT = {  # one that every officer may read; a test changes what it is about
    "source": "added",
    "received_on": "2026-10-12",
    "event_month": "2026-10-01",
    "channel": "phone",
    "teller_role": "person",
    "is_panel": False,
    "about": "service",
    "service_id": "home_care",
    "contract_id": "HC-01",
    "locality": "North East",
    "language": "English",
    "valence": -1,
    "severity": 1,
    "themes": "rushed",
    "triage_state": "cleared",
    "consent_level": 3,
}


def forget():
    """Close the stores and empty what Streamlit keeps, so that the next test starts from the disk."""
    st.cache_data.clear()
    st.cache_resource.clear()
    holding.leave()


class Looking:
    """One session of one reader: opens pages one after another, as links would."""

    def __init__(self, role=None):
        self.app = AppTest.from_file(str(ENTRY), default_timeout=MOST_SECONDS)
        if role:
            self.app.session_state[ROLE_KEY] = role
        self.app.run()

    def open(self, key, **query):
        """Open a page by a link with these values; returns the app after its run."""
        self.app.switch_page(f"../../pages/{key.replace('-', '_')}.py")
        self.app.query_params = query
        return self.app.run()


def look(key="overview", role=None, **query):
    """A page opened by link in a session of its own, by the first role where none is given and it may."""
    may = next(page for page in PAGES if page.key == key).roles
    if role is None and FIRST_ROLE not in may:
        role = min(may - {"admin"})
    return Looking(role).open(key, **query)


def title(app):
    """The sentence on top."""
    return app.title[0].value


def notes(app):
    """What a page says about the link it was opened by."""
    return [info.value for info in app.info]


def pieces(app):
    """(kind of element, what is seen, people's words) for each element of a page, in order."""
    for root in (app.main, app.sidebar):
        yield from _pieces(root)


def screen(app):
    """Everything on a page but people's own words."""
    return "\n".join(seen for _, seen, _ in pieces(app) if seen)


def people(app):
    """People's own words on a page, as the browser puts them in."""
    return [words for _, _, given in pieces(app) for words in given]


def everything(app):
    """All of it: each message whole, tables as CSV, people's words."""
    found = []
    for node in _nodes(app.main, app.sidebar):
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            found += [proto.SerializeToString().decode("utf-8", "replace"), str(proto)]
    return "\n".join([*found, screen(app), *people(app)])


def figures(app):
    """data-figure -> data-value of every figure that our own component shows."""
    found = {}
    for node in _nodes(app.main):
        if node.type == "bidi_component":
            html = json.loads(node.proto.json or NOTHING)["html"]
            found |= {k: unescape(v) for k, v in re.findall(r'data-figure="([^"]*)" data-value="([^"]*)"', html)}
    return found


def html(app):
    """The HTML of our own component, of the whole page."""
    some = [node.proto.json or NOTHING for node in _nodes(app.main) if node.type == "bidi_component"]
    return "\n".join(json.loads(one)["html"] for one in some)


def _nodes(*roots):
    for root in roots:
        for node in root.children.values():
            yield node
            if hasattr(node, "children"):
                yield from _nodes(node)


def _pieces(root):
    for node in _nodes(root):
        proto = getattr(node, "proto", None)
        if node.type == "bidi_component":
            data = json.loads(proto.json or NOTHING)
            yield node.type, _text(data["html"]), data["texts"]
        elif node.type == "html":
            yield node.type, _text(proto.body), []
        elif node.type == "dataframe":
            columns = " ".join(str(one.get("label") or "") for one in json.loads(proto.columns or "{}").values())
            yield node.type, f"{columns}\n{node.value.to_csv(index=False)}\n{getattr(proto, 'alt', '')}", []
        elif isinstance(proto, Message):
            yield node.type, "\n".join(_strings(proto)), []


def _text(markup):
    bare = re.sub(r"<[^>]*>", " ", markup)
    return unescape("\n".join([re.sub(r"\s+", " ", bare), *SEEN_ATTRIBUTES.findall(markup)]))


def _strings(message):
    for field, value in message.ListFields():
        if field.name in UNSEEN:
            continue
        for one in value if hasattr(value, "__iter__") and not isinstance(value, str | bytes) else [value]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, Message):
                yield from _strings(one)
