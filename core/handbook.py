"""The tables written out for people: tabs, lifecycles, permissions and rules, as Markdown."""

from collections.abc import Iterable, Mapping
from functools import cache

from core.checkup import CHECKS
from core.fields import ASKS
from core.needs import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    SendBudgets,
)
from core.objection import Guard
from core.options import OPTIONS, Group, Option
from core.options.option import usual
from core.options.reading import form, told
from core.permissions import CHOICES, CONNECTOR_ONLY, DEED_CHOICES, DEEDS, GRANTS, deed_grant
from core.privileges import PRIVILEGES
from core.reports import REPORTS
from core.requirements import GUARDS, guards_of
from core.rulebook import RULES, SECTIONS
from core.rulebook.rule import Rule
from core.settings import DIRECT
from core.tabs import DIRECT_ROWS, TABS, arrival
from core.transitions import Transition
from core.troubles import FAULTS, UNKNOWN
from core.values import NamedTuple
from core.vocabulary import ErpStatus, Level, RecordKind, words

COMMAND = "python -m console.handbook"
WRITTEN = f"Written by `{COMMAND}` from the tables of the program; edit those instead."


class Evidence(NamedTuple):
    """What shows that a rule is held: the tests that name it, and a sentence one of them quotes."""

    tests: tuple[str, ...] = ()
    sentence: str = ""


NO_EVIDENCE = Evidence()


def pages(evidence: Mapping[str, Evidence]) -> dict[str, str]:
    """Every page by its file name. `evidence` is by number of rule."""
    return {
        "tabs.md": _tabs(),
        "lifecycles.md": _lifecycles(),
        "permissions.md": _permissions(),
        "reports.md": _reports(),
        "checks.md": _checks(),
        "faults.md": _faults(),
        "settings.md": _settings(),
        "rules.md": _rules(evidence),
    }


@cache
def guards_by_rule() -> dict[str, tuple[Guard, ...]]:
    """The guards that enforce each numbered rule, by name."""
    found: dict[str, dict[str, Guard]] = {}
    for guards in GUARDS.values():
        for guard in guards:
            for rule in guard.rules:
                found.setdefault(rule.partition(" (")[0], {})[guard.name] = guard
    return {number: tuple(named[n] for n in sorted(named)) for number, named in found.items()}


def sorted_guards(rule: Rule) -> tuple[Guard, ...]:
    return guards_by_rule().get(rule.number, ())


def homes(rule: Rule) -> tuple[str, ...]:
    """Where a rule is held: by guards, and elsewhere. Empty where it is not."""
    elsewhere = (rule.home,) if rule.home else ()
    return tuple(f"`{guard.name}`" for guard in sorted_guards(rule)) + elsewhere


def _tabs() -> str:
    rows = [
        (
            tab.title,
            ", ".join(words(kind) for kind in tab.kinds),
            ", ".join(tab.views),
            tab.refresh or f"none: records come only {arrival(tab)}",
        )
        for tab in TABS
    ]
    return page(
        "The ten tabs", table(("Tab", "Lists", "Views, the first one first", "Refresh"), rows)
    )


def _lifecycles() -> str:
    parts = []
    for tab in TABS:
        for kind, life in tab.kinds.items():
            rows = [_row(kind, row) for row in life]
            heads = ("Action", "From", "To", "By", "Then", "Asks for", "Unless it objects")
            parts += [f"## {tab.title}: {words(kind)}", "", *table(heads, rows), ""]
            if kind in DIRECT:
                sent = [
                    row
                    for source in ErpStatus
                    for row in DIRECT_ROWS.get((kind, source), {}).values()
                ]
                told = "Where the company exports it directly and no approver has to be asked:"
                parts += [told, "", *table(heads, [_row(kind, row) for row in sent]), ""]
    return page("Lifecycles", parts)


def _row(kind: RecordKind, row: Transition) -> tuple[str, ...]:
    asked = ", ".join(_named(a.__name__) for a in ASKS.get(kind, {}).get(row.action, ()))
    guards = ", ".join(f"`{g.name}`" for g in guards_of(kind, row.action, row.source))
    return (
        words(row.action), words(row.source), words(row.target), row.permission,
        row.effect or "nothing", asked or "nothing", guards or "no guard",
    )  # fmt: skip


def _permissions() -> str:
    rows = [
        (permission.value, words(kind), needs_in_words(wanted), wanted.row)
        for (permission, kind), wanted in GRANTS.items()
    ]
    rows.append(("connector", "every kind", needs_in_words(CONNECTOR_ONLY), ""))
    heads = ("To act as", "On", "Takes all of", "Row of cross-cutting A.1")
    deeds = [(deed.value, needs_in_words(wanted), wanted.row) for deed, wanted in DEEDS.items()]
    chosen = [
        *(row for (p, kind), c in CHOICES.items() for row in _chosen(f"{p}, {words(kind)}", c)),
        *(row for deed, c in DEED_CHOICES.items() for row in _chosen(deed, c)),
    ]
    parts = [
        *table(heads, rows),
        *("", "## Besides acting on a record", ""),
        *table(("To", *heads[2:]), deeds),
        *("", "## Where a policy of the company decides", ""),
        *table(("To", "Policy", "Where it is", *heads[2:]), chosen),
    ]
    return page("Permissions", parts)


def _chosen(what: str, choice: Choice) -> list[tuple[str, ...]]:
    return [
        (what, f"`{choice.policy}`", value, needs_in_words(wanted), wanted.row)
        for value, wanted in choice.takes.items()
    ]


def _reports() -> str:
    rows = [
        (
            f"`countersign report {report.name}{' --job N' if report.needs_job else ''}`",
            report.does,
            "one job" if report.needs_job else "all, or one job" if report.by_job else "all",
            needs_in_words(report.grant) or "nothing",
            report.grant.row,
        )
        for report in REPORTS
    ]
    heads = ("Report", "Tells", "Of", "Takes all of", "Row of cross-cutting A.1")
    return page("Reports", table(heads, rows))


def _checks() -> str:
    rows = [(check.name, check.asks, check.blocks, check.rule) for check in CHECKS]
    heads = ("Check", "Is well where", "A failure blocks", "Rule")
    return page("What `countersign doctor` checks", table(heads, rows))


def _faults() -> str:
    told = [*((f"`{code}`", meaning) for code, meaning in FAULTS.items()), ("any other", UNKNOWN)]
    rows = [(code, m.cause, m.step, m.who, m.names or "the record") for code, m in told]
    heads = ("Code", "Means", "Next step", "Whose", "Is about")
    return page("What a no of Sage means", table(heads, rows))


def _settings() -> str:
    heads = ("Setting", "Name", "Usually", "Takes", "Changes", "Changed by", "From")
    parts: list[str] = []
    for group in Group:
        rows = [_setting(option) for option in OPTIONS if option.group is group]
        parts += ["", f"## {group}", "", *table(heads, rows)]
    rights = [(f"`{right.word}`", right.title) for right in PRIVILEGES]
    parts += ["", "## Rights of people", "", *table(("Right", "Is"), rights)]
    return page("Settings and rights", parts[1:])


def _setting(option: Option) -> tuple[str, ...]:
    changed_by = needs_in_words(deed_grant(option.deed)) if option.deed else "nobody"
    effect = f"{option.effect} {option.final}".strip()
    return (
        option.title, f"`{option.name}`", told(option, usual(option)), form(option), effect,
        changed_by, option.rule,
    )  # fmt: skip


def needs_in_words(wanted: Grant) -> str:
    """What a right takes, as a list."""
    return "; ".join(_need(need) for need in wanted.needs)


def _need(need: Need) -> str:
    match need:
        case AtLeast(tool, level):
            above = "" if level is Level.ADMIN else " or above"
            return f"{level.words}{above} of {tool}"
        case Push():
            return "Can Push to Accounting"
        case MayExport():
            return "Can Export on this kind, below Admin of the Company Directory"
        case MayImport():
            return "Can Import on this kind, below Admin of the Company Directory"
        case CreateProjects():
            return "Create New Project"
        case SendBudgets():
            return "Send and Retrieve Budgets from ERP"
        case IsConnector():
            return "being the connector"
        case AnyOf(needs):
            return " or ".join(_need(one) for one in needs)
        case AllOf(needs):
            return " with ".join(_need(one) for one in needs)


def _rules(evidence: Mapping[str, Evidence]) -> str:
    held = sum(1 for rule in RULES if homes(rule))
    parts = [f"{held} of {len(RULES)} numbered rules are held; the others say why not.", ""]
    for section in SECTIONS:
        rules = [rule for rule in RULES if rule.number.rpartition(" ")[0] == section]
        heads = ("Rule", "In our words", "Held by", "On screen", "Shown by", "Not held")
        rows = [_rule(rule, evidence.get(rule.number, NO_EVIDENCE)) for rule in rules]
        parts += [f"## {section.capitalize()}", "", *table(heads, rows), ""]
    parts += ["## Guards", "", *table(("Guard", "Rules", "Lifted by"), _guards())]
    return page("Rules", parts)


def _rule(rule: Rule, shown: Evidence) -> tuple[str, ...]:
    tests = "<br>".join(f"`{test}`" for test in shown.tests) if homes(rule) else ""
    return (rule.number, rule.gist, ", ".join(homes(rule)), shown.sentence, tests, rule.absent)


def _guards() -> list[tuple[str, ...]]:
    distinct: dict[tuple[str, tuple[str, ...]], Guard] = {
        (guard.name, guard.rules): guard for guards in GUARDS.values() for guard in guards
    }
    return [
        (f"`{name}`", ", ".join(rules), guard.lifted_by or "nobody")
        for (name, rules), guard in sorted(distinct.items())
    ]


def _named(function: str) -> str:
    return function.replace("_", " ")


def page(title: str, lines: Iterable[str]) -> str:
    """A page with its title and who writes it."""
    return "\n".join((f"# {title}", "", WRITTEN, "", *lines)).rstrip() + "\n"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows in the Markdown that GitHub reads."""

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(heads), line("---" for _ in heads), *(line(row) for row in rows)]
