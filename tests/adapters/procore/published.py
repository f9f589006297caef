"""The published description of the API: what is asked and answered, held to it."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx2
from jsonschema import Draft7Validator
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from adapters.wire.deadline import Deadline

PLACE = Path(__file__).parents[2] / "data" / "procore-openapi.json"
TOKEN = {"access_token": "t", "token_type": "Bearer", "expires_in": 5400}


@cache
def description() -> dict[str, Any]:
    return json.loads(PLACE.read_text("utf-8"))


@cache
def requests_allowed() -> OpenAPI:
    """The description as openapi-core takes it, which is taken as sound: that costs seconds."""
    return OpenAPI.from_dict(description(), config=Config(spec_validator_cls=None))


class Asked:
    """A request as openapi-core looks at one."""

    def __init__(self, request: httpx2.Request) -> None:
        self.host_url = ""
        self.path = request.url.path
        self.full_url_pattern = str(request.url).partition("?")[0]
        self.method = request.method.lower()
        self.content_type = request.headers.get("content-type", "")
        self.body = request.read() or None
        query = ImmutableMultiDict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        self.parameters = RequestParameters(query, Headers(dict(request.headers)))


def refusal(request: httpx2.Request) -> str:
    """Why the description refuses a request; empty where it allows it."""
    try:
        requests_allowed().validate_request(Asked(request))
    except OpenAPIError as why:
        causes = [str(one) for one in getattr(why.__cause__, "schema_errors", ())]
        return f"{request.method} {request.url}: {why!r} {causes}"
    return ""


class HeldToIt(httpx2.BaseTransport):
    """Sends every request on, and remembers those that the description refuses."""

    def __init__(self) -> None:
        self._onward = Deadline()
        self.refused: list[str] = []
        self.unknown: set[str] = set()
        """What was sent that the description knows nothing of."""
        self.unlike: set[str] = set()
        """What was answered otherwise than it says."""
        self.met: set[tuple[str, str]] = set()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.met.add((request.method, pattern_of(request.url.path)))
        if why := refusal(request):
            self.refused.append(why)
        named = f"{request.method} {pattern_of(request.url.path)}"
        self.unknown |= {f"{named}: {one}" for one in undeclared(request)}
        response = self._onward.handle_request(request)
        body = response.read()
        self.unlike |= {f"{named}: {one}" for one in misshapen(request, response.status_code, body)}
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=httpx2.ByteStream(body)
        )

    def close(self) -> None:
        self._onward.close()


def undeclared(request: httpx2.Request) -> Iterator[str]:
    """What of a request the description knows nothing of, which openapi-core passes over."""
    operation = description()["paths"].get(pattern_of(request.url.path), {})
    known = operation.get(request.method.lower(), {})
    parameters = {
        one["name"] for one in (*operation.get("parameters", ()), *known.get("parameters", ()))
    }
    for name in dict(parse_qsl(request.url.query.decode(), keep_blank_values=True)):
        if name not in parameters:
            yield f"the parameter {name} is not published"
    content = known.get("requestBody", {}).get("content", {})
    if body := request.read():
        schema = next(iter(content.values()))["schema"] if content else {}
        yield from _unknown(json.loads(body), schema, "")


def _unknown(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    while "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    properties = dict(schema.get("properties", {}))
    for one in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        properties |= one.get("properties", {})
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in properties:
                yield f"the field {place}{name} is not published"
            else:
                yield from _unknown(inner, properties[name], f"{place}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _unknown(inner, schema.get("items", {}), place)


def misshapen(request: httpx2.Request, status: int, body: bytes) -> Iterator[str]:
    """Where an answer is not of the published shape, by the places of its fields."""
    if status not in range(200, 300):
        return
    check = _answers_allowed(request.method.lower(), pattern_of(request.url.path))
    for one in check.iter_errors(json.loads(body)):
        place = ".".join("n" if isinstance(part, int) else part for part in one.absolute_path)
        yield f"{place}: {one.validator} {one.validator_value}"


@cache
def _answers_allowed(method: str, pattern: str) -> Draft7Validator:
    found = next(iter(description()["paths"][pattern][method]["responses"].values()))
    schema = next(iter(found["content"].values()))["schema"]
    named = {"schemas": _nullable(description()["components"]["schemas"])}
    return Draft7Validator({"allOf": [_nullable(schema)], "components": named})


def _nullable(schema: Any) -> Any:
    """The same, with any field missing or null: which may be is not published."""
    if isinstance(schema, list):
        return [_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _nullable(one) for name, one in schema.items() if name != "required"}
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    if isinstance(made.get("enum"), list):
        made["enum"] = [*made["enum"], None]
    return made


class Answering(httpx2.BaseTransport):
    """Answers every request with what it is told to, but for the token."""

    def __init__(self, answer: Callable[[str, str], bytes]) -> None:
        self._answer = answer

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        body = json.dumps(TOKEN).encode()
        if path != "/oauth/token":
            body = self._answer(request.method.lower(), pattern_of(path))
        return httpx2.Response(200, stream=httpx2.ByteStream(body))


@cache
def pattern_of(path: str) -> str:
    """Under which pattern of the description a path falls; those without names come first."""
    for pattern in sorted(description()["paths"], key=lambda one: one.count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
            return pattern
    return ""


MONEY = re.compile("amount|total|value|percent|quantity|cost|retain|complet|stored|tax|budget_mod")


def _fields_read() -> frozenset[str]:
    """Names of fields that the client's modules speak of; what else is answered is passed over."""
    source = "".join(p.read_text("utf-8") for p in CLIENT.glob("*.py"))
    return frozenset(re.findall(r'"([a-z0-9_]+)"', source))


SURE = frozenset({"id", "active", "code", "status"})
CLIENT = Path(__file__).parents[3] / "adapters" / "procore"
READ = _fields_read()
