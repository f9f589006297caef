"""The outbox emptied into a real mail server: late, refused, twice at once, and after a kill."""

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.mail import SmtpCarrier
from adapters.stores.sqlite import SqliteStore
from core.mailing import LEASE, Mailing, sender_of
from core.ports.mails import Draft, MailState
from core.settings import Mail, Settings
from tests.conformance.stores.deeds import Clock
from tests.mailserver import serving

ROOT = Path(__file__).parents[2]

SENDER = """
import sys
from adapters.mail import SmtpCarrier
from adapters.stores.sqlite import SqliteStore
from core.mailing import Mailing
from tests.conformance.stores.deeds import Clock

store = SqliteStore(sys.argv[1], Clock())
carrier = lambda mail: SmtpCarrier(mail, sys.argv[1])
Mailing(store, store.outbox(), carrier, owner="killed", clock=Clock()).round()
"""


@pytest.mark.parametrize(
    ("mail", "sender"),
    [
        (Mail("mail.example.org", sender="a@example.com"), "a@example.com"),
        (Mail("mail.example.org"), "countersign@mail.example.org"),
        (Mail("mail.example.org", sender="no address"), "countersign@mail.example.org"),
        (Mail("[::1]"), "countersign@localhost"),
    ],
)
def test_mails_come_from_the_address_that_was_set_or_from_one_of_the_server(mail, sender):
    assert sender_of(mail) == sender


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "countersign.sqlite"


@pytest.fixture
def server():
    with serving() as made:
        yield made


@pytest.fixture
def store(path, clock, server) -> SqliteStore:
    store = SqliteStore(path, clock)
    store.keep_settings(Settings(mail=Mail("127.0.0.1", server.port, encrypted=False)))
    yield store
    assert store.verify() == []
    store.close()


def mailing(store: SqliteStore, clock: Clock, owner: str = "me") -> Mailing:
    def carrier(mail: Mail) -> SmtpCarrier:
        return SmtpCarrier(mail, "/nowhere")

    return Mailing(store, store.outbox(), carrier, owner=owner, clock=clock)


def posted(store: SqliteStore, *names: str) -> None:
    drafts = [
        Draft(n, "rejected", n, n, f"{n}@example.org", n, f"{n}\n", f"<{n}@x>", store._clock())
        for n in names
    ]
    assert store.outbox().post(drafts, "test", store.mark("test"), store.mark("test") + 1)


def states(store: SqliteStore) -> dict[str, MailState]:
    return {x.draft.key: x.state for x in store.outbox().mails(None, 1000)}


def test_what_waits_is_sent_and_stays_in_the_outbox_as_sent(store, clock, server):
    posted(store, "ana", "sam")

    went = mailing(store, clock).round()

    assert (went.sent, went.failed, went.unreachable) == (2, 0, "")
    assert server.to == ["ana@example.org", "sam@example.org"]
    assert set(states(store).values()) == {MailState.SENT}
    assert mailing(store, clock).round().sent == 0


def test_what_was_put_off_goes_later_under_the_same_name(store, clock, server):
    posted(store, "ana")
    server.answers = ["451 come back", "451 come back"]
    made = mailing(store, clock)
    sent = []
    for seconds in (0, 4, 1, 9, 1):
        clock.pass_(seconds)
        sent.append(made.round().sent)

    assert sent == [0, 0, 0, 0, 1]
    assert [took["Message-ID"] for took in server.took] == ["<ana@x>"]
    assert store.outbox().mails(MailState.SENT, 1)[0].attempts == 3


def test_what_is_refused_has_failed_and_holds_nobody_else_up(store, clock, server):
    posted(store, "ana", "sam")
    server.to_recipient["ana@example.org"] = "550 no such person"

    went = mailing(store, clock).round()

    assert (went.sent, went.failed) == (1, 1)
    (failed,) = store.outbox().mails(MailState.FAILED, 9)
    assert failed.draft.key == "ana"
    assert failed.why.endswith("refused it: 550 no such person")
    clock.pass_(86400)
    assert mailing(store, clock).round().failed == 0


def test_while_nobody_listens_everything_waits_and_then_goes(store, clock, server):
    posted(store, "ana", "sam")
    right = store.settings()
    store.keep_settings(Settings(mail=right.mail._replace(port=1)))
    down = mailing(store, clock).round()
    store.keep_settings(right)
    clock.pass_(5)

    assert down.unreachable == "127.0.0.1:1 cannot be reached: Connection refused."
    assert mailing(store, clock).round().sent == 2


def test_a_server_that_is_down_is_not_tried_for_each_mail(store, clock):
    posted(store, *(f"p{n}" for n in range(10)))
    store.keep_settings(Settings(mail=store.settings().mail._replace(port=1)))
    made = mailing(store, clock)

    made.round()
    made.round()

    assert sum(x.attempts for x in store.outbox().mails(None, 99)) == 1


def test_rests_double_while_the_server_is_down_and_end_once_it_took_something(store, clock, server):
    posted(store, *(f"p{n}" for n in range(40)))
    right = store.settings()
    store.keep_settings(Settings(mail=right.mail._replace(port=1)))
    now = [0.0]
    made = Mailing(
        store, store.outbox(), lambda mail: SmtpCarrier(mail, "/nowhere"), owner="me", clock=clock,
        ticks=lambda: now[0],
    )  # fmt: skip

    def tried() -> list[float]:
        """When it was tried, looking every second for five minutes."""
        found = []
        for _ in range(300):
            if made.round().unreachable:
                found.append(now[0])
            now[0] += 1.0
        return found

    assert tried() == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    store.keep_settings(right)
    now[0] += 60
    assert made.round().sent == 20
    store.keep_settings(Settings(mail=right.mail._replace(port=1)))
    clock.pass_(3600)
    assert tried()[:3] == [360, 361, 363]


def test_no_more_than_twenty_go_in_one_round(store, clock, server):
    posted(store, *(f"p{n}" for n in range(21)))
    made = mailing(store, clock)

    assert [made.round().sent for _ in range(3)] == [20, 1, 0]


def test_two_connectors_side_by_side_send_each_mail_once(store, clock, server):
    names = [f"p{n}" for n in range(40)]
    posted(store, *names)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: mailing(store, clock, f"c{n % 4}").round(), range(12)))

    assert Counter(server.to) == Counter(f"{n}@example.org" for n in names)
    assert set(states(store).values()) == {MailState.SENT}


def test_a_connector_that_is_killed_after_sending_sends_it_again_under_the_same_name(
    store, path, clock, server
):
    posted(store, "ana")
    server.slowness = 1.0
    worker = subprocess.Popen([sys.executable, "-c", SENDER, str(path)], cwd=ROOT)
    while not server.reached:
        assert worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    server.slowness = 0.0
    early = mailing(store, clock).round().sent
    clock.pass_(LEASE + 1)
    late = mailing(store, clock).round().sent

    assert (early, late) == (0, 1)
    assert [took["Message-ID"] for took in server.took] == ["<ana@x>", "<ana@x>"]
    assert states(store) == {"ana": MailState.SENT}


def test_a_slow_server_does_not_hold_up_a_round_for_long(store, clock, server, monkeypatch):
    posted(store, *(f"p{n}" for n in range(5)))
    monkeypatch.setattr("core.mailing.ROUND", 0.1)
    server.slowness = 0.2

    assert mailing(store, clock).round().sent == 1
