"""Build the shipped templates from their texts; with --check, only say whether they are current."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "examples" / "site_readiness"))

from workbook_docs.catalogue import named, template_folder  # noqa: E402
from workbook_docs.definition import Workbook  # noqa: E402
from workbook_docs.edition import save  # noqa: E402
from workbook_docs.templates import FORMATS, current_edition  # noqa: E402
from workbook_docs.text.build import build  # noqa: E402

NAMES = ("module-2", "nine-cs", "site_readiness:SiteReadiness")


def stale(workbook: type[Workbook]) -> list[str]:
    """The templates of a workbook that its text would build otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = build(workbook, Path(folder))
        return [
            path.name
            for path in (*fresh, *_fresh_editions(workbook, Path(folder)))
            if not (kept := template_folder(workbook) / path.relative_to(folder)).exists()
            or kept.read_bytes() != path.read_bytes()
        ]


def _fresh_editions(workbook: type[Workbook], folder: Path) -> list[Path]:
    paths = []
    for format in FORMATS:
        found = current_edition(workbook, format)
        path = folder / "editions" / f"{workbook.workbook_id}@{found.name}.{format}.json"
        save(found, path)
        paths.append(path)
    return paths


def main() -> int:
    """Build, or check; the exit code says whether a check failed."""
    workbooks = [named(name) for name in NAMES]
    if "--check" not in sys.argv:
        for workbook in workbooks:
            for path in build(workbook, draft=True):
                print(path)
        return 0
    old = [name for workbook in workbooks for name in stale(workbook)]
    for name in old:
        print(f"{name} is not what its text makes: run python tools/build_templates.py")
    return bool(old)


if __name__ == "__main__":
    sys.exit(main())
