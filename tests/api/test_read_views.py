import pytest
from django.test import Client


@pytest.mark.usefixtures("points_of_towns")
def test_a_persons_place_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", logger="django.request"):
        client.get("/api/v1/service-points/nearest/?near=106.23456,29.34567&limit=0")
    assert caplog.records
    assert "106.23" not in caplog.text
    assert "29.34" not in caplog.text


@pytest.mark.usefixtures("points_of_towns")
def test_pages_of_every_origin_may_read(client: Client) -> None:
    for address, status in (("towns/", 200), ("towns/?x=1", 400), ("nothing/", 404)):
        response = client.get(f"/api/v1/{address}", headers={"Origin": "https://example.org"})
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]
        assert not response.cookies
    preflight = client.options("/api/v1/towns/", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.usefixtures("points_of_towns")
def test_head_has_the_headers_of_get(client: Client) -> None:
    asked = "/api/v1/service-points/?limit=2"
    head, whole = client.head(asked), client.get(asked)
    assert head.status_code == 200
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Link"] == whole.headers["Link"]


@pytest.mark.usefixtures("points_of_towns")
def test_the_parameter_alone_decides_the_language(client: Client) -> None:
    headers = {"Accept-Language": "en"}
    chinese = client.get("/api/v1/towns/", headers=headers)
    english = client.get("/api/v1/towns/?language=en")
    assert chinese.headers["Content-Language"] == "zh-hans"
    assert english.headers["Content-Language"] == "en"
    assert chinese.json()["results"][0]["name"] == "几江街道"
    assert english.json()["results"][0]["name"] == "Jijiang Subdistrict"
