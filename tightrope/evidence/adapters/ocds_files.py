"""Open Contracting Data Standard (1.1): release and record packages, put together into one state a process."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tightrope.errors import Refusal

LISTS = {"parties": "id", "awards": "id", "contracts": "id"}  # merged entry by entry; every other list is replaced


@dataclass
class Release:
    """One release and where it stands: `row` counts releases in the file, the first is 1."""

    file: str
    row: int
    body: dict[str, Any]


@dataclass
class Process:
    """All releases of one contracting process, oldest first, and what they come to."""

    ocid: str
    releases: list[Release] = field(default_factory=list)

    @property
    def last(self) -> Release:
        return self.releases[-1]

    def state(self) -> dict[str, Any]:
        """The process as its releases leave it: a later value takes the place of an earlier one, as OCDS merges."""
        made: dict[str, Any] = {}
        for release in self.releases:
            _merge(made, release.body)
        return made


@dataclass
class Package:
    """One file's package: who published it, under what licence, when, and its releases."""

    file: str
    publisher: str
    licence: str
    published_on: str
    releases: list[Release]


def read(path: Path) -> Package:
    """Read a release package, a record package (its compiled release, or else its releases), one release, a list of
    releases, or such a list with one JSON object a line.

    Raises Refusal where the file is not JSON, or no release is in it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path.name} cannot be read as a text in UTF-8: {error}") from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        content = _by_line(path, text)
    head = content if isinstance(content, dict) else {}
    bodies = [one for one in _bodies(content) if isinstance(one, dict) and one.get("ocid")]
    if not bodies:
        raise Refusal(f"{path.name} holds no OCDS release. Download a release package or a record package in JSON.")
    publisher = head.get("publisher")
    return Package(
        file=path.name,
        publisher=str(dictionary(publisher).get("name") or ""),
        licence=str(head.get("license") or ""),
        published_on=str(head.get("publishedDate") or "")[:10],
        releases=[Release(path.name, row, body) for row, body in enumerate(bodies, start=1)],
    )


def processes(packages: list[Package]) -> list[Process]:
    """Releases by process, in the order in which the processes first appear; a release delivered twice counts once."""
    found: dict[str, Process] = {}
    for package in packages:
        for release in package.releases:
            ocid = str(release.body["ocid"])
            found.setdefault(ocid, Process(ocid)).releases.append(release)
    for process in found.values():
        process.releases.sort(key=lambda one: str(one.body.get("date") or ""))  # stable: as delivered on the same date
    return list(found.values())


def dictionary(value: Any) -> dict[str, Any]:
    """The value where it is a JSON object, else an empty one: published files leave out what they like."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON list; none where the value is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _by_line(path: Path, text: str) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        raise Refusal(f"{path.name} is not readable as JSON ({error}). Download it again from its publisher.") from None


def _bodies(content: Any) -> list[Any]:
    if isinstance(content, list):
        return [body for one in content for body in _bodies(one)]
    if not isinstance(content, dict):
        return []
    if "records" in content:
        found = []
        for record in objects(content["records"]):
            full = [one for one in objects(record.get("releases")) if "tag" in one]  # a linked release is only a URL
            found += [record["compiledRelease"]] if record.get("compiledRelease") else full
        return found
    return objects(content["releases"]) if "releases" in content else [content]


def _merge(made: dict[str, Any], new: dict[str, Any]) -> None:
    for name, value in new.items():
        if value is None:
            made.pop(name, None)
        elif name in LISTS:
            before = {one.get("id"): one for one in made.get(name, [])}
            for one in objects(value):
                before[one.get("id")] = {**before.get(one.get("id"), {}), **one}
            made[name] = list(before.values())
        elif isinstance(value, dict) and isinstance(made.get(name), dict):
            made[name] = {**made[name], **value}
        else:
            made[name] = value
