"""The definitions of a hub: those that people gave it, and those that are known anyway."""

from __future__ import annotations

import re

from workbook_docs.catalogue import known_workbooks, named
from workbook_docs.definition import Workbook
from workbook_docs.errors import DefinitionError, HubError
from workbook_docs.hub.store import Store


class Definitions:
    """What a hub knows of workbooks, by their ids.

    Nothing that stands in a returned file ever names a definition: people gave them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.given: dict[str, type[Workbook]] = {}

    def remember(self, workbook: type[Workbook]) -> None:
        """Remember where a definition lies, so that later commands find it by its id."""
        self.given[workbook.workbook_id] = workbook
        name = f"{workbook.__module__}:{workbook.__qualname__}"
        # A class in a script or a function cannot be found again by its name.
        if not re.fullmatch(r"[\w.]+:\w+", name) or workbook.__module__ == "__main__":
            return
        if self.remembered().get(workbook.workbook_id) == name:
            return
        with self.store.writing():
            self.store.hub.execute(
                "INSERT OR REPLACE INTO definitions (workbook, name) VALUES (?, ?)",
                (workbook.workbook_id, name),
            )

    def remembered(self) -> dict[str, str]:
        """Where the definitions lie that were given to this hub, by workbook id."""
        return dict(self.store.hub.execute("SELECT workbook, name FROM definitions ORDER BY 1"))

    def of(self, workbook: str) -> type[Workbook]:
        """The definition of a workbook.

        Raises `HubError` where it is neither remembered, shipped nor installed.
        """
        if workbook in self.given:
            return self.given[workbook]
        remembered = self.remembered().get(workbook)
        try:
            if remembered is not None:
                return named(remembered)
            return known_workbooks()[workbook]
        except (DefinitionError, KeyError):
            where = f", {remembered}," if remembered else ""
            raise HubError(
                f"The definition of {workbook}{where} cannot be found from here. Run the command "
                "in the folder of its module, or install it as a package."
            ) from None

    def own(self) -> tuple[type[Workbook], ...]:
        """Those that are neither shipped nor installed.

        One that cannot be found stops the work with a `HubError`: returns of it would be
        kept as none of ours.
        """
        ids = (set(self.given) | set(self.remembered())) - set(known_workbooks())
        return tuple(self.of(workbook) for workbook in sorted(ids))
