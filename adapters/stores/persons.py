"""People as the store keeps them: their levels and rights as JSON, and back."""

import json
from typing import Any

from core.people import Actor
from core.vocabulary import Level, RecordKind, Tool


def text_of(person: Actor) -> str:
    return json.dumps(
        {
            "name": person.name,
            "levels": {tool: int(level) for tool, level in person.levels.items()},
            "can_push": person.can_push,
            "exports": sorted(person.exports),
            "imports": sorted(person.imports),
            "create_projects": person.create_projects,
            "connector": person.connector,
            "email": person.email,
            "digest": person.digest,
            "send_budgets": person.send_budgets,
            "may_enter": person.may_enter,
            "limits": {kind: person.limits[kind] for kind in sorted(person.limits)},
            "confirmed": person.confirmed,
        }
    )


def person_of(id: str, text: str) -> Actor:
    said: dict[str, Any] = json.loads(text)
    return Actor(
        id,
        said["name"],
        {Tool(tool): Level(level) for tool, level in said["levels"].items()},
        said["can_push"],
        frozenset(RecordKind(kind) for kind in said["exports"]),
        frozenset(RecordKind(kind) for kind in said["imports"]),
        said["create_projects"],
        said["connector"],
        said.get("email", ""),
        said.get("digest", True),
        said.get("send_budgets", False),
        said.get("may_enter", True),
        {RecordKind(kind): limit for kind, limit in said.get("limits", {}).items()},
        said.get("confirmed", ""),
    )
