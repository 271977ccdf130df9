"""Throttle at a provider, in one process and across processes."""

from itertools import pairwise
from pathlib import Path
from time import monotonic, time

import pytest

from sites.geocoding.provider_answers import ProviderUnavailable
from sites.geocoding.throttle import FAILURES_BEFORE_STOP, LEFT_ALONE_S, SharedThrottle
from sites.models import ProviderPace
from tests.geocoding.processes import Place
from tests.geocoding.providers.nominatim_server import Reply, running_server


def free_in() -> float:
    return ProviderPace.objects.get().free_at - time()


@pytest.mark.django_db
def test_turns_are_apart() -> None:
    throttle = SharedThrottle("amap", 0.1)
    start = monotonic()
    for _ in range(4):
        throttle.wait()
    assert monotonic() - start >= 0.3
    # Others have turns of their own.
    SharedThrottle("photon", 0.1).wait()
    assert set(ProviderPace.objects.values_list("provider", flat=True)) == {"amap", "photon"}


@pytest.mark.django_db
def test_nobody_waits_for_ever() -> None:
    throttle = SharedThrottle("amap", 0.0, longest_wait_s=1.0)
    throttle.failed(300.0)
    with pytest.raises(ProviderUnavailable, match="not to be called for another"):
        throttle.wait()
    # The turn that was not taken is not lost.
    assert free_in() == pytest.approx(300.0, abs=100.0)


@pytest.mark.django_db
def test_moment_that_a_wrong_clock_set_is_forgotten() -> None:
    ProviderPace.objects.create(provider="amap", free_at=time() + 1e6)
    SharedThrottle("amap", 0.0, longest_wait_s=1.0).wait()


@pytest.mark.django_db
def test_each_failure_doubles_the_pause() -> None:
    throttle = SharedThrottle("amap", 100.0)
    pauses = []
    for _ in range(4):
        throttle.failed(None)
        pauses.append(free_in())
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses))
    ProviderPace.objects.update(free_at=0.0)
    throttle.succeeded()
    throttle.failed(None)
    assert free_in() < pauses[1]
    # No pause is longer than an hour, whatever is asked for.
    throttle.failed(1e9)
    assert free_in() <= 3_600.0


@pytest.mark.django_db
def test_provider_that_keeps_failing_is_left_alone_by_everybody() -> None:
    for _ in range(FAILURES_BEFORE_STOP - 1):
        SharedThrottle("amap", 0.0).failed(None)
    SharedThrottle("amap", 0.0).wait()
    SharedThrottle("amap", 0.0).failed(None)
    with pytest.raises(ProviderUnavailable, match="left alone") as caught:
        SharedThrottle("amap", 0.0).wait()
    assert caught.value.retry_after_s is not None
    assert 0 < caught.value.retry_after_s <= LEFT_ALONE_S
    # After that time one call finds out whether it is back.
    ProviderPace.objects.update(free_at=time())
    SharedThrottle("amap", 0.0).wait()
    SharedThrottle("amap", 0.0).failed(None)
    with pytest.raises(ProviderUnavailable, match="left alone"):
        SharedThrottle("amap", 0.0).wait()
    ProviderPace.objects.update(free_at=time())
    SharedThrottle("amap", 0.0).succeeded()
    SharedThrottle("amap", 0.0).failed(None)
    SharedThrottle("amap", 0.0).wait()


@pytest.mark.django_db
def test_visitors_who_give_up_early_do_not_stop_a_run() -> None:
    visitor = SharedThrottle("amap", 100.0, is_hasty=True)
    for _ in range(FAILURES_BEFORE_STOP):
        visitor.failed(None)
    run = SharedThrottle("amap", 100.0, longest_wait_s=0.5)
    run.wait()
    # What the provider itself asks for holds for everybody.
    ProviderPace.objects.update(free_at=0.0)
    visitor.failed(200.0)
    with pytest.raises(ProviderUnavailable, match="not to be called"):
        run.wait()


@pytest.fixture
def place(tmp_path: Path, transactional_db: None) -> Place:
    return Place.of_tests(tmp_path)


def outputs(place: Place, program: str, **variables: str) -> list[str]:
    """Return the lines that two processes print which run the same program at the same time."""
    lines: list[str] = []
    for process in [place.start("-c", program, **variables) for _ in range(2)]:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        lines += out.splitlines()
    return lines


_TURNS = """
import time
import django
django.setup()
from sites.geocoding.throttle import SharedThrottle
throttle = SharedThrottle("amap", 0.1)

for _ in range(8):
    throttle.wait()
    print(time.time(), flush=True)
"""


def test_two_processes_share_the_turns(place: Place) -> None:
    turns = sorted(map(float, outputs(place, _TURNS)))
    assert len(turns) == 16
    # A turn is printed late on a busy machine; with turns of their own each, half would do.
    assert turns[-1] - turns[0] >= 15 * 0.1 - 0.4


_FAILING = """
import django
django.setup()
from sites.geocoding.provider_answers import AddressQuery, ProviderUnavailable
from sites.geocoding.providers.nominatim import NominatimProvider
from tests.geocoding.places import jiangjin
provider = NominatimProvider(jiangjin())
for number in range(4):
    try:
        provider.answer(AddressQuery(region="500116", address=f"大同路{number}号", town=None))
    except ProviderUnavailable as error:
        print(error)
"""


def test_second_tries_and_failures_count_for_all_processes(place: Place) -> None:
    with running_server() as server:
        server.always(Reply(b"busy", status=503))
        said = outputs(place, _FAILING, NOMINATIM_URL=server.url, GEOCODER_DELAY_SECONDS="0.05")
    assert len(said) == 8
    # Each process has eight tries; the other one may be under way when the last failure is told.
    assert FAILURES_BEFORE_STOP <= len(server.asked) <= FAILURES_BEFORE_STOP + 1
    assert any("left alone" in line for line in said)
    assert any("503" in line for line in said)
