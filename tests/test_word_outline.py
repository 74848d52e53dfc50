"""What is read from Word files as other programs write them: small files written by hand."""

from __future__ import annotations

import pytest

from word_files import (
    answers_of,
    blank,
    changed,
    only,
    packed,
    paragraph,
    reading_of,
    relation,
    run,
    seen,
    texts,
    unpacked,
    written,
)

# Alternate contents ----------------------------------------------------------------------


def either(requires: str, choice: str, fallback: str | None, more: str = "") -> str:
    rest = "" if fallback is None else f"<mc:Fallback>{fallback}</mc:Fallback>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>{more}{rest}'
        "</mc:AlternateContent>"
    )


A, B, C = paragraph(run("a")), paragraph(run("b")), paragraph(run("c"))
ROW = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
EMOJI = '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F600"/>'
ALTERNATES = [
    # the body                                                                       what is read
    (either("wps", A, B), ["a"]),
    (either("x", A, B), ["b"]),  # a namespace that nobody here knows
    (either("gone", A, B), ["b"]),  # a prefix that the file does not declare
    (either("wps x", A, B), ["b"]),  # all of them must be known
    (either("", A, B), ["b"]),
    (either("x", A, None), []),  # what nobody understands and nothing stands for
    (either("x", A, C, f'<mc:Choice Requires="w14">{B}</mc:Choice>'), ["b"]),
    (either("wps", A, C, f'<mc:Choice Requires="w14">{B}</mc:Choice>'), ["a"]),
    (either("wps", either("x", A, B), C), ["b"]),  # one inside the other
    (either("x", A, either("w14", B, C)), ["b"]),
    (f"<w:p>{either('w14', run('a'), run('b'))}{run('!')}</w:p>", ["a!"]),
    (f"<w:p><w:r>{either('w16se', EMOJI, '<w:t>:-)</w:t>')}</w:r></w:p>", ["😀"]),
    (f"<w:p><w:r>{either('x', '<w:t>new</w:t>', '<w:t>old</w:t>')}</w:r></w:p>", ["old"]),
    (f"<w:tbl>{either('x', ROW.format(A, B), ROW.format(B, C))}</w:tbl>", ["b", "c"]),
    (f"<w:tbl><w:tr>{either('w14', f'<w:tc>{A}</w:tc>', f'<w:tc>{B}</w:tc>')}</w:tr></w:tbl>", ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "read"), ALTERNATES)
def test_of_alternate_contents_the_first_that_is_understood_is_read(body, read):
    assert texts(written(body)) == read


def box(text: str) -> str:
    return f"<wps:wsp><wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx></wps:wsp>"


def vml(text: str) -> str:
    shape = f"<v:shape><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:pict>{shape}</w:pict>"


def drawing(graphic: str) -> str:
    return f"<w:drawing><wp:inline>{graphic}</wp:inline></w:drawing>"


BOXES = [
    # in a run                                                     the words of boxes
    (either("wps", drawing(box(A)), vml(A)), ["a"]),
    (either("x", drawing(box(A)), vml(B)), ["b"]),
    (vml(A), ["a"]),
    (drawing(f"<wpg:wgp>{box(A)}{box(B)}</wpg:wgp>"), ["a", "b"]),
    (drawing(box(paragraph(f"<w:r>{drawing(box(B))}</w:r>", run("a")))), ["a", "b"]),
]


@pytest.mark.parametrize(("inside", "words"), BOXES)
def test_the_words_of_a_text_box_are_read_once(inside, words):
    data = written(f"<w:p>{run('before')}<w:r>{inside}</w:r></w:p>")

    assert texts(data, "textbox") == words
    assert texts(data, "body") == ["before"]


# Recorded changes ------------------------------------------------------------------------

GONE, NEW = '<w:del w:id="1" w:author="a"/>', '<w:ins w:id="1" w:author="a"/>'


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="a">{run(text)}</w:ins>'


def moved(text: str, to: bool) -> str:
    name = "moveTo" if to else "moveFrom"
    return f'<w:{name} w:id="1" w:author="a">{run(text)}</w:{name}>'


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text)) if text else '<w:p/>'}</w:tc>"


LOOK_CHANGE = '<w:rPrChange w:id="3"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'
TABLE = "<w:tbl>{}</w:tbl>"
CHANGES = [
    ("a mark that was deleted joins two paragraphs",
     paragraph(run("one "), mark=GONE) + paragraph(run("two")), ["one two"]),
    ("so do several", paragraph(run("1"), mark=GONE) + paragraph(run("2"), mark=GONE) +
     paragraph(run("3")), ["123"]),
    ("a mark that was moved away", paragraph(run("one "), mark='<w:moveFrom w:id="1"/>') + B, ["one b"]),
    ("a mark that was inserted parts them", paragraph(run("one"), mark=NEW) + paragraph(run("two")), ["one", "two"]),
    ("a deleted mark before a table joins nothing",
     paragraph(run("one"), mark=GONE) + TABLE.format(row(cell("a"))), ["one", "a"]),
    ("nor does the last one of a cell",
     TABLE.format(row(f"<w:tc>{paragraph(run('one'), mark=GONE)}</w:tc>", cell("two"))), ["one", "two"]),
    ("a paragraph that was deleted as a whole is gone", paragraph(deleted("one"), mark=GONE) + B, ["b"]),
    ("also at the end", B + paragraph(deleted("one"), mark=GONE), ["b"]),
    ("what was deleted and typed", f"<w:p>{deleted('old')}{inserted('new')}</w:p>", ["new"]),
    ("what was typed and deleted again",
     f'<w:p>{run("a")}<w:ins w:id="2" w:author="a">{deleted("b")}</w:ins></w:p>', ["a"]),
    ("what was moved stands where it went to",
     f"<w:p>{moved('a', to=False)}{run('-')}</w:p><w:p>{moved('a', to=True)}</w:p>", ["-", "a"]),
    ("a row that was deleted", TABLE.format(row(cell("a")) + row(cell("b"), properties=GONE) + row(cell("c"))), ["a", "c"]),
    ("a row that was added", TABLE.format(row(cell("a")) + row(cell("b"), properties=NEW)), ["a", "b"]),
    ("a cell that was deleted", TABLE.format(row(cell("a", '<w:cellDel w:id="1"/>'), cell("b"))), ["b"]),
    ("a cell that was added", TABLE.format(row(cell("a"), cell("b", '<w:cellIns w:id="1"/>'))), ["a", "b"]),
    ("inside a control", "<w:p><w:sdt><w:sdtPr/><w:sdtContent>"
     f"{deleted('old')}{inserted('new')}</w:sdtContent></w:sdt></w:p>", ["new"]),
    ("round a control that was inserted", '<w:p><w:customXmlInsRangeStart w:id="1"/><w:sdt><w:sdtPr/>'
     f"<w:sdtContent>{run('a')}</w:sdtContent></w:sdt><w:customXmlInsRangeEnd w:id=\"1\"/></w:p>", ["a"]),
    ("changes of numbering and looks", '<w:p><w:pPr><w:numPr><w:numberingChange w:id="1" w:original="%1:1:0:"/>'
     f'</w:numPr><w:pPrChange w:id="2"><w:pPr/></w:pPrChange></w:pPr>{run("a", LOOK_CHANGE)}</w:p>', ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "read"), CHANGES, ids=[row[0] for row in CHANGES])
def test_recorded_changes_are_read_as_accepted(what, body, read):
    found = seen(written(body))

    assert [block.text for block in found.blocks if block.text] == read
    assert not any(block.unseen for block in found.blocks)


def test_a_cell_that_was_deleted_leaves_no_gap():
    found = seen(
        written(TABLE.format(row(cell("a", '<w:cellDel w:id="1"/>'), cell("b"), cell("c"))))
    )

    assert [(b.text, b.column) for b in found.blocks] == [("b", 0), ("c", 1)]


@pytest.mark.parametrize(("merge", "columns"), [("cont", ["a", "b"]), ("rest", ["a", "b", ""])])
def test_a_cell_that_was_merged_with_the_one_above_goes_on_there(merge, columns):
    body = TABLE.format(
        row(cell("a"), cell("b"))
        + row(f'<w:tc><w:tcPr><w:cellMerge w:id="1" w:vMerge="{merge}"/></w:tcPr><w:p/></w:tc>')
    )

    assert [b.text for b in seen(written(body)).blocks] == columns


def test_joined_paragraphs_have_the_manner_of_the_last_and_the_marks_of_both():
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    first = (
        '<w:p><w:pPr><w:rPr>' + GONE + '</w:rPr></w:pPr><w:bookmarkStart w:id="1" w:name="wd_q_a"/>'
        + run("Name ") + '<w:bookmarkEnd w:id="1"/></w:p>'
    )  # fmt: skip
    block = only(written(first + paragraph(run("Ann"), style="H"), styles=styles))

    assert (block.text, block.level) == ("Name Ann", 2)
    assert [(a.path, a.start, a.end) for a in block.anchors] == [("wd_q_a", 0, 5)]


def test_the_marks_of_a_deleted_paragraph_do_not_mark_the_next():
    gone = (
        f'<w:p><w:pPr><w:rPr>{GONE}</w:rPr></w:pPr><w:bookmarkStart w:id="1" w:name="wd_q_a"/>'
        f'{deleted("Name")}<w:bookmarkEnd w:id="1"/></w:p>'
    )

    assert only(written(gone + B)).anchors == ()


def test_recorded_changes_are_told_of_once():
    reading = reading_of(
        changed(blank(), "participant.name", deleted("Bob") + inserted("Ann") + inserted(" Reed"))
    )

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert [(f.severity, f.code) for f in reading.findings] == [("note", "recorded-changes")]


# Form fields of older kinds --------------------------------------------------------------


def old_field(data: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


ENTRIES = '<w:listEntry w:val="Red"/><w:listEntry w:val="Blue"/>'
OLD = [
    (f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>', "Blue"),
    (f"<w:ddList>{ENTRIES}</w:ddList>", "Red"),
    (f'<w:ddList><w:default w:val="1"/>{ENTRIES}</w:ddList>', "Blue"),
    (f'<w:ddList><w:result w:val="9"/>{ENTRIES}</w:ddList>', ""),
    ('<w:checkBox><w:checked w:val="1"/></w:checkBox>', "☒"),
    ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
]


@pytest.mark.parametrize(("data", "shown"), OLD)
def test_an_old_form_field_says_what_it_shows(data, shown):
    assert only(written(f"<w:p>{old_field(data)}</w:p>")).text == shown


def field(code: str, *marks: str) -> str:
    """A complex field that shows the word `told`, with some of its marks."""
    begin, parted, end = (
        f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' if mark in marks else ""
        for mark in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{parted}{run('told')}{end}"


WHOLE, OPEN = ("begin", "separate", "end"), ("begin", "separate")
ENDS = [
    # marks, computed blocks    because
    (WHOLE, ["told"]),
    (OPEN, []),  # all that follows would be taken for its result
    (("begin",), []),
    (("separate", "end"), []),
]


@pytest.mark.parametrize("code", ["TOC", "PAGE"])
@pytest.mark.parametrize(("marks", "computed"), ENDS)
def test_only_a_field_that_ends_is_worked_out_by_an_editor(code, marks, computed):
    found = seen(written(f"<w:p>{field(code, *marks)}</w:p>" + A + B))

    assert [block.text for block in found.blocks] == ["told", "a", "b"]
    assert [block.text for block in found.blocks if block.computed] == computed


def test_a_field_whose_end_was_deleted_does_not_end():
    gone = '<w:del w:id="1" w:author="a"><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>'
    found = seen(written(f"<w:p>{field('TOC', *OPEN)}{gone}</w:p>" + A))

    assert not any(block.computed for block in found.blocks)


SYMBOLS = [
    # font          code        read
    ("Wingdings", "F0FE", "☑"),
    ("Arial", "41", "A"),
    ("Arial", "D800", ""),  # half a letter, which no file of ours could carry
    ("Arial", "110000", ""),
    ("Arial", "zz", ""),
]


@pytest.mark.parametrize(("font", "code", "read"), SYMBOLS)
def test_a_symbol_is_a_letter(font, code, read):
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    assert only(written(f"<w:p>{run('x')}{symbol}</w:p>")).text == f"x{read}"


# Google Docs -----------------------------------------------------------------------------


def test_controls_of_google_docs_are_none_of_ours():
    def wrapped(inner: str, number: int) -> str:
        return (
            f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/><w:tag w:val="goog_rdk_{number}"/>'
            f"</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        )

    cells = wrapped(
        f"<w:tc>{wrapped(paragraph(wrapped(run('Ann'), 1), run(' Reed')), 2)}</w:tc>", 3
    )
    found = seen(written(TABLE.format(f"<w:tr>{cells}</w:tr>") + wrapped(A, 4)))

    assert [(b.text, b.table, b.anchors) for b in found.blocks] == [
        ("Ann Reed", 0, ()),
        ("a", None, ()),
    ]


def test_an_answer_that_google_docs_wrapped_is_read(tmp_path):
    inner = "".join(
        f'<w:sdt><w:sdtPr><w:id w:val="{n}"/><w:tag w:val="goog_rdk_{n}"/></w:sdtPr><w:sdtContent>'
        f"{run(word)}</w:sdtContent></w:sdt>"
        for n, word in enumerate(["Ann", " ", "Reed"])
    )
    reading = reading_of(changed(blank(), "participant.name", inner))

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert (reading.findings, reading.unplaced) == ((), ())


# Strict files ----------------------------------------------------------------------------

STRICT = [
    (b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
     b"http://purl.oclc.org/ooxml/officeDocument/customProperties"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
     b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/",
     b"http://purl.oclc.org/ooxml/officeDocument/"),
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
     b"http://purl.oclc.org/ooxml/wordprocessingml/"),
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
     b"http://purl.oclc.org/ooxml/spreadsheetml/"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"),
]  # fmt: skip


def strict(data: bytes) -> bytes:
    """The same file with the names of ISO/IEC 29500 Strict in all its parts."""
    parts = unpacked(data)
    for name in parts:
        for transitional, its_strict in STRICT:
            parts[name] = parts[name].replace(transitional, its_strict)
    return packed(parts)


CHART = (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="rId5"/></a:graphicData></a:graphic>'
)


def test_the_words_of_drawings_in_a_strict_file_are_read():
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><c:tx><c:rich>'
        "<a:p><a:r><a:t>Reach</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chartSpace>"
    )
    data = written(
        f"<w:p><w:r>{drawing(CHART)}</w:r></w:p>",
        relations=relation("rId5", "chart", "charts/chart1.xml"),
        parts={"word/charts/chart1.xml": chart},
    )  # fmt: skip

    assert texts(data) == texts(strict(data)) == ["Reach"]
    assert not any(b.picture for b in seen(strict(data)).blocks)
