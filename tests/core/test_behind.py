"""What does not come from Sage, and why: cross-cutting C.5, seven to ten; and its other lines."""

import pytest

from adapters.stores.memory import MemoryStore
from core.behind import behind
from core.case import Mirrored
from core.checkup import examined
from core.health import Behind, Facts, State
from core.people import CONNECTOR
from core.ports import Depth, FirstStep, RunState, Span
from core.records import Company
from core.settings import Relay, Settings
from core.vocabulary import Action, Approval, ErpStatus, RecordKind
from tests.conformance.stores.deeds import Clock
from tests.core.judging import FULL, said
from tests.core.test_checkup import facts, kept
from tests.people import ADA, ANA
from tests.records import NOW, budget, case, commitment, company, prime_contract, project

A, K, S = Action, RecordKind, ErpStatus
STEP = FirstStep(1, Span.WEEK, Depth.SHALLOW, "Ana", NOW, RunState.DONE, 5, 5, NOW, "2 changed")


def store(*records) -> MemoryStore:
    made = MemoryStore(Clock())
    made.arrive(records, CONNECTOR)
    return made


def found(name: str, of: Facts) -> tuple[State, str, str]:
    finding = next(f for check, f in examined(of) if check.name == name)
    return finding.state, finding.evidence, finding.next_step


def test_where_nothing_is_left_behind_nothing_is_listed():
    assert behind(store()) == Behind()


@pytest.mark.rule("cross-cutting C.5 (7)")
def test_vendors_are_kept_back_for_being_inactive_or_for_a_type_that_is_not_taken():
    made = store(company(S.SYNCED, erp_id="V1"))
    seen = [
        Mirrored(K.COMPANY, "", "V1", "Linked", active=False),
        Mirrored(K.COMPANY, "", "V2", "Asleep", active=False),
        Mirrored(K.COMPANY, "", "V3", "A lawyer", body=Company(vendor_type="Professional")),
        Mirrored(K.COMPANY, "", "V4", "Untyped", body=Company(vendor_type="")),
    ]
    made.mirror(K.COMPANY, seen, NOW, mark=1)
    made.keep_settings(Settings(imported_vendor_types=("Subcontractor",)))

    left = behind(made)

    assert (left.inactive, left.untaken) == (("V2 Asleep",), ("V3 A lawyer",))
    state, evidence, step = found("vendors", facts(kept(behind=left)))
    assert state is State.WARN
    assert "V2 Asleep" in evidence
    assert "V3 A lawyer" in evidence
    assert step


@pytest.mark.rule("cross-cutting C.5 (8)")
def test_what_waits_in_sage_to_be_posted_is_named():
    made = store()
    waiting = Mirrored(K.BUDGET, "J1200", "J1200", "A budget", posted=False)
    made.mirror(K.BUDGET, [waiting], NOW, mark=1)
    posted = Mirrored(K.COMMITMENT, "", "SC1", "A commitment")
    made.mirror(K.COMMITMENT, [posted], NOW, mark=1)

    left = behind(made)

    assert left.unposted == ("J1200",)
    assert found("posted", facts(kept(behind=left)))[0] is State.WARN


@pytest.mark.rule("cross-cutting C.5 (9)")
def test_projects_off_the_erps_code_list_are_named_and_cannot_be_sent():
    off = project(S.UNSENT, erp_code_list=False)
    made = store(off, project(S.UNSENT, id="p-2", number="J2"))

    (sentence,) = behind(made).projects

    assert sentence == "J1200: Project J1200 uses a cost code list that is not the ERP's"
    assert f"{sentence.partition(': ')[2]}." in said(case(off, ADA), A.SEND)
    assert found("projects", facts(kept(behind=behind(made))))[0] is State.WARN


@pytest.mark.rule("cross-cutting C.5 (10)")
def test_prime_contracts_that_cannot_be_read_are_named_and_cannot_be_taken_over():
    draft = prime_contract(S.SYNCED, approval=Approval.DRAFT)
    twice = prime_contract(S.SYNCED, id="pc-2", number="PC2", erp_id="PC2", projects=2)
    homeless = prime_contract(S.READY_TO_IMPORT, id="pc-3", number="PC3", erp_id="PC3")
    made = store(project(S.UNSENT), draft, twice, homeless)

    left = behind(made).primes

    assert [sentence.partition(":")[0] for sentence in left] == ["PC3", "PC2", "PC100"]
    for record, sentence in ((twice, left[1]), (draft, left[2])):
        of = case(record, ADA, answers=FULL)
        assert f"{sentence.partition(': ')[2]}." in said(of, A.REIMPORT)
    assert found("primes", facts(kept(behind=Behind(primes=left))))[0] is State.WARN


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (STEP, State.PASS),
        (STEP._replace(state=RunState.RUNNING, finished_at=None), State.PASS),
        (STEP._replace(result="2 changed; what changed before was left out"), State.WARN),
    ],
)
@pytest.mark.rule("cross-cutting C.5 (6)")
def test_a_range_that_left_something_out_is_a_warning_with_what_to_run(step, state):
    ended, _, following = found("range", facts(kept(steps=(step,))))

    assert ended is state
    assert ("--range all" in following) is (state is State.WARN)


@pytest.mark.rule("cross-cutting C.5 (4)")
def test_an_account_that_sage_turns_away_fails_with_what_to_renew():
    settings = Settings(relay=Relay(account="Its password has expired."))

    state, evidence, step = found("account", facts(kept(settings=settings)))

    assert state is State.FAIL
    assert evidence.endswith("Its password has expired.")
    assert "Application Admin and Security Admin" in step


@pytest.mark.rule("cross-cutting C.5 (5)")
def test_a_set_up_that_changed_since_it_was_told_is_a_warning():
    told = facts(reported=Relay(client="1.99.0.0"))

    assert found("set-up", told)[0] is State.WARN
    assert found("set-up", facts(reported=Relay()))[0] is State.PASS


@pytest.mark.rule("cross-cutting C.5 (1)")
def test_where_the_relay_was_never_polled_the_connector_is_the_next_step():
    assert found("poll", facts(kept(jobs={})))[0] is State.WARN


@pytest.mark.rule("cross-cutting C.1")
@pytest.mark.parametrize("record", [commitment(S.SYNCED), budget(S.READY_TO_IMPORT)])
def test_a_kind_that_was_never_read_fails_and_is_neither_unlinked_nor_imported(record):
    action = A.UNLINK if record.kind is K.COMMITMENT else A.IMPORT
    unread = case(record, ANA, answers=FULL)._replace(mirrored=None, mirror_age=None)

    assert any("Sage" in text for text in said(unread, action))
