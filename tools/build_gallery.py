"""Build docs/gallery.md: a picture of every page of Module 2 in every variant.

    python tools/build_gallery.py                 # needs LibreOffice, pdftoppm and Pillow
    python tools/build_gallery.py --only Word     # one format only; the page keeps the rest

Each variant becomes one picture, its pages side by side.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from workbook_docs import Copy, fill
from workbook_docs.demo.material import ENGAGEMENT, INVOLVEMENT, MATRIX, NINE_CS, POINTS, STAGES
from workbook_docs.workbooks.module_2 import Module2

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = DOCS / "gallery"
COPY = Copy("7KQ2-M9XD", "S07", "2026-1", date(2026, 12, 1))
ACROSS, PAGE_WIDTH, GAP, QUALITY = 6, 300, 8, 55
"""Pages side by side, pixels of a page and between pages, and quality of a picture."""


@dataclass(frozen=True)
class Variant:
    """One file to show: its name, what is in it, and how it is made."""

    name: str
    about: str
    values: Mapping[str, Any]
    large_print: bool = False


@dataclass(frozen=True)
class Format:
    """A format whose pages are shown: `suffix` of its files and the variants it has."""

    name: str
    suffix: str
    variants: tuple[Variant, ...]


def table(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> dict[str, str]:
    """The cells of a repeated table by path."""
    return {
        f"{name}[{number}].{column}": text
        for number, row in enumerate(rows)
        for column, text in zip(columns, row, strict=True)
    }


MATRIX_COLUMNS = ("stakeholder", "interests", "impact", "communication")
PREFILLED: dict[str, Any] = {
    "study.title": "Falls after stroke: a community exercise programme",
    "study.reference": "S07",
    "participant.name": "Amina Okafor",
    "participant.email": "amina.okafor@example.org",
    **{f"nine_cs.{name}": list(entries[:2]) for name, entries in list(NINE_CS.items())[:5]},
    **table("initial_matrix", MATRIX_COLUMNS, [tuple(row) for row in MATRIX[:4]]),
    "last_stakeholder_review_date": date(2026, 6, 3),
    "co_production.point_1": POINTS[0],
}
LONG = " ".join(POINTS)
FULL: dict[str, Any] = {
    **PREFILLED,
    **{f"nine_cs.{name}": list(entries) for name, entries in NINE_CS.items()},
    **{f"interest_impact.q{n}": [row[0] for row in MATRIX[n - 1 :: 4]] for n in range(1, 5)},
    **table("initial_matrix", MATRIX_COLUMNS,
            [(f"{MATRIX[n % len(MATRIX)][0]} {n + 1}", *MATRIX[n % len(MATRIX)][1:])
             for n in range(40)]),
    **table("ongoing_matrix", MATRIX_COLUMNS, [tuple(row) for row in MATRIX]),
    **table("engagement", ("organisation", "information", "contact_method", "frequency"),
            [tuple(row) for row in ENGAGEMENT]),
    **table("involvement", ("stakeholder", "role"), [tuple(row) for row in INVOLVEMENT]),
    **{f"co_production.point_{n}": f"{text}\n\n{LONG}" for n, text in enumerate(POINTS, 1)},
    **{f"life_cycle.{stage}": f"{text} {LONG}" for stage, text in STAGES.items()},
    "next_review_date": date(2027, 1, 31),
    **{f"checklist.{item}": True for item in (
        "stakeholder_list", "public_participation", "engagement_strategy", "inclusion_strategy",
        "co_production_strategy", "next_review_date_set")},
}  # fmt: skip


VARIANTS = (
    Variant("blank", "A blank, for anyone", {}),
    Variant("prefilled", "Prefilled: what the hub knew stands on a coloured ground", PREFILLED),
    Variant("full", "Full: long answers, and 40 rows in the first matrix", FULL),
    Variant("large-print", "Large print: letters of 16 points and more", PREFILLED, True),
)
FORMATS = (
    Format("Word", "docx", VARIANTS),
    Format("Excel", "xlsx", VARIANTS),
)


def pages(file: Path, folder: Path) -> list[Image.Image]:
    """The pages of a file, as LibreOffice draws them."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    pdf, stem = folder / f"{file.stem}.pdf", folder / f"{file.stem}-page"
    subprocess.run(["pdftoppm", "-r", "80", "-png", str(pdf), str(stem)], check=True, timeout=300)
    drawn = sorted(folder.glob(f"{stem.name}-*.png"), key=lambda path: path.name)
    return [Image.open(path).convert("RGB") for path in drawn]


def sheet(drawn: list[Image.Image]) -> Image.Image:
    """Pages side by side on a quiet ground."""
    small = [
        page.resize(
            (PAGE_WIDTH, round(page.height * PAGE_WIDTH / page.width)), Image.Resampling.LANCZOS
        )
        for page in drawn
    ]
    rows = [small[n : n + ACROSS] for n in range(0, len(small), ACROSS)]
    heights = [max(page.height for page in row) + GAP for row in rows]
    whole = Image.new("RGB", (ACROSS * (PAGE_WIDTH + GAP) + GAP, sum(heights) + GAP), "#8A94A3")
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for column, page in enumerate(row):
            whole.paste(page, (GAP + column * (PAGE_WIDTH + GAP), top))
        top += height
    return whole


def build(format: Format, variant: Variant) -> int:
    """Draw one variant; how many pages it has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / f"{variant.name}.{format.suffix}"
        fill(Module2, variant.values, file, COPY, large_print=variant.large_print)
        drawn = pages(file, folder)
        out = io.BytesIO()
        sheet(drawn).save(out, "WEBP", quality=QUALITY, method=6)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{format.suffix}-{variant.name}.webp").write_bytes(out.getvalue())
    return len(drawn)


def section(format: Format, variant: Variant, count: int) -> str:
    """The part of the page that shows one variant."""
    picture = f"gallery/{format.suffix}-{variant.name}.webp"
    words = f"{variant.about}: {count} pages in {format.name}, side by side"
    return f"### {variant.about}\n\n{count} pages.\n\n![{words}]({picture})\n"


def main() -> int:
    """Draw all variants and write the page."""
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    page = DOCS / "gallery.md"
    held = page.read_text("utf-8") if page.exists() else ""
    parts = [
        "# Gallery\n\nEvery page of Module 2 as LibreOffice prints it, built by "
        "`tools/build_gallery.py`.\n"
    ]
    for format in FORMATS:
        begin, end = f"<!-- {format.name} -->", f"<!-- /{format.name} -->"
        if only not in (None, format.name) and begin in held:
            parts.append(held[held.index(begin) : held.index(end) + len(end)] + "\n")
            continue
        shown = [section(format, v, build(format, v)) for v in format.variants]
        parts.append(f"{begin}\n\n## {format.name}\n\n" + "\n".join(shown) + f"\n{end}\n")
    page.write_text("\n".join(parts), "utf-8")
    print(page, sum(path.stat().st_size for path in PICTURES.iterdir()) // 1024, "KB of pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
