"""The description says what the API does: checked by asking it, and kept under review."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
import yaml
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sites.access.clients import issue_token
from sites.api.openapi import Generator
from sites.models import ClientScope, DataVersion, Region, ServicePoint

SNAPSHOT = Path(__file__).with_name("openapi.yaml")
REFRESH = (
    "python manage.py spectacular --generator-class sites.api.openapi.Generator"
    " --file tests/api/openapi.yaml"
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def generated() -> dict[str, Any]:
    """Return the description as the program makes it now."""
    generator: Any = Generator
    document: dict[str, Any] = generator().get_schema(public=True)
    return document


DOCUMENT = generated()
# Path, method and description of each.
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (path, method, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
WRITES = [operation["operationId"] for _path, method, operation in OPERATIONS if method != "get"]


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """Return the WSGI application, for requests within the test's transaction."""
    # At the edges of a request Django closes the connection, and with it the transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(
    "operation_id", [operation["operationId"] for _path, _method, operation in OPERATIONS]
)
def test_the_api_does_what_its_description_says(
    points_of_towns: list[ServicePoint],
    application: WSGIHandler,
    operation_id: str,
    mode: GenerationMode,
) -> None:
    described = schemathesis.openapi.from_dict(DOCUMENT)
    operation = described.find_operation_by_id(operation_id)
    fixed: dict[str, Any] = {}
    headers = {"Accept-Encoding": "identity"}
    if operation_id in WRITES:
        every = list(ClientScope)
        _client, token = issue_token("schemathesis", every, Region.objects.filter(pk="500116"))
        headers["Authorization"] = f"Bearer {token}"
    if operation_id in {"get_service_point", *WRITES} and mode.is_positive:
        fixed["path_parameters"] = {"public_id": str(points_of_towns[0].public_id)}
    if operation_id == "get_guide" and mode.is_positive:
        fixed["path_parameters"] = {"slug": "locked-card"}

    seen: set[int] = set()

    @settings(
        max_examples=40,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, **fixed))
    def ask(case: Case[Any]) -> None:
        # A form that is sent with nothing filled in is a question without conditions; the
        # description has no word for that, and calls an empty value wrong.
        assume(all(str(value).strip() for value in case.query.values()))
        if operation_id in WRITES and mode.is_positive:
            # A key names one request; what is made up at random may say it twice.
            case.headers.pop("Idempotency-Key", None)
            headers["If-Match"] = f'"x-{DataVersion.current()}-00000000"'
        cache.clear()
        # Schemathesis offers gzip, and does not unpack what a WSGI application then sends.
        response = case.call(app=application, headers=headers)
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    assert 200 in seen or not mode.is_positive or operation_id not in WRITES


def test_a_change_of_the_api_is_seen_in_review() -> None:
    committed = yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))
    assert committed == DOCUMENT, f"if the change is meant, refresh the snapshot: {REFRESH}"


def test_every_answer_has_an_example_that_fits_its_schema() -> None:
    for path, _method, operation in OPERATIONS:
        for status, response in operation["responses"].items():
            for media_type, content in response.get("content", {}).items():
                assert content.get("examples"), (path, status, media_type)
                if media_type == "text/csv":
                    continue
                schema = {**content["schema"], "components": DOCUMENT["components"]}
                for example in content["examples"].values():
                    jsonschema_rs.validate(schema, example["value"])


def test_what_writes_says_who_may() -> None:
    assert set(DOCUMENT["components"]["securitySchemes"]) == {"token"}
    assert len(WRITES) == 2
    for _path, method, operation in OPERATIONS:
        assert operation.get("security") == (None if method == "get" else [{"token": []}])
        if method != "get":
            for content in operation["requestBody"]["content"].values():
                for example in content["examples"].values():
                    jsonschema_rs.validate(content["schema"], example["value"])


def test_the_described_parameters_are_those_that_are_read(
    client: Client, points_of_towns: list[ServicePoint]
) -> None:
    for path, method, operation in OPERATIONS:
        if method != "get":
            continue
        asked = path.replace("{public_id}", str(points_of_towns[0].public_id))
        asked = asked.replace("{slug}", "locked-card")
        (error,) = (
            error
            for error in client.get(asked, {"unheard": "1"}).json()["errors"]
            if error["name"] == "unheard"
        )
        described = {
            parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"
        }
        assert set(error["valid"]) == described, path


def test_the_document_is_served_in_both_forms(client: Client) -> None:
    as_json = client.get("/api/schema/")
    as_yaml = client.get("/api/schema/?format=yaml")
    assert as_json.json() == yaml.safe_load(as_yaml.content) == DOCUMENT
    assert as_json.json()["openapi"].startswith("3.1")
    headers = {"If-None-Match": as_json.headers["ETag"]}
    assert client.get("/api/schema/", headers=headers).status_code == 304
    assert client.get("/api/schema/?format=yaml", headers=headers).status_code == 200
    assert client.get("/api/schema/?lang=en").status_code == 400
