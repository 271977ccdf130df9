"""What Folium makes: numbers and our own constants, from our own host, always the same."""

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from sites.geo.boxes import Box
from sites.maps.skeleton import skeleton
from sites.web.tiles import BASE_LAYERS

JIANGJIN = Box(105.8167, 28.4667, 106.6333, 29.4833)


def test_its_files_are_ours() -> None:
    made = skeleton("none", "", JIANGJIN)
    assert made.scripts
    assert made.styles
    for path in (*made.scripts, *made.styles):
        assert finders.find(path), path


@pytest.mark.parametrize("layer", sorted(BASE_LAYERS))
def test_no_host_but_the_layer_s(layer: str) -> None:
    made = skeleton(layer, "key", JIANGJIN)
    allowed = {str(urlsplit(host).hostname).removeprefix("*.") for host in BASE_LAYERS[layer].hosts}
    hosts = re.findall(r"//([^/\"']+)", made.script + made.html)
    assert all(any(host.endswith(name) for name in allowed) for host in hosts)
    assert bool(hosts) == bool(allowed)


def test_a_key_cannot_leave_its_address() -> None:
    hostile = "\"'</script>{{7*7}}${7*7}&x="
    made = skeleton("tianditu", hostile, JIANGJIN)
    assert "tk=%22%27%3C%2Fscript%3E%7B%7B7%2A7%7D%7D%24%7B7%2A7%7D%26x%3D" in made.script
    assert "49" not in made.script.replace("%", "")
    assert "</script" not in made.script


@pytest.mark.parametrize(("layer", "step"), [("none", "0.25"), ("osm", "1")])
def test_only_what_has_no_tiles_is_shown_between_whole_zooms(layer: str, step: str) -> None:
    assert f'"zoomSnap": {step},' in skeleton(layer, "", JIANGJIN).script


def test_the_tiles_datum_moves_the_view() -> None:
    plain, shifted = (skeleton(layer, "", JIANGJIN).script for layer in ("none", "amap"))
    assert "[28.4667, 105.8167]" in plain
    (south, west) = re.findall(r"\[\[([\d.]+), ([\d.]+)\]", shifted)[0]
    assert float(west) - 105.8167 == pytest.approx(0.0038, abs=0.001)
    assert float(south) - 28.4667 == pytest.approx(-0.0029, abs=0.001)


def test_it_is_the_same_in_every_process() -> None:
    code = (
        "from sites.maps.skeleton import skeleton; from sites.geo.boxes import Box;"
        "print(skeleton('tianditu', 'k', Box(105.8167, 28.4667, 106.6333, 29.4833)).digest)"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
        for _ in range(2)
    }
    assert digests == {skeleton("tianditu", "k", JIANGJIN).digest}


def test_an_empty_database_still_has_a_map() -> None:
    assert "map_skeleton" in skeleton("none", "", None).script
