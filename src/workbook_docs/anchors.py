"""The names of our anchors, for both formats, and the way back from a name to a path.

An anchor is evidence of where a field is. Names are short, ASCII and the same in every
copy; a table made from the definition resolves them, so that nothing has to be parsed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from workbook_docs.definition import (
    DeclaredField,
    Workbook,
    fields_of,
    renamed_paths,
    tables_of,
)
from workbook_docs.errors import DefinitionError
from workbook_docs.records import Anchor, Copy, Outline
from workbook_docs.values import show

TAG_LENGTH = 64
"""Characters that Word allows in a content control's tag and title."""
BOOKMARK_LENGTH = 40
"""Characters that Word allows in a bookmark's name."""
PREFIX = "wd_"
LABEL_PREFIX = "wd_q_"
KEY_HEADER = "Key (please leave)"
"""Heading of the hidden key column of our Excel sheets."""

PROPERTY = "workbook-docs"
"""Custom property that holds `id@version`; the copy's own are `workbook-docs-copy` … ."""

COPY_FIELDS: Mapping[str, str] = {
    "copy.title": "Name of the study",
    "copy.study": "Study",
    "copy.round": "Round",
    "copy.due": "Return by",
    "copy.id": "Copy code",
}
"""What the hub writes into a copy, with its printed label: data of the copy, no answers."""

_CODE = re.compile(r"(?P<workbook>[a-z0-9][a-z0-9-]*)@(?P<version>\S+) · copy (?P<id>[0-9A-Z-]+)")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


_AGAIN = re.compile("\ue010(.+?)\ue011")


def printed_again(path: str) -> str:
    """What stands in an edition where a copy prints a field, or its own data, once more."""
    return f"\ue010{path}\ue011"


def print_again(text: str, values: Mapping[str, str]) -> str:
    """A line of an edition with values where they are printed again; nothing without one."""
    return _AGAIN.sub(lambda match: values.get(match[1], ""), text)


def bare(path: str) -> str:
    """A path without row numbers: `initial_matrix[3].impact` -> `initial_matrix[].impact`."""
    return re.sub(r"\[\d+\]", "[]", path)


def option_path(path: str, option: str) -> str:
    """The path of one box of a multiple choice: `services=Parking`."""
    return f"{path}={option}"


def _shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: length - 9]}~{mark}"


def _slug(text: str, prefix: str, length: int) -> str:
    # A dot is two underscores, so that a.b_c and a_b.c have names of their own.
    parted = text.replace("[].", ".").replace(".", "__")
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", parted).strip("_")
    if (
        prefix
        and len(prefix) + len(plain) <= length
        and re.fullmatch(r"[\w.\[\]]+", text, re.ASCII)
    ):
        return prefix + plain
    mark = hashlib.sha256(text.encode()).hexdigest()[:6]
    return f"{prefix}{plain[: length - len(prefix) - 7]}_{mark}"


def tag(path: str) -> str:
    """The content control's tag of a field."""
    return _shortened(bare(path), TAG_LENGTH)


def alias(label: str, path: str) -> str:
    """The content control's title: a short label and the path in brackets."""
    ending = f" [{_shortened(bare(path), TAG_LENGTH - 10)}]"
    return label[: TAG_LENGTH - len(ending)].rstrip() + ending


def alias_path(title: str) -> str | None:
    """The (perhaps shortened) path that an alias ends with."""
    match = re.search(r" \[(.+)\]$", title)
    return match[1] if match else None


def label_bookmark(path: str) -> str:
    """The name of the bookmark, or defined name, round a field's label or column heading."""
    return _slug(bare(path), LABEL_PREFIX, BOOKMARK_LENGTH)


def cell_name(path: str) -> str:
    """The workbook-level defined name of a field's answer cell in Excel."""
    # A field called q_1 must not get the name of a label.
    looks_like_label = f"{PREFIX}{path}".replace(".", "_").startswith(LABEL_PREFIX)
    return _slug(bare(path), f"{PREFIX}_" if looks_like_label else PREFIX, BOOKMARK_LENGTH)


@dataclass(frozen=True, slots=True)
class Names:
    """The way back from every anchor's name to its path, for one workbook."""

    tags: Mapping[str, str]
    aliases: Mapping[str, str]
    labels: Mapping[str, str]
    cells: Mapping[str, str]


def _paths(fields: tuple[DeclaredField, ...]) -> Iterator[str]:
    for declared in fields:
        yield declared.path
        for option in declared.options if declared.kind == "choices" else ():
            yield option_path(declared.path, option)


@cache
def names_of(workbook: type[Workbook]) -> Names:
    """The table that resolves the anchors of a workbook's files."""
    paths = [*_paths(fields_of(workbook)), *(t.path for t in tables_of(workbook)), *COPY_FIELDS]
    former = dict(_former(workbook))
    return Names(
        tags=_table(paths, former, tag),
        aliases=_table(paths, former, lambda path: _shortened(bare(path), TAG_LENGTH - 10)),
        labels=_table(paths, former, lambda path: label_bookmark(path).casefold()),
        cells=_table(paths, former, lambda path: cell_name(path).casefold()),
    )


def _former(workbook: type[Workbook]) -> Iterator[tuple[str, str]]:
    """What earlier versions called a path, and the path; also of the boxes of several choices."""
    renamed = renamed_paths(workbook)
    options = {f.path: f.options for f in fields_of(workbook) if f.kind == "choices"}
    for former, path in renamed.items():
        yield former, path
        for option in options.get(path, ()):
            yield option_path(former, option), option_path(path, option)


def _table(
    paths: list[str], former: Mapping[str, str], name: Callable[[str], str]
) -> dict[str, str]:
    table = {name(was): path for was, path in former.items()}
    table = {key: path for key, path in table.items() if key not in set(map(name, paths))}
    for path in paths:
        other = table.setdefault(name(path), path)
        if other != path:
            raise DefinitionError(
                f"{path} and {other} would have the same name in a file. Please rename one of them."
            )
    return table


# The copy ------------------------------------------------------------------------------


def new_copy(study: str | None = None, round: str | None = None, due: date | None = None) -> Copy:
    """A copy with a fresh code of two groups of four, no letter that looks like a digit."""
    letters = [secrets.choice(_ALPHABET) for _ in range(8)]
    return Copy("".join(letters[:4]) + "-" + "".join(letters[4:]), study, round, due)


def visible_code(workbook: type[Workbook], copy: Copy) -> str:
    """What stands in the footer of every copy: `module-2@1 · copy 7KQ2-M9XD`."""
    return f"{workbook.workbook_id}@{workbook.workbook_version} · copy {copy.id}"


def find_code(text: str) -> tuple[str, str, str] | None:
    """Workbook id, version and copy id of a visible code in a line of text."""
    match = _CODE.search(text)
    return (match["workbook"], match["version"], match["id"]) if match else None


def is_code(text: str) -> bool:
    """Whether a line is our visible code and nothing else."""
    return _CODE.fullmatch(text.strip()) is not None


def copy_properties(workbook: type[Workbook], copy: Copy) -> dict[str, str]:
    """The custom document properties by which a copy is known again."""
    found = {
        PROPERTY: f"{workbook.workbook_id}@{workbook.workbook_version}",
        f"{PROPERTY}-copy": copy.id,
    }
    if copy.study:
        found[f"{PROPERTY}-study"] = copy.study
    if copy.round:
        found[f"{PROPERTY}-round"] = copy.round
    if copy.due:
        found[f"{PROPERTY}-due"] = copy.due.isoformat()
    if copy.title:
        found[f"{PROPERTY}-title"] = copy.title
    return found


def copy_of(properties: Mapping[str, str]) -> Copy | None:
    """The copy that custom document properties tell of."""
    code = properties.get(f"{PROPERTY}-copy")
    if not code:
        return None
    due = properties.get(f"{PROPERTY}-due", "")
    try:
        day = date.fromisoformat(due[:10]) if due else None
    except ValueError:
        day = None
    study, round, title = (properties.get(f"{PROPERTY}-{n}") for n in ("study", "round", "title"))
    return Copy(code, study, round, day, title)


def resolve(outline: Outline, names: Names) -> Outline:
    """The outline with every anchor's path in place of its name; unknown marks dropped."""
    blocks = tuple(
        replace(block, anchors=tuple(_resolved(block.anchors, names))) if block.anchors else block
        for block in outline.blocks
    )
    return replace(outline, blocks=blocks)


def _resolved(anchors: tuple[Anchor, ...], names: Names) -> Iterator[Anchor]:
    for anchor in anchors:
        path = _path_of(anchor, names)
        if path is not None:
            yield replace(anchor, path=path)


def _path_of(anchor: Anchor, names: Names) -> str | None:
    if anchor.rung == "tag":
        return names.tags.get(anchor.path)
    if anchor.rung == "alias":
        return names.aliases.get(alias_path(anchor.path) or "")
    if anchor.rung == "key":
        return names.tags.get(tag(anchor.path))
    table = names.labels if anchor.role == "label" else names.cells
    return table.get(anchor.path.casefold())


def copy_texts(copy: Copy) -> dict[str, str]:
    """What stands in the cells of a copy's own data, by pseudo-path (`copy.due` …)."""
    return {
        "copy.title": copy.title or "",
        "copy.study": copy.study or "",
        "copy.round": copy.round or "",
        "copy.due": show("day", copy.due),
        "copy.id": copy.id,
    }
