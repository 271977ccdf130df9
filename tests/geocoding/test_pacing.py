"""Turns at a provider, in one process and across processes."""

from pathlib import Path
from time import monotonic, time

import pytest

from sites.geocoding.answers import AddressQuery, Answer, NotFound, ProviderUnavailable
from sites.geocoding.pacing import Pace, PacedProvider
from sites.models import ProviderPace
from tests.geocoding.processes import Place

QUERY = AddressQuery(region="500116", address="大同路526号", town=None)


@pytest.mark.django_db
def test_turns_are_apart() -> None:
    pace = Pace("amap", 0.1)
    start = monotonic()
    for _ in range(4):
        pace.wait()
    assert monotonic() - start >= 0.3


@pytest.mark.django_db
def test_others_have_turns_of_their_own() -> None:
    Pace("amap", 0.0).hold(30.0)
    Pace("photon", 0.1, longest_wait_s=1.0).wait()


@pytest.mark.django_db
def test_nobody_waits_for_ever() -> None:
    pace = Pace("amap", 0.0, longest_wait_s=1.0)
    pace.hold(30.0)
    free_at = ProviderPace.objects.get().free_at
    with pytest.raises(ProviderUnavailable, match="no turn within 1 s"):
        pace.wait()
    # The turn that was not taken is not lost.
    assert ProviderPace.objects.get().free_at == free_at


@pytest.mark.django_db
def test_moment_that_a_wrong_clock_set_is_forgotten() -> None:
    ProviderPace.objects.create(provider="amap", free_at=time() + 1e6)
    Pace("amap", 0.0, longest_wait_s=1.0).wait()


class Failing:
    name = "amap"

    def __init__(self) -> None:
        self.fails = True
        self.asked_at = 0.0

    def answer(self, query: AddressQuery) -> Answer:
        self.asked_at = time()
        if self.fails:
            raise ProviderUnavailable("busy")
        return NotFound()


@pytest.mark.django_db
def test_each_failure_doubles_the_pause() -> None:
    provider = Failing()
    paced = PacedProvider(provider, Pace("amap", 0.05), delay_s=0.05)

    def pause_after_failure() -> float:
        with pytest.raises(ProviderUnavailable, match="busy"):
            paced.answer(QUERY)
        return ProviderPace.objects.get().free_at - provider.asked_at

    assert pause_after_failure() >= 0.1
    assert pause_after_failure() >= 0.2
    assert pause_after_failure() >= 0.4
    assert pause_after_failure() >= 0.8
    provider.fails = False
    assert paced.answer(QUERY) == NotFound()
    provider.fails = True
    assert pause_after_failure() < 0.8


_TURNS = """
import time
import django
django.setup()
from sites.geocoding.pacing import Pace
pace = Pace("amap", 0.1)

for _ in range(8):
    pace.wait()
    print(time.time(), flush=True)
"""


def test_two_processes_share_the_turns(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.manage(["migrate", "-v0"])
    processes = [place.start("-c", _TURNS) for _ in range(2)]
    turns: list[float] = []
    for process in processes:
        out, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
        turns += map(float, out.splitlines())
    assert len(turns) == 16
    # A turn is printed late on a busy machine; with turns of their own each, half would do.
    assert max(turns) - min(turns) >= 15 * 0.1 - 0.4
