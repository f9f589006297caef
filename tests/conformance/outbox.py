"""What every outbox keeps to: subclass OutboxContract, give it a `store` and a `clock`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core.people import CONNECTOR
from core.ports.mails import Draft, MailState
from core.vocabulary import RecordKind, View
from tests.conformance.stores.deeds import Clock, S, move, ready, world
from tests.records import company, sub_job

W = MailState


class OutboxContract:
    """Subclass it, give it a `store` made with the `clock`, and add nothing else."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def outbox(self, store):
        return store.outbox()

    @pytest.fixture
    def draft(self, clock):
        def made(key: str, skipped: str = "") -> Draft:
            return Draft(
                key, "rejected", "ana", "Ana", "ana@example.org", f"About {key}", "Body\n",
                f"<{key}@example.org>", clock.now, skipped,
            )  # fmt: skip

        return made

    # from the history to mails

    def test_the_history_is_read_from_an_entry_on(self, store, outbox):
        assert (outbox.newest_entry(), outbox.entries(1, 9)) == (0, [])
        world(store)
        store.arrive([ready()], CONNECTOR)
        move(store, ready(), S.FAILED)

        found = outbox.entries(2, 2)

        assert [entry.seq for entry in found] == [2, 3]
        assert found[-1] == store.history(ready().id)[0]
        assert outbox.newest_entry() == 4

    def test_mails_and_mark_are_put_down_together(self, store, outbox, draft):
        assert outbox.post([draft("a"), draft("b")], "mails", 0, 7)

        assert store.mark("mails") == 7
        assert outbox.tally() == {W.WAITING: 2}

    def test_whoever_comes_second_puts_nothing_down(self, store, outbox, draft):
        outbox.post([draft("a")], "mails", 0, 7)

        assert not outbox.post([draft("b")], "mails", 0, 9)

        assert store.mark("mails") == 7
        assert [letter.draft.key for letter in outbox.mails(None, 9)] == ["a"]

    def test_of_many_at_once_one_puts_down(self, outbox, draft):
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda n: outbox.post([draft(f"{n}")], "m", 0, 1), range(8)))

        assert done.count(True) == 1
        assert outbox.tally() == {W.WAITING: 1}

    def test_a_key_is_kept_once(self, outbox, draft):
        outbox.post([draft("a"), draft("a")], "one", 0, 1)
        outbox.post([draft("a")], "two", 0, 1)

        assert outbox.tally() == {W.WAITING: 1}

    def test_a_draft_comes_back_as_it_was_put_down(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)

        (letter,) = outbox.mails(W.WAITING, 9)

        assert letter.draft == draft("a")
        assert (letter.state, letter.attempts, letter.due_at) == (W.WAITING, 0, clock.now)
        assert (letter.ended_at, letter.why) == (None, "")

    def test_what_is_skipped_is_seen_and_never_taken(self, outbox, draft):
        outbox.post([draft("a", "Ana has no mail address.")], "mails", 0, 1)

        (letter,) = outbox.mails(W.SKIPPED, 9)

        assert letter.why == "Ana has no mail address."
        assert outbox.claim("one", 30) is None

    # sending

    def test_the_oldest_is_taken_first_and_once(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)
        clock.pass_(1)
        outbox.post([draft("b")], "mails", 1, 2)

        taken = [outbox.claim("one", 30), outbox.claim("two", 30), outbox.claim("three", 30)]

        assert [letter and letter.draft.key for letter in taken] == ["a", "b", None]
        assert (taken[0].owner, taken[0].attempts) == ("one", 1)

    def test_what_was_sent_is_not_taken_again(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)
        outbox.sent(outbox.claim("one", 30))
        clock.pass_(60)

        assert outbox.claim("one", 30) is None
        (letter,) = outbox.mails(W.SENT, 9)
        assert letter.ended_at == clock.now - timedelta(seconds=60)

    def test_what_failed_is_kept_with_its_reason(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)
        outbox.failed(outbox.claim("one", 30), "550 no such person")
        clock.pass_(60)

        assert outbox.claim("one", 30) is None
        (letter,) = outbox.mails(W.FAILED, 9)
        assert (letter.why, letter.attempts) == ("550 no such person", 1)

    def test_what_failed_may_be_tried_once_more(self, outbox, draft, clock):
        outbox.post([draft("a"), draft("b"), draft("c", "Off.")], "mails", 0, 1)
        outbox.sent(outbox.claim("one", 30))
        outbox.failed(outbox.claim("one", 30), "550 no such person")
        clock.pass_(60)

        assert outbox.again() == 1
        again = outbox.claim("two", 30)
        assert (again.draft.key, again.attempts, again.why) == ("b", 2, "550 no such person")
        assert outbox.again() == 0

    def test_what_was_put_off_waits_and_goes_to_anyone(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)
        outbox.postpone(outbox.claim("one", 30), 60, "451 later")

        assert outbox.claim("two", 30) is None
        assert outbox.mails(None, 1)[0].why == "451 later"
        clock.pass_(60)
        again = outbox.claim("two", 30)
        assert (again.draft, again.attempts) == (
            draft("a")._replace(made_at=again.draft.made_at),
            2,
        )

    def test_a_mail_whose_sender_died_is_taken_by_another(self, outbox, draft, clock):
        outbox.post([draft("a")], "mails", 0, 1)
        mine = outbox.claim("one", 30)
        clock.pass_(31)

        theirs = outbox.claim("two", 30)
        outbox.failed(mine, "too late")
        outbox.postpone(mine, 0, "too late")
        outbox.sent(mine)

        assert theirs.draft.message_id == mine.draft.message_id
        assert [letter.state for letter in outbox.mails(None, 9)] == [W.WAITING]
        outbox.sent(theirs)
        assert outbox.tally() == {W.SENT: 1}

    # looking

    def test_mails_are_listed_newest_first_by_state_and_by_person(self, outbox, draft):
        other = draft("c")._replace(person="sam")
        outbox.post([draft("a"), draft("b", "No address."), other], "mails", 0, 1)

        assert [x.draft.key for x in outbox.mails(None, 2)] == ["c", "b"]
        assert [x.draft.key for x in outbox.mails(W.WAITING, 9)] == ["c", "a"]
        assert [x.draft.key for x in outbox.mails(None, 9, "ana")] == ["b", "a"]
        assert outbox.tally("ana") == {W.WAITING: 1, W.SKIPPED: 1}

    def test_it_is_known_since_when_mails_wait(self, outbox, draft, clock):
        assert outbox.waits_since() is None
        since = clock.now
        outbox.post([draft("a")], "mails", 0, 1)
        clock.pass_(60)
        outbox.post([draft("b")], "mails", 1, 2)

        assert outbox.waits_since() == since
        outbox.sent(outbox.claim("one", 30))
        assert outbox.waits_since() == clock.now

    def test_old_mails_are_forgotten_unless_they_wait_or_failed(self, outbox, draft, clock):
        outbox.post([draft(key) for key in "abc"] + [draft("d", "Off.")], "mails", 0, 1)
        outbox.sent(outbox.claim("one", 30))
        outbox.failed(outbox.claim("one", 30), "no")
        clock.pass_(60)

        assert outbox.forget(clock.now) == 2
        assert outbox.tally() == {W.FAILED: 1, W.WAITING: 1}
        assert outbox.forget(clock.now) == 0

    # what waits

    def test_what_waits_is_counted_by_kind_view_and_currency(self, store, outbox, clock):
        now = clock.now
        store.arrive(
            [
                ready("SC1", amount=100, sent_at=now - timedelta(days=8)),
                ready("SC2", amount=20, sent_at=now - timedelta(days=3)),
                ready("SC3", amount=7, currency="CAD", sent_at=now),
                ready("SC4", S.FAILED, amount=5, sent_at=now),
                ready("SC5", S.REJECTED, amount=999),
                company(amount=3, sent_at=now),
                sub_job(sent_at=now),
            ],
            CONNECTOR,
        )
        ages = [now - timedelta(days=2), now - timedelta(days=7)]
        kinds = (RecordKind.COMMITMENT, RecordKind.COMPANY)

        piles = outbox.piles((View.READY_TO_EXPORT, View.FAILED), kinds, ages)

        assert {(p.kind, p.view, p.currency): (p.size, p.amount, p.older) for p in piles} == {
            (RecordKind.COMMITMENT, View.READY_TO_EXPORT, "USD"): (2, 120, (2, 1)),
            (RecordKind.COMMITMENT, View.READY_TO_EXPORT, "CAD"): (1, 7, (0, 0)),
            (RecordKind.COMMITMENT, View.FAILED, "USD"): (1, 5, (0, 0)),
            (RecordKind.COMPANY, View.READY_TO_EXPORT, "USD"): (1, 3, (0, 0)),
        }
        oldest = [p.oldest for p in piles if p.older == (2, 1)]
        assert oldest == [now - timedelta(days=8)]

    def test_where_nothing_waits_there_are_no_piles(self, outbox):
        assert outbox.piles((View.FAILED,), (RecordKind.COMMITMENT,), []) == []
        assert outbox.piles((View.FAILED,), (), []) == []

    def test_an_outbox_answers_on_any_thread(self, outbox, draft):
        outbox.post([draft("a")], "mails", 0, 1)

        with ThreadPoolExecutor(1) as pool:
            letter = pool.submit(outbox.claim, "one", 30).result()

        assert letter.draft.key == "a"
