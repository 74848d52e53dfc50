"""A Word file as blocks in reading order, with its properties and what a person should know.

python-docx does not see text inside content controls, insertions or smart tags, so the
walk over WordprocessingML is our own (`walk`).
"""

from __future__ import annotations

from lxml import etree

from workbook_docs.compatibility import settle
from workbook_docs.editors import editor_of
from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package
from workbook_docs.records import Notice, Outline
from workbook_docs.word.names import W
from workbook_docs.word.walk import Walk

_RECORDED = tuple(
    W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
)


def outline(data: bytes) -> Outline:
    """The blocks of a .docx, .docm, .dotx or .dotm file.

    Raises `NotReadable` where the file is no readable Word document.
    """
    package = Package(data)
    main = package.main_part
    root = settle(package.xml(main)) if main else None
    body = root.find(W + "body") if root is not None else None
    if main is None or body is None:
        raise NotReadable("not-office", "The file holds no Word document.")
    editor = editor_of(package)
    walk = Walk(package, main, editor)
    walk.body(body)
    walk.notes()
    walk.edges()
    notices = [*walk.notices, *_recorded(body)]
    if package.macros:
        notices.append(package.macros)
    return Outline(
        format="docx",
        blocks=tuple(walk.blocks),
        properties=package.properties,
        editor=editor,
        modified=package.modified,
        notices=tuple(dict.fromkeys(notices)),
    )


def _recorded(body: etree._Element) -> list[Notice]:
    """That changes were recorded, where some were: what they took out is in no account."""
    if next(body.iter(*_RECORDED), None) is None:
        return []
    return [
        Notice("note", "recorded-changes", "Changes were recorded in this file. It was read as it "
               "stands when all of them are accepted.")
    ]  # fmt: skip
