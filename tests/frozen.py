"""Hubs as earlier versions made them, from their frozen text."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

FROZEN = Path(__file__).parent / "hubs"


def thaw(schema: int, folder: Path) -> Path:
    """The hub of a schema, as a folder that can be opened."""
    shutil.copytree(FROZEN / str(schema) / "originals", folder / "originals")
    for name in ("hub", "people"):
        connection = sqlite3.connect(folder / f"{name}.sqlite")
        connection.executescript((FROZEN / str(schema) / f"{name}.sql").read_text("utf-8"))
        connection.close()
    return folder


def frozen_schemas() -> list[int]:
    """The numbers of the schemas that are kept."""
    return sorted(int(path.name) for path in FROZEN.iterdir())
