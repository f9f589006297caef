"""What the sandbox's Sage promises about repeated and lost calls; it can promise less."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from adapters.sandbox.schema import fact, keep_fact
from adapters.sqlite import Database
from core.receivers import Reads, Traits

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""As of when a look is true that does not say."""


class Promise(StrEnum):
    """The four sorts of receiver."""

    KEY = "key"
    """Takes one key once, for a day."""
    CODE = "code"
    """Takes one id once, can be searched by our key, and says how fresh its answers are."""
    REFERENCE = "reference"
    """Can be searched by our key, in what may be an old copy."""
    NOTHING = "nothing"
    """Takes whatever comes, and cannot be asked."""


TRAITS: dict[Promise, Traits] = {
    Promise.KEY: Traits(key_lifetime=timedelta(days=1), unique_code=True, searchable_ref=True),
    Promise.CODE: Traits(unique_code=True, searchable_ref=True, reads=Reads.WATERMARK),
    Promise.REFERENCE: Traits(searchable_ref=True),
    Promise.NOTHING: Traits(),
}
ONCE = frozenset({Promise.KEY, Promise.CODE})
"""Those that write nothing twice under one key."""
_FACT = "promise"


def promised(database: Database) -> Promise:
    """What it promises at present."""
    return Promise(fact(database, _FACT) or Promise.CODE)


def promise(database: Database, what: Promise) -> None:
    """From now on it keeps this promise and no other."""
    keep_fact(database, _FACT, what.value)
