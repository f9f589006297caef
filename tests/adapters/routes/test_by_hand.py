"""What ends with a person: there when Sage shows it, or when the person says so."""

import pytest

from adapters.routes.by_hand import ByHand
from core.case import Mirrored
from core.ports import OnlyAPersonSees, UnderWay
from core.receivers import Strategy, strategy
from core.vocabulary import ErpStatus, RecordKind
from tests.records import commitment

K = RecordKind
RECORD = commitment(ErpStatus.EXPORTING)
SHOWN = Mirrored(K.COMMITMENT, "", "SC0001", "Bridge deck")


def test_it_waits_until_sage_shows_it():
    waits = ByHand(lambda _: None, "It is on the worklist")
    shown = ByHand(lambda _: SHOWN, "It is on the worklist")

    with pytest.raises(UnderWay, match="It is on the worklist; it is synced once Sage shows it"):
        waits.export(RECORD, "key")
    assert shown.export(RECORD, "key").erp_id == "SC0001"


def test_a_kind_that_nothing_tells_of_is_left_to_a_persons_word():
    blind = ByHand(lambda _: SHOWN, "It is on the worklist", lambda _: False)

    with pytest.raises(OnlyAPersonSees, match="say so with `vouch` and its id there"):
        blind.export(RECORD, "key")
    assert strategy(blind.traits(K.COMMITMENT)) is Strategy.PARK
