"""A value stored behind a control: kept beside what is shown, and told of where they differ."""

from __future__ import annotations

from html import escape

import pytest

from programs import converted
from word_files import answered, answers_of, blank, changed, reading_of, relation, run, unpacked
from workbook_docs.records import Reading

ID = "{7A1B2C3D-0000-4000-8000-000000000001}"
OTHER = "{7A1B2C3D-0000-4000-8000-000000000002}"
NAMED = 'xmlns:f="urn:form"'
DS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def bound(
    shown: str,
    store: str,
    *,
    path: str = "participant.name",
    xpath: str = "/f:form[1]/f:name[1]",
    prefixes: str = NAMED,
    id: str = ID,
    kind: str = "w",
    more: str = "",
) -> Reading:
    """What a copy says that has a control bound to a store, showing one thing."""
    return reading_of(
        file_of(
            shown, store, path=path, xpath=xpath, prefixes=prefixes, id=id, kind=kind, more=more
        )
    )


def file_of(
    shown: str, store: str, *, path: str, xpath: str, prefixes: str, id: str, kind: str, more: str
) -> bytes:
    prefixed = "w" if kind == "w" else "w15"
    binding = (
        f'<{prefixed}:dataBinding w:prefixMappings="{escape(prefixes)}" '
        f'w:xpath="{escape(xpath)}"' + (f' w:storeItemID="{id}"' if id else "") + "/>"
    )
    props = f'<ds:datastoreItem xmlns:ds="{DS}" ds:itemID="{ID}"/>'
    rels = (
        f'<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId1" '
        f'Type="{relation("", "customXmlProps", "").split(chr(34))[3]}" '
        'Target="itemProps1.xml"/></Relationships>'
    )
    return changed(
        blank(), path, run(escape(shown)) if shown else "", properties=binding + more,
        relations=relation("rIdX", "customXml", "../customXml/item1.xml"),
        parts={
            "customXml/item1.xml": store,
            "customXml/itemProps1.xml": props,
            "customXml/_rels/item1.xml.rels": rels,
        },
    )  # fmt: skip


def form(name: str) -> str:
    return f'<form xmlns="urn:form"><name>{name}</name></form>'


def test_what_is_shown_is_the_answer_and_what_is_stored_is_kept():
    reading = bound("Ann Reed", form("Bob Hall"))

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert [(text.text, text.place) for text in reading.unplaced] == [
        ("Bob Hall", "Planning your Implementation Journey, stored value")
    ]
    (finding,) = reading.findings
    assert (finding.severity, finding.code) == ("warning", "stored-value")
    assert "“Ann Reed”" in finding.message
    assert "“Bob Hall”" in finding.message
    assert "Planning your Implementation Journey" in str(finding.place)


AGREE = [
    # shown                stored                  the binding
    ("Ann Reed", form("Ann Reed"), {}),
    ("Ann Reed", form("  ANN\n reed "), {}),
    ("Ann Reed", form("Ann Reed"), {"kind": "w15"}),
    ("Ann Reed", '<form xmlns="urn:form" name="Ann Reed"/>', {"xpath": "/f:form/@name"}),
    ("Ann Reed", form("Ann Reed"), {"id": ""}),
    ("", form(""), {}),  # the prompt stands there and nothing is stored
]


@pytest.mark.parametrize(("shown", "store", "more"), AGREE)
def test_nothing_is_said_where_both_agree(shown, store, more):
    reading = bound(shown, store, **more)

    assert reading.findings == ()
    assert reading.unplaced == ()


NOT_THERE = [
    ("no such store", {"id": OTHER}),
    ("no such node", {"xpath": "/f:form/f:gone"}),
    ("a prefix that nobody declares", {"prefixes": ""}),
    ("another namespace", {"prefixes": 'xmlns:f="urn:other"'}),
    ("no path", {"xpath": "/f:form[["}),
    ("a path that leads to no node", {"xpath": "count(/f:form)"}),
    ("a function that is not there", {"xpath": "document('/etc/passwd')"}),
]


@pytest.mark.parametrize(("what", "more"), NOT_THERE, ids=[row[0] for row in NOT_THERE])
def test_nothing_is_said_where_nothing_is_stored(what, more):
    reading = bound("Ann Reed", form("Bob Hall"), **more)

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert (reading.findings, reading.unplaced) == ((), ())


@pytest.mark.parametrize("store", ["<form", '<!DOCTYPE f [<!ENTITY a "b">]><f>&a;</f>', ""])
def test_a_broken_store_breaks_no_file(store):
    assert answers_of(bound("Ann Reed", store)) == {"participant.name": "Ann Reed"}


DIFFER = [
    # the binding                                     shown       stored        listed
    ({}, "", form("Bob Hall"), ["Bob Hall"]),  # nothing but the prompt is shown
    ({}, "Ann Reed", form(""), []),  # Word would show an empty place
    ({"kind": "w15"}, "Ann Reed", form("Bob Hall"), ["Bob Hall"]),
    ({"id": ""}, "Ann Reed", form("Bob Hall"), ["Bob Hall"]),
    ({"xpath": "/f:form/@name"}, "Ann Reed", '<form xmlns="urn:form" name="Bo"/>', ["Bo"]),
    ({"path": "co_production.point_3"}, "one", form("two\nthree"), ["two", "three"]),
]


@pytest.mark.parametrize(("more", "shown", "store", "listed"), DIFFER)
def test_both_are_kept_wherever_they_differ(more, shown, store, listed):
    reading = bound(shown, store, **more)

    assert [text.text for text in reading.unplaced] == listed
    assert [finding.code for finding in reading.findings] == ["stored-value"]


def test_the_properties_of_the_document_are_stores_too():
    core = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
    spaces = 'xmlns:p="http://purl.org/dc/elements/1.1/"'
    reading = bound("Ann", form(""), id=core, xpath="//p:title", prefixes=spaces)

    assert [text.text for text in reading.unplaced] == [
        "Module 2: Engagement, Involvement & Co-Production"
    ]


DAYS = [
    # shown             stored                    the control's own date   they differ
    ("3 September 2026", "2026-09-03T00:00:00", "2026-09-03T00:00:00Z", False),
    ("03/09/2026", "2026-09-03", "", False),
    ("le trois septembre", "2026-09-03", "2026-09-03T00:00:00Z", False),
    ("4 September 2026", "2026-09-03T00:00:00", "2026-09-03T00:00:00Z", True),
    ("soon", "2026-09-03", "", True),
]


@pytest.mark.parametrize(("shown", "stored", "own", "differ"), DAYS)
def test_a_stored_day_is_compared_as_a_day(shown, stored, own, differ):
    # The control of a day of ours has its own w:date.
    data_path = "next_review_date"
    reading = bound(shown, form(stored), path=data_path)
    if own:
        # A control that keeps its own date: the one of a name, which has none, gets it.
        more = f'<w:date w:fullDate="{own}"/>'
        reading = bound(shown, form(stored), path="participant.name", more=more)

    codes = [finding.code for finding in reading.findings]
    assert ("stored-value" in codes) is differ


def test_a_choice_is_compared_by_what_it_shows():
    items = '<w:comboBox><w:listItem w:displayText="Ann Reed" w:value="17"/></w:comboBox>'

    assert bound("Ann Reed", form("17"), more=items).findings == ()
    assert len(bound("Ann Reed", form("18"), more=items).findings) == 1


@pytest.mark.parametrize(
    ("stored", "codes"),
    [("false", []), ("0", []), ("true", ["stored-value"]), ("perhaps", [])],
)
def test_a_box_is_compared_by_its_state(stored, codes):
    reading = bound("", form(stored), path="checklist.stakeholder_list")

    assert [finding.code for finding in reading.findings] == codes


def test_formatted_text_is_compared_by_its_words():
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = (
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part>'
        f'<pkg:xmlData><w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>two words</w:t></w:r>'
        "</w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    )
    same = bound("two words", form(escape(package)), path="co_production.point_3", kind="w15")
    other = bound("three words", form(escape(package)), path="co_production.point_3", kind="w15")

    assert same.findings == ()
    assert [text.text for text in other.unplaced] == ["two words"]


def test_a_copy_with_answers_and_no_store_says_nothing():
    reading = reading_of(answered({"participant.name": "Ann Reed"}))

    assert reading.findings == ()


def test_libreoffice_shows_what_stands_in_the_document_and_stores_it(tmp_path):
    # So the two differ no more, and the shown one has won: as it does here.
    source = tmp_path / "S07.docx"
    source.write_bytes(
        file_of(
            "Ann Reed", form("Bob Hall"), path="participant.name", xpath="/f:form[1]/f:name[1]",
            prefixes=NAMED, id=ID, kind="w", more="",
        )
    )  # fmt: skip
    (tmp_path / "out").mkdir()
    saved = converted([source], "docx", tmp_path / "out")[0].read_bytes()
    reading = reading_of(saved)

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert (reading.findings, reading.unplaced) == ((), ())
    assert b"Ann Reed" in unpacked(saved)["customXml/item1.xml"]


@pytest.mark.parametrize("level", ["block", "cell"])
def test_a_control_round_paragraphs_or_a_cell_is_compared_as_a_whole(level):
    from word_files import paragraph, seen, written

    binding = f'<w:dataBinding w:prefixMappings="{escape(NAMED)}" w:xpath="/f:form/f:name"/>'
    both = paragraph(run("one")) + paragraph(run("two"))

    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = (
        control(both)
        if level == "block"
        else f"<w:tbl><w:tr>{control(f'<w:tc>{both}</w:tc>')}</w:tr></w:tbl>"
    )
    rels = relation("rIdX", "customXml", "../customXml/item1.xml")
    same, other = (
        seen(written(body, relations=rels, parts={"customXml/item1.xml": form(text)}))
        for text in ("one\ntwo", "one")
    )

    assert (same.notices, [b.text for b in same.blocks]) == ((), ["one", "two"])
    assert [notice.code for notice in other.notices] == ["stored-value"]
    assert [b.text for b in other.blocks] == ["one", "two", "one"]
