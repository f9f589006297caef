"""Whatever anybody sends to a door is answered: no call breaks it, whoever wrote the client."""

import json
from random import Random

import pytest

from adapters.sandbox.doors.allowance import Allowance
from adapters.sandbox.doors.exchange import Request
from adapters.sandbox.doors.hh2.door import Hh2Door
from adapters.sandbox.doors.hh2.sessions import COOKIE
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.operations import operations
from adapters.sandbox.doors.procore.partner import Partners
from core.vocabulary import ErpStatus as S
from tests.adapters.sandbox.company import with_commitment
from tests.records import budget, commitment, sub_job

ODD = (
    None, True, 0, -1, 10**30, 1.5, "", "1", "x" * 5_000, "\ud800", "٣", "\x00", "2026-99-99", [],
    [None], [[]], {}, {"id": None}, {"id": "x"}, {"id": []}, {"origin_id": {}},
)  # fmt: skip
HEADS = (
    "company_id", "project_id", "id", "document", "entity", "version", "page", "per_page", "view",
    "sub_job_id", "standard_cost_code_ids", "updates", "filters[updated_at]", "filters[id]",
    "grant_type", "code", "Snapshot", "DocumentTypeId", "Header", "Distributions", "vendor",
    "project", "sub_job", "prime_contract", "requisition", "Username", "Amount", "JobId",
    "TransactionDate", "CostCodeId", "CategoryId", "job", "commitment", "origin_id", "name",
)  # fmt: skip
RAW = (b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5_000, b"NaN", b"a=1&b=%ff")
DOCUMENT = "76744AB9-4697-430A-ADB5-701E633472A9"


@pytest.fixture(scope="module")
def sandbox():
    made = with_commitment()
    made.relay.sync()
    made.projects.hold([commitment(S.UNSENT), sub_job(S.UNSENT), budget(S.UNSENT)])
    return made


@pytest.fixture(scope="module")
def doors(sandbox):
    calls = [*operations(sandbox.projects), *Partners(sandbox.projects).operations()]
    procore = ProcoreDoor(calls, allowance=Allowance(()))
    given = procore.grants.token(
        Request("POST", "/oauth/token", {}, {},
                b"grant_type=client_credentials&client_id=sandbox&client_secret=sandbox")
    )  # fmt: skip
    bearer = {"authorization": f"Bearer {given.value['access_token']}", "procore-company-id": "1"}
    hh2 = Hh2Door(sandbox.ledger, sandbox.relay, stage=0.0)
    person = dict.fromkeys(("ApiKey", "ApiSecret", "Username", "Password"), "sandbox")
    cookie = {"cookie": f"{COOKIE}={hh2.sessions.sign_in(person)[1]}"}
    return {"procore": (procore, bearer), "hh2": (hh2, cookie)}


def value(dice, depth=0):
    if depth < 3 and dice.random() < 0.4:
        return {dice.choice(HEADS): value(dice, depth + 1) for _ in range(dice.randint(0, 5))}
    if depth < 3 and dice.random() < 0.2:
        return [value(dice, depth + 1) for _ in range(dice.randint(0, 2))]
    return dice.choice(ODD)


def request(dice, row, headers):
    path = row.pattern
    for name in ("company_id", "project_id", "id", "view", "contract"):
        path = path.replace(f"{{{name}}}", str(dice.choice((1, 2, 3, "0", "x", "9" * 30, "%00"))))
    query = {dice.choice(HEADS): str(dice.choice(ODD)) for _ in range(dice.randint(0, 4))}
    query |= {"company_id": "1", "project_id": "1"} if dice.random() < 0.5 else {}
    said = {"company_id": 1, "project_id": 1, "DocumentTypeId": DOCUMENT}
    said |= {dice.choice(HEADS): value(dice) for _ in range(dice.randint(0, 8))}
    body = dice.choice(RAW) if dice.random() < 0.1 else json.dumps(said).encode()
    kind = dice.choice(("application/json", "application/x-www-form-urlencoded", "", "x"))
    return Request(
        row.method, path, query, {**headers, "accept": "application/json", "content-type": kind},
        body,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["procore", "hh2"])
def test_no_request_breaks_a_door(doors, name):
    door, headers = doors[name]
    dice, bad = Random(6), []

    for row, _ in door._paths._rows:
        for _ in range(40):
            asked = request(dice, row, headers)
            try:
                reply = door.answer(asked)
                json.dumps(reply.value, default=str)
            except Exception as why:  # noqa: BLE001  # that is what is looked for
                bad.append(f"{asked.method} {asked.path}: {type(why).__name__}: {why}")
                continue
            if reply.status not in range(200, 500):
                bad.append(f"{asked.method} {asked.path}: {reply.status}")

    assert sorted(set(bad)) == []
