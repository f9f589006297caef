"""The store seen over all tabs: what waits for what."""

import json
from collections.abc import Collection, Mapping

from adapters.sqlite import Database
from adapters.stores.shelf import AMONG
from core.ports.overview import NOT_THROUGH
from core.vocabulary import RecordId

WAITING = ", ".join(f"'{status}'" for status in sorted(NOT_THROUGH))
NAMING = " + ".join(
    f"(SELECT count(*) FROM (SELECT 1 FROM records r WHERE r.{column} = n.name "
    f"AND r.status IN ({WAITING}) LIMIT ?2))"
    for column in ("vendor", "project", "parent")
)
BLOCKING = (
    f"WITH n (id, name) AS (SELECT id, id FROM records WHERE id {AMONG.replace('?', '?1')} "
    f"UNION SELECT id, origin_id FROM records WHERE id {AMONG.replace('?', '?1')} "
    "AND origin_id <> '') "
    f"SELECT n.id, sum({NAMING}) AS found FROM n GROUP BY n.id HAVING found > 0"
)
"""A record is named by its own id, or by the one that the project system knows it under."""


class Overviews:
    """The part of the store that looks over all tabs at once."""

    _database: Database

    def blocking(self, records: Collection[RecordId], most: int) -> Mapping[RecordId, int]:
        found = self._database.rows(BLOCKING, (json.dumps(list(records)), most))
        return {RecordId(name): count for name, count in found}
