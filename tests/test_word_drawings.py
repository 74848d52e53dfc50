"""Diagrams, charts, drawn words, files of other programs and pieces of other documents."""

from __future__ import annotations

import pytest

from test_word_outline import drawing, vml
from word_files import (
    answered,
    answers_of,
    blank,
    changed,
    only,
    paragraph,
    reading_of,
    relation,
    run,
    seen,
    texts,
    written,
)
from workbook_docs.word.chunks import kind_of

A_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
SPACES = (
    f'xmlns:c="{A_CHART}" xmlns:dgm="{A_DIAGRAM}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
)


def words(*texts: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)


def graphic(uri: str, inner: str) -> str:
    return f"<w:r>{drawing(f'<a:graphic><a:graphicData uri={uri!r}>{inner}</a:graphicData></a:graphic>')}</w:r>".replace(
        "'", '"'
    )


def referring(uri: str, element: str, kind: str, part: str, data: str, **parts: str) -> bytes:
    """A document with one drawing that shows another part."""
    return written(
        f"<w:p>{run('before')}{graphic(uri, element)}</w:p>",
        relations=relation("rId5", kind, part),
        parts={f"word/{part}": data} | {name.replace("__", "/"): text for name, text in parts.items()},
    )  # fmt: skip


def test_the_words_of_a_diagram_are_read_once():
    data = (
        f'<dgm:dataModel {SPACES}><dgm:ptLst><dgm:pt modelId="1"><dgm:t>{words("Patients")}</dgm:t>'
        f'</dgm:pt><dgm:pt modelId="2" type="pres"><dgm:t>{words("")}</dgm:t></dgm:pt>'
        f'<dgm:pt modelId="3"><dgm:t>{words("Carers", "and friends")}</dgm:t></dgm:pt></dgm:ptLst>'
        "</dgm:dataModel>"
    )
    made = referring(A_DIAGRAM, '<dgm:relIds r:dm="rId5" r:lo="rId6"/>', "diagramData",
                     "diagrams/data1.xml", data)  # fmt: skip

    assert texts(made) == ["before", "Patients", "Carers", "and friends"]
    assert texts(made, "textbox") == ["Patients", "Carers", "and friends"]
    assert not any(block.picture for block in seen(made).blocks)


def test_what_people_type_into_a_chart_is_read():
    cache = "<c:strCache><c:pt><c:v>GPs</c:v></c:pt><c:pt><c:v>Nurses</c:v></c:pt></c:strCache>"
    data = (
        f"<c:chartSpace {SPACES}><c:title><c:tx><c:rich>{words('Reach')}</c:rich></c:tx></c:title>"
        f"<c:cat><c:strRef>{cache}</c:strRef></c:cat><c:val><c:numCache><c:pt><c:v>7</c:v></c:pt>"
        f"</c:numCache></c:val><c:cat><c:strRef>{cache}</c:strRef></c:cat></c:chartSpace>"
    )
    made = referring(A_CHART, '<c:chart r:id="rId5"/>', "chart", "charts/chart1.xml", data)

    assert texts(made) == ["before", "Reach", "GPs", "Nurses"]


@pytest.mark.parametrize("data", ["<broken", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_broken_chart_breaks_no_file(data):
    made = referring(A_CHART, '<c:chart r:id="rId5"/>', "chart", "charts/chart1.xml", data)

    assert texts(made) == ["before"]


DRAWN = [
    # in a run                                                        words       a picture
    (vml("").replace("<v:textbox>", '<v:textpath string="DRAFT"/><v:textbox>'), ["DRAFT"], False),
    ('<w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict>', [], True),
    (drawing('<a:graphic><a:graphicData uri="http://x/2006/picture"><a:blip/></a:graphicData></a:graphic>'), [], True),
    (drawing('<a:graphic><a:graphicData uri="http://x/2017/model3d"/></a:graphic>'), [], True),
    ('<w:contentPart r:id="rId9"/>', [], True),  # ink
    (drawing(f'<a:graphic><a:graphicData uri="http://x/2006/lockedCanvas">{words("one")}</a:graphicData></a:graphic>'), ["one"], False),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "drawn", "picture"), DRAWN)
def test_drawn_words_are_read_and_pictures_told_of(inside, drawn, picture):
    found = seen(written(f"<w:p><w:r>{inside}</w:r></w:p>"))

    assert [b.text for b in found.blocks if b.text] == drawn
    assert any(b.picture for b in found.blocks) is picture


# Files of other programs -----------------------------------------------------------------

OBJECTS = [
    ('<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId9"/>', "an Excel workbook"),
    ('<o:OLEObject Type="Embed" ProgID="Word.Document.8" r:id="rId9"/>', "a Word document"),
    ('<o:OLEObject Type="Link" ProgID="Word.Document.12" r:id="rId9"/>', "a link to a Word document"),
    ('<o:OLEObject Type="Embed" ProgID="Package" r:id="rId9"/>', "a file"),
    ('<o:OLEObject Type="Embed" ProgID="Foo.Bar.1" r:id="rId9"/>', "a file of another program (Foo.Bar.1)"),
    ('<w:control r:id="rId9" w:name="TextBox1"/>', "a form control of an older kind (ActiveX)"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "name"), OBJECTS)
def test_a_file_put_into_an_answer_is_told_of(inner, name):
    shape = '<v:shape><v:imagedata r:id="rId8"/></v:shape>'
    data = changed(
        blank(), "co_production.point_3", f"<w:r><w:object>{shape}{inner}</w:object></w:r>"
    )
    (finding,) = reading_of(data).findings

    assert (finding.severity, finding.code) == ("warning", "embedded-file")
    assert f"There is {name} in this place" in finding.message
    assert "Point 3" in str(finding.place)


# Pieces of other documents ---------------------------------------------------------------

PAGE = (
    "<html><head><title>no</title><style>p {}</style></head><body><h2>Who</h2><p>Ann  <b>Reed</b>"
    "<br>GP &amp; carer</p><!-- no --><ul><li>one</li><li>two</li></ul><script>no()</script>"
    "<table><tr><th>a</th><td colspan=2>b</td></tr><tr><td rowspan=2>c</td><td>d</td><td>e</td></tr>"
    "<tr><td>f</td><td>g</td></tr></table>last<p style='display:none'>hidden</p></body></html>"
)  # fmt: skip
READ = [
    "Who",
    "Ann Reed\nGP & carer",
    "one",
    "two",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "last",
    "hidden",
]
MHT = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p>Caf=C3=A9</p>\r\n--x--\r\n"
)


def with_chunk(name: str, data: object, before: str = "", after: str = "") -> bytes:
    """A document into which a part of another kind is taken."""
    return written(
        f'{before}<w:altChunk r:id="rId5"/>{after}',
        relations=relation("rId5", "aFChunk", name),
        parts={f"word/{name}": data},
    )


CHUNKS = [
    # the part                                                           what is read
    ("chunk.htm", PAGE, READ),
    ("chunk.txt", "one\r\ntwo\tthree\n\nfour", ["one", "two\tthree", "four"]),
    ("chunk.txt", "caf\u00e9".encode("cp1252"), ["café"]),
    ("chunk.txt", "café".encode("utf-16"), ["café"]),
    ("chunk.txt", "a\x00b\x0bc", ["a b c"]),
    ("chunk.htm", "<p>caf\u00e9".encode("cp1252"), ["café"]),
    ("chunk.htm", "<p>café", ["café"]),
    ("chunk.htm", "<pre>a\n  b</pre>", ["a\n  b"]),
    ("chunk.mht", MHT, ["Café"]),
    ("chunk.docx", written(paragraph(run("a")) + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"), ["a", "b"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "read"), CHUNKS)
def test_a_piece_of_another_document_is_read_where_it_stands(name, data, read):
    made = with_chunk(name, data, paragraph(run("before")), paragraph(run("after")))

    assert texts(made) == ["before", *read, "after"]
    assert not any(block.picture for block in seen(made).blocks)


def test_a_web_page_has_headings_tables_and_hidden_words():
    found = seen(with_chunk("chunk.htm", PAGE)).blocks

    assert {b.text: b.level for b in found}["Who"] == 2
    assert [(b.text, b.row, b.column, b.span) for b in found if b.table == 0] == [
        ("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 1), ("d", 1, 1, 1), ("e", 1, 2, 1),
        ("f", 2, 1, 1), ("g", 2, 2, 1),
    ]  # fmt: skip
    assert [b.text for b in found if b.unseen] == ["hidden"]
    assert [b.text for b in found if b.strong] == ["a"]


TOLD = [
    ("chunk.rtf", "{\\rtf1 Ann}", "a rich text file (.rtf)"),
    ("chunk.bin", b"\x01\x02", "a document"),
    ("chunk.docx", b"PK\x03\x04broken", "a Word document"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "called"), TOLD)
def test_a_piece_that_cannot_be_read_is_told_of(name, data, called):
    assert only(with_chunk(name, data)).embedded == called


def test_a_piece_that_stands_elsewhere_is_told_of_and_not_fetched():
    body = '<w:altChunk r:id="rId5"/><w:p><w:subDoc r:id="rId5"/></w:p>'
    made = written(
        body, relations=relation("rId5", "aFChunk", "http://127.0.0.1:9/x", external=True)
    )

    told = "a document that the file only refers to"
    assert [block.embedded for block in seen(made).blocks] == [told, told]


def test_documents_in_documents_come_to_an_end():
    made = written(paragraph(run("innermost")))
    for _ in range(6):
        made = with_chunk("chunk.docx", made, paragraph(run("outer")))
    found = seen(made)

    assert [b.text for b in found.blocks] == ["outer"] * 4 + [""]
    assert found.blocks[-1].embedded == "a Word document"


def test_an_answer_taken_in_as_a_web_page_is_an_answer():
    data = changed(
        answered({"participant.name": "Ann Reed"}), "life_cycle.planning", "",
        relations=relation("rIdC", "aFChunk", "chunk.htm"),
        parts={"word/chunk.htm": "<html><p>We plan with <i>carers</i></p></html>"},
    )  # fmt: skip
    # As a generator does it: the chunk stands behind the paragraph of the control.
    from lxml import etree

    from word_files import DECLARED, W, control_of, packed, unpacked

    parts = unpacked(data)
    root = etree.fromstring(parts["word/document.xml"])
    spot = next(control_of(root, "life_cycle.planning").iterancestors(W + "p"))
    spot.addnext(etree.fromstring(f'<x {DECLARED}><w:altChunk r:id="rIdC"/></x>')[0])
    parts["word/document.xml"] = etree.tostring(root)
    reading = reading_of(packed(parts))

    assert answers_of(reading) == {
        "participant.name": "Ann Reed", "life_cycle.planning": "We plan with carers",
    }  # fmt: skip
    assert (reading.unplaced, reading.findings) == ((), ())


KINDS = [
    (b"PK\x03\x04", "", "docx"),
    (b"\xef\xbb\xbf<!DOCTYPE html>", "", "html"),
    (b"<p>x", "application/xhtml+xml", "html"),
    (b"x", "text/plain; charset=utf-8", "text"),
    (b"From: a", "", "mht"),
    (b"x", "message/rfc822", "mht"),
    (b"{\\rtf", "text/html", "rtf"),
    (b"x", "", "unknown"),
]


@pytest.mark.parametrize(("data", "content_type", "kind"), KINDS)
def test_a_piece_is_what_its_bytes_say(data, content_type, kind):
    assert kind_of(data, content_type) == kind


def test_a_macro_is_told_of_and_never_run():
    parts = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    notices = seen(written(paragraph(run("a")), parts=parts)).notices

    assert [(n.severity, n.code) for n in notices] == [("note", "macros")]
