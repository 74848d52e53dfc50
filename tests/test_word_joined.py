"""Lines that LibreOffice joined are parted again where that is certain, and told where it is not."""

from __future__ import annotations

import pytest

from word_files import answered, changed, reading_of

PATH = "nine_cs.commissioners"
CASES = [
    # breaks  in the field                         the answer                                  code
    (2, "Community pharmacistsHealthwatchThe GP", ["Community pharmacists", "Healthwatch", "The GP"], "note"),
    (1, "Wards (two).Clinics", ["Wards (two).", "Clinics"], "note"),
    (1, "ÉcolesÉglises", ["Écoles", "Églises"], "note"),
    (1, "wards, clinics", ["wards, clinics"], "warning"),
    (2, "Wards ofClinics", ["Wards ofClinics"], "warning"),
    (1, "McDonaldSheikh", ["McDonaldSheikh"], "warning"),
    (0, "WhatsApp group", ["WhatsApp group"], None),
    (1, "", [], None),
]  # fmt: skip


def field(breaks: int, text: str) -> str:
    """What LibreOffice makes of a control round a cell, through an .odt or a .doc."""
    return (
        f"<w:r>{'<w:br/>' * breaks}</w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{text}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(("breaks", "text", "answer", "severity"), CASES)
def test_lines_are_parted_where_as_many_words_touch_as_breaks_are_missing(
    breaks, text, answer, severity
):
    reading = reading_of(changed(answered({}), PATH, field(breaks, text)))
    told = [f for f in reading.findings if f.code == "lines-joined"]

    assert reading.record.nine_cs.commissioners == answer
    assert [finding.severity for finding in told] == ([severity] if severity else [])
    assert all(finding.place for finding in told)
    assert reading.account.adds_up
