"""A filled Word file as hands see it: its parts, and what each paragraph is for.

What a paragraph is for is noted in attributes of our own when the file is opened, and
taken out when it is saved: a hand finds its way after other hands took every anchor away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from workbook_docs.conformance.package import packed, unpacked
from workbook_docs.conformance.xml import child_of, empty, parent_of, without
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.prompts import PROMPTS
from workbook_docs.values import flatten

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
OURS = "{urn:conformance}"
ANSWER, LABEL, TICK = f"{OURS}answer", f"{OURS}label", f"{OURS}tick"
TABLE, ROW = f"{OURS}table", f"{OURS}row"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROMPTS = {prompt for prompt in PROMPTS.values() if prompt}


@dataclass
class WordFile:
    """A .docx file taken apart.

    `truth` is what it says, by flat path: a hand that takes an answer away takes it out of
    there too. `notes` are texts that hands added outside the answers.
    """

    parts: dict[str, bytes]
    root: etree._Element
    kinds: dict[str, str]
    prompts: dict[str, str]
    truth: dict[str, Any]
    day_first: bool
    notes: list[str] = field(default_factory=list)
    doubled: bool = False
    last: list[Callable[[WordFile], None]] = field(default_factory=list)
    late: list[Callable[[bytes], bytes]] = field(default_factory=list)
    format = "docx"

    @classmethod
    def open(cls, data: bytes, truth: Workbook) -> WordFile:
        """The file of a record, every paragraph marked with what it is for."""
        parts = unpacked(data)
        root = etree.fromstring(parts["word/document.xml"])
        _mark(root)
        fields = fields_of(type(truth))
        return cls(
            parts, root, {f.path: f.kind for f in fields},
            {f.path: PROMPTS[f.kind] for f in fields},
            flatten(truth), bool(type(truth).day_first),
        )  # fmt: skip

    def save(self) -> bytes:
        """The bytes of the file, our marks taken out."""
        for finish in self.last:
            finish(self)
        root = etree.fromstring(etree.tostring(self.root))
        for element in root.iter():
            without(element, ANSWER, LABEL, TICK, TABLE, ROW)
        etree.cleanup_namespaces(root, keep_ns_prefixes=["w14", "w15", "mc", "r", "w"])
        self.parts["word/document.xml"] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return packed(self.parts, self.late)

    @property
    def body(self) -> etree._Element:
        """The body of the document."""
        return child_of(self.root, f"{W}body")

    def as_filled(self) -> WordFile:
        """The file as it was before any hand changed its body."""
        root = etree.fromstring(self.parts["word/document.xml"])
        _mark(root)
        return replace(self, root=root)

    # What there is ----------------------------------------------------------------------

    def answers(self, *, filled: bool | None = None, ticks: bool = False) -> list[etree._Element]:
        """The paragraphs that are for answers, of check boxes or of text."""
        return [
            p
            for p in self.root.iter(f"{W}p")
            if p.get(ANSWER)
            and is_tick(p) == ticks
            and (filled is None or bool(text_of(p).strip() and not is_prompt(p)) == filled)
        ]

    def value_of(self, p: etree._Element) -> Any:
        """The true value of the field and row that a paragraph is for; None where it is blank."""
        return self.truth.get(place_of(p))

    def kind_of(self, p: etree._Element) -> str:
        """The kind of the field that a paragraph is for; "" where it is for none."""
        return self.kinds.get(path_of(p), "")

    def is_whole(self, p: etree._Element) -> bool:
        """Whether no other paragraph holds more of the same answer."""
        row = next((r for r in p.iterancestors(f"{W}tr") if r.get(ROW)), None)
        around = self.root if row is None else row
        return not any(
            q is not p and q.get(ANSWER) == path_of(p) and text_of(q).strip()
            for q in around.iter(f"{W}p")
        )

    def prompt_of(self, p: etree._Element) -> str:
        """The prompt of the place that a paragraph is; "" where it has none."""
        return self.prompts.get(path_of(p), "")

    def labels(self) -> dict[str, etree._Element]:
        """The paragraphs that are labels of single fields, by path."""
        return {
            path: p
            for p in self.root.iter(f"{W}p")
            if (path := p.get(LABEL)) and "[]" not in path and not p.get(ANSWER)
        }

    def tables(self) -> list[etree._Element]:
        """The repeated tables."""
        return [t for t in self.root.iter(f"{W}tbl") if t.get(TABLE)]

    def guidance(self) -> list[etree._Element]:
        """The paragraphs of running text that are no heading, label or answer."""
        return [
            p
            for p in self.body
            if p.tag == f"{W}p" and not p.get(ANSWER) and not p.get(LABEL) and not heading_level(p)
            and len(text_of(p)) > 40
        ]  # fmt: skip


def _mark(root: etree._Element) -> None:
    for sdt in root.iter(f"{W}sdt"):
        tag = sdt.find(f"{W}sdtPr/{W}tag")
        paragraph = next(sdt.iterancestors(f"{W}p"), None)
        if tag is None or paragraph is None:
            continue
        paragraph.set(ANSWER, tag.get(f"{W}val", ""))
        if sdt.find(f"{W}sdtPr/{W14}checkbox") is not None:
            paragraph.set(TICK, "1")
        if "[]" in tag.get(f"{W}val", ""):
            next(sdt.iterancestors(f"{W}tr")).set(ROW, "")
            table = next(sdt.iterancestors(f"{W}tbl"))
            table.set(TABLE, tag.get(f"{W}val", "").partition("[].")[0])
    for mark in root.iter(f"{W}bookmarkStart"):
        name = mark.get(f"{W}name", "")
        if name.startswith("wd_q_"):
            next(mark.iterancestors(f"{W}p")).set(LABEL, name[5:])
    for table in root.iter(f"{W}tbl"):
        for number, row in enumerate(r for r in table.iter(f"{W}tr") if ROW in r.attrib):
            row.set(ROW, str(number))
    _note_single_labels(root)


def _note_single_labels(root: etree._Element) -> None:
    """Labels are known by their field's path: by the row, or by the answer that follows."""
    for row in root.iter(f"{W}tr"):
        answers = [path for p in row.iter(f"{W}p") if (path := p.get(ANSWER))]
        labels = [p for p in row.iter(f"{W}p") if p.get(LABEL)]
        if len(answers) == len(labels) == 1:
            labels[0].set(LABEL, answers[0])
        elif len(labels) > 1 and not answers:
            for label in labels:
                label.set(LABEL, f"[]{label.get(LABEL)}")
    waiting: etree._Element | None = None
    for p in child_of(root, f"{W}body"):
        if p.get(LABEL):
            waiting = p
        if (path := p.get(ANSWER)) and waiting is not None and p is not waiting:
            waiting.set(LABEL, path)
            waiting = None


# Reading and writing paragraphs -----------------------------------------------------------


def text_of(element: etree._Element) -> str:
    """The visible text, `w:br` as a line break."""
    out = []
    for node in element.iter(f"{W}t", f"{W}br", f"{W}p"):
        if next(node.iterancestors(FALLBACK), None) is not None:
            continue
        if node.tag == f"{W}t":
            out.append(node.text or "")
        elif node.tag == f"{W}br" or (node is not element and out):
            out.append("\n")
    return "".join(out)


def path_of(p: etree._Element) -> str:
    """The path of the field that a paragraph is for; "" where it is for none."""
    return p.get(ANSWER, "")


def place_of(p: etree._Element) -> str:
    """The path of the field and row that a paragraph is for: `matrix[2].impact`."""
    row = next((r for r in p.iterancestors(f"{W}tr") if r.get(ROW)), None)
    return path_of(p) if row is None else path_of(p).replace("[]", f"[{row.get(ROW)}]")


def is_prompt(p: etree._Element) -> bool:
    """Whether a place still shows its prompt."""
    return text_of(p).strip() in _PROMPTS


def is_tick(p: etree._Element) -> bool:
    """Whether a paragraph is a check box with its words."""
    return bool(p.get(TICK))


def heading_level(p: etree._Element) -> int:
    """The level of a heading; 0 for other paragraphs."""
    style = p.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    return int(name[-1]) if name.startswith("Heading") and name[-1].isdigit() else 0


def run(text: str, *properties: str) -> etree._Element:
    """A run of text; line breaks become `w:br`."""
    element = etree.Element(f"{W}r")
    if properties:
        holder = etree.SubElement(element, f"{W}rPr")
        for name in properties:
            etree.SubElement(holder, f"{W}{name}")
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(element, f"{W}br")
        node = etree.SubElement(element, f"{W}t")
        node.text = line
        node.set(SPACE, "preserve")
    return element


def paragraph(text: str = "", style: str = "") -> etree._Element:
    """A paragraph of one run."""
    element = etree.Element(f"{W}p")
    if style:
        holder = etree.SubElement(element, f"{W}pPr")
        etree.SubElement(holder, f"{W}pStyle").set(f"{W}val", style)
    if text:
        element.append(run(text))
    return element


def clear(p: etree._Element) -> None:
    """Take everything out of a paragraph but its properties."""
    empty(p, f"{W}pPr")


def write(p: etree._Element, text: str) -> None:
    """Plain text in place of all that a paragraph held."""
    clear(p)
    if text:
        p.append(run(text))


def unwrap(element: etree._Element) -> None:
    """Put what an element holds in its own place."""
    parent = parent_of(element)
    content = element.find(f"{W}sdtContent") if element.tag == f"{W}sdt" else element
    at = parent.index(element)
    for child in list(content if content is not None else ()):
        if child.tag not in (f"{W}smartTagPr", f"{W}customXmlPr"):
            parent.insert(at, child)
            at += 1
    parent.remove(element)


def unwrap_controls(element: etree._Element) -> None:
    """Take every content control out of an element, its text stays."""
    for sdt in list(element.iter(f"{W}sdt")):
        unwrap(sdt)


def wrap(children: list[etree._Element], holder: etree._Element, inner: etree._Element) -> None:
    """Put neighbours into `inner`, which stands in or is `holder`."""
    parent = parent_of(children[0])
    parent.insert(parent.index(children[0]), holder)
    for child in children:
        inner.append(child)


def runs_of(p: etree._Element) -> list[etree._Element]:
    """The runs of a paragraph that hold text."""
    return [r for r in p.iter(f"{W}r") if r.find(f"{W}t") is not None]


def data_rows(table: etree._Element, *, filled: bool | None = None) -> list[etree._Element]:
    """The data rows of a repeated table, filled ones or spare ones."""
    rows = [row for row in table.iter(f"{W}tr") if row.get(ROW)]
    return [row for row in rows if filled is None or is_filled(row) == filled]


def is_filled(row: etree._Element) -> bool:
    """Whether a row holds an answer."""
    return any(
        "☒" in text_of(p) if is_tick(p) else text_of(p).strip() and not is_prompt(p)
        for p in row.iter(f"{W}p")
    )


def loosen(table: etree._Element) -> None:
    """Take the repeating section from round the rows, so that rows are the table's own."""
    for sdt in list(table.iter(f"{W}sdt")):
        content = sdt.find(f"{W}sdtContent")
        holds_rows = content is not None and any(c.tag in (f"{W}tr", f"{W}sdt") for c in content)
        if holds_rows and next(sdt.iterancestors(f"{W}p"), None) is None:
            unwrap(sdt)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, also those that stand in a control of their own."""
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row:
            yield cell


def outermost(cell: etree._Element) -> etree._Element:
    """What of a row a cell is: itself, or the control that it stands in."""
    while parent_of(cell).tag != f"{W}tr":
        cell = parent_of(cell)
    return cell


def boxes(file: WordFile) -> list[tuple[etree._Element, etree._Element, bool]]:
    """Each check box: its paragraph, its control, and whether it is ticked."""
    found = []
    for p in file.answers(ticks=True):
        box = p.find(f".//{W14}checkbox")
        if box is not None:
            checked = box.find(f"{W14}checked")
            state = checked is not None and checked.get(f"{W14}val") in ("1", "true")
            found.append((p, next(box.iterancestors(f"{W}sdt")), state))
    return found


def untick(control: etree._Element) -> None:
    """Take the tick out of a check box; another control stays as it is."""
    checked = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
    if checked is not None:
        checked.set(f"{W14}val", "0")
        for node in control.iter(f"{W}t"):
            node.text = (node.text or "").replace("☒", "☐")
