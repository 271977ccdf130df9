"""Turns at a provider, in one process and across processes."""

from itertools import pairwise
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
    pace.wait()
    assert monotonic() - start < 0.1
    for _ in range(3):
        pace.wait()
    assert monotonic() - start >= 0.3
    # Others have turns of their own.
    start = monotonic()
    Pace("photon", 0.1).wait()
    assert monotonic() - start < 0.1


@pytest.mark.django_db
def test_nobody_waits_for_ever() -> None:
    pace = Pace("amap", 0.0, longest_wait_s=1.0)
    pace.hold(30.0)
    start = monotonic()
    with pytest.raises(ProviderUnavailable, match="no turn within 1 s"):
        pace.wait()
    assert monotonic() - start < 1.0
    # The turn that was not taken is not lost.
    assert ProviderPace.objects.get().free_at == pytest.approx(time() + 30.0, abs=2.0)


@pytest.mark.django_db
def test_moment_that_a_wrong_clock_set_is_forgotten() -> None:
    ProviderPace.objects.create(provider="amap", free_at=time() + 1e6)
    Pace("amap", 0.0, longest_wait_s=1.0).wait()


class Failing:
    name = "amap"

    def __init__(self) -> None:
        self.fails = True

    def answer(self, query: AddressQuery) -> Answer:
        if self.fails:
            raise ProviderUnavailable("busy")
        return NotFound()


@pytest.mark.django_db
def test_each_failure_doubles_the_pause() -> None:
    provider = Failing()
    paced = PacedProvider(provider, Pace("amap", 0.02), delay_s=0.02)
    pauses = []
    for _ in range(4):
        with pytest.raises(ProviderUnavailable, match="busy"):
            paced.answer(QUERY)
        pauses.append(ProviderPace.objects.get().free_at - time())
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses))
    provider.fails = False
    assert paced.answer(QUERY) == NotFound()
    provider.fails = True
    with pytest.raises(ProviderUnavailable):
        paced.answer(QUERY)
    assert ProviderPace.objects.get().free_at - time() < pauses[1]


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
    turns.sort()
    # What a process is late by, it is late after its turn: the sum is what the provider sees.
    assert turns[-1] - turns[0] >= 15 * 0.1 - 0.05
    assert all(later - earlier > 0.02 for earlier, later in pairwise(turns))
