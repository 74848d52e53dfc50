"""Where an erased person is named still, for somebody to look at.

Looked through is what others wrote, their files down to the packages within them, the reasons
of decisions, what is known of copies, and what else lies in the hub's folder.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from workbook_docs.hub.issued import recipients
from workbook_docs.hub.returns import Return, held_returns
from workbook_docs.hub.sources import ARCHIVE_PROBLEMS, LARGEST_MEMBER
from workbook_docs.hub.store import HUB, ORIGINALS, PEOPLE, Store

DEEPEST = 4
"""Packages within packages that are looked into."""
MOST_BYTES = 256 * 1024 * 1024
"""Unpacked bytes of one file that are looked through."""

_TAG = re.compile(r"<[^<>]*>")
_ENDS = re.compile(r"</(?:\w+:)?(?:p|tc|tr|si|c|row|text|author|sdt)>|<(?:\w+:)?(?:br|tab|cr)\b")
"""What ends a line of text; other tags stand within words."""
_ENDING = re.compile(
    r"\.(?:do[ct][xm]?|xl[st][xm]?|od[ts]|fod[ts]|rtf|pdf|eml|zip)$", re.IGNORECASE
)
FILE_NAME = "its file name"
"""The place of a mention that erasing takes out itself: the name is the hub's, not the file's."""
NOT_SEARCHED = "the file itself (cannot be searched)"
"""The place that is told of an original in which nobody can tell what stands."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an erased person is named still; `sha256` is None where it is no return."""

    sha256: str | None
    file: str
    study: str | None
    place: str

    def to_json(self) -> dict[str, Any]:
        """The mention as JSON holds it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Words:
    """Words to be looked for: in any case, composed or not, as words of their own."""

    def __init__(self, words: Collection[str]) -> None:
        listed = sorted({" ".join(folded(word).split()) for word in words})
        alternatives = "|".join(r"\s+".join(map(re.escape, w.split())) for w in listed)
        self._text = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        coded = (re.escape(w.encode(code)) for w in listed for code in ("utf-8", "utf-16-le"))
        self._bytes = re.compile(b"|".join(coded), re.IGNORECASE)

    def stand_in(self, text: str | None) -> bool:
        """Whether one of them stands in a text."""
        return bool(text) and self._text.search(folded(str(text))) is not None

    def stand_in_name(self, name: str) -> bool:
        """Whether one of them stands in a file's name, where words are parted by any mark."""
        return self.stand_in(name) or self.stand_in(re.sub(r"[\s_.,;+-]+", " ", name))

    def taken_out_of(self, path: str) -> str:
        """A file's name with `…` for each part of its path in which one of them stands."""
        parts = path.split("/")
        for place, part in enumerate(parts):
            if self.stand_in_name(part):
                ending = _ENDING.search(part)
                parts[place] = f"…{ending[0] if ending else ''}"
        return "/".join(parts)

    def stand_in_bytes(self, data: bytes) -> bool:
        """Whether one of them stands in bytes that are no text."""
        return self._bytes.search(data) is not None


def folded(text: str) -> str:
    """A text as mentions are looked for in it."""
    return unicodedata.normalize("NFKC", text).casefold()


def find_mentions(
    store: Store,
    hashes: Collection[str],
    copies: Collection[str],
    words: Collection[str],
    step: Callable[[], None],
) -> Iterator[Mention]:
    """Where the words stand, apart from the returns and copies that go.

    `step` is called for every return that was looked through.
    """
    if not words:
        return
    sought = Words(words)
    for found in held_returns(store):
        step()
        if found.sha256 in hashes:
            continue
        places = sorted(set(_in_answers(store, found, sought)))
        places = places or sorted(set(_in_original(store, found, sought)))
        for place in places:
            yield Mention(found.sha256, found.file, found.study, place)
    for number, why, digest in store.hub.execute(
        "SELECT number, why, hash FROM events WHERE why IS NOT NULL"
    ).fetchall():
        if digest not in hashes and sought.stand_in(why):
            yield Mention(digest, "", None, f"the reason of decision {number}")
    yield from _in_copies(store, copies, sought)
    yield from _in_folder(store.folder, sought)


def _in_answers(store: Store, found: Return, sought: Words) -> Iterator[str]:
    if sought.stand_in_name(found.file):
        yield FILE_NAME
    personal = dict(
        store.people.execute("SELECT id, text FROM personal WHERE owner = ?", (found.sha256,))
    )
    for path, row, place, *texts, key, corrected in store.hub.execute(
        "SELECT path, row, place, raw, value, corrected_value, personal, corrected_personal "
        "FROM answers WHERE hash = ?",
        (found.sha256,),
    ):
        texts += [personal.get(key), personal.get(corrected)]
        if any(sought.stand_in(_plain(text)) for text in texts):
            shown = path if row is None else path.replace("[]", f"[{row}]")
            yield f"{shown} ({place})" if place else shown
    for text, place in store.hub.execute(
        "SELECT text, place FROM unplaced WHERE hash = ?", (found.sha256,)
    ):
        if sought.stand_in(text):
            yield f"unplaced text ({place})"


def _plain(text: str | None) -> str | None:
    # Stored as JSON, an accented name would not be found.
    return text and re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


def _in_copies(store: Store, going: Collection[str], sought: Words) -> Iterator[Mention]:
    whom = recipients(store)
    for id, study, reference, groups in store.hub.execute(
        "SELECT id, study, reference, groups FROM copies"
    ):
        known = (study, reference, groups, whom[id].name, whom[id].prefilled)
        if id not in going and any(sought.stand_in(_plain(text)) for text in known):
            yield Mention(None, "", study, f"what is known of copy {id}")


def _in_original(store: Store, found: Return, sought: Words) -> Iterator[str]:
    [(extension,)] = store.hub.execute(
        "SELECT extension FROM returns WHERE hash = ?", (found.sha256,)
    )
    path, told = store.original(found.sha256, extension), False
    for part in _in_file(path, sought):
        told = True
        yield f"the file itself ({part})" if part else "the file itself"
    if not told and found.outcome != "read" and not _is_searchable(path):
        yield NOT_SEARCHED


def _is_searchable(path: Path) -> bool:
    """Whether a file is text, or a package of it; pictures, PDF and what is locked are not."""
    try:
        data = path.read_bytes()
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return not any(member.flag_bits & 1 for member in archive.infolist())
        return not data.startswith(b"%PDF") and _is_text(data)
    except ARCHIVE_PROBLEMS:
        return not path.exists()  # lost: the doctor tells


def _in_folder(folder: Path, sought: Words) -> Iterator[Mention]:
    """Files that somebody put into the hub's folder: drafts, reports, exports, templates."""
    own = {f"{name}{end}" for name in (HUB, PEOPLE) for end in ("", "-wal", "-shm")}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        if shown.parts[0] == ORIGINALS or str(shown) in own or not path.is_file():
            continue
        if sought.stand_in(str(shown)) or any(True for _ in _in_file(path, sought)):
            yield Mention(None, str(shown), None, "a file in the hub's folder")


# Within a file ---------------------------------------------------------------------------


class _TooMuch(Exception):
    """A file unpacks to more than is looked through."""


def _in_file(path: Path, sought: Words) -> Iterator[str]:
    """The parts of a file in which the words stand: authors, comments, properties, packages."""
    try:
        data = path.read_bytes()
        yield from _in_bytes(data, "", sought, [MOST_BYTES], 0)
    except OSError:
        return  # lost: the doctor tells
    except _TooMuch:
        yield "too large to be looked through"


def _in_bytes(data: bytes, name: str, sought: Words, left: list[int], depth: int) -> Iterator[str]:
    if data[:4] == b"PK\x03\x04" and depth < DEEPEST:
        try:
            yield from _in_package(data, name, sought, left, depth)
        except ARCHIVE_PROBLEMS:
            yield from [name] if sought.stand_in_bytes(data) else []
    elif name.endswith(".eml") or _is_message(data):
        for part in message_from_bytes(data, policy=policy.default).walk():
            told = "\n".join(str(value) for value in part.values())
            body = part.get_payload(decode=True)
            if sought.stand_in(told):
                yield name
            elif isinstance(body, bytes):
                yield from _in_bytes(body, name, sought, left, depth + 1)
    elif data.startswith(b"%PDF"):
        if any(sought.stand_in(text) for text in _of_pdf(data, left)):
            yield name
    elif _is_text(data):
        text = html.unescape(_TAG.sub("", _ENDS.sub("\n<", data.decode("utf-8", "replace"))))
        raw = html.unescape(data.decode("utf-8", "replace"))
        if sought.stand_in(text) or sought.stand_in(raw):
            yield name
    elif sought.stand_in_bytes(data):
        yield name


def _in_package(
    data: bytes, name: str, sought: Words, left: list[int], depth: int
) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            shown = f"{name}/{member.filename}" if name else member.filename
            left[0] -= member.file_size
            if member.file_size > LARGEST_MEMBER or left[0] < 0:
                raise _TooMuch
            if sought.stand_in(member.filename):
                yield shown
            yield from _in_bytes(archive.read(member), shown, sought, left, depth + 1)


_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>", re.DOTALL)
"""A string of PDF (ISO 32000, 7.3.4): letters in brackets, or hexadecimal digits."""


def _of_pdf(data: bytes, left: list[int]) -> Iterator[str]:
    """What stands in a PDF as it is and in its deflated streams, where letters stand for
    themselves; fonts may number them otherwise, so that nothing found proves nothing."""
    yield data.decode("utf-8", "replace")
    for stream in [data, *(match[1] for match in _STREAM.finditer(data))]:
        plain = stream
        if stream is not data:
            try:
                plain = zlib.decompressobj().decompress(stream, max(left[0], 1))
            except zlib.error:
                continue
            left[0] -= len(plain)
            if left[0] <= 0:
                raise _TooMuch
            yield plain.decode("utf-8", "replace")
        shown = [_string(match[0]) for match in _SHOWN.finditer(plain)]
        # A line is shown in pieces: between letters of a word, or word by word.
        yield "".join(shown)
        yield " ".join(shown)


def _string(token: bytes) -> str:
    if token.startswith(b"<"):
        digits = re.sub(rb"\s", b"", token[1:-1])
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        data = re.sub(rb"\\([()\\])", rb"\1", token[1:-1])
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.replace(b"\0", b"").decode("cp1252", "replace")


def _is_text(data: bytes) -> bool:
    return b"\0" not in data[:4096]


def _is_message(data: bytes) -> bool:
    return re.match(rb"(?:[A-Za-z-]+:[^\r\n]*\r?\n){2}", data) is not None


__all__ = ["FILE_NAME", "NOT_SEARCHED", "Mention", "Words", "find_mentions"]
