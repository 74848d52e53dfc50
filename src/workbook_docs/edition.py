"""What was issued: the lines of an edition in reading order, and where its fields are.

An edition is made from a blank of ours by its anchors, or (`marked.py`) from somebody's own
blank in which the places were marked by `{{ path }}`. Text that is not ours is kept as labels
in clear and every other line as a hash of its letters and digits, with hashed shingles
of three words: enough to know it again, and no sentence is copied.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from workbook_docs import anchors
from workbook_docs.definition import Workbook, fields_of, renamed_paths
from workbook_docs.errors import TemplateError
from workbook_docs.records import Block, Outline, Part


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The letters and digits of a text, casefolded: what two copies of a line share."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return plain or "".join(text.split())


def digest(text: str) -> str:
    """A short hash of a line's letters and digits."""
    return hashlib.blake2b(
        letters(text).encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()


def furniture(text: str) -> str:
    """A header or footer without what differs from copy to copy and page to page."""
    code = anchors.find_code(text)
    if code:
        text = text.replace(code[2], "")
    return re.sub(r"[\d\W_]+", "", text.casefold())


def shingles(text: str) -> frozenset[int]:
    """Hashes of every three neighbouring words of a text."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(word_groups(words))


def word_groups(words: Sequence[str]) -> list[int]:
    """A hash of every three neighbouring words, in order."""
    groups = [" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))]
    return [
        int.from_bytes(hashlib.blake2b(g.encode("utf-8", "replace"), digest_size=4).digest())
        for g in groups
        if g
    ]


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One line of an edition.

    `field` is the path of the field whose own line it is: its label, questions and
    explanation up to its place. `column_of` is the column whose heading it is. `text` is
    None where only the hash is kept. `again` is the line with a mark wherever a copy prints a
    field, or data of its own, once more. `over` tells of a field's own line in a table that its
    answer stands below it, not beside it.
    """

    key: str
    text: str | None = None
    marks: frozenset[int] = frozenset()
    part: Part = "body"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    level: int = 0
    strong: bool = False
    field: str | None = None
    label: bool = False
    column_of: str | None = None
    again: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a workbook's template, or an older or foreign form of it.

    `pictured` are the keys of the lines behind which it prints a picture, in Excel of the cells.
    """

    workbook: str
    version: str
    name: str
    format: Literal["docx", "xlsx"]
    lines: tuple[IssuedLine, ...]
    fields: frozenset[str]
    pictured: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """How a reading names the edition: `module-2@1`."""
        return f"{self.workbook}@{self.name}"


def of_blank(outline: Outline, workbook: type[Workbook]) -> Edition:
    """The edition that a blank of ours is a copy of, by its resolved anchors."""
    lines: list[IssuedLine] = []
    waiting: list[int] = []  # lines since the last label: they belong to its field
    open_field: str | None = None
    fields: set[str] = set()
    for block in outline.blocks:
        if block.computed and outline.format == "xlsx":
            continue  # our hidden keys are never compared: no answer may be like them
        labels = [a.path for a in block.anchors if a.role == "label"]
        answers = sorted({(a.start, a.end, a.path) for a in block.anchors if a.role == "answer"})
        columns = [path for path in labels if "[]." in path]
        singles = [path for path in labels if _is_single(path, workbook)]
        # A blank's answers are prompts: they are told apart by their words when reading.
        pieces = list(_outside(block, answers))
        if singles:
            open_field, waiting = singles[0], []
            fields.add(open_field)
        if block.level and not singles:
            open_field, waiting = None, []
        for text in pieces:
            line = line_of(block, text)
            lines.append(
                replace(
                    line,
                    label=bool(singles or columns),
                    column_of=columns[0] if columns else None,
                    field=singles[0] if singles else None,
                )
            )
            if open_field and not singles:
                waiting.append(len(lines) - 1)
        for _, _, path in answers:
            fields.add(path)
            if path == open_field:
                for index in waiting:
                    lines[index] = replace(lines[index], field=path)
                open_field, waiting = None, []
    fields.update(line.column_of for line in lines if line.column_of)
    return Edition(
        workbook.workbook_id,
        workbook.workbook_version,
        workbook.workbook_version,
        outline.format,
        tuple(lines),
        frozenset(fields),
        pictured(outline),
    )


NEAR_PICTURE = 50
"""Blocks before a picture among which its line is looked for."""


def pictured(outline: Outline) -> frozenset[str]:
    """The keys of the lines behind which pictures stand."""
    return frozenset(
        line_before(outline.blocks, n) for n, b in enumerate(outline.blocks) if b.picture
    )


def line_before(blocks: Sequence[Block], number: int) -> str:
    """The key of the last line shortly before a block, or of its cell in Excel."""
    if address := blocks[number].address:
        return digest(address)
    for block in reversed(blocks[max(0, number - NEAR_PICTURE) : number + 1]):
        if lines := [line for line in block.text.split("\n") if line.strip()]:
            return digest(lines[-1])
    return ""


def _is_single(path: str, workbook: type[Workbook]) -> bool:
    if path in anchors.COPY_FIELDS:
        return True
    return (
        "[]" not in path
        and path in anchors.names_of(workbook).tags.values()
        and ("=" in path or any(declared.path == path for declared in fields_of(workbook)))
    )


def _outside(block: Block, answers: list[tuple[int, int, str]]) -> Iterator[str]:
    position, kept = 0, []
    for start, end, _ in answers:
        kept.append(block.text[position : max(position, start)])
        position = max(position, end)
    kept.append(block.text[position:])
    for piece in kept:
        yield from (line for line in piece.split("\n") if line.strip())


def line_of(block: Block, text: str) -> IssuedLine:
    """A line of a block as it was issued."""
    words = anchors.print_again(text, {})
    return IssuedLine(
        key=_key(words, block.part),
        text=words.strip(),
        part=block.part,
        table=block.table,
        row=block.row,
        column=block.column,
        level=block.level,
        strong=block.strong,
        again=text if text != words else None,
    )


def _key(text: str, part: Part) -> str:
    return digest(furniture(text) if part in ("header", "footer") else text)


# What is printed again -----------------------------------------------------------------


def printed(edition: Edition, values: Mapping[str, str], outline: Outline) -> Edition:
    """An edition as a copy of it was printed: what stands once more has its words.

    Args:
        values: by path, what the copy holds; a path without one is printed as nothing.
        outline: the return. A line with values that does not stand in it is taken as it is
            without them: the answer may have been given, or changed, after it was printed.
    """
    if not any(line.again for line in edition.lines):
        return edition
    stands = "\n".join(letters(block.text) for block in outline.blocks)
    lines: list[IssuedLine] = []
    for line in edition.lines:
        if line.again is None:
            lines.append(line)
            continue
        texts = anchors.print_again(line.again, values).split("\n")
        if not all(letters(text) in stands for text in texts):
            texts = [line.text or ""]
        lines += [
            replace(line, key=_key(text, line.part), text=text.strip(), again=None)
            for text in texts
            if text.strip()
        ]
    return replace(edition, lines=tuple(lines))


# Older versions ------------------------------------------------------------------------


def with_present_paths(edition: Edition, workbook: type[Workbook]) -> Edition:
    """An edition of an earlier version, its fields by the paths that they have now.

    A box of several choices is `path=option`; the option keeps its words.
    """
    renamed = renamed_paths(workbook)

    def present(path: str) -> str:
        own, equals, option = path.partition("=")
        return renamed.get(own, own) + equals + option

    lines = (
        replace(
            line,
            field=present(line.field) if line.field else None,
            column_of=present(line.column_of) if line.column_of else None,
        )
        for line in edition.lines
    )
    return replace(edition, lines=tuple(lines), fields=frozenset(map(present, edition.fields)))


# Files ---------------------------------------------------------------------------------


def save(edition: Edition, path: Path) -> None:
    """Write an edition as JSON, a line of the form a line of the file."""
    head = {
        "workbook": edition.workbook,
        "version": edition.version,
        "name": edition.name,
        "format": edition.format,
        "fields": sorted(edition.fields),
    }
    if edition.pictured:
        head["pictured"] = sorted(edition.pictured)
    rows = [json.dumps(_lean(line), ensure_ascii=False) for line in edition.lines]
    body = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{body},\n "lines": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n", "utf-8")


def _lean(line: IssuedLine) -> dict[str, Any]:
    default = IssuedLine(key="")
    found = {name: value for name, value in asdict(line).items() if value != getattr(default, name)}
    if "marks" in found:
        found["marks"] = sorted(found["marks"])
    return found


def load(path: Path) -> Edition:
    """The edition that a JSON file holds.

    Raises `TemplateError` where the file is none.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        lines = tuple(
            IssuedLine(**{**row, "marks": frozenset(row.get("marks", ()))}) for row in data["lines"]
        )
        return Edition(
            data["workbook"], data["version"], data["name"], data["format"], lines,
            frozenset(data["fields"]), frozenset(data.get("pictured", ())),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise TemplateError(f"{path.name} is not an edition: {problem}") from problem
