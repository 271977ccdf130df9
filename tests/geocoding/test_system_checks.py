"""``manage.py check`` refuses a chain with which no run could begin."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from sites.geocoding.system_checks import GEOCODING


def complaints() -> list[tuple[str, str]]:
    return [
        (message.msg, message.hint or "")
        for message in run_checks(tags=[GEOCODING])
        if message.id == "service_sites.geocoder_chain"
    ]


def test_delivered_chain_is_in_order() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("chain", "problem", "remedy"),
    [
        ([], "no provider", "out of amap, baidu, gazetteer"),
        ([""], "no such provider", "out of amap, baidu, gazetteer"),
        (["gogle", "gazetteer"], "'gogle': there is no such provider", "tianditu"),
        (["gazetteer", "gazetteer"], "more than once", "Name each once"),
        (["amap"], "AMAP_KEY must be set", "take 'amap' out"),
        (["baidu", "gazetteer"], "BAIDU_KEY must be set", "take 'baidu' out"),
        (["tianditu"], "TIANDITU_SERVER_KEY must be set", "take 'tianditu' out"),
        (["nominatim"], "NOMINATIM_URL must be the address", "take 'nominatim' out"),
        (["photon"], "PHOTON_URL must be the address", "take 'photon' out"),
    ],
)
def test_chain_that_cannot_be_asked(
    settings: Settings, chain: list[str], problem: str, remedy: str
) -> None:
    settings.GEOCODER_CHAIN = chain
    ((said, hint),) = complaints()
    assert problem in said
    assert remedy in hint
    with pytest.raises(SystemCheckError, match="GEOCODER_CHAIN"):
        call_command("check")


def test_every_entry_is_looked_at_and_no_key_is_printed(settings: Settings) -> None:
    settings.AMAP_KEY, settings.AMAP_URL = "hidden-key", "nowhere"
    settings.GEOCODER_CHAIN = ["amap", "photon", "gogle"]
    said = complaints()
    assert len(said) == 3
    assert "hidden-key" not in str(said)


def test_configured_chain(settings: Settings) -> None:
    settings.AMAP_KEY = settings.BAIDU_KEY = settings.TIANDITU_SERVER_KEY = "a-key"
    settings.NOMINATIM_URL = settings.PHOTON_URL = "http://127.0.0.1:9"
    settings.GEOCODER_CHAIN = ["amap", "tianditu", "baidu", "nominatim", "photon", "gazetteer"]
    assert complaints() == []
