"""Facts of a home: settings, people, marks, batches, and whatever is kept under a name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from adapters.codec import decoded, encoded
from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.adjusting import Adjusting
from adapters.stores.filing import choice_of, view_fact
from adapters.stores.persons import person_of, text_of
from adapters.stores.remembered import Remembered
from adapters.stores.shelf import SqliteShelf
from core.audit import SETTINGS, Entry, of_person, of_project, of_view
from core.decision import Refused
from core.people import Actor
from core.ports import Adjust, Adjusted, AdjustPerson, Batch
from core.saved import SHARED, Saved
from core.settings import ProjectSettings, Settings
from core.vocabulary import RecordId

KEEP = (
    "INSERT INTO facts (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
DROP = "DELETE FROM facts WHERE name = ?"
MARK = (
    "INSERT INTO marks (source, mark) VALUES (?, ?) "
    "ON CONFLICT (source) DO UPDATE SET mark = excluded.mark"
)
KEEP_PERSON = (
    "INSERT INTO people (id, person) VALUES (?, ?) "
    "ON CONFLICT (id) DO UPDATE SET person = excluded.person"
)
BATCHES = (
    f"SELECT {rows.BATCH} FROM batches WHERE at >= ? AND (? = '' OR actor = ?) "
    "ORDER BY at DESC, id DESC LIMIT ?"
)
DECIDED_IN = f"SELECT {rows.ENTRY} FROM audit WHERE batch = ? AND batch <> '' ORDER BY seq"


class Facts:
    """The part of the store that keeps single values."""

    _database: Database
    _remembered: Remembered
    _clock: Callable[[], datetime]
    program: str

    def settings(self) -> Settings:
        return self._remembered.settings(self.kept("settings"))

    def keep_settings(self, settings: Settings) -> None:
        self.keep("settings", encoded(settings))

    def project_settings(self, project: RecordId) -> ProjectSettings:
        with self._database.read() as connection:
            return _choice(SqliteShelf(connection, self._remembered, self._clock()), project)

    def chosen_projects(self) -> Mapping[RecordId, ProjectSettings]:
        start = choice_of(RecordId(""))
        found = self._database.rows(
            "SELECT name, value FROM facts WHERE name >= ? AND name < ?",
            (start, f"{start}\U0010ffff"),
        )
        return {RecordId(n[len(start) :]): self._remembered.chosen(text) for n, text in found}

    def adjust_settings(
        self, actor: Actor, judge: Adjust[Settings]
    ) -> Adjusted[Settings] | Refused:
        with self._adjusting(SETTINGS, actor) as (shelf, adjusting):
            done = adjusting.judged(shelf.settings(), judge)
            if adjusting.entry is not None and isinstance(done, Adjusted):
                shelf.adjust(adjusting.entry, KEEP, ("settings", encoded(done.value)))
        return done

    def adjust_project(
        self, project: RecordId, actor: Actor, judge: Adjust[ProjectSettings]
    ) -> Adjusted[ProjectSettings] | Refused:
        with self._adjusting(of_project(project), actor) as (shelf, adjusting):
            done = adjusting.judged(_choice(shelf, project), judge)
            if adjusting.entry is not None and isinstance(done, Adjusted):
                shelf.adjust(adjusting.entry, KEEP, (choice_of(project), encoded(done.value)))
        return done

    def adjust_person(
        self, id: str, actor: Actor, judge: AdjustPerson
    ) -> Adjusted[Actor] | Refused:
        with self._adjusting(of_person(id), actor) as (shelf, adjusting):
            everybody = {person.id: person for person in shelf.people()}
            done = adjusting.judged_person(id, everybody, judge)
            if adjusting.entry is not None and isinstance(done, Adjusted):
                shelf.adjust(adjusting.entry, KEEP_PERSON, (id, text_of(done.value)))
        return done

    def saved_views(self, owner: str) -> Sequence[Saved]:
        found = list[tuple[str]]()
        for whose in dict.fromkeys((owner, SHARED)):
            start = view_fact(whose, "")
            found += self._database.rows(
                "SELECT value FROM facts WHERE name >= ? AND name < ?",
                (start, f"{start}\U0010ffff"),
            )
        return [decoded(Saved, value) for (value,) in found]

    def adjust_view(
        self, name: str, owner: str, actor: Actor, judge: Adjust[Saved | None]
    ) -> Adjusted[Saved | None] | Refused:
        fact = view_fact(owner, name)
        with self._adjusting(of_view(owner, name), actor) as (shelf, adjusting):
            text = self.kept(fact)
            present = decoded(Saved, text) if text is not None else None
            done = adjusting.judged(present, judge)
            if adjusting.entry is not None and isinstance(done, Adjusted):
                if done.value is None:
                    shelf.adjust(adjusting.entry, DROP, (fact,))
                else:
                    shelf.adjust(adjusting.entry, KEEP, (fact, encoded(done.value)))
        return done

    @contextmanager
    def _adjusting(
        self, subject: RecordId, actor: Actor
    ) -> Iterator[tuple[SqliteShelf, Adjusting]]:
        with self._database.write() as connection:
            now = self._clock()
            shelf = SqliteShelf(connection, self._remembered, now)
            yield shelf, Adjusting(shelf, subject, actor, now, self.program)

    def kept(self, name: str) -> str | None:
        found = self._database.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    def keep(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            connection.execute(KEEP, (name, value))

    def revise(self, name: str, change: Callable[[str | None], str]) -> str:
        with self._database.write() as connection:
            found = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchall()
            before = str(found[0][0]) if found else None
            after = change(before)
            if after != before:
                connection.execute(KEEP, (name, after))
        return after

    def person(self, id: str) -> Actor | None:
        found = self._database.rows("SELECT id, person FROM people WHERE id = ?", (id,))
        return person_of(*found[0]) if found else None

    def people(self) -> Sequence[Actor]:
        found = self._database.rows("SELECT id, person FROM people ORDER BY id")
        return [person_of(*row) for row in found]

    def keep_person(self, person: Actor) -> None:
        with self._database.write() as connection:
            connection.execute(KEEP_PERSON, (person.id, text_of(person)))

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
                "refused = excluded.refused, name = excluded.name, rules = excluded.rules, "
                "parts = excluded.parts",
                rows.of_batch(batch),
            )

    def batch(self, id: str) -> Batch | None:
        found = self._database.rows(f"SELECT {rows.BATCH} FROM batches WHERE id = ?", (id,))
        return rows.batch(found[0]) if found else None

    def batches(
        self, limit: int, *, actor: str = "", since: datetime | None = None
    ) -> Sequence[Batch]:
        found = self._database.rows(BATCHES, (rows.maybe_micros(since) or 0, actor, actor, limit))
        return [rows.batch(row) for row in found]

    def decided_in(self, batch: str) -> Sequence[Entry]:
        return [rows.entry(row) for row in self._database.rows(DECIDED_IN, (batch,))]


def _choice(shelf: SqliteShelf, project: RecordId) -> ProjectSettings:
    """What was chosen for a project, also before it was linked to a Sage job."""
    record = shelf.records([project]).get(project)
    names = (project, record.at_origin) if record is not None else (project,)
    found = shelf.chosen(names)
    return next((found[name] for name in names if name in found), ProjectSettings())
