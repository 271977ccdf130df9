from typing import Any

import pytest
from django.test import Client

from sites.api.openapi import Generator
from tests.api.conftest import Get


@pytest.mark.parametrize("address", ["", "v1/"])
def test_programs_find_every_address(get: Get, client: Client, address: str) -> None:
    doors = get(address)
    generator: Any = Generator
    described = set(generator().get_schema(public=True)["paths"]) - {"/api/v1/"}
    documents = {"/api/schema/", "/api/docs/"}
    paths = {door.removeprefix("http://testserver") for door in doors.values()}
    assert paths == described | documents
    for path in documents:
        assert client.get(path).status_code == 200


def test_a_browser_is_led_to_the_docs(client: Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = client.get("/api/", headers={"Accept": browser})
    assert (response.status_code, response.headers["Location"]) == (302, "/api/docs/")
    assert "Accept" in response.headers["Vary"]
    assert client.get("/api/v1/?format=html").status_code == 302


@pytest.mark.parametrize("question", ["format=xml", "language=de", "town=baisha"])
def test_a_wrong_parameter_is_an_error(get: Get, question: str) -> None:
    document = get(f"v1/?{question}", 400)
    assert document["errors"][0]["name"] == question.partition("=")[0]
