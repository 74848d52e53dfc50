"""`python -m workbook_docs` is the command `workbook-docs`."""

from workbook_docs.cli import main

if __name__ == "__main__":
    main(prog_name="workbook-docs")
