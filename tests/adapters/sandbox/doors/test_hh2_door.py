"""hh2's door, asked by a plain HTTP client that knows nothing of ours."""

import time

import httpx2
import pytest

from adapters.sandbox.doors.hh2.door import Hh2Door
from adapters.sandbox.doors.hh2.sessions import ACCEPTED, PERSON_LOCKED, WRONG_PERSON
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultKind
from core.vocabulary import RecordKind
from tests.adapters.sandbox.company import with_commitment

SIGN_IN = "/Api/Security/V3/Session.svc/authenticate"
JOBS = "/JobCosting/Api/V1/JobCost.svc/jobs"
INVOICES = "/AccountsPayable/Api/V1/Invoice.svc/invoices"
ITEMS = "/JobCosting/Api/V1/Commitment.svc/commitments/items"
ORDERS = "/JobCosting/Api/V1/Commitment.svc/commitments"
VENDORS = "/AccountsPayable/Api/V1/Vendor.svc/vendors"
DOCUMENT = "/DocumentManagement/Api/V1/Document.svc/document"
STATUS = "/Synchronization/RequestService.svc/status"
FAILURES = "/Synchronization/EventService.svc/events/failures"
AP_INVOICE = "76744AB9-4697-430A-ADB5-701E633472A9"
ME = {"ApiKey": "sandbox", "ApiSecret": "sandbox", "Username": "sandbox", "Password": "sandbox"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = with_commitment(tmp_path_factory.mktemp("door") / "sandbox.db")
    made.relay.sync()
    return made


@pytest.fixture
def served(home):
    door = Hh2Door(home.ledger, home.relay, stage=0.0)
    running = Served([door], home.faults).start()
    yield running.address
    for kind in FaultKind:
        home.faults.turn(kind, 0)
    running.close()


@pytest.fixture
def client(served):
    headers = {"Accept": "application/json"}
    with httpx2.Client(base_url=served, headers=headers, trust_env=False) as asking:
        yield asking


@pytest.fixture
def signed_in(client):
    assert client.post(SIGN_IN, json=ME).json()["Result"] == ACCEPTED
    return client


def snapshot(client, number, amount=1_000.0):
    vendor = next(row for row in client.get(VENDORS).json() if row["Code"] == "V1001")
    order = client.get(ORDERS).json()[0]
    item = client.get(ITEMS, params={"commitment": order["Id"]}).json()[0]
    return {
        "DocumentTypeId": AP_INVOICE,
        "Snapshot": {
            "Header": {
                "Code": number, "Amount": amount, "InvoiceDate": "2026-03-31T00:00:00",
                "AccountingDate": "2026-03-31T00:00:00", "VendorId": vendor["Id"],
                "Description": "March",
            },
            "Distributions": [
                {"Amount": amount, "CommitmentId": order["Id"], "CommitmentItemId": item["Id"]}
            ],
        },
    }  # fmt: skip


def exported(client, document):
    """Ask for the export, and wait until it has come to its end."""
    operation = client.post(f"{DOCUMENT}/actions/export", params={"document": document}).json()
    until = time.monotonic() + 5
    while time.monotonic() < until:
        stamps = client.post(f"{STATUS}/{operation}").json()
        if not stamps["CompletedOn"].startswith("0001"):
            return stamps
    raise AssertionError(stamps)


def test_nobody_reads_without_a_session(client):
    assert client.get(JOBS).status_code == 401


def test_too_many_wrong_passwords_lock_the_person(client):
    wrong = {**ME, "Password": "guessed"}

    results = [client.post(SIGN_IN, json=wrong).json()["Result"] for _ in range(6)]

    assert results == [WRONG_PERSON] * 5 + [PERSON_LOCKED]
    assert client.post(SIGN_IN, json=ME).json()["Result"] == PERSON_LOCKED


def test_rows_come_by_version_and_only_what_changed_comes_again(signed_in, home):
    first = signed_in.get(JOBS).json()
    newest = max(row["Version"] for row in first)
    home.ledger.rename_extra("J1200", "EXTRA1", "North approach")
    home.relay.sync()

    since = signed_in.get(JOBS, params={"version": newest}).json()

    assert {row["Code"]: row["ParentCode"] for row in first} == {"J1200": None, "EXTRA1": "J1200"}
    assert [(row["Code"], row["Name"]) for row in since] == [("EXTRA1", "North approach")]
    assert since[0]["Id"] in {row["Id"] for row in first}


def test_an_invoice_goes_through_its_stages_and_stands_in_the_books(signed_in, home):
    document = signed_in.post(DOCUMENT, json=snapshot(signed_in, "INV-1")).json()

    exported(signed_in, document)
    again = exported(signed_in, document)

    state = signed_in.get(DOCUMENT, params={"id": document}).json()["CurrentState"]
    home.relay.sync()
    rows = [row for row in signed_in.get(INVOICES).json() if row["Code"] == "INV-1"]
    assert again["CompletedOn"] >= again["ReceivedOn"] >= again["TransmittedOn"]
    assert state == "9"
    assert [(row["Amount"], row["IsPending"]) for row in rows] == [(1_000.0, False)]
    assert home.ledger.find(RecordKind.SUBCONTRACTOR_INVOICE, "V1001", "INV-1") is not None


def test_a_number_that_is_taken_is_told_as_the_client_tells_it(signed_in):
    for number in ("INV-2", "INV-2"):
        document = signed_in.post(DOCUMENT, json=snapshot(signed_in, number)).json()
        exported(signed_in, document)

    failures = signed_in.get(FAILURES, params={"entity": document}).json()
    assert signed_in.get(DOCUMENT, params={"id": document}).json()["CurrentState"] == "6"
    assert failures[0]["ErrorMessage"].startswith("TimberlineOffice.KeyAlreadyInUseException")


def test_what_could_never_be_an_invoice_is_refused_at_once(signed_in):
    said = snapshot(signed_in, "")

    refused = signed_in.post(DOCUMENT, json=said)

    assert refused.status_code == 400
    assert refused.json() == {"Errors": ["Header.Code is missing."]}


def test_an_export_waits_while_the_client_is_stopped(signed_in, home):
    document = signed_in.post(DOCUMENT, json=snapshot(signed_in, "INV-3")).json()
    home.relay.stop()
    operation = signed_in.post(f"{DOCUMENT}/actions/export", params={"document": document}).json()

    stopped = signed_in.post(f"{STATUS}/{operation}").json()
    home.relay.start()
    started = signed_in.post(f"{STATUS}/{operation}").json()

    assert stopped["TransmittedOn"].startswith("0001")
    assert not started["CompletedOn"].startswith("0001")


def test_an_answer_can_be_lost_after_the_deed(signed_in, home):
    said = snapshot(signed_in, "INV-4")
    home.faults.turn(FaultKind.DROP, 100)

    with pytest.raises(httpx2.RemoteProtocolError):
        signed_in.post(DOCUMENT, json=said)

    kept = home.ledger.database.rows(
        "SELECT count(*) FROM hh2_documents WHERE snapshot LIKE '%INV-4%'"
    )
    assert kept[0][0] == 1


def test_a_page_of_elsewhere_cannot_ask_by_a_name_of_its_own(client):
    assert client.get(JOBS, headers={"Host": "rebound.example"}).status_code == 403
