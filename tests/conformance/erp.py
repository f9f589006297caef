"""What every way to an ERP has to keep, and what follows where its traits say that it cannot."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from core.case import Mirrored
from core.ports import (
    Erp,
    ErpRefused,
    OutcomeUnknown,
    OutsideUnreachable,
    Receipt,
    Seen,
    UnderWay,
)
from core.receivers import Strategy, Traits, strategy
from core.records import Record
from core.vocabulary import ErpStatus, RecordKind
from tests.records import project, record

K, S = RecordKind, ErpStatus
Deed = Callable[[], None]
FIRST = "N0001"
IN_DOUBT = (OutcomeUnknown, UnderWay)
OFTEN = 50
"""Times that an export under way is asked for, at most."""


class Outside(NamedTuple):
    """An ERP under test, and what its test may do behind its back.

    It holds what the default props name: the vendor, the job, and what else is written to.
    """

    erp: Erp
    leaving: Callable[[str, int], Record]
    """A record on its way, by number and amount, of a kind that this ERP takes."""
    scope: str
    """Within what the ids of that kind are unique."""
    held: Callable[[], list[str]]
    """Ids of all documents of that kind that the ERP holds."""
    delete: Callable[[str], None]
    """Delete one of them at the ERP's own screens."""
    sync: Deed
    """The first hop, now."""
    lose_answers: Deed
    """From now on exports are performed and their answers are lost."""
    lose_calls: Deed
    """From now on exports are lost on the way, and no answer comes."""
    cut: Deed
    """From now on nobody can be reached."""
    mend: Deed
    """Everything works again."""

    def record(self, number: str = FIRST, amount: int = 1_000_00) -> Record:
        return self.leaving(number, amount)

    @property
    def kind(self) -> RecordKind:
        return self.record().kind

    @property
    def traits(self) -> Traits:
        return self.erp.traits(self.kind)

    def export(self, record: Record, key: str) -> Receipt:
        """Export it, for as long as it takes."""
        for _ in range(OFTEN):
            try:
                return self.erp.export(record, key)
            except UnderWay:
                # Asking again must not be sending again.
                assert self.traits.key_lifetime is not None
        raise AssertionError("it never ended")

    def told(self) -> list[Mirrored]:
        """Everything of the kind that it tells, from the beginning."""
        return list(self.erp.seen(self.kind, 0, 100).records)


class ErpContract:
    """Subclasses give a fixture `outside`."""

    def test_an_export_answers_with_the_id_that_the_erp_holds(self, outside: Outside):
        receipt = outside.export(outside.record(), "key-1")

        assert receipt.erp_id == FIRST
        assert outside.held() == [FIRST]

    def test_a_key_that_is_taken_once_writes_once(self, outside: Outside):
        first = outside.export(outside.record(), "key-1")

        if outside.traits.key_lifetime is None:
            assert strategy(outside.traits) is not Strategy.RESEND
        else:
            assert outside.export(outside.record(), "key-1") == first
        assert outside.held() == [FIRST]

    def test_what_was_written_is_read_back_by_its_key_or_else_by_its_id(self, outside: Outside):
        outside.export(outside.record(amount=12_345), "key-1")
        outside.sync()
        outside.told()

        (held,) = outside.erp.held(outside.record(), "key-1")

        assert (held.kind, held.erp_id, held.amount) == (outside.kind, FIRST, 12_345)
        assert (outside.record().id, "key-1") in list(outside.erp.written())
        if outside.traits.searchable_ref:
            assert list(outside.erp.held(outside.record(), "key-2")) == []
        assert list(outside.erp.held(outside.record("N0002"), "key-2")) == []

    def test_what_was_deleted_since_is_not_read_back(self, outside: Outside):
        outside.export(outside.record(), "key-1")
        outside.delete(FIRST)
        outside.sync()
        outside.told()

        assert list(outside.erp.held(outside.record(), "key-1")) == []
        if outside.traits.searchable_ref:
            assert (outside.record().id, "key-1") not in list(outside.erp.written())

    def test_it_promises_something_for_every_kind(self, outside: Outside):
        assert {strategy(outside.erp.traits(kind)) for kind in K} <= set(Strategy)

    def test_an_id_that_is_unique_is_not_written_twice_under_another_key(self, outside: Outside):
        outside.export(outside.record(), "key-1")

        if not outside.traits.unique_code:
            assert strategy(outside.traits) in {
                Strategy.LOOK_FOR_A_TIME_THEN_PARK, Strategy.PARK, Strategy.RESEND
            }  # fmt: skip
            return
        with pytest.raises(ErpRefused):
            outside.export(outside.record(), "key-2")

        assert outside.held() == [FIRST]
        assert outside.erp.look(outside.record(), "key-2").receipt is None

    def test_a_refusal_is_a_code_and_a_sentence_and_writes_nothing(self, outside: Outside):
        with pytest.raises(ErpRefused) as refused:
            outside.export(outside.record("MUCH-TOO-LONG-FOR-SAGE"), "key-1")

        assert refused.value.code.isupper()
        assert refused.value.text.endswith(".")
        assert outside.held() == []

    def test_a_look_before_anything_was_written_finds_nothing(self, outside: Outside):
        assert outside.erp.look(outside.record(), "key-1").receipt is None

    def test_a_look_is_never_fresher_than_its_answer(self, outside: Outside):
        before = datetime.now(UTC)

        seen = outside.erp.look(outside.record(), "key-1")

        assert seen.as_of <= datetime.now(UTC)
        assert seen.as_of.tzinfo is not None
        assert seen.as_of >= before or seen.receipt is None

    def test_after_a_lost_answer_what_the_traits_say_leads_to_one_document(self, outside: Outside):
        outside.lose_answers()
        with pytest.raises(IN_DOUBT):
            outside.erp.export(outside.record(), "key-1")
        outside.mend()

        if strategy(outside.traits) is Strategy.RESEND:
            assert outside.export(outside.record(), "key-1").erp_id == FIRST
        found = outside.erp.look(outside.record(), "key-1").receipt

        assert (found.erp_id if found else None) == (FIRST if outside.traits.can_be_asked else None)
        assert outside.held() == [FIRST]

    def test_after_a_lost_call_a_look_finds_nothing_and_the_key_may_be_used_again(
        self, outside: Outside
    ):
        outside.lose_calls()
        with pytest.raises(IN_DOUBT):
            outside.erp.export(outside.record(), "key-1")
        outside.mend()

        found = outside.erp.look(outside.record(), "key-1").receipt
        outside.export(outside.record(), "key-1")

        assert found is None
        assert outside.held() == [FIRST]

    def test_what_could_not_be_reached_did_nothing(self, outside: Outside):
        outside.lose_calls()
        with pytest.raises(IN_DOUBT):
            outside.erp.export(outside.record(), "key-1")
        outside.mend()
        outside.cut()

        for call in (
            lambda: outside.erp.export(outside.record("N0002"), "key-2"),
            lambda: outside.erp.look(outside.record(), "key-1"),
            lambda: outside.erp.seen(outside.kind, 0, 10),
        ):
            with pytest.raises(OutsideUnreachable):
                call()
        outside.mend()

        assert outside.held() == []

    def test_a_kind_that_it_does_not_take_is_refused(self, outside: Outside):
        taken = {kind for kind in K if outside.erp.traits(kind).writes}

        for kind in sorted(set(K) - taken):
            with pytest.raises(ErpRefused) as refused:
                outside.erp.export(record(kind, S.EXPORTING), f"key-{kind}")
            assert refused.value.text.endswith("."), kind

        assert outside.kind in taken
        assert K.PRIME_CONTRACT not in taken
        assert outside.held() == []

    def test_additions_are_taken_or_refused_as_the_traits_say(self, outside: Outside):
        for kind in K:
            if not outside.erp.traits(kind).updates:
                with pytest.raises(ErpRefused):
                    outside.erp.update(record(kind, S.SYNCED), f"key-{kind}")

        if outside.erp.traits(K.PROJECT).updates:
            assert outside.erp.update(project(S.SYNCED), "key-1").erp_id == "J1200"

    def test_of_what_it_does_not_tell_nothing_comes_and_no_moment(self, outside: Outside):
        outside.sync()

        for kind in K:
            block, at = outside.erp.seen(kind, 0, 10), outside.erp.read_at(kind)
            assert (at is not None) == outside.erp.traits(kind).tells, kind
            if not outside.erp.traits(kind).tells:
                assert block == Seen((), (), 0, 0)

    def test_what_the_relay_has_comes_in_blocks_and_each_document_once(self, outside: Outside):
        numbers = [f"N{n:04}" for n in range(1, 6)]
        for number in numbers:
            outside.export(outside.record(number), f"key-{number}")
        outside.sync()

        ids, mark, left = [], 0, [0]
        while True:
            block = outside.erp.seen(outside.kind, mark, 2)
            ids += [document.erp_id for document in block.records]
            left.append(block.remaining)
            if block.mark == mark or not block.remaining:
                break
            mark = block.mark

        assert ids == numbers
        assert left == [0, 3, 1, 0]

    def test_nothing_new_is_an_empty_block_at_the_same_mark(self, outside: Outside):
        outside.export(outside.record(), "key-1")
        outside.sync()
        mark = outside.erp.seen(outside.kind, 0, 10).mark

        block = outside.erp.seen(outside.kind, mark, 10)

        assert (list(block.records), list(block.gone)) == ([], [])
        assert (block.mark, block.remaining) == (mark, 0)

    def test_what_was_deleted_comes_as_gone(self, outside: Outside):
        outside.export(outside.record(), "key-1")
        outside.sync()
        mark = outside.erp.seen(outside.kind, 0, 10).mark
        outside.delete(FIRST)
        outside.sync()

        block = outside.erp.seen(outside.kind, mark, 10)

        assert list(block.gone) == [(outside.scope, FIRST)]
        assert list(block.records) == []

    def test_what_was_deleted_may_be_exported_again_under_a_new_key(self, outside: Outside):
        outside.export(outside.record(), "key-1")
        outside.delete(FIRST)

        outside.export(outside.record(), "key-2")
        outside.sync()
        block = outside.erp.seen(outside.kind, 0, 10)

        assert [document.erp_id for document in block.records] == [FIRST]
        assert list(block.gone) == []

    def test_the_relay_is_never_said_to_be_fresher_than_what_it_gave(self, outside: Outside):
        outside.sync()
        outside.erp.seen(outside.kind, 0, 10)

        read_at = outside.erp.read_at(outside.kind)
        outside.export(outside.record(), "key-1")
        outside.sync()

        assert outside.erp.read_at(outside.kind) == read_at
        block = outside.erp.seen(outside.kind, 0, 10)
        assert block.records[0].seen_at in (None, outside.erp.read_at(outside.kind))

    def test_a_document_names_its_job_and_its_vendor_in_the_erps_own_ids(self, outside: Outside):
        mine = outside.record()
        outside.export(mine, "key-1")
        outside.sync()

        document = outside.told()[0]

        assert (document.job, document.vendor, document.amount) == ("J1200", "V1001", mine.amount)
        assert coded(document.body) == coded(mine.body)


def coded(body) -> list[tuple[object, ...]]:
    return [(line.item, line.code, line.category, line.amount) for line in body.lines]
