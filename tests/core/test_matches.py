import pytest

from adapters.likeness import Rapidfuzz
from core.case import Named
from core.matches import nearly, plain, suggested, ties
from core.vocabulary import ErpStatus, RecordId

S = ErpStatus


def named(title: str, status: ErpStatus = S.UNSENT, number: str = "", **changes: object) -> Named:
    name = RecordId(f"{status}-{number}-{title}")
    held = number or title[:10] if status is S.READY_TO_IMPORT else None
    return Named(name, status, 1, number, title, held)._replace(**changes)


def vendor(title: str, number: str = "", **changes: object) -> Named:
    return named(title, S.READY_TO_IMPORT, number, **changes)


def pairs(found) -> list[tuple[str, str]]:
    return [(match.vendor.title, match.company.title) for match in found]


@pytest.mark.rule("vendors 15")
def test_names_are_the_same_without_regard_to_case_and_to_nothing_else():
    companies = [
        vendor("KERR & SONS"), vendor("A & B"), vendor("Walsh"),
        named("Kerr & Sons"), named("A and B"), named("Walsh Inc"),
    ]  # fmt: skip

    assert pairs(suggested(companies)) == [("KERR & SONS", "Kerr & Sons")]


@pytest.mark.rule("vendors 15")
def test_only_the_name_counts_and_no_other_field():
    assert suggested([vendor("Kerr", "V1"), named("Walsh", number="V1")]) == []


@pytest.mark.rule("vendors 8")
@pytest.mark.parametrize("status", sorted(set(S)))
def test_only_a_company_that_may_be_linked_is_suggested(status):
    companies = [vendor("Kerr"), named("kerr", status, "C")]

    free = {S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED}
    assert bool(suggested(companies)) is (status in free)


@pytest.mark.rule("vendors 8")
def test_what_is_out_of_use_on_either_side_is_not_suggested():
    idle = [vendor("Kerr", active=False), named("Kerr")]
    closed = [vendor("Kerr"), named("Kerr", active=False)]

    assert (suggested(idle), suggested(closed), suggested([vendor(" "), named(" ")])) == (
        [],
        [],
        [],
    )


def test_a_name_that_several_have_is_left_to_people():
    companies = [vendor("Kerr"), named("kerr", number="C1"), named("KERR", number="C2")]

    found = suggested(companies)

    assert [(m.words, m.sure) for m in found] == [("same name, 1 more", False)] * 2
    assert ties(found) == []


def test_a_tie_names_both_records_as_they_were_seen():
    one = vendor("Kerr", version=3)

    (tie,) = ties(suggested([one, named("kerr")]))

    assert (tie.asked.record, tie.asked.version) == (one.id, 3)
    assert tie.asked.answers.link_to == "unsent--kerr"
    assert tie.words == "same name"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Star Framing, L.L.C.", "star framing"),
        ("The Kerr & Sons Co., Inc.", "kerr and sons"),
        ("O'Hare  Paving-Corp", "ohare paving"),
        ("Company, Inc.", "company inc"),
        ("GÖTZ GmbH", "götz gmbh"),
        ("---", ""),
    ],
)
def test_a_plain_name_has_neither_case_nor_signs_nor_legal_form(name, bare):
    assert plain(name) == bare


def test_nearly_equal_names_are_found_the_most_alike_first():
    companies = [
        vendor("Star Framing"), vendor("Creative Arts Found"), vendor("Walsh"),
        named("Star Framing, LLC"), named("Creative Arts Fund"), named("WALSH"),
    ]  # fmt: skip

    found = nearly(companies, 90, Rapidfuzz())

    assert [(m.vendor.title, m.words) for m in found] == [
        ("Star Framing", "99 % alike"), ("Creative Arts Found", "97 % alike"),
    ]  # fmt: skip
    assert not any(match.sure for match in found)


def test_how_alike_is_enough_is_a_policy():
    companies = [vendor("Creative Arts Found"), named("Creative Arts Fund")]

    assert nearly(companies, 98, Rapidfuzz()) == []
    assert len(nearly(companies, 97, Rapidfuzz())) == 1


@pytest.mark.parametrize("percent", [1, 50, 82, 90, 97, 100])
def test_what_is_not_compared_for_its_length_is_not_alike(percent):
    from rapidfuzz.fuzz import ratio

    names = ["a" * n for n in range(1, 41)]

    found = {(one, two) for one, two, _ in Rapidfuzz().alike(names, names, percent)}

    assert found == {
        (one, two)
        for one, mine in enumerate(names)
        for two, theirs in enumerate(names)
        if ratio(mine, theirs) >= percent
    }
