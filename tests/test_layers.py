"""The floors of the house: imports go downwards, each library stays where it belongs, pages hold no logic."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tightrope"

# From the ground up. A module may import its own floor and those below it.
FLOORS = (
    ("errors", "paths", "clock", "settings", "setting_sections", "statistics", "disclosure", "sealing", "tables")
    + ("gate", "writer", "spreadsheet", "sniffing", "stripping", "strip_boxes", "strip_sound"),
    ("database",),
    ("weighing", "whatif", "voices", "renewals", "places"),
    ("evidence",),
    ("records",),
    ("answers",),
    ("board", "public", "screens"),
    ("questions", "commands", "__main__"),
    ("app", "pages"),
)
LEVEL = {name: number for number, names in enumerate(FLOORS) for name in names}
GROUND, PURE = frozenset(FLOORS[0]), frozenset(FLOORS[2])

# Libraries that only some parts may import; "" stands for the whole package.
ONLY_IN = {
    "duckdb": {"tightrope/database.py"},
    "streamlit": {"tightrope/screens/", "pages/", "app.py"},
    "plotly": {"tightrope/screens/", "pages/", "app.py"},
    "pydeck": {"tightrope/screens/", "pages/", "app.py"},
    "cryptography": {"tightrope/sealing.py"},
    "starlette": {"tightrope/public/", "app.py"},
    "uvicorn": {"tightrope/public/"},
    "pptx": {"tightrope/board/"},
    "docx": {"tightrope/board/"},
    "jinja2": {"tightrope/public/", "tightrope/board/", "tightrope/screens/"},
}


def sources() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part_of(path: Path) -> str:
    """The part of the house a file belongs to: database, evidence, pages ..."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """Full names of what a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports by dots"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def parts_imported(path: Path) -> set[str]:
    """Parts of the house that a file imports."""
    return {one.split(".")[1] for one in imports(path) if one.startswith("tightrope.")}


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_every_part_has_its_floor(path):
    if path != PACKAGE / "__init__.py":
        assert part_of(path) in LEVEL, f"{name_of(path)} stands on no floor: give it one in FLOORS"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_go_downwards(path):
    if path == PACKAGE / "__init__.py":
        assert imports(path) == set()
        return
    here = part_of(path)
    upwards = {one for one in parts_imported(path) if LEVEL[one] > LEVEL[here]}
    assert not upwards, f"{name_of(path)} reaches up to {', '.join(sorted(upwards))}"


@pytest.mark.parametrize("path", [one for one in sources() if part_of(one) in PURE], ids=name_of)
def test_the_judgement_is_pure(path):
    assert parts_imported(path) <= GROUND | PURE
    roots = {one.split(".")[0] for one in imports(path)}
    assert not roots & {"streamlit", "duckdb", "plotly", "pydeck", "os", "pathlib", "random", "httpx"}


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_each_library_stays_where_it_belongs(path):
    for one in {name.split(".")[0] for name in imports(path)} & ONLY_IN.keys():
        assert any(name_of(path).startswith(where) for where in ONLY_IN[one]), f"{name_of(path)} imports {one}"


def constants(path: Path) -> list[str]:
    """Every text in a file, docstrings left out."""
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
    ]


SQL = re.compile(r"\bSELECT\b.*\bFROM\b|\bINSERT\s+INTO\b|\bUPDATE\b.*\bSET\b|\bDELETE\s+FROM\b", re.DOTALL)


@pytest.mark.parametrize(
    "path", [one for one in sources() if part_of(one) in {"pages", "answers", "screens", "public"} | PURE], ids=name_of
)
def test_pages_and_answers_hold_no_sql(path):
    found = [text for text in constants(path) if SQL.search(text)]
    if name_of(path) == "tightrope/screens/bench.py":
        return  # compares queries with a bare one, which it has to spell out
    if name_of(path) == "tightrope/public/door.py":
        found = [text for text in found if text != "SELECT 1 AS ok"]
    assert not found


PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_defines_nothing_and_says_what_it_answers(path):
    defined = [
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    lambdas = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Lambda)]
    assert not defined and not lambdas
    assert "?" in (ast.get_docstring(tree(path)) or ""), "the first line says which question the page answers"


def test_the_test_can_fail(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    import tightrope.screens.entry\n    from tightrope import board\n")
    assert imports(bad) == {"tightrope.screens.entry", "tightrope.board"}
    assert SQL.search("select * from x".upper()) and SQL.search("SELECT a\nFROM b")
    assert not SQL.search("Select one from the list")


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_module_is_too_long_to_hold_in_mind(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
