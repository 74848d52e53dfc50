"""Files of other programs that stand in a document, as people call them."""

from __future__ import annotations

_KINDS = (
    # how a program's name begins    what people call its files
    ("Excel.", "an Excel workbook"),
    ("Word.", "a Word document"),
    ("PowerPoint.", "a PowerPoint presentation"),
    ("AcroExch.", "a PDF"),
    ("Acrobat.", "a PDF"),
    ("Visio.", "a Visio drawing"),
    ("Equation.", "an equation"),
    ("MSGraph.", "a chart"),
    ("Outlook.", "an e-mail"),
    ("Package", "a file"),
)


def called(program: str | None, linked: bool = False) -> str:
    """What people call the file of a program (its `ProgID`), embedded or only linked to.

    >>> called("Excel.Sheet.12"), called("Word.Document.12", linked=True)
    ('an Excel workbook', 'a link to a Word document')
    """
    name = next((name for begin, name in _KINDS if (program or "").startswith(begin)), None)
    name = name or (f"a file of another program ({program})" if program else "a file")
    return f"a link to {name}" if linked else name
