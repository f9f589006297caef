"""Nothing that we send is refused by the published description, and no other answer crashes us."""

import json

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.procore.calls import CALLS, COMPANIES, ME, TOKEN
from adapters.wire.failures import NotSent
from core.case import Mirrored
from core.ports import OutsideUnreachable
from core.records import Project, ProjectCode
from core.vocabulary import ContractType, ErpStatus, RecordId, RecordKind
from tests.adapters.procore.desk import client, desk
from tests.adapters.procore.published import (
    Answering,
    HeldToIt,
    description,
    misshapen,
    pattern_of,
    undeclared,
)
from tests.adapters.procore.test_telling_procore import (
    ERP_IDS,
    IMPORTED,
    LINKABLE,
    STANDARD,
    at_procore,
)
from tests.records import budget, cco, commitment, company, pcco

S, K = ErpStatus, RecordKind
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


CHANGES = tuple(
    f"GET /rest/v1.0/projects/{{project_id}}/{name}_change_orders"
    for name in ("commitment", "prime")
)
GUIDED = {f"{call}: the parameter {name} is not published"
          for call in CHANGES for name in ("page", "per_page")}  # fmt: skip
"""Lists without pages in the description; the guide gives them to every list (interfaces 1.4)."""
ONE_FOR_MANY = {f"{call}: : type ['object', 'null']" for call in CHANGES}
"""Lists that are described as one object (interfaces 1.11); the sandbox answers lists."""


def test_the_calls_are_those_of_the_published_description_and_no_other():
    known = {(m.upper(), p) for p, ops in description()["paths"].items() for m in ops}

    made = {(c.call.method, pattern_of(c.call.path)) for c in CALLS}

    assert made == known


@pytest.mark.call("Procore")
def test_nothing_that_is_sent_is_refused(tmp_path):
    """Everything that the client can do, done once."""
    published = HeldToIt()
    order = commitment(S.UNSENT, id=RecordId("order-1"), type=ContractType.PURCHASE_ORDER)
    stays = company(S.UNSENT, id=RecordId("company-2"), number="V2")
    mine = (*LINKABLE, *STANDARD, order, stays, cco(S.UNSENT), pcco(S.UNSENT), budget(S.UNSENT))
    with desk(tmp_path, *mine, transport=published) as made:
        made.news()
        made.news(10_000)
        for held in LINKABLE:
            linked = at_procore(made, held, erp_id=ERP_IDS[held.kind], status=S.SYNCED)
            made.client.find(linked.id)
            made.client.tell(linked, S.SYNCED)
            made.client.tell(linked._replace(erp_id=None, status=S.UNLINKED), S.UNLINKED)
        for one in (cco(S.UNSENT), pcco(S.UNSENT)):
            made.client.find(made.name(one.id))
        bought = RecordId(made.name("order-1").replace("work", "purchase"))
        made.client.find(bought)
        made.client.tell(order._replace(id=bought, erp_id="PO1"), S.SYNCED)
        job = Mirrored(K.PROJECT, "", "J1", "", body=Project(codes=(ProjectCode("26-000"),)))
        made.client.renew(at_procore(made, LINKABLE[1]), job, into_budget=True)
        merged = company(S.ARCHIVED, parent=made.name("company-2"))
        made.client.tidy(at_procore(made, merged))
    with desk(tmp_path, *STANDARD, transport=published) as made:
        for record in IMPORTED:
            made.client.create(record)
        made.session.ask(ME)
        made.session.rows(COMPANIES)

    assert published.refused == []
    assert published.unknown - GUIDED == set()
    assert published.unlike - ONE_FOR_MANY == set()
    assert {(c.call.method, pattern_of(c.call.path)) for c in CALLS} - published.met == set()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("GET", "/rest/v1.0/vendors?company_id=1", {}, None),
        ("GET", "/rest/v1.0/vendors", {"Procore-Company-Id": "1"}, None),
        ("PATCH", "/rest/v1.0/vendors/sync", {"Procore-Company-Id": "1"}, {"updates": []}),
        ("GET", "/rest/v1.0/guessed", {"Procore-Company-Id": "1"}, None),
        (
            "PATCH", "/rest/v1.0/vendors/sync", {"Procore-Company-Id": "1"},
            {"company_id": 1, "updates": [{"id": "one"}]},
        ),
    ],
)  # fmt: skip
def test_what_the_description_does_not_allow_is_seen(method, path, headers, body):
    published = HeldToIt()
    url = f"http://127.0.0.1:9{path}"
    named = {"within": 0.2, "system": "Procore", "call": "a call"}

    with pytest.raises(NotSent):
        published.handle_request(
            httpx2.Request(method, url, headers=headers, json=body, extensions=named)
        )

    assert len(published.refused) == 1


def test_a_field_and_a_parameter_that_are_not_published_are_seen():
    guessed = httpx2.Request(
        "PATCH", "http://127.0.0.1:9/rest/v1.0/vendors/sync?dry_run=1",
        json={"company_id": 1, "updates": [{"id": 1, "guessed": True}]},
    )  # fmt: skip

    assert list(undeclared(guessed)) == [
        "the parameter dry_run is not published", "the field updates.guessed is not published",
    ]  # fmt: skip


def test_an_answer_of_another_shape_is_seen():
    asked = httpx2.Request("GET", "http://127.0.0.1:9/rest/v1.0/vendors")
    answer = b'[{"id": null}, {"id": 1, "is_active": "yes"}]'

    assert list(misshapen(asked, 200, answer)) == ["n.is_active: type ['boolean', 'null']"]


def asked(folder, answer):
    """What comes of a reading where every answer is drawn; a plain failure is as good as news."""
    with client("http://127.0.0.1:9", folder, Answering(answer)) as made:
        for _ in range(2):
            try:
                news, _ = made.news(0, 50)
            except OutsideUnreachable:
                continue
            for record in news[:4]:
                assert record.kind in RecordKind
                assert isinstance(record.amount, int)
                try:
                    made.find(record.id)
                except (OutsideUnreachable, LookupError):
                    continue


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "data", "items", "lines", "amount", "vendor"]), one
        )
    ),
    max_leaves=8,
)
BODIES = (
    st.sampled_from(
        [b"", b" ", b"<html>Signed out</html>", b"[" * 100_000, b'[{"id": 1', b"\xff\xfe", b"NaN"]
    )
    | st.binary(max_size=40)
    | JSON.map(lambda value: json.dumps(value).encode())
    | JSON.map(lambda value: json.dumps([{"id": 1, "vendor": value}]).encode())
)


@FEW
@given(data=st.data())
def test_no_answer_that_is_not_published_crashes_us(tmp_path_factory, data):
    asked(tmp_path_factory.mktemp("drawn"), lambda *_: data.draw(BODIES))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"id": 1, "name": True}, "row 1, name is no text"),
        ({"name": "No id"}, "a row, id is missing"),
        ({"id": "x"}, "a row, id is no id"),
        ({"id": 1, "is_active": "yes"}, "row 1, is_active is neither yes nor no"),
        ({"id": 1, "updated_at": "soon"}, "row 1, updated_at is no moment"),
    ],
)
def test_a_row_that_is_not_as_published_is_named_and_the_others_are_told(tmp_path, row, why):
    rows = [{"id": 2, "name": "Before"}, row, {"id": 3, "name": "After"}]
    mended = [{"id": 1, "name": "Mended"}]

    def answer(_, pattern):
        return json.dumps(rows if pattern.endswith("/vendors") else []).encode()

    with client("http://127.0.0.1:9", tmp_path, Answering(answer)) as made:
        told, mark = made.news(0, 10)
        with pytest.raises(OutsideUnreachable, match=f"^Procore, list vendors: of {why}"):
            made.news(mark, 10)
        before = made.told_all()
        rows[1:2] = mended
        later, mark = made.news(mark, 10)
        made.news(mark, 10)

        assert [one.title for one in told] == ["Before", "After"]
        assert [one.title for one in later] == ["Mended"]
        assert (before, made.told_all()) == (False, True)


def test_a_list_of_many_odd_rows_is_left_as_a_whole(tmp_path):
    def answer(_, pattern):
        return json.dumps([{"name": "x"}] * 50 if pattern.endswith("/vendors") else []).encode()

    with (
        client("http://127.0.0.1:9", tmp_path, Answering(answer)) as made,
        pytest.raises(OutsideUnreachable, match=r"^Procore, list vendors: of a row, id is missing"),
    ):
        made.news(0, 10)


def test_the_token_is_asked_for_before_anything_else():
    assert CALLS[0] is TOKEN
