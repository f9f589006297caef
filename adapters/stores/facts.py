"""Facts of a home: settings, people, marks, batches, and whatever is kept under a name."""

from collections.abc import Sequence

from adapters.codec import encoded
from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.persons import person_of, text_of
from adapters.stores.shelf import Remembered
from core.people import Actor
from core.ports import Batch
from core.settings import Settings

KEEP = (
    "INSERT INTO facts (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
MARK = (
    "INSERT INTO marks (source, mark) VALUES (?, ?) "
    "ON CONFLICT (source) DO UPDATE SET mark = excluded.mark"
)


class Facts:
    """The part of the store that keeps single values."""

    _database: Database
    _remembered: Remembered

    def settings(self) -> Settings:
        return self._remembered.settings(self.kept("settings"))

    def keep_settings(self, settings: Settings) -> None:
        self.keep("settings", encoded(settings))

    def kept(self, name: str) -> str | None:
        found = self._database.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    def keep(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            connection.execute(KEEP, (name, value))

    def person(self, id: str) -> Actor | None:
        found = self._database.rows("SELECT id, person FROM people WHERE id = ?", (id,))
        return person_of(*found[0]) if found else None

    def people(self) -> Sequence[Actor]:
        found = self._database.rows("SELECT id, person FROM people ORDER BY id")
        return [person_of(*row) for row in found]

    def keep_person(self, person: Actor) -> None:
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO people (id, person) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET person = excluded.person",
                (person.id, text_of(person)),
            )

    def mark(self, source: str) -> int:
        found = self._database.rows("SELECT mark FROM marks WHERE source = ?", (source,))
        return int(found[0][0]) if found else 0

    def keep_mark(self, source: str, mark: int) -> None:
        with self._database.write() as connection:
            connection.execute(MARK, (source, mark))

    def keep_batch(self, batch: Batch) -> None:
        with self._database.write() as connection:
            connection.execute(
                f"INSERT INTO batches ({rows.BATCH}) VALUES ({rows.places(rows.BATCH)}) "
                "ON CONFLICT (id) DO UPDATE SET total = excluded.total, done = excluded.done, "
                "refused = excluded.refused",
                rows.of_batch(batch),
            )

    def batch(self, id: str) -> Batch | None:
        found = self._database.rows(f"SELECT {rows.BATCH} FROM batches WHERE id = ?", (id,))
        return rows.batch(found[0]) if found else None
