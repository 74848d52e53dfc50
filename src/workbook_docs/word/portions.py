"""Plain-text controls that LibreOffice 7.4 writes several times, once for each script in them.

A control with `Ann 東京` comes back as neighbours of one name that all say so, some with the
piece that they were for before it:

    Ann 東京 | 東京, Ann 東京 | Ann 東京

Somebody who copies a control beside itself leaves no such pieces, or the same ones twice.
"""

from __future__ import annotations

from lxml import etree

from workbook_docs.word.names import W, value


def written_again(control: etree._Element) -> list[etree._Element]:
    """The controls behind one that LibreOffice wrote for its further scripts; mostly none."""
    name = _name_of(control)
    first = _texts(control)
    if name is None or len(first) != 1 or not first[0]:
        return []
    again: list[etree._Element] = []
    reached, pieces = 0, 0
    following = control.getnext()
    while following is not None and following.tag == W + "sdt" and _name_of(following) == name:
        texts = _texts(following)
        if not 1 <= len(texts) <= 2 or texts[-1] != first[0]:
            break
        if len(texts) == 2:
            at = first[0].find(texts[0], reached)
            if at < 0 or not texts[0]:
                # A copy of the control begins before it, with a text of its own.
                return again[:-1] if pieces and len(_texts(again[-1])) == 1 else []
            reached, pieces = at + len(texts[0]), pieces + 1
        again.append(following)
        following = following.getnext()
    return again if pieces else []


def _name_of(control: etree._Element) -> tuple[str | None, str | None] | None:
    properties = control.find(W + "sdtPr")
    if properties is None:
        return None
    tag, alias = value(properties.find(W + "tag")), value(properties.find(W + "alias"))
    return (tag, alias) if tag or alias else None


def _texts(control: etree._Element) -> list[str]:
    """The texts of a control that holds one run and nothing else; none of another."""
    runs = control.findall(f"{W}sdtContent/*")
    if len(runs) != 1 or runs[0].tag != W + "r":
        return []
    if any(child.tag not in (W + "rPr", W + "t") for child in runs[0]):
        return []
    return [text.text or "" for text in runs[0].findall(W + "t")]
