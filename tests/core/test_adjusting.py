"""Changing settings: who may, what stands against it, what the audit says."""

import pytest

from adapters.stores.memory import MemoryStore
from core.adjusting import Adjuster
from core.audit import SETTINGS, of_project
from core.decision import Refused
from core.objection import Cause
from core.options import OPTIONS, BadValue
from core.people import CONNECTOR
from core.ports import Adjusted
from core.settings import Mail, ProjectSettings, Relay, Settings
from core.vocabulary import ErpStatus, Level, RecordId, RecordKind, Tool
from tests.people import ADA, ANA, CAST, SAM, STAN, VIC
from tests.records import company, project

S, K = ErpStatus, RecordKind
BRIDGE = project(S.SYNCED).id


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    made.arrive([project(S.SYNCED)], CONNECTOR)
    for person in CAST:
        made.keep_person(person)
    return made


def refused(done) -> str:
    assert isinstance(done, Refused), done
    return " ".join(o.text for o in done.objections)


def kept(done) -> list[str]:
    """What the audit quotes and what was warned of."""
    assert isinstance(done, Adjusted), done
    return [*done.said.splitlines(), *(o.text for o in done.warnings)]


def test_a_setting_is_changed_and_the_audit_says_from_what_to_what(store):
    done = Adjuster(store, ADA).set("time_zone", "America/Chicago")

    assert kept(done) == ["time_zone=America/Chicago", "before=UTC"]
    assert store.settings().time_zone == "America/Chicago"
    assert [e.said for e in store.history(SETTINGS)] == [done.said]


def test_the_usual_value_comes_back_by_a_reset(store):
    adjuster = Adjuster(store, ADA)
    adjuster.set("mail.host", "mail.example.com")
    adjuster.set("limits.line_amount", "5.00")

    done = [adjuster.reset("mail.host"), adjuster.reset("limits.line_amount")]

    assert all(isinstance(one, Adjusted) for one in done)
    assert store.settings() == Settings()


def test_the_same_value_again_leaves_no_entry(store):
    Adjuster(store, ADA).set("tax_groups", "off")

    assert store.history(SETTINGS) == []


def test_a_rehearsal_changes_nothing(store):
    done = Adjuster(store, ADA).rehearse("tax_groups", "on")

    assert isinstance(done, Adjusted)
    assert store.settings() == Settings()


@pytest.mark.rule("matrix 16", "step A10")
@pytest.mark.parametrize("person", [ANA, SAM, VIC, STAN], ids=lambda p: p.id)
def test_only_an_administrator_of_erp_integrations_changes_settings(store, person):
    for option in OPTIONS:
        if not option.of_project:
            done = Adjuster(store, person).set(option.name, "whatever")
            assert isinstance(done, Refused)

    assert store.settings() == Settings()


@pytest.mark.rule("matrix 16")
def test_admin_of_erp_integrations_is_enough(store):
    admin = VIC._replace(levels={Tool.ERP: Level.ADMIN})
    store.keep_person(admin)

    assert isinstance(Adjuster(store, admin).set("tax_groups", "on"), Adjusted)


def test_who_may_not_is_told_so_before_trying(store):
    listed = {one.option.name: one for one in Adjuster(store, ANA).listed()}

    (objection,) = listed["tax_groups"].objections
    assert objection.text == "This takes Admin of ERP Integrations; you hold Standard."
    assert objection.cause is Cause.PERMISSION


@pytest.mark.rule("matrix 18", "step C8")
@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "Can Push to Accounting"),
        ({"can_push": True, "exports": frozenset({K.COMMITMENT})}, "Can Export is not ticked"),
        ({"can_push": True, "exports": frozenset({K.CCO})}, ""),
    ],
)
def test_direct_export_of_a_kind_takes_push_with_its_export(store, changes, wanted):
    admin = VIC._replace(levels={Tool.ERP: Level.ADMIN}, **changes)
    store.keep_person(admin)

    done = Adjuster(store, admin).set("direct_exports.cco", "on")

    if wanted:
        assert wanted in refused(done)
    else:
        assert kept(done)[-1].startswith("What a rule stops lands in Ready to Export")
    assert store.settings().direct_exports == (set() if wanted else {K.CCO})


def test_direct_exports_of_other_kinds_stay(store):
    adjuster = Adjuster(store, ADA)

    for name, value in (("commitment", "on"), ("cco", "on"), ("commitment", "off")):
        adjuster.set(f"direct_exports.{name}", value)

    assert store.settings().direct_exports == {K.CCO}


@pytest.mark.rule("matrix 45", "step D4", "job costs 6", "job costs 8")
def test_synced_costs_are_opened_only_where_transactions_come_and_for_good(store):
    adjuster = Adjuster(store, ADA)

    without = refused(adjuster.set("edit_synced_costs", "on", confirmed=True))
    adjuster.set("transactions", "on", BRIDGE)
    silent = adjuster.set("edit_synced_costs", "on")
    done = adjuster.set("edit_synced_costs", "on", confirmed=True)
    back = [adjuster.set("edit_synced_costs", "off"), adjuster.reset("edit_synced_costs")]

    assert without.startswith("No project takes job cost transactions")
    assert refused(silent).endswith("cannot be switched off again. Confirm that.")
    assert silent.cause is Cause.MISSING
    assert kept(done) == ["edit_synced_costs=on", "before=off", "confirmed=yes"]
    assert ["stays on" in refused(one) for one in back] == [True, True]
    assert store.settings().edit_synced_costs


def test_a_final_switch_that_is_on_is_told_to_be_so(store):
    store.keep_settings(Settings(edit_synced_costs=True))

    one = Adjuster(store, ADA).one("edit_synced_costs")

    assert "stays on" in one.objections[0].text


@pytest.mark.rule("matrix 48", "step D2", "job costs 2", "job costs 3")
def test_transactions_take_the_projects_admin_the_tool_a_synced_job_and_the_mappings(store):
    waiting = project(S.READY_TO_EXPORT, id=RecordId("P-2"), number="J2", erp_id=None)
    store.arrive([waiting], CONNECTOR)
    adjuster = Adjuster(store, SAM)  # Admin of Project Admin, Read Only of ERP Integrations

    unsynced = adjuster.set("transactions", "on", waiting.id)
    Adjuster(store, SAM).set("direct_costs_tool", "off", BRIDGE)
    toolless = adjuster.set("transactions", "on", BRIDGE)
    adjuster.set("direct_costs_tool", "on", BRIDGE)
    no_right = Adjuster(store, ANA).set("transactions", "on", BRIDGE)
    done = adjuster.set("transactions", "on", BRIDGE)
    kept_on = adjuster.set("direct_costs_tool", "off", BRIDGE)

    assert refused(unsynced) == "The project is not synced with a Sage job."
    assert "no Direct Costs tool" in refused(toolless)
    assert "This takes Admin of Project Admin" in refused(no_right)
    assert kept(done)[0] == "project.transactions=on"
    assert "switch project.transactions off first" in refused(kept_on)
    assert store.history(of_project(BRIDGE))[-1].said == done.said


@pytest.mark.rule("job costs 3")
def test_transactions_wait_for_the_mappings_of_the_relay(store):
    unticked = Relay()._replace(mappings=Relay().mappings._replace(on=frozenset()))
    store.keep_settings(Settings(relay=unticked))

    done = Adjuster(store, SAM).set("transactions", "on", BRIDGE)

    assert "not ticked" in refused(done)


@pytest.mark.rule("job costs 16")
def test_transactions_beside_the_old_column_are_warned_of(store):
    adjuster = Adjuster(store, ADA)
    adjuster.set("reports_old_column", "on", BRIDGE)

    done = adjuster.set("transactions", "on", BRIDGE)

    assert kept(done)[-1].startswith("Costs count twice")


@pytest.mark.rule("matrix 49", "step B10", "financials 21")
def test_a_forecast_is_exported_from_a_view_that_has_one(store):
    adjuster = Adjuster(store, ADA)
    off = adjuster.set("export_forecast", "on", BRIDGE)
    adjuster.set("forecast_export", "on")
    viewless = adjuster.set("export_forecast", "on", BRIDGE)
    adjuster.set("budget_view", "ERP", BRIDGE)
    columnless = adjuster.set("export_forecast", "on", BRIDGE)
    adjuster.set("budget_view_columns", "Forecast to Complete, Estimated Cost", BRIDGE)

    done = adjuster.set("export_forecast", "on", BRIDGE)
    unnamed = adjuster.reset("budget_view", BRIDGE)
    emptied = adjuster.set("budget_view_columns", "Estimated Cost", BRIDGE)

    assert "switch forecast_export on first" in refused(off)
    assert "has no default ERP budget view" in refused(viewless)
    assert refused(columnless) == "The project's budget view has no column Forecast to Complete."
    assert "switch project.export_forecast off first" in refused(unnamed)
    assert isinstance(done, Adjusted)
    assert "takes the column Forecast to Complete" in refused(emptied)


@pytest.mark.rule("matrix 49", "step B11")
def test_the_completion_column_is_one_of_the_view(store):
    adjuster = Adjuster(store, ADA)
    with pytest.raises(BadValue):
        adjuster.set("completion_column", "Estimated Cost", BRIDGE)
    adjuster.set("budget_view_columns", "Estimated Cost, Forecast to Complete", BRIDGE)

    done = adjuster.set("completion_column", "estimated cost", BRIDGE)
    dropped = adjuster.set("budget_view_columns", "Forecast to Complete", BRIDGE)

    assert kept(done)[0] == "project.completion_column=Estimated Cost"
    assert "designate another one first" in refused(dropped)


@pytest.mark.rule("matrix 49")
def test_only_an_administrator_of_the_budget_chooses_its_export(store):
    done = Adjuster(store, ANA).set("budget_view", "Standard", BRIDGE)

    assert refused(done) == "This takes Admin of Budget; you hold None."
    assert store.project_settings(BRIDGE) == ProjectSettings()


@pytest.mark.rule("matrix 44", "step V16", "vendors 16")
def test_a_vendor_type_of_linked_vendors_cannot_be_left_out(store):
    store.arrive([company(S.SYNCED, vendor_type="Professional")], CONNECTOR)

    done = Adjuster(store, ADA).set("imported_vendor_types", "Subcontractor")

    text = refused(done)
    assert text == "Professional cannot be left out: Walsh Construction is linked."


@pytest.mark.rule("vendors 16")
@pytest.mark.rule("vendors 16")
def test_leaving_out_a_type_that_only_waits_is_confirmed_in_words(store):
    waiting = company(S.READY_TO_IMPORT, vendor_type="Professional")
    store.arrive([waiting], CONNECTOR)

    unsure = Adjuster(store, ADA).set("imported_vendor_types", "Subcontractor")
    done = Adjuster(store, ADA).set("imported_vendor_types", "Subcontractor", confirmed=True)

    assert refused(unsure) == ("1 vendor not imported yet leaves Ready to Import. Confirm that.")
    assert kept(done)[-1] == "1 vendor not imported yet leaves Ready to Import."
    assert store.settings().imported_vendor_types == ("Subcontractor",)


@pytest.mark.rule("step J11")
def test_defaults_stay_among_what_there_is_to_choose(store):
    adjuster = Adjuster(store, ADA)
    adjuster.set("project_templates", "Small, Large")
    adjuster.set("default_template", "Small")

    types = adjuster.set("vendor_types", "Professional")
    templates = adjuster.set("project_templates", "Large")

    assert refused(types).startswith("Subcontractor is the default vendor type")
    assert refused(templates).startswith("Small is the default template")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("limits.job_id", "5"), ("job_mask", "XX-XXX")),
        (("limits.commitment_id", "4"), ("commitment_mask", "XXXX")),
        (("limits.cost_code", "4"), ("cost_code_mask", "##-##")),
    ],
)
@pytest.mark.rule("step J12")
def test_a_width_and_the_form_of_its_ids_never_contradict_each_other(store, first, second):
    adjuster = Adjuster(store, ADA)

    early = adjuster.set(*first)
    narrowed = [adjuster.set(*second), adjuster.set(*first)]
    widened = adjuster.reset(second[0])

    assert "shorten" in refused(early)
    assert all(isinstance(one, Adjusted) for one in narrowed)
    assert "Sage's field takes" in refused(widened)


@pytest.mark.rule("cost codes 3")
def test_the_form_of_cost_codes_and_their_sections_agree(store):
    adjuster = Adjuster(store, ADA)

    many = adjuster.set("cost_code_mask", "#-#-#-#")
    adjuster.set("cost_code_mask", "#-#-#")
    fewer = adjuster.set("max_cost_code_sections", "2")

    assert "4 sections; max_cost_code_sections allows 3" in refused(many)
    assert "change cost_code_mask first" in refused(fewer)


@pytest.mark.rule("financials 68 (I7)", "step A9")
def test_switching_tax_groups_on_warns_that_invoices_stop(store):
    done = Adjuster(store, ADA).set("tax_groups", "on")

    assert kept(done)[-1] == "While tax groups are on, no subcontractor invoice is accepted."


def test_mail_in_the_open_is_warned_of(store):
    done = Adjuster(store, ADA).set("mail.encrypted", "off")

    assert kept(done)[-1].startswith("Notices and the password can be read")
    assert store.settings().mail == Mail(encrypted=False)


@pytest.mark.rule("step D3", "job costs 4", "job costs 5")
def test_billed_amounts_of_a_project_take_those_of_the_company(store):
    adjuster = Adjuster(store, ADA)

    early = adjuster.set("billed_rates", "L", BRIDGE)
    adjuster.set("billed_rates", "on")
    done = adjuster.set("billed_rates", "L", BRIDGE)

    assert "switch billed_rates on first" in refused(early)
    assert isinstance(done, Adjusted)
    assert store.project_settings(BRIDGE).billed_rates == ("L",)


@pytest.mark.rule("step S2")
def test_a_project_has_sub_jobs_or_none(store):
    done = Adjuster(store, SAM).set("sub_jobs", "off", BRIDGE)

    assert kept(done) == ["project.sub_jobs=off", "before=on"]
    assert (store.project_settings(BRIDGE).sub_jobs, store.settings().sub_jobs) == (False, True)


@pytest.mark.parametrize("name", ["relay.client", "settled.budget_units"])
def test_what_nobody_decides_here_nobody_changes(store, name):
    done = Adjuster(store, ADA).set(name, "2")

    assert "Nobody sets it here" in refused(done) or "no choice" in refused(done)


def test_a_projects_setting_is_not_changed_without_a_project(store):
    with pytest.raises(ValueError, match="setting of a project"):
        Adjuster(store, ADA).set("project.transactions", "on")


def test_settings_are_listed_for_the_company_or_for_one_project(store):
    adjuster = Adjuster(store, ADA)
    adjuster.set("budget_view", "Standard", BRIDGE)

    listed = adjuster.listed(), adjuster.listed(BRIDGE)

    names = [{one.option.name for one in some} for some in listed]
    assert names[0] | names[1] == {option.name for option in OPTIONS}
    assert not names[0] & names[1]
    assert {one.option.name for one in listed[1] if one.chosen} == {"project.budget_view"}


def test_rights_that_were_taken_meanwhile_are_gone(store):
    adjuster = Adjuster(store, ADA)
    store.keep_person(ADA._replace(levels={}))

    assert "This takes Admin of ERP Integrations" in refused(adjuster.set("tax_groups", "on"))
