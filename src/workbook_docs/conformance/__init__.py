"""A kit that damages filled workbooks as people and editors do, and counts what is read back.

*Records* are what a team might answer, *hands* are the habits of people and editors, and
*routes* are programs that open a file and save it again.
"""
