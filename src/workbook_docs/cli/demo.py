"""The demo."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_docs.cli.base import main


@main.command()
@click.option("-o", "--output", default=Path("demo"), show_default=True,
              type=click.Path(path_type=Path), help="A new folder.")  # fmt: skip
def demo(output: Path) -> None:
    """Play an invented round of Module 2, from the register to the statistics."""
    from workbook_docs.demo.round import play

    play(output, click.echo)
