"""Which workbook is a returned file, and which edition of it: by mark, by code, by its labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from workbook_docs import anchors, templates
from workbook_docs.catalogue import known_workbooks
from workbook_docs.definition import Workbook, title_of
from workbook_docs.edition import Edition, digest
from workbook_docs.edits import answer_behind
from workbook_docs.errors import NotReadable
from workbook_docs.records import Notice, Outline

MOST_LINES = 20_000
"""Lines of a file among which labels with an answer behind them are looked for."""
FEWEST_MARKS = 6
"""Marks of ours by which a part of a workbook, without its code, is known for one."""
RECOGNISED = 0.4
"""Share of an edition's labels that a file without a code must hold to be ours."""
FEW_LABELS = "few-labels"
"""The code of the finding on a file that only the caller's word makes a return."""
_FEW = (
    "The file holds few of the labels of “{title}”. It was read as one because you said so: please "
    "look at what was left unplaced, and whether it is the right file."
)


def recognise(
    outline: Outline, wanted: type[Workbook] | None
) -> tuple[type[Workbook], Edition, Outline]:
    """The definition and edition of a file: by property, by code, by its labels.

    A file that the caller says is of a workbook is read for the labels it has, be they few;
    all else in it is unplaced then. A code of another workbook, or no label at all, says no.
    """
    known = {wanted.workbook_id: wanted} if wanted is not None else known_workbooks()
    code = code_of(outline)
    if code and code[0] in known:
        workbook = known[code[0]]
        resolved = anchors.resolve(outline, anchors.names_of(workbook))
        own = templates.editions_of(workbook)
        same = [
            e
            for e in own
            if e.version == code[1] and e.format == outline.format and e.name == code[1]
        ]
        if same:
            # One version may have several builds: a hub's own cover, and the usual one.
            best = same[0] if len(same) == 1 else max(same, key=lambda e: likeness(outline, e))
            return workbook, best, resolved
        if not own:
            templates.template(workbook, outline.format)  # says what is missing
        return workbook, max(own, key=lambda e: likeness(outline, e)), resolved
    if code:
        raise NotReadable(
            "not-ours",
            f"This file belongs to the workbook “{code[0]}”, "
            + ("not to the one asked for." if wanted else "which is not known here. Say which "
               "definition it has: --workbook package.module:Class."),
        )  # fmt: skip
    marked = _by_marks(outline, known.values())
    if marked is not None:
        edition = max(
            templates.editions_of(marked),
            # Only our own forms bear our marks, and they do in the file's own format.
            key=lambda e: (e.name == e.version, e.format == outline.format, likeness(outline, e)),
        )
        return marked, edition, anchors.resolve(outline, anchors.names_of(marked))
    candidates = [
        (share, workbook, edition)
        for workbook, edition in templates.all_editions(wanted)
        if (share := likeness(outline, edition)) > 0
    ]
    if not candidates and wanted is not None:
        notice = Notice("warning", FEW_LABELS, _FEW.format(title=title_of(wanted)))
        outline = replace(outline, notices=(*outline.notices, notice))
        candidates = [
            (hits, wanted, edition)
            for edition in templates.editions_of(wanted)
            if (hits := len(labels_of(edition) & _present(outline, edition)))
        ]
    if not candidates:
        titles = ", ".join(f"“{title_of(workbook)}”" for workbook in known.values())
        raise NotReadable("not-ours", f"This is none of our workbooks ({titles}).")
    _, workbook, edition = max(candidates, key=lambda found: found[0])
    return workbook, edition, anchors.resolve(outline, anchors.names_of(workbook))


def _by_marks(outline: Outline, workbooks: Iterable[type[Workbook]]) -> type[Workbook] | None:
    """The workbook most of whose labels and columns still bear our marks; None where few do."""
    counts = []
    for workbook in workbooks:
        resolved = anchors.resolve(outline, anchors.names_of(workbook))
        marks = {
            (anchor.rung, anchor.path)
            for block in resolved.blocks
            for anchor in block.anchors
            if anchor.rung in ("bookmark", "name", "tag")
        }
        if len(marks) >= FEWEST_MARKS and templates.editions_of(workbook):
            counts.append((len(marks), workbook))
    best = max(counts, key=lambda found: found[0], default=None)
    return best[1] if best and sum(n == best[0] for n, _ in counts) == 1 else None


def code_of(outline: Outline) -> tuple[str, str] | None:
    """The id and version that a file says of itself, by its property or its footer."""
    marked = re.fullmatch(r"([a-z0-9-]+)@(\S+)", outline.properties.get(anchors.PROPERTY, ""))
    if marked:
        return marked[1], marked[2]
    for block in outline.blocks:
        if block.part in ("header", "footer") and (found := anchors.find_code(block.text)):
            return found[0], found[1]
    return None


def likeness(outline: Outline, edition: Edition) -> float:
    """How much of an edition a file holds; 0 where it is too little to be a copy of it."""
    present = _present(outline, edition)
    labels = labels_of(edition)
    lines = {line.key for line in edition.lines}
    if not labels or len(labels & present) < max(2, RECOGNISED * len(labels)):
        return 0.0
    hits = len(lines & present)
    # The same edition exists in both formats; a file is a copy of that of its own.
    return hits * hits / len(lines) * (1.5 if outline.format == edition.format else 1.0)


def labels_of(edition: Edition) -> set[str]:
    """The keys of an edition's labels, but those of the hub's own data of a copy."""
    return {line.key for line in edition.lines if line.label and not _is_copy_label(line.field)}


def _present(outline: Outline, edition: Edition) -> set[str]:
    """The keys of a file's lines, and of the edition's labels that begin them."""
    texts = [line for block in outline.blocks for line in block.text.split("\n") if line.strip()]
    present = {digest(text) for line in texts for text in (line, *line.split("\t")) if text.strip()}
    for label in edition.lines:
        if label.label and label.text and label.key not in present and len(texts) < MOST_LINES:
            words = label.text
            if any(answer_behind(line, words) for line in texts):
                present.add(label.key)
    return present


def _is_copy_label(path: str | None) -> bool:
    return path in anchors.COPY_FIELDS
