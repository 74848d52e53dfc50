"""What leaves the hub as tables says nothing that somebody typed."""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal as Number
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet
import pytest

from hub_readings import AllKinds, Shelf, copy, random_all_kinds, reading_of, sent
from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    Names,
    Personal,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
)
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub
from workbook_docs.records import Copy, Finding, Unplaced

CANARY = "Tubthumping"
TYPED = {
    "study.title": f"{CANARY} study", "study.reference": f"{CANARY}-7", "contact.name": f"Ann {CANARY}",
    "contact.email": f"{CANARY}@example.org", "needs.rooms": f"Rooms for {CANARY}",
    "partners": [f"{CANARY} trust", "A charity"], "sessions[0].topic": f"{CANARY} talk",
}  # fmt: skip
SAID = {
    "money.asked": "12.50", "money.staff": 3, "reviewed": "2026-03-02", "agreed": True, "stage": "Early",
    "services": ["Parking", "Help"], "sessions[0].attended": 12, "sessions[0].form": "Online",
}  # fmt: skip


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    shelf = Shelf(tmp_path / "returns")
    reading = replace(
        reading_of(AllKinds, TYPED | SAID, copy=copy(study=f"{CANARY}-7")),
        unplaced=(Unplaced(f"by the way, {CANARY}", f"after {CANARY}"),),
        findings=(Finding("warning", "odd", f"“{CANARY}” is odd.", "needs.rooms", f"{CANARY}, page 1"),),
        editor=f"{CANARY} Writer 1", edition=f"{CANARY}@1",
    )  # fmt: skip
    shelf.put(f"{CANARY}.docx", reading)
    no_round = reading_of(
        AllKinds, TYPED, copy=replace(copy("ZZZZ-9999", f"{CANARY}-7"), round=f"{CANARY} round")
    )
    shelf.put("later.docx", no_round)
    with Hub(tmp_path / "hub") as opened:
        opened.record_copies(
            [sent(study=f"{CANARY}-7", name=CANARY, email=f"{CANARY}@example.org",
                  group={"theme": "Ageing", "lead": CANARY})], AllKinds,
        )  # fmt: skip
        opened.ingest(shelf.folder, read=shelf.read)
        opened.correct(
            opened.returns()[0], "needs.rooms", f"More {CANARY}", reason=CANARY, who=CANARY
        )
        opened.correct(opened.returns()[0], "money.staff", "4", who=CANARY)
        yield opened


class Secret(Section):
    """What nobody outside may see, of every kind that a value goes out of."""

    email: Personal[Email] = Field(title="E-mail")
    born: Personal[Day] = Field(title="Born")
    number: Personal[Whole] = Field(title="Staff number")
    pay: Personal[Decimal] = Field(title="Pay")
    ill: Personal[Tick] = Field(title="Ill")
    grade: Personal[Literal["Nurse grade", "Doctor grade"] | None] = Field(title="Grade")
    helps: Personal[list[Literal["Wheelchair", "Interpreter"]]] = Field(title="Help")
    friends: Personal[Names] = Field(title="Friends")


class Visit(Row):
    """One visit, with a column that nobody outside may see."""

    place: Text = Field(title="Place")
    person: Personal[Whole] = Field(title="Person's number")
    on: Day = Field(title="On")


class Secrets(Workbook, id="secrets", version="1", title="Secrets", day_first=True):
    """A workbook whose Personal fields are of every kind."""

    secret: Secret = Field(title="Secret")
    visits: list[Visit] = Field(title="Visits")
    contact_mail: Email = Field(title="An address that is not marked")


def test_what_is_personal_stays_whatever_its_kind(tmp_path: Path) -> None:
    values = {
        "secret.email": "ann@example.org", "secret.born": date(1961, 2, 3), "secret.number": 918273,
        "secret.pay": Number("64321.75"), "secret.ill": True, "secret.grade": "Nurse grade",
        "secret.helps": ["Wheelchair", "Interpreter"], "secret.friends": ["Bob"],
        "visits[0].place": "Leeds", "visits[0].person": 746352, "visits[0].on": date(2026, 5, 6),
        "contact_mail": "other@example.org",
    }  # fmt: skip
    reading = reading_of(Secrets, values, copy=Copy("A1", "S07", "r1"))
    odd = tuple(
        Finding("warning", "odd", f"{value} is odd.", path, f"at {value}")
        for path, value in values.items()
    )
    shelf = Shelf(tmp_path / "in")
    shelf.put("ann.docx", replace(reading, findings=odd))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, Secrets, read=shelf.read)
        [found] = hub.returns()
        hub.correct(found, "secret.number", "555666")
        hub.correct(found, "visits[0].person", "777888")
        hub.export(tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        text = path.read_text("utf-8-sig") if path.suffix != ".parquet" else str(
            pyarrow.parquet.read_table(path).to_pylist()
        )  # fmt: skip
        for word in ("1961", "918273", "64321", "746352", "555666", "777888", "Nurse grade",
                     "Wheelchair", "Interpreter", "Bob", "Leeds", "ann", "other@", "example"):  # fmt: skip
            assert word not in text, (path.name, word)
    rows = table(tmp_path / "out" / "answers.csv")
    assert {row["path"] for row in rows} == {"visits[].place", "visits[].on", "contact_mail"}
    assert {row["day"] for row in rows} == {"2026-05-06", ""}
    assert table(tmp_path / "out" / "choices.csv") == []


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_nothing_that_somebody_typed_is_in_any_byte(hub: Hub, tmp_path: Path) -> None:
    written = hub.export(tmp_path / "out")
    assert {path.suffix for path in written} == {".csv", ".parquet", ".md"}
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    for path in written:
        data = path.read_bytes()
        for word in (CANARY, *(found.sha256[:12] for found in hub.returns())):
            assert word.encode() not in data, path.name
            assert word.lower().encode() not in data, path.name
        if path.suffix == ".parquet":
            assert CANARY not in str(pyarrow.parquet.read_table(path).to_pylist())


def test_what_is_no_text_is_in_the_tables(hub: Hub, tmp_path: Path) -> None:
    hub.export(tmp_path / "out", ("csv",))
    answers = {
        (row["path"], row["row"]): row
        for row in table(tmp_path / "out" / "answers.csv")
        if row["return"] == table(tmp_path / "out" / "returns.csv")[0]["return"]
    }
    assert answers["money.staff", ""]["number"] == "4"
    assert answers["money.staff", ""]["corrected"] == "true"
    assert answers["money.asked", ""]["number"] == "12.5"
    assert answers["reviewed", ""]["day"] == "2026-03-02"
    assert answers["agreed", ""]["ticked"] == "true"
    assert answers["partners", ""]["entries"] == "2"
    assert answers["needs.rooms", ""]["state"] == "answered"
    assert answers["sessions[].attended", "0"]["number"] == "12"
    assert not [path for path, _ in answers if path.startswith("contact")]
    choices = table(tmp_path / "out" / "choices.csv")
    assert sorted((row["path"], row["option"]) for row in choices) == [
        ("services", "Help"), ("services", "Parking"), ("sessions[].form", "Online"), ("stage", "Early"),
    ]  # fmt: skip
    returns = table(tmp_path / "out" / "returns.csv")
    assert [row["round"] for row in returns] == ["2026-1", ""]  # a round we did not issue is typed
    assert [row["study"] for row in returns] == [
        table(tmp_path / "out" / "copies.csv")[0]["study"]
    ] * 2
    assert table(tmp_path / "out" / "findings.csv")[0]["path"] == "needs.rooms"


def test_a_group_goes_out_only_by_name(hub: Hub, tmp_path: Path) -> None:
    hub.export(tmp_path / "out", ("csv",), ["theme"])
    [row] = table(tmp_path / "out" / "copies.csv")
    assert row["group.theme"] == "Ageing"
    assert CANARY not in (tmp_path / "out" / "copies.csv").read_text("utf-8-sig")


def test_csv_and_parquet_say_the_same_and_twice_the_same(tmp_path: Path) -> None:
    shelf, chance = Shelf(tmp_path / "returns"), random.Random(2)
    for number in range(8):
        shelf.put(f"{number}.docx", reading_of(AllKinds, random_all_kinds(chance, number)))
    with Hub(tmp_path / "hub") as hub:
        hub.ingest(shelf.folder, AllKinds, read=shelf.read)
        hub.export(tmp_path / "one")
        hub.export(tmp_path / "two")
    for path in sorted((tmp_path / "one").glob("*.csv")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        held = pyarrow.parquet.read_table(path.with_suffix(".parquet")).to_pylist()
        told = table(path)
        assert len(held) == len(told)
        for row, line in zip(held, told, strict=True):
            assert [_text(value) for value in row.values()] == list(line.values())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return f"{value:g}" if value < 1e6 else str(value)
    return "" if value is None else str(value)


def test_every_column_is_explained(hub: Hub, tmp_path: Path) -> None:
    hub.export(tmp_path / "out", ("csv",))
    page = (tmp_path / "out" / "README.md").read_text("utf-8")
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        section = page.partition(f"## {path.stem}\n")[2].partition("\n## ")[0]
        assert [
            line.split("`")[1] for line in section.splitlines() if line.startswith("| `")
        ] == header


def test_without_pyarrow_it_says_what_to_install_and_writes_nothing(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(HubError, match=r"pip install 'workbook-docs\[parquet\]'.*--format csv"):
        hub.export(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    hub.export(tmp_path / "out", ("csv",))
    with pytest.raises(HubError, match="is a hub"):
        hub.export(hub.folder)
