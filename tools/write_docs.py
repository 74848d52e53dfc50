"""Write the generated pages: the commands, the rules, and the demo's output in the README.

With --check nothing is written; the exit code says whether a page is out of date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent


def commands() -> str:
    """docs/commands.md: the help of every command."""
    from workbook_docs.cli import main

    parts = ["# Commands\n\nWritten by `tools/write_docs.py`; what `--help` prints.\n"]
    for path, command in _walk(main, ("workbook-docs",)):
        context = click.Context(command, info_name=" ".join(path), max_content_width=96)
        context.terminal_width = 96
        parts.append(f"## {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _walk(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], (*path, name))


def accessibility() -> str:
    """docs/accessibility.md: every rule, how it is understood, and what to do."""
    from workbook_docs.accessibility.checking import rules

    parts = [
        "# Accessibility\n\nWritten by `tools/write_docs.py` from the rules themselves.\n\n"
        "    workbook-docs template check --accessibility FILE…\n\n"
        "looks at any .docx or .xlsx file, a template or a copy, ours or another's, and tells the\n"
        "place of each fault and what to do about it. It opens no editor. In Python:\n\n"
        "```python\nfrom workbook_docs import accessibility_faults\n\n"
        'for fault in accessibility_faults("plan.docx"):\n'
        "    print(fault.rule, fault.place, fault.message)\n```\n\n"
        "Every file that a command of ours writes keeps all rules. *Must* keeps people out,\n"
        "*should* makes it hard for them. A program cannot see all: read a file aloud, too.\n"
    ]
    for format, title in (("docx", "Word"), ("xlsx", "Excel")):
        parts.append(f"## {title}\n")
        for rule in rules(format):
            duty = "must" if rule.severity == "error" else "should"
            reading = f" {rule.reading}" if rule.reading else ""
            parts.append(f"**{rule.id}** ({duty}): {rule.says}{reading}  \n*{rule.remedy}*\n")
    return "\n".join(parts)


def statistics() -> str:
    """docs/statistics.md: every statistic with what it counts and out of what."""
    from workbook_docs.hub.counting import table

    risks = {
        "A": "about studies and answers",
        "B": "about few studies",
        "C": "about persons",
    }
    parts = [
        "# Statistics\n\nWritten by `tools/write_docs.py` from the table in "
        "`hub/counting/table.py`. Each figure comes with its denominator, the number not counted, "
        "and why; *as sent* is how much of it is there only because a copy was sent so. All are "
        "exact and **not for release**: they are for use inside the hub.\n"
    ]
    groups = {
        "Of the files that came in": table.OF_FILES,
        "Of any workbook, by the kinds of its fields": table.GENERIC,
        "Of Module 2": table.MODULE_2,
    }
    for heading, lines in groups.items():
        parts.append(f"## {heading}\n\n| statistic | what it counts | out of | it is |")
        parts.append("|---|---|---|---|")
        parts += [
            f"| {line.name} | {line.definition} | {line.counted_in} | {risks[line.risk]} |"
            for line in lines
        ]
        parts.append("")
    parts.append(
        "Not among them, on purpose: rankings of studies or persons, a readiness score, the mood "
        "of free text, clouds or maps of stakeholders, organisations that studies share.\n"
    )
    return "\n".join(parts)


def readme() -> str:
    """The README with what `make demo` prints today between its two markers."""
    text = (ROOT / "README.md").read_text("utf-8")
    begin, end = "<!-- demo output -->", "<!-- /demo output -->"
    shown = f"{begin}\n```\n{demo_output().rstrip()}\n```\n{end}"
    return re.sub(f"{begin}.*?{end}", lambda _: shown, text, flags=re.DOTALL)


def demo_output() -> str:
    """What the demo prints, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "workbook_docs", "demo", "-o", "demo"],
            cwd=folder, capture_output=True, text=True, check=True,
            env={**os.environ, "COLUMNS": "100"},
        )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


PAGES = {
    "docs/commands.md": commands,
    "docs/accessibility.md": accessibility,
    "docs/statistics.md": statistics,
    "README.md": readme,
}


def main() -> int:
    """Write the pages, or check them."""
    old = 0
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if "--check" in sys.argv:
            print(f"{name} is out of date: run python tools/write_docs.py")
            old += 1
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            print(name)
    return bool(old)


if __name__ == "__main__":
    sys.exit(main())
