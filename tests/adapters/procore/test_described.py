"""Whatever the description lets Procore answer ends in a value, or in a failure that has a name."""

import importlib
import json
import pkgutil

import pytest

import adapters.procore
from adapters.procore import partner_calls
from adapters.procore.calls import CALLS
from adapters.procore.fields import Misread
from adapters.procore.keeping import Keeping
from adapters.procore.listing import kept
from adapters.procore.reading import LISTS
from adapters.wire.known import Known
from core.ports import OutsideUnreachable
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests.adapters.procore.deeds import company_at_procore, run, told
from tests.adapters.procore.described import (
    NUMBERS,
    ODD,
    Described,
    Static,
    resolved,
    schema_of,
)
from tests.adapters.procore.desk import client
from tests.adapters.procore.published import READ, description, pattern_of

K = RecordKind
PRIVATE = {
    known.call.name: "of partners, who alone are told of it" for known in partner_calls.CALLS
}
"""Calls that the published description lacks, and why."""
VALUES = (
    None, "", [], {}, True, *ODD, *NUMBERS, "\u202eabc", "🏗️" * 2_000, "\ud800", "a\x00b",
    "2026-02-30", "99999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 1.5,
)  # fmt: skip


def test_every_call_is_published_or_it_is_said_why_not():
    modules = [m.name for m in pkgutil.iter_modules(adapters.procore.__path__)]
    tables = [vars(importlib.import_module(f"adapters.procore.{name}")) for name in modules]
    found = {one.call for table in tables for one in table.values() if isinstance(one, Known)}

    lacking = {
        call.name for call in found
        if call.method.lower() not in description()["paths"].get(pattern_of(call.path), {})
    }  # fmt: skip

    assert {known.call for known in CALLS} <= found
    assert lacking == set(PRIVATE)


@pytest.mark.parametrize("sort", ["full", "nulls", "nothing"])
def test_what_is_answered_as_it_is_described_is_read(tmp_path, sort):
    with client("http://127.0.0.1:9", tmp_path, Described(Static(sort))) as made:
        found = told(made)

    whole = {K.COMPANY, K.PROJECT, K.SUB_JOB, K.COMMITMENT, K.CCO, K.PCCO, K.PRIME_CONTRACT,
             K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE}  # fmt: skip
    assert {one.kind for one in found} >= (whole if sort == "full" else set())


GETS = sorted({pattern_of(known.call.path) for known in CALLS if known.call.method == "GET"})


def test_one_list_that_says_nothing_leaves_the_others_as_they_are(tmp_path):
    """Each call in turn answers with nulls alone; all others as described."""
    for pattern in GETS:
        transport = Described(Static())
        odd = Static("nulls").answer(schema_of("get", pattern))
        transport.said = lambda _, asked, __, odd=odd, of=pattern: odd if asked == of else ...
        with client("http://127.0.0.1:9", tmp_path, transport) as made:
            news, _ = made.news(0, 50)

        assert news, pattern


def places(schema, path=()):
    """Where in a row a value stands that the client reads."""
    schema = resolved(schema)
    for name, inner in schema.get("properties", {}).items():
        if name not in READ:
            continue
        yield (*path, name)
        found = resolved(inner)
        if found.get("type") == "object":
            yield from places(found, (*path, name))
        elif found.get("type") == "array" and "properties" in resolved(found.get("items", {})):
            yield from places(found["items"], (*path, name, 0))


@pytest.mark.parametrize("listing", LISTS.values(), ids=lambda listing: listing.name)
def test_any_value_of_any_field_is_read_or_named(listing):
    """Of a row as it is described, each field in turn holds what nobody expects."""
    schema = schema_of("get", pattern_of(listing.call.call.path))
    item = resolved(schema).get("items", schema)
    whole = json.dumps(Static().answer(item))
    asked = {"lines": []} if listing.parts is not None else {}
    keeping, read, unnamed = Keeping(None), 0, []
    for place in places(item):
        for value in VALUES:
            row = json.loads(whole)
            *above, name = place
            holder = row
            for step in above:
                holder = holder[step]
            holder[name] = value

            try:
                mine = kept(listing, 1, row)
            except Misread as why:
                unnamed += [str(why)] * (
                    str(name) not in str(why) and str(place[0]) not in str(why)
                )
                continue
            if listing.build is not None:
                record = listing.build(keeping, mine._replace(content={**mine.content, **asked}))
                assert isinstance(record.amount, int)
            read += 1
    keeping.close()

    assert read > 0
    assert unnamed == []


def test_answers_drawn_from_the_description_end_in_what_has_a_name_and_nothing_is_done_unsaid(
    tmp_path,
):
    outcome = run(tmp_path, 200, seed=20261122)

    assert outcome.bad == []
    assert outcome.answers > 400
    assert outcome.kinds >= {K.COMPANY, K.PROJECT, K.COMMITMENT, K.OWNER_INVOICE}
    done = {name.removesuffix(" done") for name in outcome.ends if name.endswith(" done")}
    assert done >= {"link", "unlink", "link_many", "make", "tidy", "renew", "find", "read"}


def test_a_row_that_procore_says_to_have_taken_otherwise_is_not_taken_for_done(tmp_path):
    """It names another row, denies the link, or says nothing of it at all."""
    answers = (
        {"entities": [{"id": 2, "origin_id": "V1"}], "errors": []},
        {"entities": [{"id": 1, "origin_id": None}], "errors": []},
        {"entities": [None], "errors": []},
        {"entities": [], "errors": []},
        {"entities": [], "errors": [{}]},
        {"entities": None, "errors": None},
    )
    with company_at_procore(tmp_path) as (transport, made):
        for number, answer in enumerate(answers):
            transport.said = lambda method, _, __, one=answer: one if method == "patch" else ...
            mine = made.find(RecordId("procore-vendors-1"))._replace(erp_id=f"V{number + 1}")

            with pytest.raises(OutsideUnreachable, match=r"^Procore, sync vendors: "):
                made.tell(mine, ErpStatus.SYNCED)
