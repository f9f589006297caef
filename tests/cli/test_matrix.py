"""whoami --matrix: for everybody in a sandbox, and in agreement with what they are offered."""

import pytest

from adapters.sandbox.people import PEOPLE
from console.cli import exits
from core.rights import COMPANY, PROJECT, REPORTING
from core.tabs import TABS
from tests.cli.conftest import first


@pytest.mark.parametrize("person", [p.id for p in PEOPLE])
def test_everybody_of_a_sandbox_is_told_every_verb_of_every_tab(countersign, person):
    ended = countersign("whoami", "--matrix", "--as", person, "--json")

    rights = ended.json["rights"]
    assert (ended.code, ended.json["id"]) == (exits.DONE, person)
    assert {r["tab"] for r in rights} == {t.name for t in TABS} | {REPORTING, COMPANY, PROJECT}
    assert all(r["may"] is (not r["missing"]) and r["row"] for r in rights)
    assert all(m["code"] and m["text"].endswith(".") for r in rights for m in r["missing"])


@pytest.mark.parametrize("person", [p.id for p in PEOPLE])
def test_what_the_matrix_says_is_what_why_says(countersign, person):
    named = first(countersign, "commitments", "Ready to Export")["id"]
    rights = countersign("whoami", "--matrix", "--as", person, "--json").json["rights"]
    may = {r["verb"]: r["may"] for r in rights if r["kind"] == "commitment"}

    for offer in countersign("why", named, "--as", person, "--json").json["offers"]:
        denied = any(o["cause"] == "permission" for o in offer["objections"])
        assert may[offer["action"]] is not denied


def test_in_text_each_verb_is_one_line_with_its_row_and_what_is_missing(countersign):
    lines = countersign("whoami", "--matrix", "--as", "standard").out.splitlines()

    accept = next(line for line in lines if line.startswith("commitments") and " accept" in line)
    assert lines[0].split() == ["tab", "kind", "verb", "may", "row", "by", "missing"]
    assert "may not" in accept
    assert "06" in accept
    assert "Standard of ERP Integrations; Can Export on commitment" in accept
    assert "This takes Can Push to Accounting" in accept
    assert lines[-1].startswith("Nils Aaker (standard) may do ")


def test_the_administrator_may_do_everything(countersign):
    rights = countersign("whoami", "--matrix", "--as", "admin", "--json").json["rights"]

    assert [right for right in rights if not right["may"]] == []


def test_without_the_matrix_whoami_is_as_short_as_before(countersign):
    assert "rights" not in countersign("whoami", "--json").json
