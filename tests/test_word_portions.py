"""One answer that a Word file says several times side by side: by LibreOffice, or by a copy."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from lxml import etree

from programs import converted
from word_files import DECLARED, W, answered, answers_of, control_of, packed, reading_of, unpacked
from workbook_docs.word.portions import written_again


def controls(*texts: list[str], names: str = "") -> list[etree._Element]:
    """Controls side by side, each of one run with some texts."""
    names = names or "a" * len(texts)
    xml = "".join(
        f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/></w:sdtPr><w:sdtContent><w:r>'
        f"{''.join(f'<w:t>{t}</w:t>' for t in own)}</w:r></w:sdtContent></w:sdt>"
        for own, name in zip(texts, names, strict=True)
    )
    return list(etree.fromstring(f"<w:p {DECLARED}>{xml}</w:p>"))


T = "Ann 東京 x"
WRITTEN = [
    # what neighbours of one name say                         how many say the first once more
    ([[T], ["東京", T], [" x", T]], 2),
    ([[T], ["東京", T], [T]], 2),
    ([["東京"], ["東京", "東京"], ["東京"]], 2),
    ([[T], ["東京", T], [T], [T], ["東京", T], [T]], 2),  # the control was copied, too
    ([[T]], 0),
    ([["Ann"], ["Ann"]], 0),  # a control copied beside itself
    ([["Ann"], ["Bob"]], 0),
    ([["Ann"], ["Reed", "Bob"]], 0),
    ([[T], ["Bob", T]], 0),
    ([[T], ["", T]], 0),
    ([["Ann", "Reed"], ["Ann", "Reed"]], 0),
]


@pytest.mark.parametrize(("texts", "again"), WRITTEN)
def test_what_an_editor_wrote_for_further_scripts(texts, again):
    found = controls(*texts)

    assert written_again(found[0]) == found[1 : again + 1]


def test_a_neighbour_of_another_name_is_another_place():
    assert written_again(controls([T], ["東京", T], names="ab")[0]) == []


VALUES = {
    "participant.name": "株式会社 東京", "study.title": "Falls 転倒 (x)",
    "initial_matrix[0].stakeholder": "مرحبا Ann", "engagement[0].organisation": "Ann 東京",
}  # fmt: skip


def through_libreoffice(data: bytes, folder: Path) -> bytes:
    (folder / "sent.docx").write_bytes(data)
    (folder / "saved").mkdir()
    return converted([folder / "sent.docx"], "docx", folder / "saved")[0].read_bytes()


def test_libreoffice_writes_other_scripts_several_times_and_they_are_read_once(tmp_path):
    returned = through_libreoffice(answered(VALUES), tmp_path)
    reading = reading_of(returned)

    assert answers_of(reading) == VALUES
    assert [f.code for f in reading.findings if f.severity != "note"] == []
    assert [f.code for f in reading.findings].count("written-again") == len(VALUES)


@pytest.mark.parametrize("path", ["participant.name", "initial_matrix[].stakeholder"])
@pytest.mark.parametrize("route", ["as it is", "through LibreOffice"])
@pytest.mark.parametrize("text", ["Ann", "Ann 東京"])
def test_a_control_copied_beside_itself_is_read_once_and_told(path, route, text, tmp_path):
    one = path.replace("[]", "[0]")
    parts = unpacked(answered({one: text}))
    root = etree.fromstring(parts["word/document.xml"])
    control = control_of(root, path)
    control.addnext(copy.deepcopy(control))
    data = packed(parts | {"word/document.xml": etree.tostring(root)})
    if route != "as it is":
        data = through_libreoffice(data, tmp_path)

    reading = reading_of(data)

    assert answers_of(reading) == {one: text}
    assert [unplaced.text for unplaced in reading.unplaced] == [text]
    assert "unplaced-text" in [f.code for f in reading.findings]


def test_two_controls_that_say_different_things_are_both_read():
    parts = unpacked(answered({"nine_cs.channels": ["letters"]}))
    root = etree.fromstring(parts["word/document.xml"])
    control = control_of(root, "nine_cs.channels")
    other = copy.deepcopy(control)
    for words in other.iter(f"{W}t"):
        words.text = ", calls"
    control.addnext(other)

    reading = reading_of(packed(parts | {"word/document.xml": etree.tostring(root)}))

    assert answers_of(reading)["nine_cs.channels"] == ["letters, calls"]
