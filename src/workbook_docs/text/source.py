"""The lines of a workbook's text: front matter, replaced sections, and what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_MARKER = re.compile(r"\s*<!--\s*(/?)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\s*-->\s*")


@dataclass(frozen=True, slots=True)
class Own:
    """A hub's own words for a section, the file they are in, and the folder of its pictures."""

    words: str
    name: str = ""
    folder: Path | None = None


@dataclass
class Source:
    """The lines of a text after replacement, where each came from, and what is wrong.

    `folders` says for a file's name where its pictures lie.
    """

    name: str
    folders: dict[str, Path | None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    origins: list[tuple[str, int]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, line: int, what: str, remedy: str) -> None:
        """Note what is wrong in a line (from 0) and what to do about it."""
        origin, number = self.origins[line] if line < len(self.origins) else (self.name, 1)
        where = f"{origin} line {number}".strip()
        message = f"{where}: {what} – {remedy}"
        if (line, message) not in self.problems:
            self.problems.append((line, message))

    def number(self, line: int) -> int:
        """The line number, from 1, in the file that a line came from."""
        return self.origins[line][1]

    def folder(self, line: int) -> Path | None:
        """The folder in which the pictures named in a line lie."""
        return self.folders.get(self.origins[line][0])

    def take(self, source: str, replace: Mapping[str, Own]) -> dict[str, str]:
        """Fill the lines from a source; its front matter."""
        given = source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
        begin, front = self._front(given)
        open_key, open_line, seen = "", 0, set()
        for number, line in enumerate(given[begin:], begin + 1):
            marker = _MARKER.fullmatch(line)
            self._add("" if marker or open_key in replace else line, self.name, number)
            if marker is None:
                continue
            ending, key = bool(marker[1]), marker[2]
            if ending != bool(open_key) or (ending and key != open_key):
                here = len(self.lines) - 1
                self.wrong(
                    here,
                    f"the mark {line.strip()} has no partner",
                    "write <!-- name --> before the section and <!-- /name --> after it",
                )
                continue
            open_key, open_line = ("", 0) if ending else (key, len(self.lines) - 1)
            if not ending and key in replace:
                seen.add(key)
                own = replace[key]
                origin = own.name or f"{self.name} ({key})".strip()
                self.folders[origin] = own.folder
                words = own.words.replace("\r\n", "\n").removeprefix("\ufeff")
                for n, written in enumerate(words.split("\n"), 1):
                    self._add(written, origin, n)
        if open_key:
            self.wrong(open_line, f"the section {open_key} has no end",
                       f"write <!-- /{open_key} --> after it")  # fmt: skip
        for key in replace:
            if key not in seen:
                self.wrong(0, f"there is no section {key} to replace",
                           f"put <!-- {key} --> and <!-- /{key} --> round it")  # fmt: skip
        return front

    def _add(self, line: str, origin: str, number: int) -> None:
        self.lines.append(line)
        self.origins.append((origin, number))

    def _front(self, given: Sequence[str]) -> tuple[int, dict[str, str]]:
        front: dict[str, str] = {}
        if not given or given[0].strip() != "---":
            return 0, front
        if "---" not in (line.strip() for line in given[1:]):
            self._add("", self.name, 1)
            self.wrong(0, "the front matter has no end", "close it with a line '---'")
            return 1, front
        for number, line in enumerate(given, 1):
            self._add("", self.name, number)
            if number > 1 and line.strip() == "---":
                break
            key, colon, value = line.partition(":")
            if colon:
                front[key.strip()] = _unquoted(value.strip())
            elif number > 1 and line.strip():
                self.wrong(number - 1, f"“{line.strip()}” is no front matter",
                           "write it as 'title: Our plan'")  # fmt: skip
        return number, front


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
