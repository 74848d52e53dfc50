"""Rules about pictures, boxes and links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from workbook_docs.accessibility.alternatives import poor_alternative
from workbook_docs.accessibility.faults import Spot, quoted, truth
from workbook_docs.accessibility.word.document import Document, Paragraph
from workbook_docs.accessibility.word.names import DECORATIVE, MC, WP, R, V, W

_URL = re.compile(r"(?:https?://|ftp://|www\.)\S+", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
"""An address without its beginning, such as `nihr.ac.uk/plans`."""
_VAGUE = frozenset(
    """
    a about all an and article below button click continue details do document download file find
    follow following for from full go here how http https in info information it its know learn
    link links look more now of on open out page pages please press read reading see show site tap
    that the this to us view visit web webpage website what you
    """.split()  # noqa: SIM905
)
"""Words that say nothing of where a link leads, nor do any of them together."""
_CLICK = re.compile(r"\bclick (?:on )?(?:here|this)\b", re.IGNORECASE)
_FIELD = re.compile(r'HYPERLINK\s+(?P<anchor>\\l\s+)?"?(?P<target>[^"\s]+)"?', re.IGNORECASE)


def _seen(element: Any) -> bool:
    return next(element.iterancestors(f"{MC}Fallback"), None) is None


def pictures_are_described(document: Document) -> Iterator[Spot]:
    """D7: words instead of every picture, or the mark that it only decorates."""
    for paragraph in document.everything:
        for properties in _own(paragraph, f"{WP}docPr"):
            mark = next(properties.iter(DECORATIVE), None)
            if mark is not None and truth(mark.get("val"), True):
                continue
            drawn = properties.getparent()
            files = [held.get("name", "") for held in drawn.iter("{*}docPr", "{*}cNvPr")]
            problem = poor_alternative(properties.get("descr"), files)
            if problem:
                yield paragraph.place, f"The picture {quoted(_name(properties))} {problem}"
        for shape in _own(paragraph, f"{V}shape", f"{V}rect", f"{V}image"):
            if next(shape.iter(f"{V}imagedata"), None) is not None:
                problem = poor_alternative(shape.get("alt"))
                if problem:
                    yield paragraph.place, f"The picture {quoted(_name(shape))} {problem}"


def _name(element: Any) -> str:
    return str(element.get("name") or element.get("id") or "without a name")


def _own(paragraph: Paragraph, *tags: str) -> Iterator[Any]:
    """Elements of a paragraph that stand in no text box of it and in no older form of a drawing."""
    for found in paragraph.element.iter(*tags):
        nearest = next(found.iterancestors(f"{W}p"), None)
        if nearest is paragraph.element and _seen(found):
            yield found


def pictures_are_inline(document: Document) -> Iterator[Spot]:
    """D8: nothing floats, and no words stand in a text box."""
    for paragraph in document.everything:
        boxed = next(_own(paragraph, f"{W}txbxContent"), None) is not None
        if boxed:
            yield paragraph.place, "Words stand in a text box"
        elif _beside(paragraph):
            yield paragraph.place, "A picture floats beside the text"
        if "framePr" in paragraph.properties and paragraph.text.strip():
            yield paragraph.place, "The words stand in a frame that floats"


def _beside(paragraph: Paragraph) -> bool:
    """Whether a picture of the paragraph floats."""
    if next(_own(paragraph, f"{WP}anchor"), None) is not None:
        return True
    return any(_floats(shape) for shape in _own(paragraph, f"{V}shape", f"{V}rect"))


def _floats(shape: Any) -> bool:
    return "position:absolute" in str(shape.get("style") or "").replace(" ", "")


# Links ---------------------------------------------------------------------------------


def links_say_where_they_lead(document: Document) -> Iterator[Spot]:
    """D10: the words of a link tell where it leads, and the same words lead to one place."""
    targets: dict[str, dict[str, Paragraph]] = defaultdict(dict)
    relations = _relations(document)
    for paragraph in document.everything:
        if paragraph.is_contents:
            continue
        for text, target in _links(paragraph, relations):
            said = " ".join(text.split())
            folded = said.casefold().strip(" .:;>»→")
            if not said:
                yield paragraph.place, f"A link to {target} has no words"
                continue
            if _URL.search(said) or _BARE.fullmatch(said):
                yield paragraph.place, f"The words of the link are its bare address, {quoted(said)}"
            elif _is_vague(folded):
                yield paragraph.place, f"The link {quoted(said)} does not say where it leads"
            targets[folded].setdefault(target.rstrip("/"), paragraph)
    for folded, found in targets.items():
        if len(found) > 1 and not _is_vague(folded):
            yield (
                list(found.values())[1].place,
                (f"The words {quoted(folded)} link to another place than where they stood first"),
            )


def _is_vague(said: str) -> bool:
    words = re.findall(r"[^\W_]+", said)
    return bool(_CLICK.search(said)) or all(word in _VAGUE for word in words)


def _relations(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    parts = [document.part]
    for kind in ("header", "footer", "footnotes", "endnotes"):
        parts += document.package.related(document.part, kind)
    for part in reversed(parts):
        found |= {id: relation.target for id, relation in document.package.relations(part).items()}
    return found


def _links(paragraph: Paragraph, relations: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The words and target of each link of a paragraph; answers may link as they like."""
    by_link: dict[Any, list[str]] = {}
    by_field: dict[str, list[str]] = {}
    for link in _own(paragraph, f"{W}hyperlink"):
        deleted = next(link.iter(f"{W}delText"), None) is not None
        if not deleted and next(link.iterancestors(f"{W}del"), None) is None:
            by_link[link] = []
    for run in paragraph.runs:
        if run.link is not None and not run.typed:
            by_link.setdefault(run.link, []).append(run.text)
        elif not run.typed and (match := _FIELD.match(run.field)):
            target = ("#" if match["anchor"] else "") + match["target"]
            by_field.setdefault(target, []).append(run.text)
    typed = {run.link for run in paragraph.runs if run.typed}
    for link, words in by_link.items():
        anchor = link.get(f"{W}anchor")
        target = relations.get(link.get(f"{R}id", ""), "") + (f"#{anchor}" if anchor else "")
        pictured = next(link.iter(f"{WP}docPr"), None) is not None
        if target and not pictured and link not in typed:
            yield "".join(words), target
    for target, words in by_field.items():
        yield "".join(words), target
