"""Each act at a screen as a command line: given to a copy of the home it writes the same audit."""

import shlex
import shutil
from datetime import UTC, datetime

import pytest

from adapters.stores.sqlite import SqliteStore
from console.acts import Acts, WitnessedDesk, command
from core.case import Answers
from core.ports import Asked, Depth, Span
from core.vocabulary import Action, RecordId
from tests.cli.conftest import first, permitted, ran

TRICKY = """wrong job; rm -rf $HOME & "echo" 'it' `id` \\n -- --all"""


@pytest.fixture
def copy(home, tmp_path):
    shutil.copytree(home, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def seat(home):
    """The desk of somebody at the screens, and what was written down there."""
    opened = []

    def sit(who="approver"):
        store = SqliteStore(home / "countersign.sqlite")
        opened.append(store)
        acts = Acts(lambda: datetime.now(UTC), [f"--as={who}"])
        return WitnessedDesk(store, store.person(who), acts), acts

    yield sit
    for store in opened:
        store.close()


def repeated(line, where):
    program, *words = shlex.split(line)
    assert program == "countersign"
    return ran("--home", str(where), *words)


def entries(record, where):
    log = ran("audit", "log", record, "--json", "--home", str(where)).json
    return [(entry["actor"], entry["action"], entry["said"]) for entry in log]


def test_a_rejection_is_repeated_with_its_reason_whatever_stands_in_it(
    countersign, home, copy, seat
):
    record = first(countersign, "commitments", "Ready to Export")["id"]
    desk, acts = seat()

    desk.perform(Action.REJECT, Asked(record, 1), Answers(reason=TRICKY))

    (act,) = acts()
    assert act.became == "reject: 1 of 1 done"
    assert repeated(act.line, copy).code == 0
    assert entries(record, copy) == entries(record, home)
    assert entries(record, copy)[-1][2] == f"reason={TRICKY}"


def test_an_acceptance_is_repeated_with_every_answer_and_without_the_version(
    countersign, home, copy, seat
):
    record = permitted(countersign, "accept", "vendors", "Ready to Export")[0]
    desk, acts = seat()

    desk.perform(
        Action.ACCEPT, Asked(record, 1), Answers(erp_id="ZZ-9", vendor_type="Subcontractor")
    )

    (act,) = acts()
    assert "@" not in act.line
    assert repeated(act.line, copy).code == 0
    assert entries(record, copy) == entries(record, home)


def test_a_batch_is_one_line_that_does_it_all_again(countersign, home, copy, seat):
    listed = countersign("list", "commitments", "--view", "Ready to Export", "--json").json
    ids = [row["id"] for row in listed[:30]]
    desk, acts = seat()

    desk.perform_many(Action.REJECT, [Asked(one) for one in ids], Answers(reason="all wrong"))

    (act,) = acts()
    assert act.became.startswith(f"reject: {len(ids)} of {len(ids)} done, batch ")
    assert repeated(act.line, copy).code == 0
    for one in ids:
        assert entries(one, copy) == entries(one, home)


def test_settings_rights_and_the_sync_are_repeated_likewise(countersign, home, copy, seat):
    desk, acts = seat("admin")

    desk.adjuster.set("time_zone", "America/Chicago")
    desk.granter.add("zoe", "Zoë O'Hara")
    desk.granter.grant("zoe", ["push", "level:erp integrations=standard"])
    desk.granter.revoke("zoe", ["push"])
    desk.ask_refresh("vendors")
    desk.hops.ask(Span.MONTH, Depth.DEEP)

    words = [shlex.split(act.line)[2:4] for act in acts()]
    assert words == [
        ["settings", "set"], ["users", "add"], ["users", "grant"], ["users", "revoke"],
        ["refresh", "vendors"], ["hh2", "sync"],
    ]  # fmt: skip
    assert [repeated(act.line, copy).code for act in acts()[:4]] == [0] * 4
    shown = [ran("users", "show", "zoe", "--json", "--home", str(at)).json for at in (home, copy)]
    held = [{row["right"]: row["value"] for row in one["rights"]} for one in shown]
    assert held[0] == held[1]


def test_a_view_is_saved_and_dropped_likewise(home, copy, seat):
    desk, acts = seat()

    desk.saver.save("big", "commitments", 'amount:>10000 vendor:"o\'hara"')
    desk.saver.save("gone", "commitments", "walsh")
    desk.saver.delete("gone")

    assert [repeated(act.line, copy).code for act in acts()] == [0, 0, 0]
    kept = [ran("views", "--json", "--home", str(at)).json for at in (home, copy)]
    assert kept[0] == kept[1]
    assert len(kept[0]) == 1


def test_what_was_refused_is_told_as_refused(countersign, seat):
    record = first(countersign, "commitments", "Synced")["id"]
    desk, acts = seat("reader")

    desk.perform(Action.UNLINK, Asked(record))

    assert [act.became for act in acts()] == ["unlink: 0 of 1 done"]


def test_a_merge_is_told_by_the_company_that_stays():
    answers = Answers(link_to=RecordId("company-1"), erp_id="V1", confirmed=True)

    told = command(Action.MERGE, [RecordId("company-2")], answers)

    assert told == ("merge", "company-1", "company-2", "--keep=V1", "--confirm")


def test_commands_stay_out_of_the_log(countersign, seat):
    _, acts = seat()

    countersign("settings", "set", "time_zone", "America/Chicago", "--as", "admin")

    assert acts() == ()
