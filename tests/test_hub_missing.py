"""Those that are missing: whom to ask, drafts that open ready to be sent, days to keep in mind."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner

from workbook_docs import Copy, Hub, fill, read
from workbook_docs.cli import main
from workbook_docs.excel import sheets
from workbook_docs.hub import IssuedCopy
from workbook_docs.hub.status import write_chase_list
from workbook_docs.sending import load_register, send
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 12, 11)


@pytest.fixture
def round_of_four(tmp_path: Path) -> Path:
    """Four copies of module-2 in both formats; S01 came back, S04 has no address."""
    register = tmp_path / "register.csv"
    register.write_text(
        "study.reference,study.title,Name,Email address,round,due,initial_matrix[0].stakeholder\n"
        "S01,One,Ann Reed,ann@example.org,2026-2,2026-12-01,Patients\n"
        "S02,=Two,Zoë “Z” O'Hara,zoe@example.org,2026-2,2026-12-01,Carers\n"
        "S03,Three,Cat Lowe,cat@example.org,2026-2,2026-12-24,Nurses\n"
        "S04,Four,Dan Marsh,,2026-2,,\n",
        "utf-8",
    )
    hub = tmp_path / "hub"
    sent = send(load_register(register, Module2), tmp_path / "sent", ("docx", "xlsx"), hub)
    record = {"study.reference": "S01", "participant.email": "ann@example.org",
              "next_review_date": date(2027, 1, 31), "last_stakeholder_review_date": date(2026, 3, 2)}  # fmt: skip
    fill(Module2, record, tmp_path / "returned" / "S01.docx", copy=sent[0].copy)
    with Hub(hub) as opened:
        opened.ingest(tmp_path / "returned")
    return hub


def test_each_draft_opens_as_one_with_the_same_copy_as_before(
    round_of_four: Path, tmp_path: Path
) -> None:
    with Hub(round_of_four) as hub:
        issued = {copy.study: copy for copy in hub.copies()}
        drafts = hub.remind(tmp_path / "drafts", today=TODAY)
    assert [(d.missing.study, d.path is not None, d.why) for d in drafts] == [
        ("S02", True, ""), ("S03", True, ""), ("S04", False, "no e-mail address is known"),
    ]  # fmt: skip
    for draft in drafts[:2]:
        assert draft.path is not None
        message = email.message_from_bytes(draft.path.read_bytes(), policy=email.policy.default)
        assert not message.defects
        assert message["X-Unsent"] == "1"
        assert message["From"] is None
        assert [address.addr_spec for address in message["To"].addresses] == [draft.missing.email]
        assert message["To"].addresses[0].display_name == draft.missing.name
        assert draft.missing.study in message["Subject"]
        text = message.get_body(("plain",)).get_content()
        when = {"S02": "It was due on 1 December 2026", "S03": "It is due on 24 December 2026"}
        assert when[draft.missing.study] in text.replace("\n", " ")
        attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
        assert list(attached) == [
            f"{draft.missing.study}-module-2-2026-2.{s}" for s in ("docx", "xlsx")
        ]
        for name, data in attached.items():
            path = tmp_path / name
            path.write_bytes(data)
            reading, first = read(path), read(tmp_path / "sent" / name)
            assert reading.copy == first.copy
            assert reading.copy is not None
            assert reading.copy.id == issued[draft.missing.study].id
            assert reading.record == first.record
            assert reading.unplaced == ()


ODD_ADDRESSES = [
    "",
    "no address",
    "two@example.org, three@example.org",
    "a@b\nBcc: c@example.org",
    "ann@",
    "änn@example.org",
]


@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_an_address_that_is_none_gets_no_draft(tmp_path: Path, address: str) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [IssuedCopy(id="A1", workbook="module-2", version="1", issued_on=TODAY, study="S01",
                        name="Ann\nBcc: x@example.org", email=address)], Module2,
        )  # fmt: skip
        [draft] = hub.remind(tmp_path / "drafts", today=TODAY)
    assert draft.path is None
    assert not (tmp_path / "drafts").exists()


def test_a_name_with_a_line_break_puts_nothing_into_the_header(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(
            [IssuedCopy(id="A1", workbook="module-2", version="1", issued_on=TODAY, format="docx",
                        study="S01\r\nBcc: y@example.org", name="Ann\nBcc: x@example.org",
                        email="ann@example.org")], Module2,
        )  # fmt: skip
        [draft] = hub.remind(tmp_path / "drafts", today=TODAY)
    assert draft.path is not None
    message = email.message_from_bytes(draft.path.read_bytes(), policy=email.policy.default)
    assert message["Bcc"] is None
    assert [part.get_filename()[-5:] for part in message.iter_attachments()] == [".docx"]


def test_days_that_are_due_or_planned_are_kept(round_of_four: Path, tmp_path: Path) -> None:
    with Hub(round_of_four) as hub:
        assert hub.calendar(tmp_path / "days.ics", today=TODAY) == 3
        hub.calendar(tmp_path / "again.ics", today=TODAY)
        first = (tmp_path / "days.ics").read_bytes()
        assert (tmp_path / "again.ics").read_bytes() == first
        hub.correct(hub.returns()[0], "next_review_date", "2027-02-14")
        hub.calendar(tmp_path / "days.ics", today=TODAY)
    calendar = icalendar.Calendar.from_ical(first)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert {name: event["dtstart"].dt for name, event in events.items()} == {
        "S02: module-2 of round 2026-2 is due": date(2026, 12, 1),
        "S03: module-2 of round 2026-2 is due": date(2026, 12, 24),
        "S01: NEXT Engagement, Involvement and Co-production Review Date": date(2027, 1, 31),
    }
    for word in (b"ann@", b"Reed", b"Cat"):
        assert word not in first
    moved = icalendar.Calendar.from_ical((tmp_path / "days.ics").read_bytes())
    now = {str(event["uid"]): event["dtstart"].dt for event in moved.walk("VEVENT")}
    assert now[
        str(events["S01: NEXT Engagement, Involvement and Co-production Review Date"]["uid"])
    ] == date(2027, 2, 14)
    assert len(now) == 3


ODD_WORDS = [
    # study, name, as a register may hold them
    ("S01", "Zoë Müller, PhD"),
    ("S01", "Ωmega “the” O'Hara; <b>"),
    ("S01", "Ö <eve@example.org>, b@example.org"),
    ("S01; S02, \\n", "=cmd|'/c calc'!A1"),
    ("Ä\r\nATTENDEE:mailto:x@example.org", "a\r\n\r\nBcc: x@example.org"),
    ("S" * 300, "N" * 300),
]


@pytest.mark.parametrize(("study", "name"), ODD_WORDS)
def test_odd_words_stay_within_their_place_in_drafts_days_and_the_list(
    tmp_path: Path, study: str, name: str
) -> None:
    copy = IssuedCopy(id="A1", workbook="module-2", version="1", issued_on=TODAY, study=study,
                      name=name, email="ann@example.org", due=date(2026, 12, 1), format="xlsx")  # fmt: skip
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([copy], Module2)
        [draft] = hub.remind(tmp_path / "drafts", today=TODAY)
        hub.calendar(tmp_path / "days.ics", today=TODAY)
        write_chase_list(hub.status(today=TODAY), tmp_path / "chase.csv")
    assert draft.path is not None
    head, _, body = draft.path.read_bytes().partition(b"\r\n\r\n")
    assert head.isascii()
    assert all(len(line) <= 998 for line in body.split(b"\r\n"))
    message = email.message_from_bytes(draft.path.read_bytes(), policy=email.policy.default)
    assert set(message.keys()) == {"X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"}
    [address] = message["To"].addresses
    assert address.addr_spec == "ann@example.org"
    assert address.display_name == " ".join(name.split())
    assert " ".join(study.split()) in message["Subject"]
    [part] = message.iter_attachments()
    assert part.get_content_type().endswith("spreadsheetml.sheet")
    assert part.get_content()[:2] == b"PK"

    data = (tmp_path / "days.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(data)
    [event] = calendar.walk("VEVENT")
    assert set(event.keys()) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP",
    }  # fmt: skip
    assert b"DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202\r\n" in data
    assert "module-2 is due" in event["summary"]

    with (tmp_path / "chase.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["Name"].lstrip("'") == name
    assert not row["Name"].startswith(("=", "+", "-", "@"))
    assert (row["Days overdue"], row["E-mail"]) == ("10", "ann@example.org")


# The command ---------------------------------------------------------------------------------


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_status_is_written_as_json_csv_and_xlsx(round_of_four: Path, tmp_path: Path) -> None:
    for suffix in ("json", "csv", "xlsx"):
        done = run("status", "--hub", round_of_four, "-o", tmp_path / f"status.{suffix}")
        assert done.exit_code == 0, done.stderr
    document = json.loads((tmp_path / "status.json").read_text("utf-8"))
    assert [(c["study"], c["state"], c["matched_by"]) for c in document["copies"]] == [
        ("S01", "returned", "copy"), ("S02", "missing", None), ("S03", "missing", None), ("S04", "missing", None),
    ]  # fmt: skip
    lines = list(csv.reader(io.StringIO((tmp_path / "status.csv").read_text("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Study", "S01", "S02", "S03", "S04"]
    cells = sheets.rows((tmp_path / "status.xlsx").read_bytes())
    [header] = [row for row in cells if row[:1] == ("Study",)]
    assert header[:3] == ("Study", "Round", "Workbook")
    assert [row[0] for row in cells[cells.index(header) + 1 :]][:4] == ["S01", "S02", "S03", "S04"]
    wrong = run("status", "--hub", round_of_four, "-o", tmp_path / "status.pdf")
    assert wrong.exit_code == 2
    assert "written as" in wrong.stderr


def test_the_chase_list_says_whom_to_ask_the_longest_overdue_first(
    round_of_four: Path, tmp_path: Path
) -> None:
    done = run("status", "--hub", round_of_four, "--chase", tmp_path / "chase.csv", "--json")
    assert json.loads(done.stdout)["missing"]
    assert "3 copies to ask for" in done.stderr
    with (tmp_path / "chase.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Study"], row["E-mail"]) for row in rows] == [
        ("S02", "zoe@example.org"), ("S03", "cat@example.org"), ("S04", ""),
    ]  # fmt: skip


def test_one_way_through_the_commands_of_the_hub(round_of_four: Path, tmp_path: Path) -> None:
    hub = ("--hub", round_of_four)
    path = tmp_path / "returned" / "S01.docx"
    listed = json.loads(run("hub", "returns", *hub, "--json").stdout)
    key = listed[0]["sha256"][:8]

    corrected = run(
        "hub",
        "correct",
        key,
        "next_review_date",
        "1 Feb 2027",
        *hub,
        "--who",
        "carol",
        "--reason",
        "A slip",
    )
    assert (corrected.exit_code, "is corrected" in corrected.stdout) == (0, True)
    refused = run("hub", "correct", path, "next_review_date", "soon", *hub)
    assert (refused.exit_code, "give a full date" in refused.stderr) == (2, True)
    shown = json.loads(run("hub", "show", path, *hub, "--json").stdout)
    [answer] = [a for a in shown["answers"] if a["path"] == "next_review_date"]
    assert (answer["value"], answer["read_value"], answer["raw"]) == (
        "2027-02-01",
        "2027-01-31",
        "31 January 2027",
    )
    assert answer["corrected"]["by"] == "carol"
    assert "2027-02-01" in run("hub", "show", path, *hub).stdout

    assigned = run("hub", "assign", path, "--study", "S09", *hub)
    assert "no copy was issued to a study S09" in assigned.stderr
    assert (
        run("hub", "assign", path, "--study", "s01", *hub).stdout
        == "returned/S01.docx belongs to study S01.\n"
    )
    assert run("hub", "prefer", path, *hub).exit_code == 2

    reminded = run("hub", "remind", "-o", tmp_path / "drafts", *hub)
    assert (reminded.exit_code, "2 drafts" in reminded.stdout, "S04" in reminded.stderr) == (
        1,
        True,
        True,
    )
    assert run("hub", "calendar", "-o", tmp_path / "days.ics", *hub).exit_code == 0

    exported = run("hub", "export", tmp_path / "out", "--format", "csv", *hub)
    assert len(exported.stdout.splitlines()) == 6
    assert run("hub", "backup", tmp_path / "hub.zip", *hub).exit_code == 0
    restored = run("hub", "restore", tmp_path / "hub.zip", "--hub", tmp_path / "again")
    assert (restored.exit_code, "--erased-in" in restored.stderr) == (0, True)

    planned = run("hub", "erase", "--person", "ann@example.org", *hub)
    assert (planned.exit_code, "Nothing was erased: say --yes" in planned.stdout) == (1, True)
    erased = run("hub", "erase", "--person", "ann@example.org", "--yes", *hub, "--json")
    assert (erased.exit_code, json.loads(erased.stdout)["done"]) == (0, True)
    assert run("hub", "erase", "--person", "ann@example.org", "--yes", *hub).exit_code == 2
    assert run("hub", "erase", *hub).exit_code == 2
    taken = run("ingest", path, *hub)
    assert (taken.exit_code, "was erased on" in taken.stderr) == (2, True)
    assert "not taken in" in taken.stdout
    again = run(
        "hub",
        "restore",
        tmp_path / "hub.zip",
        "--hub",
        tmp_path / "third",
        "--erased-in",
        round_of_four,
    )
    assert "erased since: 1 return." in again.stdout
    assert run("hub", "readmit", "--person", "ann@example.org", *hub).exit_code == 0
    doctor = run("hub", "doctor", *hub, "--mend")
    assert (doctor.exit_code, doctor.stdout) == (0, "Nothing is wrong with this hub.\n")


def test_a_prefer_of_two_members_is_told(round_of_four: Path, tmp_path: Path) -> None:
    with Hub(round_of_four) as hub:
        [first] = [copy for copy in hub.copies() if copy.study == "S01"]
    other = fill(Module2, {"study.reference": "S01", "participant.email": "eve@example.org"},
                 tmp_path / "eve.docx", copy=Copy(first.id, "S01", "2026-2"))  # fmt: skip
    assert "contradicts" in run("ingest", other, "--hub", round_of_four).stderr
    told = run("hub", "prefer", other, "--hub", round_of_four)
    assert (told.exit_code, "eve.docx counts before" in told.stdout) == (0, True)
