"""What readings of the SQLite store need not repeat."""

from collections.abc import Mapping

from adapters.codec import decoded
from adapters.stores.filing import JobCodes
from adapters.stores.names import NamePool
from adapters.stores.persons import person_of
from core.people import Actor
from core.settings import ProjectSettings, Settings
from core.vocabulary import RecordId

REMEMBERED = 20_000
"""Projects whose codes are kept in memory."""


class Remembered:
    """What is the same until its text or its version changes, so it is read only once."""

    def __init__(self) -> None:
        self._codes: dict[RecordId, tuple[int, JobCodes]] = {}
        self._settings: tuple[str | None, Settings] = (None, Settings())
        self._people: dict[str, tuple[str, Actor]] = {}
        self.names = NamePool()
        self._chosen: dict[str, ProjectSettings] = {}

    def person(self, id: str, text: str) -> Actor:
        known, person = self._people.get(id, ("", None))
        if person is None or text != known:
            person = person_of(id, text)
            self._people[id] = (text, person)
        return person

    def settings(self, text: str | None) -> Settings:
        known, settings = self._settings
        if text != known:
            settings = decoded(Settings, text) if text is not None else Settings()
            self._settings = (text, settings)
        return settings

    def chosen(self, text: str) -> ProjectSettings:
        """Projects are many and their choices few, so these are known by their text."""
        known = self._chosen.get(text)
        if known is None:
            known = self._chosen[text] = decoded(ProjectSettings, text)
        return known

    def codes_of(self, versions: Mapping[RecordId, int]) -> dict[RecordId, JobCodes]:
        """The codes of those projects that are known at these versions."""
        known = self._codes
        held = {project: known.get(project) for project in versions}
        return {p: found[1] for p, found in held.items() if found and found[0] == versions[p]}

    def keep_codes(self, project: RecordId, version: int, codes: JobCodes) -> None:
        if len(self._codes) > REMEMBERED:
            self._codes = {}
        self._codes[project] = (version, codes)
