"""Whether people can read and fill in a Word or Excel file whatever their sight and hands.

A checker of our own: it opens no editor, and works on the parts of the file alone. `checking`
runs it; `word` and `excel` each hold their rules in one table.
"""
