"""Whatever stands in a Word file is an answer, issued or unplaced, wherever and however it stands."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from test_word_outline import (
    ENTRIES,
    GONE,
    box,
    cell,
    deleted,
    drawing,
    either,
    field,
    inserted,
    moved,
    old_field,
    row,
    vml,
)
from word_files import DECLARED, W, blank, packed, paragraph, reading_of, relation, run, unpacked

DIAGRAM = (
    f'<dgm:dataModel {DECLARED}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>{{}}</a:t></a:r></a:p>'
    "</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
)  # fmt: skip


def diagram(id: str) -> str:
    return drawing(
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        f'<dgm:relIds r:dm="{id}"/></a:graphicData></a:graphic>'
    )


def google(inner: str) -> str:
    properties = '<w:sdtPr><w:tag w:val="goog_rdk_7"/></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


MERGED = "<w:vMerge/>"
MATH = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>'
    "{word}</m:t></m:r></m:oMath>"
)
CHOSEN = f'<w:ddList><w:result w:val="2"/>{ENTRIES}<w:listEntry w:val="{{word}}"/></w:ddList>'
# Each puts one word into a file; {id} is a relationship whose part holds the word too.
PIECES: dict[str, str] = {
    "plain": paragraph(run("{word}")),
    "hidden": paragraph(run("{word}", "<w:vanish/>")),
    "white": paragraph(run("{word}", '<w:color w:val="FFFFFF"/>')),
    "struck": paragraph(run("{word}", "<w:strike/>")),
    "typed while recorded": f"<w:p>{deleted('gone')}{inserted('{word}')}</w:p>",
    "moved here": f"<w:p>{moved('{word}', to=True)}</w:p><w:p>{moved('{word}', to=False)}</w:p>",
    "before a deleted mark": paragraph(run("{word} "), mark=GONE) + paragraph(run("rest")),
    "in a table": f"<w:tbl>{row(cell('{word}'), cell(''))}{row(cell('gone'), properties=GONE)}</w:tbl>",
    "in a text box": f"<w:p><w:r>{either('wps', drawing(box(paragraph(run('{word}')))), vml(paragraph(run('{word}'))))}</w:r></w:p>",
    "in an unknown alternate": either("x", paragraph(run("gone")), paragraph(run("{word}"))),
    "as WordArt": '<w:p><w:r><w:pict><v:shape><v:textpath string="{word}"/></v:shape></w:pict></w:r></w:p>',
    "in an old list": f"<w:p>{old_field(CHOSEN)}</w:p>",
    "wrapped by Google": google(paragraph(google(run("{word}")))),
    "in a diagram": f"<w:p><w:r>{diagram('{id}')}</w:r></w:p>",
    "in the style of contents, in a cell": f"<w:tbl><w:tr><w:tc>{paragraph(run('{word}'), style='TOC1')}</w:tc></w:tr></w:tbl>",
    "in a cell merged with the one above": f"<w:tbl>{row(cell(''))}{row(cell('{word}', MERGED))}</w:tbl>",
    "a formula in such a cell": f"<w:tbl>{row(cell(''))}<w:tr><w:tc><w:tcPr>{MERGED}</w:tcPr><w:p>{MATH}</w:p></w:tc></w:tr></w:tbl>",
    "behind contents that do not end": f"<w:p>{field('TOC', 'begin', 'separate').replace('told', '')}</w:p>{paragraph(run('{word}'))}",
    "in a row of custom XML": f"<w:tbl><w:customXml w:element='a'>{row(cell('{word}'))}</w:customXml></w:tbl>",
    "in a link in a control": f"<w:p><w:sdt><w:sdtContent><w:hyperlink>{run('{word}')}</w:hyperlink></w:sdtContent></w:sdt></w:p>",
    "in a box within a box": f"<w:p><w:r>{vml('<w:p><w:r>' + vml(paragraph(run('{word}'))) + '</w:r></w:p>')}</w:r></w:p>",
    "taken in as text": '<w:altChunk r:id="{id}"/>',
    "taken in as a page": '<w:altChunk r:id="{id}"/>',
}  # fmt: skip
PARTS = {
    # the piece              the relationship   the part               what is in it
    "in a diagram": ("diagramData", "diagrams/data{n}.xml", DIAGRAM),
    "taken in as text": ("aFChunk", "chunk{n}.txt", "{}"),
    "taken in as a page": ("aFChunk", "chunk{n}.htm", "<html><p>{}</p></html>"),
}


def with_pieces(chosen: list[tuple[str, float]]) -> tuple[bytes, list[str]]:
    """A blank copy with some pieces put between its paragraphs, and the words they hold."""
    parts: dict[str, Any] = unpacked(blank())
    root = etree.fromstring(parts["word/document.xml"])
    body = root.find(W + "body")
    assert body is not None
    relations, words = "", []
    for n, (name, where) in enumerate(chosen):
        word, id = f"zebra{n}x", f"rIdP{n}"
        words.append(word)
        xml = PIECES[name].replace("{word}", word).replace("{id}", id)
        spot = int(where * (len(body) - 1))
        for offset, element in enumerate(etree.fromstring(f"<x {DECLARED}>{xml}</x>")):
            body.insert(spot + offset, element)
        if name in PARTS:
            kind, target, held = PARTS[name]
            relations += relation(id, kind, target.format(n=n))
            parts["word/" + target.format(n=n)] = held.format(word)
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = rels.replace(
        b"</Relationships>", relations.encode() + b"</Relationships>"
    )
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Default Extension="txt" ContentType="text/plain"/><Default Extension="htm" '
        b'ContentType="text/html"/></Types>',
    )
    parts["[Content_Types].xml"] = types
    parts["word/document.xml"] = etree.tostring(root)
    return packed(parts), words


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(PIECES)), st.floats(0, 1)), max_size=8))
def test_every_word_put_anywhere_is_found_once(chosen):
    data, words = with_pieces(chosen)
    reading = reading_of(data)  # its account adds up
    found = [text.text for text in reading.unplaced]
    found += [answer.raw or "" for answer in reading.answers]

    assert {word: sum(text.count(word) for text in found) for word in words} == dict.fromkeys(
        words, 1
    )
    assert not any("gone" in text for text in found)


def test_each_piece_alone_is_found():
    for name in PIECES:
        data, (word,) = with_pieces([(name, 0.5)])
        reading = reading_of(data)
        held = [text.text for text in reading.unplaced]
        held += [answer.raw or "" for answer in reading.answers]

        assert [name for text in held if word in text] == [name]
