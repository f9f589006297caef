import pytest

from console.handbook import HANDBOOK, evidence, handbook
from core.handbook import COMMAND, guards_by_rule, homes
from core.rulebook import RULES, SECTIONS

EVIDENCE = evidence()
PAGES = handbook(EVIDENCE)
HELD = [rule for rule in RULES if homes(rule)]


@pytest.mark.parametrize("name", PAGES)
def test_the_handbook_is_current(name):
    written = (HANDBOOK / name).read_text(encoding="utf-8")

    assert written == PAGES[name], f"{name} is stale; run: {COMMAND}"


@pytest.mark.parametrize("rule", HELD, ids=lambda rule: rule.number)
def test_a_rule_that_is_held_is_named_by_a_test(rule):
    assert EVIDENCE[rule.number].tests


def test_a_rule_that_is_not_held_says_why():
    assert [rule.number for rule in RULES if rule not in HELD and not rule.absent] == []


def test_every_numbered_rule_is_in_the_book_once():
    counts = {section: len(rules) for section, rules in SECTIONS.items()}

    assert counts == {
        "cost codes": 18,
        "vendors": 22,
        "jobs": 18,
        "sub jobs": 13,
        "job costs": 16,
        "financials": 79,
    }
    assert len({rule.number for rule in RULES}) == len(RULES)


def test_every_number_that_a_guard_cites_is_in_the_book():
    numbers = {rule.number for rule in RULES}
    cited = {n for n in guards_by_rule() if n.rpartition(" ")[2].rstrip("a").isdecimal()}

    assert {n for n in cited if "section" not in n and "." not in n} <= numbers


def test_no_test_claims_more_than_a_handful_of_rules():
    claims: dict[str, int] = {}
    for number, shown in EVIDENCE.items():
        for test in () if number.startswith("step ") else shown.tests:
            claims[test] = claims.get(test, 0) + 1

    assert {test: n for test, n in claims.items() if n > 4} == {}
