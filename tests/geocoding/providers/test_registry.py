"""Every online provider over real HTTP: what is asked, and what each kind of reply means."""

import json
import traceback
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sites.geo.coordinate import Coordinate
from sites.geo.datum import convert
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.geocoding.gazetteer.provider import GazetteerProvider
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    NotFound,
    ProviderNotConfigured,
    ProviderUnavailable,
)
from sites.geocoding.providers.registry import PROVIDERS
from sites.geocoding.providers.retry import RetryPolicy
from tests.factories import MakePoint
from tests.geocoding.places import jiangjin
from tests.geocoding.providers.dialects import BEIJING, DIALECTS, HECHUAN, KEY, PLACE, Dialect
from tests.geocoding.providers.reply_server import Reply, ReplyServer, serving

QUERY = AddressQuery(
    region="500116", address="重庆市江津区几江街道办事处大同路278号", town="jijiang"
)
KEYED = [name for name, dialect in DIALECTS.items() if dialect.key_setting is not None]
QUICK = RetryPolicy(timeout_s=5.0, delay_s=0.0)


@pytest.fixture(params=list(DIALECTS))
def name(request: pytest.FixtureRequest) -> str:
    """Return the names of the online providers, one after the other."""
    return str(request.param)


@pytest.fixture
def dialect(name: str) -> Dialect:
    """Return how the provider talks."""
    return DIALECTS[name]


@pytest.fixture
def server(dialect: Dialect, settings: Settings) -> Iterator[ReplyServer]:
    """Run a look-alike of the provider that the settings point to."""
    with serving(ReplyServer()) as server:
        setattr(settings, dialect.url_setting, server.url)
        if dialect.key_setting is not None:
            setattr(settings, dialect.key_setting, KEY)
        settings.GEOCODER_DELAY_SECONDS = 0.0
        settings.GEOCODER_TIMEOUT_SECONDS = 5.0
        yield server


def ask(name: str, retry_policy: RetryPolicy = QUICK) -> Answer:
    return PROVIDERS[name](jiangjin(), retry_policy).answer(QUERY)


def reason_of(name: str, retry_policy: RetryPolicy = QUICK) -> str:
    """Return why there is no answer, after a look for the key in all that could be printed."""
    with pytest.raises(ProviderUnavailable) as caught:
        ask(name, retry_policy)
    assert_keyless("".join(traceback.format_exception(caught.value)))
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)
    return str(caught.value)


def assert_keyless(text: str) -> None:
    assert KEY[:6] not in text
    assert KEY[-6:] not in text


def with_part_missing(reply: Reply) -> Reply:
    """Return a reply that ends half-way, with the length of the part as its length."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def test_every_online_provider_is_tested() -> None:
    assert set(DIALECTS) == set(PROVIDERS) - {GazetteerProvider.name}


def test_found(name: str, dialect: Dialect, server: ReplyServer) -> None:
    server.always(dialect.reply_at(*PLACE))
    answer = ask(name)
    assert isinstance(answer, Located)
    position = answer.position
    assert great_circle_m(position.coordinate, Coordinate(*PLACE)) < 0.2
    original = convert(*PLACE, position.original_datum.WGS84, dialect.datum)
    assert position.original_longitude == pytest.approx(original[0], abs=1e-6)
    assert position.original_latitude == pytest.approx(original[1], abs=1e-6)
    assert position.original_datum is dialect.datum
    assert position.precision is Precision.ROOFTOP
    assert position.source == name
    assert "大同路" in answer.label


def test_asks_as_documented(name: str, dialect: Dialect, server: ReplyServer) -> None:
    server.always(dialect.empty[0])
    ask(name)
    (asked,) = server.asked
    assert asked["path"] == dialect.path
    assert dialect.asked(asked) == dialect.phrase
    assert (KEY in asked.values()) is (dialect.key_setting is not None)
    assert server.user_agents == ["service-point-locator"]


def test_nothing_there_is_not_found(name: str, dialect: Dialect, server: ReplyServer) -> None:
    for reply in dialect.empty:
        server.always(reply)
        assert ask(name) == NotFound()


def test_used_up_quota_is_said(name: str, dialect: Dialect, server: ReplyServer) -> None:
    for reply, reason in dialect.over_quota:
        server.always(reply)
        assert reason in reason_of(name)
    # HTTP has a status for it, too.
    server.always(Reply(b'{"message": "quota exceeded"}', status=402))
    assert "402" in reason_of(name)


def test_refusal_is_said(name: str, dialect: Dialect, server: ReplyServer) -> None:
    for reply, reason in dialect.refused:
        server.always(reply)
        assert reason in reason_of(name)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_second_try_may_succeed(
    name: str, dialect: Dialect, server: ReplyServer, status: int
) -> None:
    replies = iter([Reply(b"<html>down</html>", status=status), dialect.reply_at(*PLACE)])
    server.respond = lambda query: next(replies)
    assert isinstance(ask(name), Located)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_failing_server_is_no_answer(name: str, server: ReplyServer, status: int) -> None:
    server.always(Reply(b"<html>down</html>", status=status))
    assert f"HTTP {status}" in reason_of(name)
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_refused_key_is_not_tried_again(name: str, server: ReplyServer, status: int) -> None:
    server.always(Reply(b'{"msg": "key refused"}', status=status))
    assert "key refused" in reason_of(name)
    assert len(server.asked) == 1


def test_pause_that_the_server_asks_for_is_kept(
    name: str, dialect: Dialect, server: ReplyServer
) -> None:
    busy = Reply(b"busy", status=429, headers={"Retry-After": "1"})
    replies = iter([busy, dialect.reply_at(*PLACE)])
    server.respond = lambda query: next(replies)
    began = monotonic()
    assert isinstance(ask(name), Located)
    assert monotonic() - began >= 1.0


def test_long_pause_is_kept_without_waiting(name: str, server: ReplyServer) -> None:
    server.always(Reply(b"busy", status=429, headers={"Retry-After": "3600"}))
    provider = PROVIDERS[name](jiangjin(), QUICK)
    for reason in ("HTTP 429", "not to be called for another", "not to be called for another"):
        with pytest.raises(ProviderUnavailable, match=reason) as caught:
            provider.answer(QUERY)
        assert caught.value.retry_after_s == pytest.approx(3600, abs=60)
    assert len(server.asked) == 1, "it is not called again before its time"


@pytest.mark.django_db
def test_long_pause_is_kept_by_all_processes(name: str, server: ReplyServer) -> None:
    server.always(Reply(b"busy", status=429, headers={"Retry-After": "1800"}))
    for _ in range(2):
        # Each process has a provider object of its own; the pace is in the database.
        with pytest.raises(ProviderUnavailable):
            ask(name, replace(QUICK, is_shared=True))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "retry_after",
    ["", "soon", "-5", "Fri, 31 Dec 99999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:59 GMT"],
)
def test_pause_that_cannot_be_kept(name: str, server: ReplyServer, retry_after: str) -> None:
    server.always(Reply(b"busy", status=429, headers={"Retry-After": retry_after}))
    assert "HTTP 429" in reason_of(name)


def test_endless_pause(name: str, server: ReplyServer) -> None:
    server.always(Reply(b"busy", status=429, headers={"Retry-After": "9" * 400}))
    assert "HTTP 429" in reason_of(name)


@pytest.mark.parametrize(("wait_s", "drip_s"), [(30.0, 0.0), (0.0, 0.1)])
def test_slow_server_is_given_up(
    name: str, dialect: Dialect, server: ReplyServer, wait_s: float, drip_s: float
) -> None:
    server.always(replace(dialect.reply_at(*PLACE), wait_s=wait_s, drip_s=drip_s))
    assert "no reply within 0.3 s" in reason_of(name, RetryPolicy(timeout_s=0.3, delay_s=0.0))


@pytest.mark.django_db
def test_visitor_waits_for_one_short_try(
    name: str, dialect: Dialect, server: ReplyServer, settings: Settings
) -> None:
    settings.LOCATE_TIMEOUT_SECONDS = 0.3
    settings.GEOCODER_DELAY_SECONDS = 1.0
    server.always(replace(dialect.reply_at(*PLACE), wait_s=30.0))
    assert "no reply within 0.3 s" in reason_of(name, RetryPolicy.of_visitor())
    assert len(server.asked) == 1


def test_malformed_reply_is_no_answer(name: str, dialect: Dialect, server: ReplyServer) -> None:
    good = dialect.reply_at(*PLACE)
    for reply in (
        with_part_missing(good),
        replace(with_part_missing(good), announced=len(good.body)),
        Reply(b"<!DOCTYPE html><html><body>Welcome</body></html>"),
        Reply(b""),
        Reply(b"\xff\xfe\x00["),
        Reply(b"[" * 100_000),
        Reply(b" " * 1_100_000 + good.body),
        *map(Reply, [b"null", b"5", b'"found"', b"{}", b'["found"]']),
        Reply(good.body.replace(b"106.", b"406.")),
        Reply(good.body.replace(b"29.", b"north ")),
    ):
        server.always(reply)
        assert "GeocoderParseError" in (reason := reason_of(name)) or "Unavailable" in reason, reply


@pytest.mark.parametrize("name", KEYED, indirect=True)
@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_key_is_in_no_error_even_if_the_server_repeats_it(
    name: str, server: ReplyServer, status: int
) -> None:
    for repeats in (
        json.dumps({"status": "7", "code": 7, "infocode": "7", "msg": KEY, "info": KEY}),
        "x" * 30 + KEY,
        f"<html>{KEY}</html>",
    ):
        server.always(Reply(repeats.encode(), status=status))
        reason_of(name)


@pytest.mark.parametrize("name", KEYED, indirect=True)
def test_key_is_in_no_log(
    name: str, dialect: Dialect, server: ReplyServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    replies = iter([Reply(KEY.encode(), status=500), dialect.reply_at(*PLACE)])
    server.respond = lambda query: next(replies)
    assert isinstance(ask(name), Located)
    assert_keyless(caplog.text)


def test_needs_its_settings(
    name: str, dialect: Dialect, server: ReplyServer, settings: Settings
) -> None:
    for url in ("", "map.example.org", "ftp://example.org", "https://", f"https://a.b/?k={KEY}"):
        setattr(settings, dialect.url_setting, url)
        with pytest.raises(ProviderNotConfigured, match=dialect.url_setting) as caught:
            PROVIDERS[name](jiangjin())
        assert_keyless(str(caught.value))
    setattr(settings, dialect.url_setting, server.url)
    PROVIDERS[name](jiangjin())
    if dialect.key_setting is not None:
        for key in ("", "  "):
            setattr(settings, dialect.key_setting, key)
            with pytest.raises(ProviderNotConfigured, match=dialect.key_setting):
                PROVIDERS[name](jiangjin())


def run_command(name: str) -> str:
    """Return what the product's own command prints."""
    out = StringIO()
    call_command("geocode", provider=name, stdout=out)
    return out.getvalue()


def test_command_records_what_is_found(
    name: str, dialect: Dialect, server: ReplyServer, make_point: MakePoint
) -> None:
    point = make_point(address=QUERY.address, town="jijiang")
    server.always(dialect.reply_at(*PLACE))
    run_command(name)
    point.refresh_from_db()
    assert point.precision == "rooftop"
    assert point.position_source == name
    assert point.original_datum == dialect.datum
    assert point.longitude == pytest.approx(PLACE[0], abs=2e-6)
    assert point.latitude == pytest.approx(PLACE[1], abs=2e-6)


@pytest.mark.parametrize("case", ["wrong city", "right city, but the point lies elsewhere"])
def test_command_never_accepts_a_place_outside_the_region(
    name: str, dialect: Dialect, server: ReplyServer, make_point: MakePoint, case: str
) -> None:
    point = make_point(address=QUERY.address, town="jijiang")
    replies = {"wrong city": dialect.wrong_city}
    for place in (HECHUAN, BEIJING):
        server.always(replies.get(case, dialect.reply_at(*place)))
        run_command(name)
        point.refresh_from_db()
        assert point.longitude is None
        assert point.precision == ""
        assert server.asked


@pytest.mark.parametrize("name", KEYED, indirect=True)
def test_command_fails_without_the_key_in_its_output(
    name: str, server: ReplyServer, make_point: MakePoint
) -> None:
    point = make_point(address=QUERY.address, town="jijiang")
    server.always(Reply(f'{{"msg": "invalid key {KEY}"}}'.encode(), status=403))
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("geocode", provider=name, stdout=out, stderr=out)
    assert_keyless(str(caught.value) + out.getvalue())
    point.refresh_from_db()
    assert point.longitude is None
