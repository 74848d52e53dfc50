"""Hands on the text round the answers of a Word file: headings, guidance, notes, new files."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from workbook_docs.conformance.hands import some, word_hand
from workbook_docs.conformance.package import unpacked
from workbook_docs.conformance.word_file import (
    ANSWER,
    LABEL,
    W,
    WordFile,
    clear,
    heading_level,
    paragraph,
    run,
    text_of,
    unwrap_controls,
)
from workbook_docs.conformance.xml import child_of, empty, take_out
from workbook_docs.word.resave import new_document as new_document_file

_NOTES = (
    "Ann to ask the sponsor about this before Friday",
    "Draft – still to be agreed with the whole team",
    "see e-mail of 3 March from the R&D office",
    "Moved here from last year's version",
)


def sections_of(file: WordFile) -> list[list[etree._Element]]:
    """The parts of the body that begin with a heading of the second level."""
    sections: list[list[etree._Element]] = []
    for child in file.body:
        if child.tag == f"{W}p" and heading_level(child) in (1, 2):
            sections.append([])
        if sections and child.tag != f"{W}sectPr":
            sections[-1].append(child)
    return sections


def _delete(file: WordFile, p: etree._Element) -> None:
    """Take a paragraph away, and the notes that other hands left in it."""
    text = text_of(p)
    file.notes[:] = [note for note in file.notes if note not in text]
    file.body.remove(p)


@word_hand("section moved")
def move_section(file: WordFile, dice: Random) -> bool:
    sections = sections_of(file)
    asking = [
        s for s in sections
        if heading_level(s[0]) == 2 and any(p.get(ANSWER) for e in s for p in e.iter(f"{W}p"))
    ]  # fmt: skip
    if not asking or len(sections) < 3:
        return False
    moved = dice.choice(asking)
    target = dice.choice([s for s in sections[1:] if s is not moved])
    for element in moved:
        target[0].addprevious(element)
    return True


@word_hand("all sections in another order")
def shuffle_sections(file: WordFile, dice: Random) -> bool:
    sections = sections_of(file)[1:]
    if len(sections) < 3:
        return False
    anchor = paragraph("")
    sections[-1][-1].addnext(anchor)
    dice.shuffle(sections)
    for section in sections:
        for element in section:
            anchor.addprevious(element)
    take_out(anchor)
    return True


@word_hand("headings numbered by hand")
def number_headings(file: WordFile, dice: Random) -> bool:
    """A number before every heading, those that are a field's label included."""
    headings = [p for p in file.body if p.tag == f"{W}p" and heading_level(p)]
    style = dice.choice(("{}. ", "{}) ", "2.{} ", "Q{} ", "Part {}: "))
    for number, p in enumerate(headings, 1):
        first = next((t for t in p.iter(f"{W}t") if t.text), None)
        if first is not None:
            first.text = style.format(number) + (first.text or "")
    return bool(headings)


@word_hand("headings edited")
def edit_headings(file: WordFile, dice: Random) -> bool:
    headings = [p for p in file.body if p.tag == f"{W}p" and heading_level(p) and not p.get(LABEL)]
    for p in some(dice, headings, 0.3):
        nodes = [t for t in p.iter(f"{W}t") if t.text]
        if nodes:
            nodes[-1].text = f"{nodes[-1].text}{dice.choice((' (our study)', ' – draft', '!'))}"
    return bool(headings)


@word_hand("headings deleted")
def delete_headings(file: WordFile, dice: Random) -> bool:
    headings = [p for p in file.body if p.tag == f"{W}p" and heading_level(p) and not p.get(LABEL)]
    for p in some(dice, headings, 0.3):
        _delete(file, p)
    return bool(headings)


@word_hand("guidance edited")
def edit_guidance(file: WordFile, dice: Random) -> bool:
    for p in some(dice, file.guidance(), 0.2):
        nodes = [t for t in p.iter(f"{W}t") if len((t.text or "").split()) > 5]
        if nodes:
            words = (nodes[0].text or "").split(" ")
            words[dice.randint(1, len(words) - 1)] = dice.choice(("really", "our", "usually"))
            nodes[0].text = " ".join(words)
    return bool(file.guidance())


@word_hand("one paragraph of guidance deleted")
def delete_guidance(file: WordFile, dice: Random) -> bool:
    guidance = file.guidance()
    for p in some(dice, guidance, 0.05):
        _delete(file, p)
    return bool(guidance)


@word_hand("all guidance deleted")
def delete_all_guidance(file: WordFile, dice: Random) -> bool:
    guidance = file.guidance()
    for p in guidance:
        _delete(file, p)
    return bool(guidance)


@word_hand("labels edited a little")
def edit_labels(file: WordFile, dice: Random) -> bool:
    labels = [p for p in file.labels().values() if len(text_of(p)) > 9]
    for p in some(dice, labels, 0.3)[:3]:
        nodes = [t for t in p.iter(f"{W}t") if t.text]
        nodes[-1].text = (nodes[-1].text or "").rstrip(":?") + dice.choice(
            (" *", " (required)", ":")
        )
    return bool(labels)


@word_hand("note typed between paragraphs")
def loose_note(file: WordFile, dice: Random) -> bool:
    """A remark under a heading far from any answer."""
    guidance = [
        p
        for p in file.guidance()
        if (following := p.getnext()) is not None and not following.get(ANSWER)
    ]
    if not guidance:
        return False
    note = dice.choice(_NOTES)
    dice.choice(guidance[: (len(guidance) + 1) // 2]).addnext(paragraph(note))
    file.notes.append(note)
    return True


@word_hand("note typed at the end of guidance")
def inline_note(file: WordFile, dice: Random) -> bool:
    """A remark behind the last word of a paragraph that was issued."""
    guidance = file.guidance()
    if not guidance:
        return False
    note = dice.choice(_NOTES)
    dice.choice(guidance).append(run(f" {note}"))
    file.notes.append(note)
    return True


@word_hand("heading of our own added")
def own_heading(file: WordFile, dice: Random) -> bool:
    """Typed between two parts, right behind whatever ends the first."""
    sections = sections_of(file)
    if len(sections) < 2:
        return False
    note = dice.choice(("Appendix of our site", "Open questions", "Plan for 2027"))
    dice.choice(sections[1:])[0].addprevious(paragraph(note, "Heading2"))
    file.notes.append(note)
    return True


@word_hand("picture added")
def picture(file: WordFile, dice: Random) -> bool:
    places = file.answers() or file.guidance()
    if not places:
        return False
    fresh = paragraph()
    r = etree.SubElement(fresh, f"{W}r")
    pict = etree.SubElement(r, f"{W}pict")
    etree.SubElement(pict, "{urn:schemas-microsoft-com:vml}rect").set("id", "logo")
    dice.choice(places).addprevious(fresh)
    return True


@word_hand("comment at an answer")
def comment(file: WordFile, dice: Random) -> bool:
    answers = file.answers(filled=True)
    if not answers or "word/comments.xml" in file.parts:
        return False
    p, note = dice.choice(answers), dice.choice(_NOTES)
    add_comment(file, p, note)
    file.notes.append(note)
    return True


def add_comment(file: WordFile, p: etree._Element, text: str) -> None:
    """A comment at the end of a paragraph; there must be none in the file yet."""
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", "1")
    p.append(reference)
    root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    holder = etree.SubElement(root, f"{W}comment")
    holder.set(f"{W}id", "1")
    holder.set(f"{W}author", "Ann Reed")
    holder.append(paragraph(text))
    file.parts["word/comments.xml"] = etree.tostring(root)
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    _related(file, "comments", kinds)


def _related(file: WordFile, kind: str, content_type: str) -> None:
    types = etree.fromstring(file.parts["[Content_Types].xml"])
    part = etree.SubElement(types, types.tag.replace("Types", "Override"))
    part.set("PartName", f"/word/{kind}.xml")
    part.set("ContentType", content_type)
    file.parts["[Content_Types].xml"] = etree.tostring(types)
    name = "word/_rels/document.xml.rels"
    rels = etree.fromstring(file.parts[name])
    relation = etree.SubElement(rels, rels.tag.replace("Relationships", "Relationship"))
    relation.set("Id", f"rId{kind}")
    relation.set(
        "Type", f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    )
    relation.set("Target", f"{kind}.xml")
    file.parts[name] = etree.tostring(rels)


@word_hand("text box with a note")
def text_box(file: WordFile, dice: Random) -> bool:
    places = file.guidance() or file.answers()
    if not places:
        return False
    note = dice.choice(_NOTES)
    dice.choice(places).append(box_of([paragraph(note)]))
    file.notes.append(note)
    return True


def box_of(paragraphs: list[etree._Element]) -> etree._Element:
    """A run with a text box that holds some paragraphs."""
    vml = "{urn:schemas-microsoft-com:vml}"
    r = etree.Element(f"{W}r")
    shape = etree.SubElement(etree.SubElement(r, f"{W}pict"), f"{vml}shape")
    content = etree.SubElement(etree.SubElement(shape, f"{vml}textbox"), f"{W}txbxContent")
    content.extend(paragraphs)
    return r


@word_hand("pasted into a new document")
def new_document(file: WordFile, dice: Random) -> bool:
    """Text and tables only, on the template of another house."""
    old = file.body
    file.parts = unpacked(new_document_file())
    file.root = etree.fromstring(file.parts["word/document.xml"])
    empty(file.body, f"{W}sectPr")
    for child in copy.deepcopy(old):
        _paste(child, file.body)
    return True


def _paste(child: etree._Element, body: etree._Element) -> None:
    if child.tag == f"{W}sdt":
        for inner in child_of(child, f"{W}sdtContent"):
            _paste(inner, body)
    elif child.tag in (f"{W}p", f"{W}tbl"):
        for p in [child] if child.tag == f"{W}p" else list(child.iter(f"{W}p")):
            if p.find(f".//{W}checkBox") is not None:
                continue  # a legacy box is pasted whole
            if p.find(f".//{W}sym") is not None:
                _keep_symbols(p)
                continue
            text = text_of(p)
            clear(p)
            if text:
                p.append(run(text))
            properties = p.find(f"{W}pPr")
            if properties is not None:
                p.remove(properties)
        if child.tag == f"{W}tbl":
            unwrap_controls(child)
            for name in ("tblPr", "trPr", "tcPr"):
                for properties in list(child.iter(f"{W}{name}")):
                    for inner in list(properties):
                        if inner.tag not in (f"{W}gridSpan", f"{W}vMerge"):
                            properties.remove(inner)
        body.insert(len(body) - 1, child)


def _keep_symbols(p: etree._Element) -> None:
    """A paragraph of bare text, its symbols still where they stood: programs paste them too."""
    pasted = []
    for node in p.iter(f"{W}t", f"{W}br", f"{W}sym"):
        pasted.append(etree.Element(f"{W}r"))
        pasted[-1].append(copy.deepcopy(node))
    empty(p)
    p.extend(pasted)
