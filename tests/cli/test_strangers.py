"""The served sandbox asked by clients that hold nothing of ours: the standard library, and curl.

They follow what is published: OAuth 2 and Link headers at Procore, cookies and versions at hh2.
"""

import json
import re
import shutil
import ssl
import subprocess
import time
from base64 import b64encode
from contextlib import ExitStack
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

import pytest

from tests.cli.conftest import process

CURL = [path] if (path := shutil.which("curl")) else []
"""Where it is not at hand its test has no parameter."""
COMPANY = {"Procore-Company-Id": "1"}
SIGN_IN = "/Api/Security/V3/Session.svc/authenticate"
ME = {"ApiKey": "sandbox", "ApiSecret": "sandbox", "Username": "sandbox", "Password": "sandbox"}
VENDORS = "/AccountsPayable/Api/V1/Vendor.svc/vendors"
ORDERS = "/JobCosting/Api/V1/Commitment.svc/commitments"
DOCUMENT = "/DocumentManagement/Api/V1/Document.svc/document"
STATUS = "/Synchronization/RequestService.svc/status"
AP_INVOICE = "76744AB9-4697-430A-ADB5-701E633472A9"
NEXT = re.compile(r'<([^>]+)>; rel="next"')
ACCEPTED, EXPORTED = 5, "9"


class Served(NamedTuple):
    """Where a sandbox answers, and what has to be trusted there."""

    address: str
    trust: str | None


class Said(NamedTuple):
    """An answer."""

    status: int
    headers: Any
    value: Any


class Stranger:
    """Asks over urllib, keeps cookies, and knows nothing else."""

    def __init__(self, served: Served) -> None:
        self._address = served.address
        secure = ssl.create_default_context(cafile=served.trust)
        self._opener = build_opener(
            ProxyHandler({}), HTTPSHandler(context=secure), HTTPCookieProcessor(CookieJar())
        )
        self.headers = {"Accept": "application/json"}

    def ask(self, method: str, where: str, body: Any = None, **query: Any) -> Said:
        url = where if where.startswith("http") else self._address + where
        url += f"?{urlencode(query)}" if query else ""
        headers = dict(self.headers)
        if isinstance(body, dict):
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        asked = Request(url, data=body, headers=headers, method=method)
        try:
            with self._opener.open(asked, timeout=10) as answer:
                return Said(answer.status, answer.headers, json.loads(answer.read() or b"null"))
        except HTTPError as no:
            return Said(no.code, no.headers, json.loads(no.read() or b"null"))

    def signed_in_at_procore(self) -> "Stranger":
        self.headers["Authorization"] = "Basic " + b64encode(b"sandbox:sandbox").decode()
        given = self.ask("POST", "/oauth/token", b"grant_type=client_credentials").value
        self.headers |= {"Authorization": f"Bearer {given['access_token']}", **COMPANY}
        return self


@pytest.fixture(scope="module")
def both(made, tmp_path_factory):
    """One sandbox behind two servers, with and without TLS."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(made, home)
    words = ("sandbox", "serve", "--calls", "100000", "--json", "--home", str(home))
    with ExitStack() as ended:
        servers = {"http": process(*words), "https": process(*words, "--tls")}
        for server in servers.values():
            ended.enter_context(server)
            ended.callback(server.terminate)
        yield {name: told(server.stdout) for name, server in servers.items()}


def told(lines) -> Served:
    """Where it answers, as it says once it does."""
    text = ""
    for line in lines:
        text += line
        try:
            value = json.loads(text)
        except ValueError:
            continue
        return Served(value["address"], value["trust"])
    raise AssertionError(text)


@pytest.fixture(params=["http", "https"])
def served(request, both) -> Served:
    found = both[request.param]
    assert found.address.startswith(f"{request.param}://127.0.0.1:")
    return found


def test_a_stranger_reads_procore_page_by_page_and_finds_what_it_made(served):
    mine = Stranger(served).signed_in_at_procore()
    rows, pages, where = [], 0, f"{served.address}/rest/v1.0/vendors?company_id=1&per_page=40"

    while where:
        page = mine.ask("GET", where)
        rows += page.value
        pages += 1
        following = NEXT.search(page.headers["Link"])
        where = following[1] if following else ""

    number = f"S-{served.address.rpartition(':')[2]}"
    wanted = {"company_id": 1, "vendor": {"name": "Stranger & Sons", "abbreviated_name": number}}
    newest = max(row["updated_at"] for row in rows)
    fresh = mine.ask("POST", "/rest/v1.0/vendors", wanted)
    since = {"company_id": 1, "per_page": 500, "filters[updated_at]": f"{newest}...2099-01-01"}
    changed = mine.ask("GET", "/rest/v1.0/vendors", **since).value
    linked = {"company_id": 1, "updates": [{"id": fresh.value["id"], "origin_id": number}]}
    synced = mine.ask("PATCH", "/rest/v1.0/vendors/sync", linked).value
    assert pages == -(-len(rows) // 40) > 1
    assert len({row["id"] for row in rows}) == int(page.headers["Total"]) == len(rows)
    assert fresh.status == 201
    assert fresh.value["id"] in {row["id"] for row in changed}
    assert (synced["errors"], synced["entities"][0]["origin_id"]) == ([], number)


def test_a_stranger_without_a_token_or_a_company_is_turned_away(served):
    mine = Stranger(served)
    nobody = mine.ask("GET", "/rest/v1.0/vendors", company_id=1)
    mine.signed_in_at_procore().headers.pop("Procore-Company-Id")

    nowhere = mine.ask("GET", "/rest/v1.0/vendors", company_id=1)

    assert (nobody.status, nowhere.status) == (401, 403)


def test_a_stranger_reads_hh2_by_version_and_carries_an_invoice_into_sage(served):
    mine = Stranger(served)
    assert mine.ask("GET", VENDORS).status == 401
    assert mine.ask("POST", SIGN_IN, ME).value["Result"] == ACCEPTED

    vendors = mine.ask("GET", VENDORS).value
    newest = max(row["Version"] for row in vendors)
    items = mine.ask("GET", f"{ORDERS}/items").value
    order = next(
        row for row in mine.ask("GET", ORDERS).value
        if not row["IsClosed"] and any(item["CommitmentId"] == row["Id"] for item in items)
    )  # fmt: skip
    item = next(item for item in items if item["CommitmentId"] == order["Id"])
    number = f"S{served.address.rpartition(':')[2]}"
    head = {
        "Code": number, "Amount": 10.0, "VendorId": order["VendorId"],
        "InvoiceDate": "2026-03-31T00:00:00", "AccountingDate": "2026-03-31T00:00:00",
    }  # fmt: skip
    part = {"Amount": 10.0, "CommitmentId": order["Id"], "CommitmentItemId": item["Id"]}
    snapshot = {"Header": head, "Distributions": [part]}
    said = {"DocumentTypeId": AP_INVOICE, "Snapshot": snapshot}
    document = mine.ask("POST", DOCUMENT, said).value
    operation = mine.ask("POST", f"{DOCUMENT}/actions/export", b"", document=document).value
    stamps = polled(lambda: mine.ask("POST", f"{STATUS}/{operation}", b"").value)

    assert mine.ask("GET", VENDORS, version=newest).value == []
    assert order["VendorId"] in {row["Id"] for row in vendors}
    assert stamps["CreatedOn"] <= stamps["TransmittedOn"] <= stamps["CompletedOn"]
    assert mine.ask("GET", DOCUMENT, id=document).value["CurrentState"] == EXPORTED


def polled(ask):
    """The stamps of an operation, once it is done."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        stamps = ask()
        if not stamps["CompletedOn"].startswith("0001"):
            return stamps
        time.sleep(0.05)
    raise AssertionError(stamps)


@pytest.mark.parametrize("program", CURL)
def test_curl_gets_in_on_both_sides(served, tmp_path, program):
    def curl(path: str, *words: str) -> str:
        trust = ("--cacert", served.trust) if served.trust else ()
        said = (program, "--silent", "--fail", "--noproxy", "*", *trust, *words)
        done = subprocess.run([*said, served.address + path], capture_output=True, check=True)
        return done.stdout.decode()

    jar = str(tmp_path / "cookies")
    json_too = ("--header", "Accept: application/json")
    posted = ("--data", json.dumps(ME), "--header", "Content-Type: application/json")

    signed_in = json.loads(curl(SIGN_IN, "--cookie-jar", jar, *posted, *json_too))
    vendors = json.loads(curl(VENDORS, "--cookie", jar, *json_too))
    token = json.loads(
        curl("/oauth/token", "--user", "sandbox:sandbox", "--data", "grant_type=client_credentials")
    )
    bearer = ("--oauth2-bearer", token["access_token"], "--header", "Procore-Company-Id: 1")
    head = curl("/rest/v1.0/vendors?company_id=1&per_page=1", "--include", *bearer)

    assert signed_in["Result"] == ACCEPTED
    assert {"Id", "Version", "Code", "Name"} <= set(vendors[0])
    assert NEXT.search(head)
