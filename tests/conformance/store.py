"""What every store keeps to: subclass StoreContract, give it a `store` and a `clock`."""

import pytest

from tests.conformance.stores.adjusting import Adjusting
from tests.conformance.stores.cases import Cases
from tests.conformance.stores.codings import Codings
from tests.conformance.stores.deciding import Deciding
from tests.conformance.stores.deeds import Clock
from tests.conformance.stores.directory import Directories
from tests.conformance.stores.facts import Keeping
from tests.conformance.stores.keys import Keys
from tests.conformance.stores.leaving import Leaving
from tests.conformance.stores.lists import Lists
from tests.conformance.stores.mirror import Mirroring
from tests.conformance.stores.newest import Newest
from tests.conformance.stores.overviews import Overviews
from tests.conformance.stores.owing import Owing
from tests.conformance.stores.records import Records
from tests.conformance.stores.syncs import Syncs
from tests.conformance.stores.views import Views


class StoreContract(
    Records,
    Lists,
    Cases,
    Deciding,
    Owing,
    Leaving,
    Mirroring,
    Keeping,
    Newest,
    Adjusting,
    Syncs,
    Views,
    Directories,
    Codings,
    Overviews,
    Keys,
):
    """Subclass it, give it a `store` made with the `clock`, and add nothing else."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()
