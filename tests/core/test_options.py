"""The table of settings: a row for every field, every field read somewhere, values as written."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.options import BY_NAME, OPTIONS, BadValue, Group, NoSuchOption, option_named
from core.options.option import (
    PROJECT,
    Money,
    OneOf,
    Option,
    Switch,
    Told,
    Whole,
    held,
    rechosen,
    replaced,
    usual,
)
from core.options.reading import choices, form, read, told
from core.permissions import Deed
from core.routes import Routes
from core.settings import (
    DIRECT,
    Amounts,
    Anchors,
    Duties,
    Limits,
    Mail,
    Policies,
    ProjectSettings,
    Rejects,
    Relay,
    Schedule,
    Sending,
    Settings,
)

ROOT = Path(__file__).parents[2]
NESTED = {
    "anchors": Anchors,
    "limits": Limits,
    "relay": Relay,
    "policies": Policies,
    "mail": Mail,
    "schedule": Schedule,
    "sending": Sending,
    "duties": Duties,
    "rejects": Rejects,
    "accept_limit": Amounts,
    "second_approver": Amounts,
    "routes": Routes,
}
USUAL = Settings(), ProjectSettings()


def each_option(test):
    return pytest.mark.parametrize("option", OPTIONS, ids=[o.name for o in OPTIONS])(test)


def fields() -> set[str]:
    """Every field that a settings tuple has, by the dotted name its row should have."""
    names = {f"{outer}.{inner}" for outer, of in NESTED.items() for inner in of._fields}
    names |= {f"direct_exports.{kind}" for kind in DIRECT}
    names |= {PROJECT + field for field in ProjectSettings._fields}
    return names | (set(Settings._fields) - {*NESTED, "direct_exports"})


def test_every_field_of_every_settings_tuple_has_exactly_one_row():
    rows = [option.name for option in OPTIONS if not option.name.startswith("settled.")]

    assert sorted(rows) == sorted(fields())


def source() -> str:
    """All code but the table itself and the tuples."""
    files = [f for room in ("core", "adapters", "console") for f in (ROOT / room).rglob("*.py")]
    left_out = {ROOT / "core" / "settings.py", *(ROOT / "core" / "options").iterdir()}
    return "\n".join(file.read_text() for file in files if file not in left_out)


def is_read(option: Option, code: str) -> bool:
    """Whether some code takes the field from a tuple, or names it in a table of its own."""
    field = re.escape(option.name.rpartition(".")[2])
    if option.of_project:
        return bool(re.search(rf"\b(chosen|choice|choices)\.{field}\b", code))
    if option.kind is not None:
        return bool(re.search(r"\bdirect_exports\b", code))
    outer = option.name.partition(".")[0]
    if outer in NESTED:
        taken, named = rf"\b\w*{outer}(\(\))?\.{field}\b", rf"[\"']{field}[\"']"
        return bool(re.search(f"{taken}|{named}", code))
    return bool(re.search(rf"\b\w*[sS]ettings(\(\))?\.{field}\b", code))


GUARDED = {"project.direct_costs_tool"}
"""Obeyed where another setting is changed: transactions need it (core/options/guards.py)."""
UNREAD: set[str] = set()
"""Settings that nothing obeys yet."""


def test_every_setting_is_read_by_something():
    code = source()

    unread = {o.name for o in OPTIONS if not isinstance(o.sort, Told) and not is_read(o, code)}

    assert unread - GUARDED == UNREAD


@each_option
def test_a_row_says_all_there_is_to_know(option):
    assert option.title[0].isupper()
    assert option.effect.endswith(".")
    assert option.rule
    assert (option.deed is None) == isinstance(option.sort, Told)
    assert option.of_project == (option.name.startswith(PROJECT))


@each_option
def test_a_value_is_read_back_as_it_is_told(option):
    if option.name == "relay.mappings":
        return

    text = told(option, usual(option))

    assert read(option, text, *USUAL) == usual(option)
    assert form(option)


@each_option
def test_every_choice_is_a_value(option):
    values = [read(option, text, *USUAL) for text in choices(option, *USUAL)]

    assert len(set(values)) == len(values)
    if isinstance(option.sort, (Switch, OneOf)):
        assert usual(option) in values


@each_option
def test_only_the_named_field_changes(option):
    if isinstance(option.sort, Told):
        return
    settings, chosen = USUAL
    other = "another"

    if option.of_project:
        after = rechosen(option, chosen, other)
        assert rechosen(option, after, usual(option)) == chosen
    else:
        after = replaced(option, settings, other)
        assert replaced(option, after, usual(option)) == settings
    assert after not in {settings, chosen}


def test_the_value_held_is_the_one_put_there():
    option = BY_NAME["direct_exports.cco"]

    on = replaced(option, Settings(), True)  # a switch's value

    assert held(option, on)
    assert not held(BY_NAME["direct_exports.commitment"], on)


@each_option
def test_what_cannot_be_seen_is_no_value(option):
    if isinstance(option.sort, Told):
        return

    with pytest.raises(BadValue, match="cannot be seen"):
        read(option, "a\x1b[31mb", *USUAL)


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("tax_groups", "maybe", "'maybe' is neither on nor off"),
        ("policies.retainage", "gross", "they are: held less released; held"),
        ("limits.vendor_id", "0", "out of range"),
        ("limits.vendor_id", "256", "out of range"),
        ("limits.vendor_id", "ten", "is not a whole number"),
        ("limits.vendor_id", "1.5", "is not a whole number"),
        ("limits.vendor_id", "²", "is not a whole number"),
        ("limits.line_amount", "1.505", "is not an amount"),
        ("limits.line_amount", "-5", "is not an amount"),
        ("job_mask", "XX-", "a section is empty"),
        ("job_mask", "", "a section is empty"),
        ("job_mask", "ab", "'a' means nothing in a form"),
        ("job_mask", "X" * 31, "30 characters at most"),
        ("time_zone", "Mars/Phobos", "is no time zone"),
        ("time_zone", "../../etc/passwd", "is no time zone"),
        ("time_zone", "America", "is no time zone"),
        ("default_vendor_type", "Friend", "they are: Subcontractor; Material supplier"),
        ("vendor_types", "", "at least one name is needed"),
        ("vendor_types", "A,,B", "one of the names is empty"),
        ("vendor_types", "A" * 31, "longer than 30 characters"),
        ("mail.sender", "nobody", "is no address"),
        ("mail.host", "my host", "is no name of a server"),
        ("commitment_prefix", "{project}", "holds what an id cannot"),
        ("project.billed_rates", "LONG", "longer than 3 characters"),
    ],
)
def test_a_bad_value_is_told_by_the_settings_name_what_is_wrong_and_the_way_out(name, text, wrong):
    with pytest.raises(BadValue) as why:
        read(BY_NAME[name], text, *USUAL)

    assert f"({name}): " in str(why.value)
    assert wrong in str(why.value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("tax_groups", " YES ", True),
        ("limits.line_amount", "1,250.5", 1250_50),
        ("limits.scope", "1,000", 1000),
        ("vendor_types", "A, B ,A", ("A", "B")),
        ("imported_vendor_types", "all", None),
        ("imported_vendor_types", "none", ()),
        ("default_vendor_type", "none", ""),
        ("default_vendor_type", "SUBCONTRACTOR", "Subcontractor"),
        ("commitment_prefix", "{job}-", "{job}-"),
        ("mail.host", "None", ""),
        ("time_zone", "America/Chicago", "America/Chicago"),
    ],
)
def test_values_are_read_as_people_write_them(name, text, value):
    assert read(BY_NAME[name], text, *USUAL) == value


def test_a_setting_is_found_by_its_name_and_a_projects_without_its_beginning():
    assert option_named("Tax-Groups").name == "tax_groups"
    assert option_named("sub_jobs").name == "sub_jobs"
    assert option_named("sub_jobs", of_project=True).name == "project.sub_jobs"


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one():
    with pytest.raises(NoSuchOption, match=r"did you mean 'limits\.job_id'"):
        option_named("limts.job_id")


def test_every_conflict_of_the_sources_is_in_the_table():
    told_from = " ".join(f"{option.rule}," for option in OPTIONS)

    assert [f"X{n}" for n in range(1, 10) if f"X{n}," not in told_from] == []
    assert [n for n in range(1, 15) if f"8.1 no. {n}," not in told_from] == []


def test_the_groups_stand_together_and_in_order():
    groups = list(dict.fromkeys(option.group for option in OPTIONS))

    assert groups == list(Group)
    assert [o.group for o in OPTIONS] == sorted((o.group for o in OPTIONS), key=groups.index)


@pytest.mark.parametrize(
    ("deed", "names"),
    [
        (Deed.SWITCH_DIRECT_EXPORTS, {f"direct_exports.{kind}" for kind in DIRECT}),
        (Deed.CHOOSE_VENDOR_TYPES, {"imported_vendor_types"}),
        (Deed.OPEN_SYNCED_COSTS, {"edit_synced_costs"}),
    ],
)
@pytest.mark.rule("matrix 18", "matrix 44", "matrix 45")
def test_some_settings_take_a_right_of_their_own(deed, names):
    assert {option.name for option in OPTIONS if option.deed is deed} == names


def test_widths_are_positive_and_bounded():
    bounds = [o.sort for o in OPTIONS if o.group is Group.WIDTHS]

    assert all(isinstance(sort, (Whole, Money)) and sort.least > 0 for sort in bounds)


LIKELY = "XA#-./0123456789, @ab{}job"


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(OPTIONS), st.one_of(st.text(max_size=40), st.text(LIKELY, max_size=12)))
def test_whatever_is_written_is_a_value_that_is_told_as_it_is_read_or_is_refused(option, text):
    if isinstance(option.sort, Told):
        return
    try:
        value = read(option, text, *USUAL)
    except BadValue:
        return

    again = told(option, value)

    assert read(option, again, *USUAL) == value
    assert again.isprintable()
