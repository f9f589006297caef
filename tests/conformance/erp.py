"""What every way to an ERP has to keep."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from core.ports import Erp, ErpRefused, OutcomeUnknown, OutsideUnreachable
from core.receivers import Strategy, strategy
from core.records import Record
from core.vocabulary import ErpStatus, RecordKind
from tests.records import commitment, many, prime_contract

K, S = RecordKind, ErpStatus
Deed = Callable[[], None]


class Outside(NamedTuple):
    """An ERP under test, and what its test may do behind its back.

    It holds the vendor, the job and the prime contract that the default props name.
    """

    erp: Erp
    held: Callable[[], list[str]]
    """Ids of all commitments that the ERP holds."""
    delete: Callable[[str], None]
    """Delete a commitment at the ERP's own screens."""
    sync: Deed
    """The first hop, now."""
    lose_answers: Deed
    """From now on calls are performed and their answers are lost."""
    lose_calls: Deed
    """From now on calls are lost on the way, and no answer comes."""
    cut: Deed
    """From now on nobody can be reached."""
    mend: Deed
    """Everything works again."""


def exporting(number: str = "SC0001", **changes: object) -> Record:
    record = commitment(S.EXPORTING, id=f"commitment-{number}", number=number, **changes)
    return record._replace(erp_id=number)


class ErpContract:
    """Subclasses give a fixture `outside`."""

    def test_an_export_answers_with_the_id_that_the_erp_holds(self, outside: Outside):
        receipt = outside.erp.export(exporting(), "key-1")

        assert receipt.erp_id == "SC0001"
        assert outside.held() == ["SC0001"]

    def test_one_key_writes_once(self, outside: Outside):
        first = outside.erp.export(exporting(), "key-1")

        again = outside.erp.export(exporting(), "key-1")

        assert again == first
        assert outside.held() == ["SC0001"]

    def test_what_was_written_is_read_back_by_its_key(self, outside: Outside):
        outside.erp.export(exporting(amount=12_345), "key-1")

        (held,) = outside.erp.held(exporting(), "key-1")

        assert (held.kind, held.erp_id, held.amount) == (K.COMMITMENT, "SC0001", 12_345)
        assert ("commitment-SC0001", "key-1") in list(outside.erp.written())
        assert list(outside.erp.held(exporting(), "key-2")) == []

    def test_what_was_deleted_since_is_not_read_back(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")
        outside.delete("SC0001")

        assert list(outside.erp.held(exporting(), "key-1")) == []
        assert ("commitment-SC0001", "key-1") not in list(outside.erp.written())

    def test_it_promises_something_for_every_kind(self, outside: Outside):
        assert {strategy(outside.erp.traits(kind)) for kind in K} <= set(Strategy)

    def test_another_key_does_not_write_the_same_id_twice(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")

        with pytest.raises(ErpRefused):
            outside.erp.export(exporting(), "key-2")

        assert outside.held() == ["SC0001"]
        assert outside.erp.look(exporting(), "key-2").receipt is None

    def test_a_refusal_is_a_code_and_a_sentence_and_writes_nothing(self, outside: Outside):
        with pytest.raises(ErpRefused) as refused:
            outside.erp.export(exporting("MUCH-TOO-LONG-FOR-SAGE"), "key-1")

        assert refused.value.code.isupper()
        assert refused.value.text.endswith(".")
        assert outside.held() == []

    def test_a_look_before_anything_was_written_finds_nothing(self, outside: Outside):
        assert outside.erp.look(exporting(), "key-1").receipt is None

    def test_a_look_is_never_fresher_than_its_answer(self, outside: Outside):
        before = datetime.now(UTC)

        seen = outside.erp.look(exporting(), "key-1")

        assert seen.as_of <= datetime.now(UTC)
        assert seen.as_of.tzinfo is not None
        assert seen.as_of >= before or seen.receipt is None

    def test_after_a_lost_answer_a_look_finds_what_was_written(self, outside: Outside):
        outside.lose_answers()
        with pytest.raises(OutcomeUnknown):
            outside.erp.export(exporting(), "key-1")
        outside.mend()

        found = outside.erp.look(exporting(), "key-1").receipt

        assert found is not None
        assert found.erp_id == "SC0001"
        assert outside.held() == ["SC0001"]

    def test_after_a_lost_call_a_look_finds_nothing_and_the_key_may_be_used_again(
        self, outside: Outside
    ):
        outside.lose_calls()
        with pytest.raises(OutcomeUnknown):
            outside.erp.export(exporting(), "key-1")
        outside.mend()

        found = outside.erp.look(exporting(), "key-1").receipt
        outside.erp.export(exporting(), "key-1")

        assert found is None
        assert outside.held() == ["SC0001"]

    def test_what_could_not_be_reached_did_nothing(self, outside: Outside):
        outside.cut()

        for call in (
            lambda: outside.erp.export(exporting(), "key-1"),
            lambda: outside.erp.look(exporting(), "key-1"),
            lambda: outside.erp.update(exporting(), "key-1"),
            lambda: outside.erp.seen(K.COMMITMENT, 0, 10),
        ):
            with pytest.raises(OutsideUnreachable):
                call()
        outside.mend()

        assert outside.held() == []

    def test_a_kind_that_only_the_erp_makes_is_refused(self, outside: Outside):
        with pytest.raises(ErpRefused):
            outside.erp.export(prime_contract(S.EXPORTING), "key-1")

    def test_what_the_relay_has_comes_in_blocks_and_each_document_once(self, outside: Outside):
        for record in many(commitment, 5, status=S.EXPORTING):
            outside.erp.export(record._replace(erp_id=record.number), f"key-{record.id}")
        outside.sync()

        ids, mark, left = [], 0, [0]
        while True:
            block = outside.erp.seen(K.COMMITMENT, mark, 2)
            ids += [document.erp_id for document in block.records]
            left.append(block.remaining)
            if block.mark == mark or not block.remaining:
                break
            mark = block.mark

        assert ids == ["SC00001", "SC00002", "SC00003", "SC00004", "SC00005"]
        assert left == [0, 3, 1, 0]

    def test_nothing_new_is_an_empty_block_at_the_same_mark(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")
        outside.sync()
        mark = outside.erp.seen(K.COMMITMENT, 0, 10).mark

        block = outside.erp.seen(K.COMMITMENT, mark, 10)

        assert (list(block.records), list(block.gone)) == ([], [])
        assert (block.mark, block.remaining) == (mark, 0)

    def test_what_was_deleted_comes_as_gone(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")
        outside.sync()
        mark = outside.erp.seen(K.COMMITMENT, 0, 10).mark
        outside.delete("SC0001")
        outside.sync()

        block = outside.erp.seen(K.COMMITMENT, mark, 10)

        assert list(block.gone) == [("", "SC0001")]
        assert list(block.records) == []

    def test_what_was_deleted_may_be_exported_again_under_a_new_key(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")
        outside.delete("SC0001")

        outside.erp.export(exporting(), "key-2")
        outside.sync()
        block = outside.erp.seen(K.COMMITMENT, 0, 10)

        assert [document.erp_id for document in block.records] == ["SC0001"]
        assert list(block.gone) == []

    def test_the_relay_is_never_said_to_be_fresher_than_what_it_gave(self, outside: Outside):
        outside.sync()
        outside.erp.seen(K.COMMITMENT, 0, 10)

        read_at = outside.erp.read_at(K.COMMITMENT)
        outside.erp.export(exporting(), "key-1")
        outside.sync()

        assert outside.erp.read_at(K.COMMITMENT) == read_at
        block = outside.erp.seen(K.COMMITMENT, 0, 10)
        assert block.records[0].seen_at == outside.erp.read_at(K.COMMITMENT)

    def test_a_document_names_its_job_and_its_vendor_in_the_erps_own_ids(self, outside: Outside):
        outside.erp.export(exporting(), "key-1")
        outside.sync()

        document = outside.erp.seen(K.COMMITMENT, 0, 10).records[0]

        assert (document.job, document.vendor, document.amount) == ("J1200", "V1001", 250_000_00)
        assert document.body == exporting().body
