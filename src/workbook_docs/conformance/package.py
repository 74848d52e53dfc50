"""A file taken apart and put together again, always with the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a file by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], late: Sequence[Callable[[bytes], bytes]] = ()) -> bytes:
    """The file of some parts; `late` changes the XML of each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            for change in late if name.endswith((".xml", ".rels")) else ():
                data = change(data)
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
