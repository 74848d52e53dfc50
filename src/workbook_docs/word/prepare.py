"""A template -> a prepared template: controls, label bookmarks and repeating sections.

Any docxtpl document will do, ours or one that a designer has made or restyled. The
author writes `{{ participant.name }}` beside its label, `{{ checklist.done }} Done?` for
a check box, `{{ services }}` in a paragraph of its own for several choices (it is
repeated for each option), and `{%tr for row in matrix %}`, `{{ row.who }}`,
`{%tr endfor %}` in table rows of their own. The first place of a field takes the
answer; where the same field is printed again, its answer is echoed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from workbook_docs import anchors
from workbook_docs.definition import (
    DeclaredField,
    Workbook,
    fields_of,
    tables_of,
    title_of,
)
from workbook_docs.errors import TemplateError
from workbook_docs.ooxml import serialised
from workbook_docs.word import controls, package
from workbook_docs.word.accepted import accept, without_comments
from workbook_docs.word.labels import Label, Labels, bookmark, letters, remove_old
from workbook_docs.word.names import W14, W
from workbook_docs.word.places import Loop, Place, Scan, scan, text_of
from workbook_docs.word.prompts import add_prompts
from workbook_docs.word.styles import read_styles
from workbook_docs.word.table_properties import restore

CODE = "copy.code"
"""The place of the visible code, which names the copy: for the footer."""
COPY_PATHS = (*anchors.COPY_FIELDS, CODE)


@lru_cache(maxsize=16)
def prepare(template: bytes, workbook: type[Workbook]) -> bytes:
    """The template with all that a copy needs, still a docxtpl document.

    Raises:
        TemplateError: with a line for each place without a field, field without a place,
            field without a label, and tag that cannot be filled.
    """
    work = _Work(template, workbook)
    problems = tuple(work.problems())
    if not problems:
        work.anchor()
        problems = tuple(work.unlabelled)
    if problems:
        raise TemplateError("\n".join(problems))
    return work.packed()


def check(template: bytes, workbook: type[Workbook]) -> tuple[str, ...]:
    """A line for each way in which a template and a definition do not fit each other."""
    try:
        prepare(template, workbook)
    except TemplateError as problem:
        return tuple(str(problem).split("\n"))
    return ()


@dataclass
class _Work:
    """One template under preparation: its parts, roots and what stands in them."""

    template: bytes
    workbook: type[Workbook]
    parts: package.Parts = field(init=False)
    roots: dict[str, etree._Element] = field(default_factory=dict)
    found: Scan = field(default_factory=Scan)
    fields: dict[str, DeclaredField] = field(init=False)
    inputs: dict[str, Place] = field(default_factory=dict)
    labels: Labels = field(init=False)
    unlabelled: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts = package.unpack(self.template)
        self.fields = {declared.path: declared for declared in fields_of(self.workbook)}
        for name in package.drawn_parts(self.parts):
            root = package.parsed(self.parts[name])
            remove_old(root)
            accept(root)
            scan(name, root, self.found)
            self.roots[name] = root
        styles = self.parts.get("word/styles.xml")
        self.labels = Labels(read_styles(package.parsed(styles) if styles is not None else None))
        candidates: dict[str, list[Place]] = {}
        for place in self.found.places:
            if self._takes_answer(place):
                candidates.setdefault(place.path, []).append(place)
        for path, places in candidates.items():
            self.inputs[path] = next(filter(self._is_labelled, places), places[0])

    def _takes_answer(self, place: Place) -> bool:
        declared = self.fields.get(place.path)
        if declared is None or place.part != package.DOCUMENT or place.in_frame:
            return False
        if declared.table is None:
            return place.loop is None
        # Of two loops over one table the first takes the answers.
        first = next((loop for loop in self.found.loops if loop.table == declared.table), None)
        return place.loop is not None and place.loop is first

    def _is_labelled(self, place: Place) -> bool:
        """Whether a field's printed label stands at a place; its words may stand elsewhere too."""
        declared = self.fields[place.path]
        tick = declared.kind == "tick"
        label = self.labels.of(place.run, declared.label, tick, place.loop)
        return label is not None and label.letters == letters(declared.label)

    # What is wrong ---------------------------------------------------------------------

    def problems(self) -> Iterator[str]:
        """A line for each thing that does not fit, and what to do about it."""
        yield from dict.fromkeys(self.found.problems)
        tables = {table.path for table in tables_of(self.workbook)}
        for loop in self.found.loops:
            if loop.table not in tables:
                yield f"{loop.table} is no repeated table of {self._name} – correct its name"
        for path in dict.fromkeys(place.path for place in self.found.places):
            if path not in self.fields and path not in COPY_PATHS:
                yield f"{path} is no field of {self._name} – correct or remove its place"
            elif path in self.fields and path not in self.inputs:
                yield f"{path} has no place for an answer – {self._remedy(path)}"
        placed = {place.path for place in self.found.places}
        for path, declared in self.fields.items():
            if path not in placed:
                yield f"{path} (“{declared.label}”) has no place – {self._remedy(path)}"
        for path, place in self.inputs.items():
            if self.fields[path].kind == "choices" and not self.fields[path].table:
                words = text_of(place.paragraph)
                if words.strip() != text_of(place.run).strip():
                    yield f"{path} has several choices – let it stand alone in its paragraph"

    @property
    def _name(self) -> str:
        return self.workbook.workbook_id

    def _remedy(self, path: str) -> str:
        table, found, column = path.partition("[].")
        if found:
            return (
                f"write {{{{ row.{column} }}}} between {{%tr for row in {table} %}} and "
                "{%tr endfor %}"
            )
        return f"write {{{{ {path} }}}} in the text of the document, beside its label"

    # What is done ----------------------------------------------------------------------

    def anchor(self) -> None:
        """Put controls, bookmarks and repeating sections in."""
        copied: set[str] = set()
        for place in self.found.places:
            declared = self.fields.get(place.path)
            if declared is not None and self.inputs.get(place.path) is place:
                self._answer(place, declared)
            elif (
                place.path in anchors.COPY_FIELDS
                and place.path not in copied
                and place.part == package.DOCUMENT
                and text_of(place.paragraph).strip().endswith(text_of(place.run).strip())
                and self._label(place.run, place.path, anchors.COPY_FIELDS[place.path], place)
            ):
                _say(place.run, f'{{{{ answers["{place.path}"] }}}}')
                copied.add(place.path)
            else:
                self._echo(place)
        for loop in self.found.loops:
            words = f'{{%tr for row in rows["{loop.table}"] %}}'
            _say(next(iter(_tag_runs(loop.begin))), words)
            if any(place.loop is loop for place in self.inputs.values()):
                self._repeat(loop)

    def _answer(self, place: Place, declared: DeclaredField) -> None:
        if declared.kind == "choices" and declared.table is None:
            self._options(place, declared)
            return
        _say(place.run, _expression(declared))
        box = controls.control(place.run, declared)
        tick = declared.kind == "tick"
        if tick:
            _split_space(box)
        self._label(box, declared.path, declared.label, place, tick=tick)

    def _options(self, place: Place, declared: DeclaredField) -> None:
        """Repeat a paragraph for every option of a multiple choice: a box and its words."""
        self._label(place.run, declared.path, declared.label, place)
        index = list(place.paragraph.iter(W + "r")).index(place.run)
        for number, option in enumerate(declared.options):
            paragraph = deepcopy(place.paragraph)
            place.paragraph.addprevious(paragraph)
            run = list(paragraph.iter(W + "r"))[index]
            space, words = controls.worded(option, run)
            _say(run, f'{{{{ options["{declared.path}"][{number}] }}}}')
            box = controls.control(run, declared, option=option)
            box.addnext(space)
            space.addnext(words)
            path = anchors.option_path(declared.path, option)
            bookmark(Label(words, words), anchors.label_bookmark(path))
        parent = place.paragraph.getparent()
        assert parent is not None
        parent.remove(place.paragraph)

    def _echo(self, place: Place) -> None:
        declared = self.fields.get(place.path)
        if declared is not None and declared.table is not None:
            _say(place.run, _expression(declared))
        elif place.path == CODE:
            _say(place.run, f'{{{{ answers["{CODE}"] }}}}')
        else:
            _say(place.run, f'{{{{ again["{place.path}"] }}}}')

    def _label(
        self, mark: etree._Element, path: str, words: str, place: Place, tick: bool = False
    ) -> bool:
        """Put the bookmark round a place's label; whether there is one."""
        label = self.labels.of(mark, words, tick, place.loop)
        if label is not None:
            bookmark(label, anchors.label_bookmark(path))
        elif path in self.fields:
            where = "beside its place, or above it"
            if place.loop is not None:
                where = "above its place, in a row before the repeated ones"
            self.unlabelled.append(f"{path} has no label – write “{words}” {where}")
        return label is not None

    def _repeat(self, loop: Loop) -> None:
        assert loop.end is not None
        title = next(t.label for t in tables_of(self.workbook) if t.path == loop.table)
        section, items = controls.repeating(title)
        item, rows = controls.item()
        loop.begin.addprevious(section)
        items.extend((loop.begin, item, loop.end))
        for row in loop.rows:
            # Ids of Word's own would be repeated with the row.
            for element in row.iter():
                for name in (W14 + "paraId", W14 + "textId"):
                    element.attrib.pop(name, "")
            rows.append(row)

    # The file --------------------------------------------------------------------------

    def packed(self) -> bytes:
        """The file of the prepared template, without anything about its author."""
        title = package.named_in(self.parts, "title") or title_of(self.workbook)
        restore(self.roots[package.DOCUMENT], self.labels.is_heading, title)
        for name, root in self.roots.items():
            self.parts[name] = serialised(root)
        language = package.named_in(self.parts, "language") or "en-GB"
        # A picture of the designer's first page, and what Word 2010 kept beside the styles.
        package.without(self.parts, "docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")
        without_comments(self.parts)
        package.name_file(self.parts, title, language)
        add_prompts(self.parts)
        return package.pack(self.parts)


def _expression(declared: DeclaredField) -> str:
    if declared.table is None:
        return f'{{{{ answers["{declared.path}"] }}}}'
    return f'{{{{ row["{declared.path.partition("[].")[2]}"] }}}}'


def _say(run: etree._Element, words: str) -> None:
    controls.put(run, words)


def _tag_runs(row: etree._Element) -> Iterator[etree._Element]:
    for run in row.iter(W + "r"):
        if "{%tr" in text_of(run):
            yield run


def _split_space(box: etree._Element) -> None:
    """Give the space between a box and its words a run of its own: it is no part of the label."""
    following = box.getnext()
    node = following.find(W + "t") if following is not None and following.tag == W + "r" else None
    if following is None or node is None or not (node.text or "")[:1].isspace():
        return
    text = node.text or ""
    if not letters(text):
        return
    space = deepcopy(following)
    controls.put(space, text[: len(text) - len(text.lstrip())])
    node.text = text.lstrip()
    following.addprevious(space)
