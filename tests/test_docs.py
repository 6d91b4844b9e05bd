"""The documents say what the code does: each variable, setting, dependency, command and query is named there."""

import re
from pathlib import Path

import pytest

from tightrope import commands, questions, settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
VARIABLE = re.compile(r"\bTIGHTROPE_[A-Z][A-Z_]*\b")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def variables() -> list[str]:
    """Every environment variable that code outside the tests names."""
    sources = [*(ROOT / "tightrope").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py", ROOT / "run.py"]
    return sorted({name for path in sources for name in VARIABLE.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", variables())
def test_each_environment_variable_is_explained_where_it_is_set(name):
    assert re.search(rf"^\| `{name}` \| .{{10,}}", read("deployment.md"), re.MULTILINE), name


def test_no_variable_is_explained_that_nothing_reads():
    explained = set(re.findall(r"^\| `(TIGHTROPE_[A-Z_]+)` \|", read("deployment.md"), re.MULTILINE))
    assert explained == set(variables())


def setting_lines() -> list[tuple[str, str]]:
    """Each setting of the file with the words of its reason: on its line, or those of its section."""
    found, reason = [], ""
    for line in (ROOT / "data" / "settings.toml").read_text(encoding="utf-8").splitlines():
        section = re.match(r"\[(\w+)\]\s*(?:#\s*(.*))?", line)
        setting = re.match(r"(\w+) = [^#]*(?:#\s*(.*))?$", line)
        if section:
            reason = section[2] or ""
        elif setting:
            found.append((setting[1], setting[2] or reason))
    return found


# A name says it all, or the line above it gives the reason for both of a pair.
PLAIN = {"name", "financial_year", "ledger_net", "numbers_bad", "voices_bad", "round_to", "lock_minutes",
         "session_hours", "idle_minutes"}  # fmt: skip


@pytest.mark.parametrize(("name", "reason"), setting_lines())
def test_each_setting_has_its_reason(name, reason):
    assert len(reason) >= 10 or name in PLAIN


def test_every_setting_of_the_file_was_read():
    known = {name for part in vars(settings.settings()).values() for name in vars(part)}
    assert {name for name, _ in setting_lines()} <= known


def direct() -> list[str]:
    """What requirements.txt lists before the packages that those need."""
    mine = (ROOT / "requirements.txt").read_text(encoding="utf-8").partition("# What those need")[0]
    return re.findall(r"^([A-Za-z0-9_.-]+)==", mine, re.MULTILINE)


@pytest.mark.parametrize("name", direct())
def test_each_dependency_is_accounted_for(name):
    row = re.search(rf"^\| {re.escape(name)} \|(.*)$", read("dependencies.md"), re.MULTILINE | re.IGNORECASE)
    assert row, name
    cells = [cell.strip() for cell in row[1].strip(" |").split("|")]
    assert len(cells) == 4 and all(len(cell) >= 3 for cell in cells), "what for, why this one, licence, alive"


def test_every_package_is_pinned():
    for name in ("requirements.txt", "tests/requirements.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
        assert wanted and all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", line) for line in wanted)


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda one: one.name)
def test_each_command_is_explained_with_its_options(command):
    text = read("commands.md")
    part = re.search(rf"^## {command.name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, f"docs/commands.md has no part {command.name}"
    parser = commands.parser()._subparsers._group_actions[0].choices[command.name]
    for option in [one for action in parser._actions for one in action.option_strings]:
        if option not in ("-h", "--help", "--json"):
            assert f"`{option}" in part[1], f"{command.name} {option}"


@pytest.mark.parametrize("name", questions.everything())
def test_each_query_is_listed(name):
    assert f"| {name} |" in read("queries.md"), "write it anew: python3 run.py dictionary"


def test_the_list_of_queries_is_current():
    assert questions.is_current(), "write it anew: python3 run.py dictionary"


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []
