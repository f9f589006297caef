"""The canonical content of a record: the same for the same content, and never for another."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.canonical import CONTENT, SCHEMA, canonical, digest, short
from core.hashing import sha256
from core.records import BODY_OF, Fault, Record
from core.vocabulary import ErpStatus, Origin, RecordKind
from tests.records import BUILDERS, NOW, commitment

HANDLED = {
    "status": ErpStatus.SYNCED,
    "version": 77,
    "origin": Origin.ERP,
    "erp_id": "another",
    "export_key": "ex1:another",
    "created_by": "Sam",
    "created_at": NOW,
    "sent_by": "somebody",
    "sent_at": NOW,
    "changed_at": NOW,
    "fault": Fault("CODE", "text"),
    "note": "a note",
    "origin_id": "another",
    "fell_back": "why",
    "unposted_since": NOW,
    "edited_by": "Sam",
    "endorsed_by": "Ana",
    "override": "why",
}
SHAPE = "9a8887740e6bb13a"
"""Of every field of content: another shape takes another SCHEMA, and new digests in old homes."""

TEXT = some.text(max_size=12)
AMOUNT = some.integers(-(10**15), 10**15)
CHANGES = some.fixed_dictionaries(
    {},
    optional={"title": TEXT, "number": TEXT, "amount": AMOUNT, "vendor_name": TEXT, "scope": TEXT},
)


@pytest.mark.parametrize("kind", RecordKind)
def test_every_field_of_content_is_told_by_name_and_sorted(kind):
    record = BUILDERS[kind]()

    told = json.loads(canonical(record))

    assert list(told) == sorted([*CONTENT, "schema"])
    assert told["schema"] == SCHEMA
    assert list(told["body"]) == sorted({*BODY_OF[kind]._fields} - {"exported_at"})


@pytest.mark.parametrize("kind", RecordKind)
def test_where_it_stands_and_who_handled_it_is_no_content(kind):
    record = BUILDERS[kind]()

    handled = record._replace(**HANDLED)

    assert {*HANDLED, *CONTENT} == {*Record._fields}
    assert digest(handled) == digest(record)


@settings(max_examples=60, deadline=None)
@given(CHANGES, CHANGES)
def test_two_records_have_one_digest_exactly_where_their_content_is_one(mine, theirs):
    one, other = commitment(**mine), commitment(**theirs)._replace(**HANDLED)

    content = [tuple(getattr(each, name) for name in CONTENT) for each in (one, other)]

    assert (digest(one) == digest(other)) == (content[0] == content[1])


@settings(max_examples=40, deadline=None)
@given(some.randoms(use_true_random=False), some.sampled_from(sorted(RecordKind)))
def test_the_order_in_which_fields_are_told_does_not_matter(order, kind):
    record = BUILDERS[kind](title='Ä "x" \u2028 \\')

    told = shuffled(as_told(record), order)

    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text == canonical(record)


def as_told(record):
    head = {name: getattr(record, name) for name in CONTENT} | {"schema": SCHEMA}
    return plain(head)


def plain(value):
    if hasattr(value, "_asdict"):
        value = {k: v for k, v in value._asdict().items() if k != "exported_at"}
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def shuffled(value, order):
    if isinstance(value, dict):
        names = list(value)
        order.shuffle(names)
        return {name: shuffled(value[name], order) for name in names}
    return [shuffled(each, order) for each in value] if isinstance(value, list) else value


@pytest.mark.rule("reliability I30")
def test_an_amount_beyond_what_a_float_can_tell_is_written_exactly():
    record = commitment(amount=2**53 + 1)

    told = canonical(record)

    assert f'"amount":{2**53 + 1},' in told


@pytest.mark.parametrize("title", ["Ä\x00", "\ud800", "\u202eevil", "[@click=x]", "\u2028"])
def test_any_text_has_a_digest_of_its_own(title):
    record = commitment(title=title)

    assert digest(record) != digest(commitment(title=""))
    assert digest(record).startswith(short(digest(record)))


def test_a_change_of_one_line_changes_the_digest():
    record = commitment()
    lines = record.body.lines
    moved = record.body._replace(lines=(*lines[:-1], lines[-1]._replace(amount=1)))

    assert digest(record._replace(body=moved)) != digest(record)


def test_content_of_another_shape_has_another_schema_number():
    shape = json.dumps({kind: fields_of(BODY_OF[kind]) for kind in RecordKind}, sort_keys=True)

    assert (SCHEMA, sha256(shape.encode())[:16]) == (1, SHAPE)


def fields_of(type_, seen=()):
    """Names of fields, those of named tuples within them included."""
    found = {}
    for name, hint in type_.__annotations__.items():
        inner = [arg for arg in getattr(hint, "__args__", ()) if hasattr(arg, "_fields")]
        direct = [hint] if hasattr(hint, "_fields") else []
        found[name] = [fields_of(each) for each in (*inner, *direct)]
    return found
