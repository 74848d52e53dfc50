"""Which room may import which: data flows one way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "workbook_docs"

# A room imports only rooms of its own rank that are itself, or of a rank above it.
RANKS = [
    ("errors",),
    ("definition",),
    ("catalogue",),
    ("records", "chapters", "surrogates", "widths"),
    ("prompts",),
    ("trimming", "wording"),
    ("addresses", "entries"),
    ("values",),
    ("understanding",),
    ("workbooks", "wrong_files"),
    (
        "anchors",
        "compatibility",
        "content",
        "contrast",
        "drawingml",
        "embedded",
        "intake",
        "ooxml",
        "widths",
    ),
    ("accessibility",),
    ("opendocument", "word97"),
    ("converting", "editors"),
    ("edition",),
    ("marked",),
    ("word", "excel"),
    ("templates",),
    ("copies",),
    ("text",),
    ("parsing",),
    ("ticks",),
    ("matching",),
    ("order", "edits"),
    ("match",),
    ("captions", "headings", "laying"),
    ("turning",),
    ("beside",),
    ("textboxes", "translations", "wordings"),
    ("doubles", "headless"),
    (
        "lines",
        "pieces",
        "claims",
        "grids",
        "alignment",
        "unfolding",
        "strays",
        "endings",
        "numbering",
        "twins",
    ),
    ("heads", "broken"),
    ("boxes", "regions", "texts", "inside"),
    ("columns",),
    ("dealing",),
    ("align",),
    ("recognition", "places", "recipient", "ticked"),
    ("dropped", "noticing", "remarks"),
    ("taking",),
    ("reading",),
    ("checks",),
    ("hub",),
    ("report",),
    ("sending",),
    ("conformance",),
    ("demo",),
    ("cli",),
    ("__main__",),
]
RANK = {room: rank for rank, rooms in enumerate(RANKS) for room in rooms}
# library -> the only rooms that may import it
ONLY = {
    "docx": {"word"},
    "docxtpl": {"word"},
    "openpyxl": {"excel"},
    "python_calamine": {"excel"},
    "icalendar": {"hub"},
    "olefile": {"word97"},
    "pyarrow": {"hub"},
    "sqlite3": {"hub"},
    "click": {"cli"},
    "rich": {"report"},
    "matplotlib": {"report"},
    "markdown_it": {"text"},
    "mdit_py_plugins": {"text"},
    "resvg_py": {"text"},
}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            assert node.module
            yield node.module
            if node.module == "workbook_docs":
                yield from (f"workbook_docs.{alias.name}" for alias in node.names)


FILES = sorted(p for p in SOURCE.rglob("*.py") if p != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_above_it(path):
    room = room_of(path)
    wrong = []
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "workbook_docs" and len(parts) > 1 and parts[1] in RANK:
            other = parts[1]
            if other != room and RANK[other] >= RANK[room]:
                wrong.append(f"{room} imports {other}")
        if parts[0] in ONLY and room not in ONLY[parts[0]]:
            wrong.append(f"{room} imports {parts[0]}")

    assert wrong == []


def test_every_room_has_a_rank():
    assert {room_of(path) for path in FILES} == set(RANK)
