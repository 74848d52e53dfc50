"""Rules about the file as a whole: title, language, protection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbook_docs.accessibility.core import core_of, is_file_name, language_tag
from workbook_docs.accessibility.faults import Spot, told_once, truth
from workbook_docs.accessibility.word.document import Document
from workbook_docs.accessibility.word.names import W, val

WHOLE = "the document as a whole"


def title_is_set(document: Document) -> Iterator[Spot]:
    """D1: a title among the properties, which is not the file's name."""
    title = core_of(document.package).title
    if not title:
        yield WHOLE, "The document has no title among its properties"
    elif is_file_name(title, document.name):
        yield WHOLE, f"The title, “{title}”, is the name of a file"


def language_is_set(document: Document) -> Iterator[Spot]:
    """D2: a language for every word, and the one that the file says it has."""
    declared = declared_language(document)
    said = core_of(document.package).language
    if declared and language_tag(declared) is None:
        yield WHOLE, f"The language of the text, “{declared}”, is no language"
    elif declared and said and not _agree(said.casefold(), declared.casefold()):
        yield WHOLE, f"The text is marked as {declared}, but the file's properties say {said}"
    if not declared and all(
        not paragraph.look(run).language
        for paragraph in document.paragraphs
        for run in paragraph.runs
    ):
        yield WHOLE, "The text has no language"
        return
    yield from told_once(_without_language(document, declared))


def _without_language(document: Document, declared: str) -> Iterator[Spot]:
    for paragraph in document.everything:
        for run in paragraph.runs:
            language = paragraph.look(run).language
            if language_tag(language) is None and any(c.isalpha() for c in run.text):
                if not language and paragraph.spot.part != "body":
                    continue
                if declared != language:
                    yield paragraph.place, "Some words have no language"
                    break


def _agree(one: str, other: str) -> bool:
    """Whether two languages are the same, as far as both say: `en` and `en-GB` are."""
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def declared_language(document: Document) -> str:
    """The language in the document's defaults, or in its default paragraph style."""
    root = document.styles_root
    if root is None:
        return ""
    default = f"{W}style[@{W}type='paragraph'][@{W}default]"
    for path in (f"{W}docDefaults/{W}rPrDefault", default):
        for holder in root.findall(path):
            found = val(holder.find(f"{W}rPr/{W}lang"))
            if found:
                return found
    return ""


def nothing_is_locked(document: Document) -> Iterator[Spot]:
    """D15: no protection that keeps assistive software from comments, styles and answers."""
    settings = document.settings
    protection = settings.find(f"{W}documentProtection") if settings is not None else None
    if protection is not None and truth(protection.get(f"{W}enforcement")):
        kind = protection.get(f"{W}edit") or "formatting"
        yield WHOLE, f"The document is protected ({kind})"
    writing = settings.find(f"{W}writeProtection") if settings is not None else None
    if writing is not None:
        yield WHOLE, "The document asks to be opened for reading only"
    for box, paragraph in document.controls():
        if val(box.find(f"{W}sdtPr/{W}lock")) in ("contentLocked", "sdtContentLocked") and (
            _is_typed_into(box)
        ):
            place = paragraph.place if paragraph is not None else WHOLE
            yield place, "Nothing can be typed into this place: its content is locked"
    for table in document.tables:
        if table.element.find(f"{W}tblPr/{W}tblpPr") is not None:
            yield table.place(), "The table floats, so it is not read where it stands"


def _is_typed_into(box: Any) -> bool:
    holders = ("text", "date", "dropDownList", "comboBox")
    return any(box.find(f"{W}sdtPr/{W}{name}") is not None for name in holders) or (
        box.find(f"{W}sdtPr/{W}placeholder") is not None
    )


def properties_last(document: Document) -> Iterator[Spot]:
    """D17: title and language are kept where editors keep them when they save."""
    core = core_of(document.package)
    if core.is_loose:
        yield WHOLE, "The part that holds the title is tied to nothing, so editors drop it"
    if not declared_language(document) and any(
        paragraph.look(run).language for paragraph in document.paragraphs for run in paragraph.runs
    ):
        yield (
            WHOLE,
            "The language is set on single words only, so it is lost for all that is typed",
        )
