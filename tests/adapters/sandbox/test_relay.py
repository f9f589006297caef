"""Two hops: what Sage holds, what the relay knows of it, what we were given."""

from datetime import UTC, datetime

import pytest

from core.ports import Depth, OutsideUnreachable, Span
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.sandbox.company import opened, sandbox, with_commitment
from tests.records import commitment

K, S = RecordKind, ErpStatus


def seen(made, mark=0):
    return [d.erp_id for d in made.erp.seen(K.COMMITMENT, mark, 100).records]


def test_the_relay_knows_nothing_newer_than_its_last_reading():
    made = sandbox()
    made.relay.set_hop_one(3600)
    made.relay.sync()

    made.export(commitment(S.EXPORTING))
    before = seen(made)
    made.relay.sync()

    assert before == []
    assert seen(made) == ["SC0001"]


def test_the_relay_reads_by_itself_when_the_hop_has_passed():
    made = sandbox()
    made.relay.set_hop_one(3600)
    made.relay.sync()
    made.export(commitment(S.EXPORTING))

    made.relay.set_hop_one(0)

    assert seen(made) == ["SC0001"]


def test_what_changed_again_since_the_reading_is_still_known_as_it_was():
    made = with_commitment()
    made.relay.set_hop_one(3600)
    made.relay.sync()

    made.ledger.delete(K.COMMITMENT, "", "SC0001")

    assert seen(made) == ["SC0001"]
    assert made.relay.held(K.COMMITMENT, "", "sc0001").erp_id == "SC0001"
    made.relay.sync()
    assert made.relay.held(K.COMMITMENT, "", "SC0001") is None


@pytest.mark.rule("invariant I7")
def test_with_the_relay_stopped_it_answers_with_what_it_read_last_and_nothing_reaches_sage(
    tmp_path,
):
    made = with_commitment(tmp_path / "sandbox.sqlite")
    made.relay.sync()
    made.relay.set_hop_one(0)
    made.relay.stop()
    read_at = made.relay.snapshot().read_at
    elsewhere = opened(tmp_path / "sandbox.sqlite")
    made.ledger.delete(K.COMMITMENT, "", "SC0001")

    seen_while_stopped = seen(elsewhere)
    for call in (
        elsewhere.relay.sync,
        lambda: elsewhere.relay.begin("1", Span.ALL, Depth.DEEP),
        lambda: elsewhere.export(commitment(S.EXPORTING, id="c-2", erp_id="SC0002")),
    ):
        with pytest.raises(OutsideUnreachable, match="stopped"):
            call()
    as_of = elsewhere.erp.read_at(K.COMMITMENT)
    made.relay.start()

    assert (seen_while_stopped, as_of) == (["SC0001"], read_at)
    assert [d.erp_id for d in made.ledger.documents(K.COMMITMENT)] == []
    assert seen(elsewhere) == []


def test_the_moment_of_a_reading_is_told_only_once_everything_was_given():
    made = sandbox()
    for n in range(3):
        made.export(commitment(S.EXPORTING, id=f"c-{n}", erp_id=f"SC{n}"))
    started = datetime.now(UTC)
    made.relay.sync()

    first = made.erp.seen(K.COMMITMENT, 0, 2)
    meanwhile = made.erp.read_at(K.COMMITMENT)
    made.erp.seen(K.COMMITMENT, first.mark, 2)

    assert meanwhile is None
    assert started <= made.erp.read_at(K.COMMITMENT) <= datetime.now(UTC)


def test_two_processes_share_one_copy(tmp_path):
    made = with_commitment(tmp_path / "sandbox.sqlite")
    made.relay.sync()

    assert seen(opened(tmp_path / "sandbox.sqlite")) == ["SC0001"]
