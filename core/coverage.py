"""The page that shows what of the domain is here: each row with its code, its test, its words."""

from collections.abc import Iterator, Mapping, Sequence

from core.handbook import NO_EVIDENCE, Evidence, homes, needs_in_words, page, sorted_guards, table
from core.matrix import ABSENT, UNSUPPORTED, Held, holding
from core.rulebook import RULES, SECTIONS
from core.rulebook.invariants import INVARIANTS
from core.rulebook.matrix import MATRIX
from core.rulebook.messages import MESSAGES
from core.rulebook.questions import QUESTIONS
from core.rulebook.reliability import RELIABILITY
from core.rulebook.rule import HOME_OF, Question, Rule, Step
from core.rulebook.steps import STEPS
from core.values import NamedTuple
from core.vocabulary import with_article, words

MOST_TESTS = 3
"""Tests that are named of one row; the page of the rules names them all."""


class Covered(NamedTuple):
    """One row of the page."""

    number: str
    gist: str
    code: str
    """Where it is done; empty where it is not."""
    seen: str
    """What the user sees of it."""
    tests: tuple[str, ...]
    absent: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        named = "<br>".join(f"`{test}`" for test in self.tests[:MOST_TESTS])
        more = len(self.tests) - MOST_TESTS
        tests = f"{named}<br>and {more} more" if more > 0 else named
        return (self.number, self.gist, self.code, self.seen, tests, self.absent)


Evidences = Mapping[str, Evidence]


def rules(evidence: Evidences) -> Iterator[Covered]:
    """The numbered rules and the invariants."""
    for rule in RULES:
        yield _rule(rule, evidence)
    for invariant in (*INVARIANTS, *RELIABILITY):
        yield _rule(invariant, evidence)


def rows(evidence: Evidences) -> Iterator[Covered]:
    """The rows of the permission matrix."""
    for row in MATRIX:
        held = holding(row.number)
        shown = _shown(evidence, f"matrix {row.number}", "matrix")
        absent = "" if held else ABSENT.get(row.number, "")
        seen = "; ".join(dict.fromkeys(_sees(right) for right in held))
        code = ", ".join(dict.fromkeys(_place(right) for right in held))
        refused = f" Reason code: `{UNSUPPORTED}`." if absent else ""
        yield Covered(row.number, row.gist, code, seen, shown.tests, absent + refused)


def steps(tab: str, evidence: Evidences, commands: Mapping[str, str]) -> Iterator[Covered]:
    """What the tutorials of a tab teach. `commands` are the words of every command and its help."""
    for step in STEPS[tab]:
        shown = _shown(evidence, f"step {step.number}", "steps")
        yield Covered(
            step.number, step.gist, f"`countersign {step.does}`" if step.does else "",
            _help(step, commands), shown.tests, step.absent,
        )  # fmt: skip


def questions(evidence: Evidences) -> Iterator[Covered]:
    """What people ask."""
    for question in QUESTIONS:
        shown = _shown(evidence, f"question {question.number}", "questions")
        tests = shown.tests + tuple(t for rule in question.rules for t in _tests(evidence, rule))
        code = f"`countersign {question.command}`" if question.command else ""
        yield Covered(
            question.number, question.asks, code, _answer(question),
            tuple(dict.fromkeys(tests)), question.absent,
        )  # fmt: skip


def all_rows(evidence: Evidences, commands: Mapping[str, str]) -> tuple[Covered, ...]:
    """Everything that the page lists."""
    taught = (row for tab in STEPS for row in steps(tab, evidence, commands))
    return (*rules(evidence), *rows(evidence), *taught, *questions(evidence))


def coverage(evidence: Evidences, commands: Mapping[str, str]) -> str:
    """The page."""
    everything = all_rows(evidence, commands)
    without = [row for row in everything if not row.code]
    numbered = [row for row in rules(evidence) if not row.code]
    share = _share(without, everything)
    said = f"{len(everything)} rows; {len(without)} have no code ({share}), each with its reason."
    count = len(RULES) + len(INVARIANTS) + len(RELIABILITY)
    of_these = f"Of {count} numbered rules and invariants, {len(numbered)} "
    lines = [said, of_these + "have none.", ""]
    for section in SECTIONS:
        found = [row for row in rules(evidence) if row.number.rpartition(" ")[0] == section]
        lines += _section(f"Rules: {section}", found)
    lines += _section("Invariants", [r for r in rules(evidence) if r.number.startswith("inv")])
    reliable = [r for r in rules(evidence) if r.number.startswith("reliability")]
    lines += _section("Decisions", reliable)
    lines += _section("Permission matrix", list(rows(evidence)))
    for tab in STEPS:
        lines += _section(f"Tutorials: {tab}", list(steps(tab, evidence, commands)))
    lines += _section("Questions", list(questions(evidence)))
    return page("Coverage", [*lines, "## Messages", "", *_messages()])


def _messages() -> list[str]:
    heads = (
        "Key",
        "When",
        "Said before, by",
        "Said by Sage, under",
        "Or told by",
        "Without, because",
    )
    rows = [
        (
            f"`{m.key}`", m.when, ", ".join(f"`{name}`" for name in m.guards),
            ", ".join(f"`{code}`" for code in m.codes), m.elsewhere, m.absent,
        )
        for m in MESSAGES
    ]  # fmt: skip
    return table(heads, rows)


def _section(title: str, found: Sequence[Covered]) -> list[str]:
    heads = ("Number", "In our words", "Code", "What the user sees", "Tests", "Without, because")
    return [f"## {title}", "", *table(heads, (row.cells for row in found)), ""]


def _share(some: Sequence[Covered], of: Sequence[Covered]) -> str:
    return f"{100 * len(some) / len(of):.1f} %"


def _rule(rule: Rule, evidence: Evidences) -> Covered:
    shown = evidence.get(rule.number, NO_EVIDENCE)
    guards = [
        f"`{guard.objects.__module__.replace('.', '/')}.py` {guard.name}"
        for guard in sorted_guards(rule)
    ]
    elsewhere = [f"`{HOME_OF[rule.home]}`"] if rule.home in HOME_OF else homes(rule)[len(guards) :]
    code = "<br>".join((*guards, *elsewhere))
    return Covered(
        rule.number, rule.gist, code, shown.sentence if code else "",
        shown.tests if code else (), rule.absent,
    )  # fmt: skip


def _sees(right: Held) -> str:
    takes = " or, by policy, ".join(dict.fromkeys(needs_in_words(g) for g in right.grants))
    codes = ", ".join(f"`{code}`" for code in right.codes)
    return f"takes {takes or 'nothing'}" + (f" ({codes})" if codes else "")


def _place(right: Held) -> str:
    if right.deed is not None:
        return f"`core/permissions.py` {words(right.deed)}"
    acts = ", ".join(words(action) for action in right.actions)
    kind = words(right.kind) if right.kind else ""
    return f"`core/permissions.py` {acts} of {with_article(kind)}"


def _help(step: Step, commands: Mapping[str, str]) -> str:
    """What the longest command that the step begins with says of itself."""
    said = step.does.split()
    for length in range(len(said), 0, -1):
        if (found := commands.get(" ".join(said[:length]))) is not None:
            return found
    return ""


def _answer(question: Question) -> str:
    rules_of = f" [{', '.join(question.rules)}]" if question.rules else ""
    return question.answer + rules_of if question.answer else ""


def _tests(evidence: Evidences, rule: str) -> tuple[str, ...]:
    return evidence.get(rule, NO_EVIDENCE).tests[:1]


def _shown(evidence: Evidences, number: str, section: str) -> Evidence:
    """What shows a row: tests that name it, and those that go through the whole section."""
    own, whole = evidence.get(number, NO_EVIDENCE), evidence.get(section, NO_EVIDENCE)
    return Evidence(tuple(dict.fromkeys((*own.tests, *whole.tests))), own.sentence)
