"""A hub made by an earlier version is opened by this one, and says what it said."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from frozen import frozen_schemas, thaw
from hub_readings import contents, rows
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub, schema
from workbook_docs.workbooks.nine_cs import NineCsList

LESS_KEPT_BEFORE = 5
"""The schema from which returns say how much was kept of them."""


def test_every_schema_is_kept_frozen() -> None:
    assert frozen_schemas() == list(range(1, len(schema.HUB_MIGRATIONS) + 1))


@pytest.mark.parametrize("number", frozen_schemas())
def test_a_frozen_hub_says_what_it_said_and_can_do_what_is_new(
    tmp_path: Path, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    folder = thaw(number, tmp_path / "hub")
    before = {
        query: rows(folder, query)
        for query in (
            "SELECT hash, path, row, state, raw, value, rung, place FROM answers ORDER BY 1, 2, 3",
            "SELECT hash, received, sequence, standing, study, round, matched_by FROM returns ORDER BY 1",
            "SELECT id, study, round, due, person FROM copies ORDER BY 1",
        )
    }
    people = rows(folder, "SELECT owner, what, text FROM personal ORDER BY 1, 2, 3", people=True)
    caplog.set_level("WARNING")
    with Hub(folder, create=False) as hub:
        # What is kept today and was not kept then is told, when it is opened and by the doctor.
        told = [
            "4 returns were read by an earlier version, which kept less: what “check” finds in "
            "them is not known. “hub rebuild” reads them again."
        ] * (number < LESS_KEPT_BEFORE)
        assert list(hub.doctor()) == told
        assert [record.getMessage() for record in caplog.records] == [
            f"This hub was brought to the present version. {line}" for line in told
        ]
        for query, expected in before.items():
            assert rows(folder, query) == expected
        assert (
            rows(folder, "SELECT owner, what, text FROM personal ORDER BY 1, 2, 3", people=True)
            == people
        )
        assert rows(folder, "PRAGMA user_version") == [(len(schema.HUB_MIGRATIONS),)]

        # Two contradict each other, one counts, one is no workbook.
        assert sorted(r.standing for r in hub.returns()) == [
            "conflict",
            "conflict",
            "counts",
            "unreadable",
        ]
        [(found, record)] = hub.records(NineCsList)
        assert (found.study, record.nine_cs.consumers) == ("S02", ["Patients", "Carers of S02"])
        assert [(s.study, s.missing) for s in hub.status().studies] == [
            ("S01", 0),
            ("S02", 0),
            ("S03", 1),
        ]
        hub.prefer(next(r for r in hub.returns() if r.email == "ann@example.org"))
        hub.correct(found, "nine_cs.consumers", "Everybody")
        shown = contents(folder)
        hub.rebuild()  # by the reader of today
        assert contents(folder) == shown
        assert hub.doctor() == ()
        assert len(hub.returns(counted=True)) == 2
        [draft] = hub.remind(tmp_path / "drafts")
        assert draft.path is not None


def test_frozen_hubs_count_alike_in_every_view_and_statistic(tmp_path: Path) -> None:
    today = date(2026, 12, 11)
    told = []
    for number in frozen_schemas():
        folder = thaw(number, tmp_path / str(number))
        with Hub(folder, create=False) as hub:
            views = rows(folder, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
            assert [name for (name,) in views] == ["counted_returns", "said"]
            counted = rows(folder, "SELECT study, round FROM counted_returns ORDER BY 1")
            said = rows(folder, "SELECT path, row, state, value FROM said ORDER BY 1, 2, 3, 4")
            assert (len(counted), len(said) > 20) == (1, True)
            statistics = hub.statistics(today, by="round").to_json()
            assert {s["name"] for s in statistics["statistics"] if s["rows"]} >= {
                "Files received", "Return rate", "Overdue", "Persons", "Blank rate", "Coverage",
            }  # fmt: skip
            # The files of the frozen hubs were filled each for itself: their hashes differ.
            told.append((counted, said, statistics, hub.status(today=today).studies))
    assert all(one == told[0] for one in told)


NEWER = [(name, version) for name in ("hub", "people") for version in (1, 99)]


@pytest.mark.parametrize(("name", "ahead"), NEWER)
def test_a_hub_of_a_newer_version_is_left_alone(tmp_path: Path, name: str, ahead: int) -> None:
    folder = tmp_path / "hub"
    Hub(folder).close()
    connection = sqlite3.connect(folder / f"{name}.sqlite")
    migrations = {"hub": schema.HUB_MIGRATIONS, "people": schema.PEOPLE_MIGRATIONS}[name]
    connection.execute(f"PRAGMA user_version = {len(migrations) + ahead}")
    connection.close()
    before = (folder / f"{name}.sqlite").read_bytes()
    with pytest.raises(HubError, match="newer workbook-docs"):
        Hub(folder)
    assert (folder / f"{name}.sqlite").read_bytes() == before


def test_a_schema_that_was_meddled_with_is_told(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub") as hub:
        hub._store.hub.execute("DROP INDEX returns_copy")
        assert hub.doctor() == ("hub.sqlite: returns_copy is not as this version makes it.",)
