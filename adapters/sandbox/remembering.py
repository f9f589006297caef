"""Remembers beside the sandbox's Sage how far the store had come: outside what a backup holds."""

import json

from adapters.sandbox.schema import fact, keep_fact, reached
from adapters.sqlite import Database
from core.epoch import Mark

_FACT = "store_came_to"


class SandboxWitness:
    """Fits Witness."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self) -> Mark | None:
        with reached("Sage"):
            text = fact(self._database, _FACT)
        return Mark(*json.loads(text)) if text else None

    def remember(self, mark: Mark) -> None:
        with reached("Sage"):
            keep_fact(self._database, _FACT, json.dumps(mark))
