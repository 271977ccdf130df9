"""Trusted programs write: known by a token, within scopes and regions, never unseen or twice."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.db import connections
from django.test import Client
from django.utils import timezone

from sites.access.clients import client_of, issue_token, revoke_token
from sites.api.write_views import KEYS_KEPT, WRITES
from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import open_proposals
from sites.models import (
    ApiClient,
    ClientScope,
    DataVersion,
    PointChange,
    Region,
    SentRequest,
    ServicePoint,
    SourceKind,
)
from tests.factories import make_point, make_region

EVERYTHING = tuple(ClientScope)


@pytest.fixture
def point(points_of_towns: list[ServicePoint]) -> ServicePoint:
    return points_of_towns[0]


@pytest.fixture
def abroad(points_of_towns: list[ServicePoint]) -> ServicePoint:
    """Return an outlet of another region."""
    return make_point(region=make_region().pk)


class Program:
    """A program with a token."""

    def __init__(self, client: Client, scopes: tuple[ClientScope, ...], *regions: str) -> None:
        self._client = client
        found = Region.objects.filter(pk__in=regions or ["500116"])
        self.known, self.token = issue_token(f"热线{uuid4().hex[:6]}", scopes, found)

    def etag(self, point: ServicePoint) -> str:
        return self._client.get(f"/api/v1/service-points/{point.public_id}/").headers["ETag"]

    def send(
        self, method: str, point: ServicePoint, body: Any = None, /, **headers: str | None
    ) -> Any:
        address = f"/api/v1/service-points/{point.public_id}/"
        sent: dict[str, str | None] = {
            "Authorization": f"Bearer {self.token}",
            "If-Match": self.etag(point) if "If_Match" not in headers else None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        content = body if isinstance(body, str) else json.dumps(body or {})
        kind = sent.pop("Content-Type", None) or "application/json"
        return self._client.generic(
            method,
            address + ("verify/" if method == "POST" else ""),
            content,
            content_type=kind,
            headers={name: value for name, value in sent.items() if value is not None},
        )

    def change(self, point: ServicePoint, phone: Any, /, **headers: str | None) -> Any:
        return self.send("PATCH", point, {"phone": phone}, **headers)

    def verify(self, point: ServicePoint, /, **headers: str | None) -> Any:
        return self.send("POST", point, **headers)


@pytest.fixture
def program(client: Client, points_of_towns: list[ServicePoint]) -> Program:
    return Program(client, EVERYTHING)


@pytest.fixture
def stored() -> Callable[[], str]:
    def dump() -> str:
        rows = [
            *ServicePoint.objects.order_by("pk"),
            *PointChange.objects.order_by("pk"),
            *DataVersion.objects.all(),
            *SentRequest.objects.order_by("pk"),
        ]
        return str(serializers.serialize("json", rows))

    return dump


def is_problem(response: Any, status: int) -> bool:
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    return True


def test_a_program_that_sends_the_stored_number_verifies_it(
    program: Program, point: ServicePoint
) -> None:
    before = point.provenance_of("phone")
    assert before is not None
    assert before.verified_at is None
    response = program.send("PATCH", point, {"phone": "023-4756 4298", "reason": "来电核实"})
    assert response.status_code == 200, response.content
    assert response.json()["phone"] == point.phone
    assert response.json()["verified_at"] is not None
    point.refresh_from_db()
    origin = point.provenance_of("phone")
    assert origin is not None
    # Who set it and when stays; from now on no import overwrites it.
    assert (origin.source, origin.set_at) == (before.source, before.set_at)
    assert (origin.verified_by, origin.locked) == (program.known.name, True)
    change = point.changes.earliest("-pk")
    assert change.is_verification
    assert (change.source, change.reason) == (SourceKind.PROGRAM, "来电核实")


@pytest.mark.parametrize("phone", ["110", "1234", "47564298/47838915", " ", "\u3000"])
def test_a_program_takes_no_number_off_and_gives_none_that_nobody_answers(
    program: Program, point: ServicePoint, stored: Callable[[], str], phone: str
) -> None:
    before = stored()
    assert is_problem(program.change(point, phone), 400)
    assert stored() == before


def test_a_program_changes_a_phone(program: Program, point: ServicePoint) -> None:
    response = program.send("PATCH", point, {"phone": "(023) 4783-8915", "reason": "来电核实"})
    assert response.status_code == 200, response.content
    assert response.json()["phone"] == "47838915"
    assert response.json()["verified_at"] is not None
    assert response.headers["ETag"] == program.etag(point)
    assert response.headers["Cache-Control"] == "no-store"
    point.refresh_from_db()
    assert (point.phone, point.phone_e164) == ("47838915", "+862347838915")
    origin = point.provenance_of("phone")
    assert origin is not None
    # It speaks for people: no import overwrites it.
    assert (origin.source, origin.reference, origin.locked) == (
        SourceKind.PROGRAM,
        program.known.name,
        True,
    )
    change = point.changes.earliest("-pk")
    assert (change.source, change.reference, change.user) == (
        SourceKind.PROGRAM,
        program.known.name,
        None,
    )
    assert change.reason == "来电核实"
    assert set(change.after) == {"phone"}


def test_a_program_verifies_a_phone(program: Program, point: ServicePoint) -> None:
    former = point.provenance_of("phone")
    assert former is not None
    assert former.verified_at is None
    response = program.verify(point)
    assert response.status_code == 200
    assert response.json()["verified_at"] is not None
    point.refresh_from_db()
    origin = point.provenance_of("phone")
    assert origin is not None
    assert origin.verified_at is not None
    assert (origin.set_at, origin.locked, point.phone) == (former.set_at, True, "47564298")
    assert point.changes.earliest("-pk").reference == program.known.name
    # Without a body, too.
    assert program.send("POST", point, "", Content_Type="text/plain").status_code == 200


BAISHA = "白沙镇新沙路1号"


def moved(program: Program, point: ServicePoint, **more: Any) -> dict[str, Any]:
    response = program.send("PATCH", point, {"address": BAISHA, **more})
    assert response.status_code == 200, response.content
    shown: dict[str, Any] = response.json()
    return shown


def test_an_outlet_moves_with_the_address_that_a_program_gives_it(
    program: Program, point: ServicePoint
) -> None:
    found = Position.located(106.2600, 29.2950, precision=Precision.ROOFTOP, source="amap")
    edit = Edit(point=point, values={"position": position_to_plain(found)})
    record([edit], Author.geocoder("amap"))
    shown = moved(program, point, reason="来信")
    assert (shown["address"], shown["town"]) == (BAISHA, "baisha")
    assert shown["precision"] == "town"
    change = point.changes.earliest("-pk")
    assert (change.source, change.reason) == (SourceKind.PROGRAM, "来信")
    assert set(change.after) == {"address", "town", "position"}
    point.refresh_from_db()
    locked = {name for name, said in point.provenance.items() if said["locked"]}
    assert locked == {"address"}
    assert [row.position for row in open_proposals()] == [found]


def test_a_program_takes_no_pin_off_but_a_person_is_asked(
    program: Program, point: ServicePoint, django_user_model: type[User]
) -> None:
    pin = Position.located(106.2600, 29.2950, precision=Precision.ROOFTOP, source="staff")
    edit = Edit(point=point, values={"position": position_to_plain(pin)})
    record([edit], Author.staff(django_user_model.objects.create_user("li")))
    shown = moved(program, point)
    assert (shown["town"], shown["precision"]) == ("baisha", "rooftop")
    assert [row.position for row in open_proposals()] == [pin]


def test_a_preview_shows_the_move_and_makes_none(
    program: Program, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before, etag = stored(), program.etag(point)
    body = {"address": BAISHA, "preview": True}
    response = program.send("PATCH", point, body, Idempotency_Key="k")
    assert response.status_code == 200
    assert response.json()["town"] == "baisha"
    assert response.headers["ETag"] == etag
    assert stored() == before
    assert program.send("PATCH", point, body | {"preview": False}).status_code == 200
    assert is_problem(program.send("PATCH", point, body | {"preview": "yes"}), 400)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("渝中区民权路27号", "重庆市渝中区"),
        ("永川区朱沱镇老街5号", "重庆市永川区"),
        ("几将街道大同路1号", "几江街道"),
        ("<b>x</b>", "HTML"),
        ("=1+1", "公式"),
        ("", "地址"),
        (5, "地址"),
        (None, "地址"),
        ("长" * 201, "200"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    program: Program,
    point: ServicePoint,
    stored: Callable[[], str],
    address: object,
    told: str,
) -> None:
    before = stored()
    response = program.send("PATCH", point, {"address": address})
    assert is_problem(response, 400)
    (error,) = response.json()["errors"]
    assert error["name"] == "address"
    assert told in error["detail"]
    assert stored() == before


def test_no_outlet_becomes_the_double_of_another(
    program: Program, points_of_towns: list[ServicePoint]
) -> None:
    point, other = points_of_towns[:2]
    renamed = Edit(point=point, values={"name": other.name})
    elsewhere = Edit(point=other, values={"address": "大同路2号"})
    record([renamed, elsewhere], Author.geocoder("test"))
    response = program.send("PATCH", point, {"address": other.address})
    assert is_problem(response, 400)
    assert other.name in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer spl_",
        "Bearer spl_" + "x" * 43,
        "Bearer " + "x" * 5000,
        "Basic c3BsXw==",
        "Bearer spl_é",
        "Token spl_",
    ],
)
def test_without_a_valid_token_nothing_is_written(
    program: Program,
    point: ServicePoint,
    stored: Callable[[], str],
    authorization: str | None,
) -> None:
    before = stored()
    for response in (
        program.change(point, "47838915", Authorization=authorization),
        program.verify(point, Authorization=authorization),
    ):
        assert is_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert stored() == before


def test_the_session_of_a_member_of_staff_is_no_token(
    admin_client: Client, program: Program, point: ServicePoint
) -> None:
    url = f"/api/v1/service-points/{point.public_id}/"
    headers = {"If-Match": program.etag(point)}
    response = admin_client.patch(
        url, {"phone": "47838915"}, content_type="application/json", headers=headers
    )
    assert is_problem(response, 401)


def test_a_revoked_token_is_none(program: Program, point: ServicePoint) -> None:
    assert program.verify(point).status_code == 200
    program.known.refresh_from_db()
    assert program.known.last_used_at is not None
    assert revoke_token(program.known)
    assert not revoke_token(program.known)
    assert is_problem(program.verify(point), 401)
    assert client_of(program.token) is None


def test_a_token_is_stored_as_its_hash_alone(program: Program) -> None:
    row = ApiClient.objects.filter(pk=program.known.pk).values().get()
    assert program.token not in str(row)
    assert program.token.startswith(str(row["hint"]))
    assert client_of(program.token) == program.known


def test_a_token_does_what_it_is_good_for_and_no_more(
    client: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    phones, verifies, addresses = (Program(client, (scope,)) for scope in EVERYTHING)
    before = stored()
    assert is_problem(phones.verify(point), 403)
    assert is_problem(verifies.change(point, "47838915"), 403)
    both = {"phone": "47838915", "address": BAISHA}
    for program in (phones, addresses):
        assert is_problem(program.send("PATCH", point, both), 403)
    assert is_problem(addresses.change(point, "47838915"), 403)
    assert is_problem(phones.send("PATCH", point, {"address": BAISHA}), 403)
    assert stored() == before
    assert addresses.send("PATCH", point, {"address": BAISHA}).status_code == 200
    assert phones.change(point, "47838915").status_code == 200
    assert verifies.verify(point).status_code == 200


def test_a_token_of_one_region_writes_in_no_other(
    client: Client, point: ServicePoint, abroad: ServicePoint, stored: Callable[[], str]
) -> None:
    program = Program(client, EVERYTHING, "500117")
    before = stored()
    forged: list[dict[str, Any]] = [
        {"phone": "47838915"},
        {"phone": "47838915", "region": "500117"},
        {"phone": "47838915", "id": str(abroad.public_id)},
    ]
    for body in forged:
        for extra in ({}, {"X_Region": "500117"}, {"Idempotency_Key": "k"}):
            response = program.send("PATCH", point, body, **extra)
            assert is_problem(response, 403), body
    assert is_problem(program.verify(point), 403)
    for query in ("?region=500117", "?public_id=" + str(abroad.public_id)):
        response = client.patch(
            f"/api/v1/service-points/{point.public_id}/{query}",
            {"phone": "47838915"},
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {program.token}",
                "If-Match": program.etag(point),
            },
        )
        assert response.status_code in {400, 403}
    assert stored() == before
    assert program.change(abroad, "47838915").status_code == 200
    # Taken away, the region is closed at once.
    program.known.regions.clear()
    assert is_problem(program.change(abroad, "47838916"), 403)


def test_the_version_that_was_read_is_needed(
    program: Program, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    for missing in (None, "", "*"):
        assert is_problem(program.change(point, "47838915", If_Match=missing), 428)
    for wrong in ("x", '"x"', 'W/"a-b"', '"x-99999-00000000"', '"x-' + "9" * 40 + '-00000000"'):
        assert is_problem(program.change(point, "47838915", If_Match=wrong), 412)
    assert stored() == before


def test_who_has_read_an_older_version_is_refused(
    program: Program, client: Client, points_of_towns: list[ServicePoint]
) -> None:
    point, other = points_of_towns[:2]
    etag = program.etag(point)
    of_list = client.get("/api/v1/service-points/?limit=1").headers["ETag"]
    assert program.change(other, "47838915").status_code == 200
    # Another outlet's change does not matter, nor in which form the outlet was read.
    assert program.change(point, "47838916", If_Match=of_list).status_code == 200
    assert is_problem(program.change(point, "47838917", If_Match=etag), 412)
    assert is_problem(program.verify(point, If_Match=etag), 412)
    answer = program.change(point, "47838918")
    again = answer.headers["ETag"].removeprefix("W/")
    assert program.verify(point, If_Match=f'"other", {again}').status_code == 200
    assert is_problem(program.verify(point, If_Match=again), 412)


def test_a_request_sent_twice_is_done_once(program: Program, point: ServicePoint) -> None:
    etag = program.etag(point)
    first = program.change(point, "47838915", If_Match=etag, Idempotency_Key="a-1")
    count = PointChange.objects.count()
    second = program.change(point, "47838915", If_Match=etag, Idempotency_Key="a-1")
    assert first.status_code == second.status_code == 200
    assert (first.content, first.headers["ETag"]) == (second.content, second.headers["ETag"])
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert PointChange.objects.count() == count


@pytest.mark.vendor("postgresql")
@pytest.mark.django_db(transaction=True)
def test_requests_with_one_key_at_the_same_time_are_done_once(
    program: Program, point: ServicePoint
) -> None:
    etag, count = program.etag(point), PointChange.objects.count()
    together = threading.Barrier(6)
    answers: list[Any] = []

    def send() -> None:
        try:
            together.wait()
            answers.append(program.change(point, "47838915", If_Match=etag, Idempotency_Key="one"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _request in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(one.status_code, one.content, one.headers["ETag"]) for one in answers} == {
        (200, answers[0].content, answers[0].headers["ETag"])
    }
    assert len([one for one in answers if "Idempotency-Replayed" in one.headers]) == 5
    assert PointChange.objects.count() == count + 1


@pytest.mark.vendor("postgresql")
@pytest.mark.django_db(transaction=True)
def test_of_programs_that_have_read_one_version_one_writes(
    client: Client, point: ServicePoint
) -> None:
    programs = [Program(client, EVERYTHING) for _number in range(4)]
    etag = programs[0].etag(point)
    together = threading.Barrier(4)
    statuses: list[int] = []

    def send(number: int) -> None:
        try:
            together.wait()
            answer = programs[number].change(point, f"4783891{number}", If_Match=etag)
            statuses.append(answer.status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412, 412, 412]


def test_a_key_stands_for_one_request_of_one_program(
    program: Program, client: Client, points_of_towns: list[ServicePoint]
) -> None:
    point, other = points_of_towns[:2]
    assert program.change(point, "47838915", Idempotency_Key="k").status_code == 200
    assert is_problem(program.change(point, "47838916", Idempotency_Key="k"), 422)
    assert is_problem(program.change(other, "47838915", Idempotency_Key="k"), 422)
    assert is_problem(program.verify(point, Idempotency_Key="k"), 422)
    # Another program's keys are its own.
    assert Program(client, EVERYTHING).change(other, "47838915", Idempotency_Key="k")
    for key in ("", "x" * 256, "\u00e9", "a\x7fb"):
        assert is_problem(program.change(point, "47838916", Idempotency_Key=key), 400)


def test_a_refused_request_uses_no_key_up(program: Program, point: ServicePoint) -> None:
    assert is_problem(program.change(point, "1", Idempotency_Key="k"), 400)
    assert is_problem(program.change(point, "47838915", If_Match='"x"', Idempotency_Key="k"), 412)
    assert program.change(point, "47838915", Idempotency_Key="k").status_code == 200


def test_keys_are_forgotten_after_a_day(program: Program, point: ServicePoint) -> None:
    assert program.change(point, "47838915", Idempotency_Key="k").status_code == 200
    SentRequest.objects.update(at=timezone.now() - KEYS_KEPT - timedelta(minutes=1))
    assert program.change(point, "47838916", Idempotency_Key="k").status_code == 200
    assert SentRequest.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "null",
        '"47838915"',
        "[" * 5000,
        "{}",
        '{"phone": null}',
        '{"phone": 47838915}',
        '{"phone": ""}',
        '{"phone": "   "}',
        '{"phone": "4783891"}',
        '{"phone": "=1+1"}',
        '{"phone": "\\ud800"}',
        '{"phone": "47838915\\u0000"}',
        '{"phone": "47838915", "note": "x"}',
        '{"phone": "47838915", "is_active": false}',
        '{"phone": "47838915", "reason": 1}',
        '{"phone": "47838915", "reason": "a\\nb"}',
        '{"phone": "47838915", "reason": "\\u0000"}',
    ],
)
def test_a_body_that_says_anything_else_is_refused(
    program: Program, point: ServicePoint, stored: Callable[[], str], body: str
) -> None:
    before = stored()
    assert is_problem(program.send("PATCH", point, body), 400)
    assert stored() == before


def test_other_media_types_and_too_long_reasons_are_refused(
    program: Program, point: ServicePoint
) -> None:
    body = {"phone": "47838915"}
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert is_problem(program.send("PATCH", point, body, Content_Type=kind), 415)
    assert is_problem(program.send("PATCH", point, {**body, "reason": "长" * 201}), 400)
    merge = "application/merge-patch+json; charset=utf-8"
    assert program.send("PATCH", point, body, Content_Type=merge).status_code == 200


def test_an_outlet_that_is_not_there_cannot_be_changed(
    program: Program, point: ServicePoint
) -> None:
    etag = program.etag(point)
    record([Edit(point=point, values={"is_active": False})], Author.geocoder("test"))
    assert is_problem(program.change(point, "47838915", If_Match=etag), 410)
    nowhere = ServicePoint(public_id=uuid4())
    assert is_problem(program.change(nowhere, "47838915", If_Match=etag), 404)


def test_an_outlet_without_a_number_cannot_be_verified(
    program: Program, point: ServicePoint
) -> None:
    record([Edit(point=point, values={"phone": ""})], Author.geocoder("test"))
    assert is_problem(program.verify(point), 400)


def test_too_many_writes_in_a_minute_are_put_off(
    program: Program, point: ServicePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sites.api.write_views.WRITES", replace(WRITES, most=3))
    monkeypatch.setattr("sites.access.limits.time", lambda: 1_000_030.0)
    for _number in range(3):
        program.send("PATCH", point, "x")
    response = program.change(point, "47838915")
    assert is_problem(response, 429)
    assert response.headers["Retry-After"] == "50"
    monkeypatch.setattr("sites.access.limits.time", lambda: 1_000_080.0)
    assert program.change(point, "47838915").status_code == 200


def test_other_methods_are_refused(program: Program, point: ServicePoint) -> None:
    for method in ("PUT", "DELETE"):
        assert is_problem(program.send(method, point), 405)
    url = f"/api/v1/service-points/{point.public_id}/"
    headers = {"Authorization": f"Bearer {program.token}"}
    assert is_problem(Client().get(f"{url}verify/", headers=headers), 405)


def test_errors_speak_the_language_that_is_asked_for(
    client: Client, program: Program, point: ServicePoint
) -> None:
    url = f"/api/v1/service-points/{point.public_id}/"
    response = client.patch(f"{url}?language=en", "", content_type="application/json")
    assert response.json()["title"] == "A valid token is needed here"
    assert client.patch(url, "", content_type="application/json").json()["title"] != (
        "A valid token is needed here"
    )
