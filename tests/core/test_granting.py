"""Granting rights: by whom, in which words, and what is never lost."""

import pytest

from adapters.stores.memory import MemoryStore
from core.audit import of_person
from core.decision import Refused
from core.granting import Granter, is_approver, may_grant
from core.objection import Cause
from core.people import CONNECTOR, Actor
from core.ports import Adjusted
from core.privileges import (
    EXPORTED,
    IMPORTED,
    KEPT,
    PRIVILEGES,
    BadRight,
    Sort,
    granted,
    named,
    origins,
    value_of,
)
from core.vocabulary import Level, RecordKind, Tool
from tests.people import ADA, ANA, CAST, SAM, STAN, VIC

K = RecordKind


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    for person in (*CAST, CONNECTOR):
        made.keep_person(person)
    return made


@pytest.fixture
def ada(store) -> Granter:
    return Granter(store, ADA)


def refused(done) -> str:
    assert isinstance(done, Refused), done
    return " ".join(o.text for o in done.objections)


def warned(done) -> str:
    assert isinstance(done, Adjusted), done
    return " ".join(o.text for o in done.warnings)


@pytest.mark.rule("matrix 47", "step A7")
def test_rights_are_granted_in_words_with_an_entry_in_the_audit(store, ada):
    done = ada.grant("stan", ["push", "email=stan@example.com", "create-projects"])

    assert store.person("stan").can_push
    assert store.person("stan").email == "stan@example.com"
    (entry,) = store.history(of_person("stan"))
    assert entry.said == done.said
    assert entry.said == "push=yes\ncreate-projects=yes\nemail=stan@example.com"
    assert entry.actor == ADA.name


@pytest.mark.rule("matrix 47", "step A7")
def test_ticks_are_granted_and_taken_kind_by_kind(store, ada):
    ada.revoke("ana", ["export:commitment", "import:all"])

    assert store.person("ana").exports == frozenset(K) - {K.COMMITMENT}
    assert not store.person("ana").imports & set(IMPORTED)
    ada.grant("ana", ["export:commitment", "import:budget"])
    assert store.person("ana").exports == frozenset(K)
    assert store.person("ana").imports & set(IMPORTED) == {K.BUDGET}


@pytest.mark.rule("matrix 47", "step A7")
def test_levels_are_granted_and_taken(store, ada):
    ada.grant("vic", ['level:"ERP Integrations"=standard'.replace('"', ""), "level:budget=admin"])
    ada.revoke("vic", ["level:Budget"])

    assert dict(store.person("vic").levels) == {Tool.ERP: Level.STANDARD}


@pytest.mark.rule("matrix 47", "step A7")
@pytest.mark.parametrize(
    "actor",
    [
        ANA,
        SAM,
        VIC,
        STAN,
        ADA._replace(id="adb", can_push=False),
        ADA._replace(id="adc", levels=ADA.levels | {Tool.COMPANY_DIRECTORY: Level.STANDARD}),
    ],
    ids=lambda p: p.id,
)
def test_nobody_else_grants_anything(store, actor):
    store.keep_person(actor)
    granter = Granter(store, actor)

    done = [
        granter.grant("vic", ["push"]),
        granter.revoke("ana", ["all"]),
        granter.add("new", "New"),
    ]

    assert all(one.cause is Cause.PERMISSION for one in done)
    assert granter.objections()
    assert (store.person("vic"), store.person("ana")) == (VIC, ANA)


@pytest.mark.rule("matrix 47", "step A7")
def test_one_may_grant_to_oneself(store, ada):
    store.keep_person(ADA._replace(create_projects=False))

    assert isinstance(ada.grant("ada", ["create-projects"]), Adjusted)
    assert store.person("ada").create_projects


@pytest.mark.rule("matrix 47", "step A7")
def test_the_last_who_can_grant_keeps_what_it_takes(store, ada):
    refusals = [ada.revoke("ada", [word]) for word in ("push", "all", "level:Company Directory")]
    store.keep_person(ADA._replace(id="ada2", name="Second"))

    done = ada.revoke("ada", ["push"])

    assert ["Nobody but Ada Administrator can grant" in refused(r) for r in refusals] == [True] * 3
    assert warned(done) == "You can grant no rights any more."
    assert "This takes Can Push" in refused(ada.grant("ada", ["push"]))


def test_everything_is_taken_from_a_person_at_once(store, ada):
    ada.revoke("ana", ["all"])

    ana = store.person("ana")
    held = {p.word: value_of(p, ana) for p in PRIVILEGES if p.sort not in KEPT}
    assert set(held.values()) == {"no", "None"}


@pytest.mark.rule("permissions A.0-7")
def test_admin_of_the_directory_brings_admin_of_the_companys_tools(store, ada):
    ada.grant("vic", ["level:Company Directory=admin"])

    vic = store.person("vic")
    assert [vic.level(t) for t in (Tool.ERP, Tool.COMPANY_ADMIN)] == [Level.ADMIN] * 2
    lower = ada.revoke("vic", ["level:ERP Integrations"])
    assert "is Admin of Company Directory, and so of ERP Integrations" in refused(lower)
    both = ada.revoke("vic", ["level:ERP Integrations", "level:Company Directory"])
    assert isinstance(both, Adjusted)


@pytest.mark.rule("permissions A.0-2", "permissions A.0-5")
def test_what_a_grant_does_not_do_by_itself_is_said(ada):
    worthless = ada.grant("vic", ["push"])
    no_bite = ada.revoke("ada", ["export:commitment"])

    assert warned(worthless).startswith("Can Push to Accounting is worth nothing below Standard")
    assert warned(no_bite).startswith("Can Import and Can Export do not bite")


@pytest.mark.rule("permissions A.0-6")
def test_a_new_person_holds_nothing_and_exports_no_invoices(store, ada):
    done = ada.add("sue", "Sue Miller")

    sue = store.person("sue")
    assert done.said == "added=Sue Miller"
    assert (sue.name, sue.can_push, dict(sue.levels)) == ("Sue Miller", False, {})
    assert set(EXPORTED) - sue.exports == {K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE}


@pytest.mark.parametrize(
    ("account", "name", "wrong"),
    [
        ("ana", "Ana", "is taken"),
        ("connector", "C", "is taken"),
        ("Sue", "Sue", "is no account"),
        ("../x", "Sue", "is no account"),
        ("s" * 33, "Sue", "is no account"),
        ("", "Sue", "is no account"),
        ("sue", " ", "A person's name takes"),
        ("sue", "S\x1bue", "A person's name takes"),
        ("sue", "S" * 61, "A person's name takes"),
    ],
)
def test_an_account_is_new_and_writable_and_a_name_can_be_seen(ada, account, name, wrong):
    assert wrong in refused(ada.add(account, name))


@pytest.mark.parametrize("account", ["nobody", "connector"])
def test_who_is_nobody_here_is_told_with_those_who_are(ada, account):
    done = ada.grant(account, ["push"])

    assert done.cause is Cause.UNKNOWN
    assert "there are ada, ana, sam, stan, vic" in refused(done)


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("psh", "is no right. Rights are push"),
        ("push=1", "push stands alone"),
        ("digest:x", "digest stands alone"),
        ("export", "names no kind"),
        ("export:job_cost", "names no kind"),
        ("import:commitment", "names no kind"),
        ("level:Foo=admin", "names no tool"),
        ("level:Budget=boss", "Levels are none, read_only, standard, admin"),
        ("level:Budget", "Levels are none"),
        ("email=nobody", "is no address"),
        ("email=a@b\x1b.c", "cannot be seen"),
        ("all", "is no right"),
    ],
)
def test_a_right_that_is_none_is_told_with_those_that_are(store, ada, word, wrong):
    with pytest.raises(BadRight) as why:
        ada.grant("vic", [word])

    assert wrong in str(why.value)
    assert store.person("vic") == VIC


def test_a_level_is_taken_by_its_tool_alone(ada):
    with pytest.raises(BadRight, match="leave the level away"):
        ada.revoke("ana", ["level:ERP Integrations=standard"])


@pytest.mark.parametrize("privilege", PRIVILEGES, ids=lambda p: p.word)
def test_every_right_is_granted_and_taken_by_its_word(privilege):
    values = {Sort.LEVEL: "=admin", Sort.EMAIL: "=a@example.com", Sort.LIMIT: "=5"}
    value = values.get(privilege.sort, "")
    empty = Actor("x", "X", exports=frozenset(), imports=frozenset(), digest=False)._replace(
        may_enter=False
    )

    full = granted(empty, named([privilege.word + value], taken=False))
    again = granted(full, named([privilege.word], taken=True))

    assert full != empty
    assert again == empty
    assert privilege.title


def test_the_badge_is_for_push_with_standard_and_the_grantor_for_push_with_the_directory():
    assert [is_approver(p) for p in (ADA, ANA, STAN, VIC)] == [True, True, False, False]
    assert [may_grant(p) for p in (ADA, ANA, STAN, VIC)] == [True, False, False, False]
    assert not is_approver(VIC._replace(can_push=True))


def test_each_right_comes_from_the_last_entry_that_gave_it(store, ada):
    ada.grant("vic", ["push", "digest"])
    ada.grant("vic", ["level:Budget=standard"])
    ada.revoke("vic", ["push"])

    came = origins(ada.history("vic"))

    assert {word: entry.version for word, entry in came.items()} == {"push": 3, "level:Budget": 2}


def test_the_connector_is_nobody_at_a_keyboard(ada):
    assert "connector" not in {person.id for person in ada.people()}
    assert ada.person("connector") is None
    assert ada.person("vic") == VIC
