"""Hands on a Word file's anchors and on the XML round its words; what people see stays."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.word_file import (
    ANSWER,
    SPACE,
    W,
    WordFile,
    clear,
    heading_level,
    is_tick,
    runs_of,
    text_of,
    unwrap,
    unwrap_controls,
    wrap,
)
from workbook_docs.conformance.xml import child_of, empty, parent_of, take_out

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"


@word_hand("runs split")
def split_runs(file: WordFile, dice: Random) -> bool:
    for r in list(file.root.iter(f"{W}r")):
        nodes = [child for child in r if child.tag != f"{W}rPr"]
        text = nodes[0].text or "" if len(nodes) == 1 and nodes[0].tag == f"{W}t" else ""
        if len(text) < 4:
            continue
        at = dice.randint(1, len(text) - 1)
        second = copy.deepcopy(r)
        second.set(f"{W}rsidR", f"{dice.getrandbits(32):08X}")
        for node, part in ((nodes[0], text[:at]), (child_of(second, f"{W}t"), text[at:])):
            node.text = part
            node.set(SPACE, "preserve")
        r.addnext(second)
        if dice.random() < 0.3:
            mark = etree.Element(f"{W}proofErr")
            mark.set(f"{W}type", "spellStart")
            r.addnext(mark)
    return True


@word_hand("some controls gone")
def unwrap_some(file: WordFile, dice: Random) -> bool:
    inner = [s for s in file.root.iter(f"{W}sdt") if s.find(f"{W}sdtPr/{W}tag") is not None]
    for sdt in some(dice, inner, 0.3):
        unwrap(sdt)
    return bool(inner)


@word_hand("all controls gone")
def unwrap_all(file: WordFile, dice: Random) -> bool:
    there = file.root.find(f".//{W}sdt") is not None
    unwrap_controls(file.root)
    return there


@word_hand("tags gone")
def drop_tags(file: WordFile, dice: Random) -> bool:
    tags = list(file.root.iter(f"{W}tag"))
    for tag in tags:
        take_out(tag)
    return bool(tags)


@word_hand("tags and aliases gone")
def drop_tags_and_aliases(file: WordFile, dice: Random) -> bool:
    tags = list(file.root.iter(f"{W}tag", f"{W}alias"))
    for tag in tags:
        take_out(tag)
    return bool(tags)


@word_hand("bookmarks gone")
def drop_bookmarks(file: WordFile, dice: Random) -> bool:
    marks = list(file.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))
    for mark in marks:
        take_out(mark)
    return bool(marks)


@word_hand("custom properties gone")
def drop_properties(file: WordFile, dice: Random) -> bool:
    there = file.parts.pop("docProps/custom.xml", None)
    _drop_part(file, "custom.xml")
    return there is not None


@word_hand("every anchor gone")
def strip_all(file: WordFile, dice: Random) -> bool:
    unwrap_controls(file.root)
    drop_bookmarks(file, dice)
    drop_properties(file, dice)
    for name in [n for n in file.parts if n.startswith("word/footer")]:
        footer = etree.fromstring(file.parts[name])
        for p in list(footer):
            clear(p)
        file.parts[name] = etree.tostring(footer)
    return True


def _drop_part(file: WordFile, name: str) -> None:
    for part in ("_rels/.rels", "[Content_Types].xml"):
        root = etree.fromstring(file.parts[part])
        for child in list(root):
            if (child.get("Target") or child.get("PartName") or "").endswith(name):
                root.remove(child)
        file.parts[part] = etree.tostring(root)


@word_hand("bookmarks renamed as Google Docs does")
def rename_bookmarks(file: WordFile, dice: Random) -> bool:
    for mark in file.root.iter(f"{W}bookmarkStart"):
        mark.set(f"{W}name", f"id.{dice.getrandbits(40):x}")
    return file.root.find(f".//{W}bookmarkStart") is not None


@word_hand("goog_rdk controls in place of ours")
def google_controls(file: WordFile, dice: Random) -> bool:
    unwrap_controls(file.root)
    for number, r in enumerate(some(dice, list(file.root.iter(f"{W}r")), 0.6)):
        if r.find(f"{W}fldChar") is None and r.find(f"{W}instrText") is None:
            sdt, content = _control(f"goog_rdk_{number}")
            wrap([r], sdt, content)
    for row in some(dice, list(file.root.iter(f"{W}tr")), 0.1):
        sdt, content = _control(f"goog_rdk_{dice.randint(1000, 9999)}")
        wrap([row], sdt, content)
    return True


def _control(tag: str) -> tuple[etree._Element, etree._Element]:
    sdt = etree.Element(f"{W}sdt")
    etree.SubElement(etree.SubElement(sdt, f"{W}sdtPr"), f"{W}tag").set(f"{W}val", tag)
    return sdt, etree.SubElement(sdt, f"{W}sdtContent")


@word_hand("control round the whole paragraph")
def block_controls(file: WordFile, dice: Random) -> bool:
    done = False
    for p in some(dice, file.answers()):
        inner = p.find(f"{W}sdt")
        if inner is None or parent_of(p).tag == f"{W}txbxContent":
            continue
        sdt = etree.Element(f"{W}sdt")
        sdt.append(copy.deepcopy(child_of(inner, f"{W}sdtPr")))
        unwrap(inner)
        wrap([p], sdt, etree.SubElement(sdt, f"{W}sdtContent"))
        done = True
    return done


@word_hand("smart tags, custom XML and links round words")
def wrappers(file: WordFile, dice: Random) -> bool:
    for r in some(dice, [r for p in file.root.iter(f"{W}p") for r in runs_of(p)], 0.3):
        if parent_of(r).tag in (f"{W}p", f"{W}sdtContent"):
            holder = etree.Element(
                f"{W}{dice.choice(('smartTag', 'customXml', 'hyperlink', 'ins'))}"
            )
            wrap([r], holder, holder)
    return True


@word_hand("alternate content round words")
def alternates(file: WordFile, dice: Random) -> bool:
    for p in some(dice, file.answers(filled=True)):
        for r in runs_of(p):
            second = copy.deepcopy(r)
            holder = etree.Element(f"{MC}AlternateContent")
            choice = etree.SubElement(holder, f"{MC}Choice")
            choice.set("Requires", "w14")
            wrap([r], holder, choice)
            etree.SubElement(holder, f"{MC}Fallback").append(second)
    return True


@word_hand("styles reset to Normal")
def reset_styles(file: WordFile, dice: Random) -> bool:
    for style in list(file.root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")):
        p = next(style.iterancestors(f"{W}p"), None)
        if style.tag != f"{W}pStyle" or p is None or heading_level(p) not in (1, 2, 3):
            take_out(style)
    return True


@word_hand("LibreOffice 7.4's line breaks")
def libreoffice_breaks(file: WordFile, dice: Random) -> bool:
    """A control's line break becomes a second w:t of the same run, as the file is saved."""
    file.last.append(_second_texts)
    return "docProps/app.xml" in file.parts


def _saved_by_libreoffice(file: WordFile) -> None:
    root = etree.fromstring(file.parts["docProps/app.xml"])
    for child in root:
        if child.tag.endswith("}Application"):
            child.text = "LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2"
    file.parts["docProps/app.xml"] = etree.tostring(root)


@word_hand("LibreOffice 7.4's copies of answers in several scripts")
def libreoffice_scripts(file: WordFile, dice: Random) -> bool:
    """A one-line control comes three times, the second with a piece of the answer before it."""
    if "docProps/app.xml" not in file.parts:
        return False
    file.last.append(_several_scripts)
    return any(file.kind_of(p) == "text" for p in file.answers(filled=True))


def _several_scripts(file: WordFile) -> None:
    _saved_by_libreoffice(file)
    for p in file.answers(filled=True):
        content, text = p.find(f"{W}sdt/{W}sdtContent"), text_of(p)
        if content is None or file.kind_of(p) != "text" or text_of(content) != text:
            continue
        control, start = parent_of(content), len(text) // 2
        for pieces in ([text], [text[start:], text], [text]):
            again = copy.deepcopy(control)
            held = child_of(again, f"{W}sdtContent")
            empty(held)
            one = etree.SubElement(held, f"{W}r")
            for piece in pieces:
                words = etree.SubElement(one, f"{W}t")
                words.text = piece
                words.set(SPACE, "preserve")
            control.addprevious(again)
        take_out(control)


def _second_texts(file: WordFile) -> None:
    _saved_by_libreoffice(file)
    for mark in _breaks_between_texts(file):
        if next(mark.iterancestors(f"{W}sdt"), None) is not None:
            take_out(mark)


def _breaks_between_texts(file: WordFile) -> list[etree._Element]:
    return [
        mark
        for mark in file.root.iter(f"{W}br")
        if (before := mark.getprevious()) is not None
        and (after := mark.getnext()) is not None
        and before.tag == after.tag == f"{W}t"
    ]


@word_hand("AbiWord's line breaks")
def abiword_breaks(file: WordFile, dice: Random) -> bool:
    """A line break becomes a line feed within the text, as the file is saved."""
    file.last.append(_line_feeds)
    return True


def _line_feeds(file: WordFile) -> None:
    for mark in _breaks_between_texts(file):
        before, after = mark.getprevious(), mark.getnext()
        if before is None or after is None:
            continue
        before.text = f"{before.text or ''}\n{after.text or ''}"
        take_out(after)
        take_out(mark)


@word_hand("Strict namespaces")
def strict(file: WordFile, dice: Random) -> bool:
    kinds = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main":
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties":
            b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
        b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes":
            b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
        b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties":
            b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    }  # fmt: skip
    file.late.append(lambda data: _replaced(data, kinds))
    return True


def _replaced(data: bytes, kinds: dict[bytes, bytes]) -> bytes:
    for transitional, strict_name in kinds.items():
        data = data.replace(transitional, strict_name)
    return data


@word_hand("smart punctuation everywhere")
def smart_punctuation(file: WordFile, dice: Random) -> bool:
    """An editor turns straight quotes of the issued text, and blanks before %, into its own."""
    for node in file.root.iter(f"{W}t"):
        p = next(node.iterancestors(f"{W}p"), None)
        if node.text and p is not None and (not p.get(ANSWER) or is_tick(p)):
            node.text = node.text.replace("'", "’").replace(" - ", " – ").replace("  ", " \u00a0")
    return True


@word_hand("empty paragraphs added")
def empty_paragraphs(file: WordFile, dice: Random) -> bool:
    for p in some(dice, list(file.root.iter(f"{W}p")), 0.2):
        if parent_of(p).tag in (f"{W}body", f"{W}tc"):
            for _ in range(dice.randint(1, 2)):
                p.addnext(etree.Element(f"{W}p"))
    return True


@word_hand("hidden, struck and white answers")
def hidden_answers(file: WordFile, dice: Random) -> bool:
    for p in some(dice, file.answers(filled=True), 0.4):
        name = dice.choice(("vanish", "strike", "color"))
        for r in runs_of(p):
            holder = r.find(f"{W}rPr")
            if holder is None:
                holder = etree.Element(f"{W}rPr")
                r.insert(0, holder)
            mark = etree.SubElement(holder, f"{W}{name}")
            if name == "color":
                mark.set(f"{W}val", "FFFFFF")
    return bool(text_of(file.body))
