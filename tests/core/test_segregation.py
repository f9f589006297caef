"""The report of segregation: every decision with its sender, editor, approvers and grantor."""

import pytest

from adapters.stores.memory import MemoryStore
from core.case import Answers
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import asked_for
from core.settings import Amounts, Settings
from core.vocabulary import Action, ErpStatus
from tests.people import ADA, ANA, VIC
from tests.records import commitment, company, project

S = ErpStatus
BEA = ANA._replace(id="bea", name="Bea Approver")


@pytest.fixture
def store():
    made = MemoryStore()
    for person in (ANA, BEA, ADA):
        made.keep_person(person)
    sent = commitment(version=1, erp_id=None, amount=500_00, sent_by=ANA.name)
    made.arrive([project(S.SYNCED), company(S.SYNCED), sent], CONNECTOR)
    return made


def told(store):
    report = Desk(store, ADA).report("segregation")
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows], report.notes


def accepts(store, person, answers=Answers()):  # noqa: B008  # a named tuple
    asked = asked_for(store.find(commitment().id))
    return Desk(store, person).perform(Action.ACCEPT, asked, answers)


@pytest.mark.rule("reliability 6.4")
def test_a_decision_is_told_with_everybody_who_had_a_hand_in_it(store):
    accepts(store, ANA)

    [row], notes = told(store)

    assert (row["approver"], row["sender"], row["decision"]) == (ANA.name, ANA.name, "accept")
    assert (row["grantor"], row["remark"]) == ("with the home", "sent it")
    assert notes == ("1 decision is remarked on: look at the last column.",)


@pytest.mark.rule("reliability 6.4")
def test_an_override_is_told_with_both_people(store):
    store.keep_settings(Settings(accept_limit=Amounts(commitment=1)))
    accepts(store, ADA, Answers(override="The roof leaks."))
    accepts(store, BEA)

    rows, _ = told(store)

    assert [row["override"] for row in rows] == ["The roof leaks."] * 2
    assert (rows[1]["approver"], rows[1]["endorsed_by"]) == (BEA.name, ADA.name)
    assert rows[1]["remark"] == "by override"


def test_whoever_granted_the_right_to_decide_is_named(store):
    store.keep_person(VIC)
    granter = Desk(store, ADA).granter
    granter.grant("vic", ["push", "export:all", "level:ERP Integrations=standard"])
    accepts(store, VIC)

    [row], _ = told(store)

    assert (row["approver"], row["grantor"], row["remark"]) == (VIC.name, ADA.name, "")
