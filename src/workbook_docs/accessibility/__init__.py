"""Whether people can read and fill in a Word or Excel file whatever their sight and hands.

A checker of our own: it needs no editor, and works on the parts of the file alone.

>>> from workbook_docs import accessibility_faults
>>> accessibility_faults("plan.docx")    # doctest: +SKIP
[Fault(rule='D1', severity='error', place='the document as a whole', ...)]
"""
