"""The outline files are what the tool makes of the package."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import build_outlines
from tools.build_outlines import outline_feature


def district(code: str, *polygons: list[list[list[float]]]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": list(polygons)}
    return {"properties": {"gb": code, "name": "某区"}, "geometry": geometry}


CLOCKWISE = [[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0], [0.0, 0.0]]


def test_rounds_and_turns_rings() -> None:
    jagged = [[0.0, 0.0], [0.000001, 0.000002], [0.0, 9.1234567], [9.0, 9.0], [0.0, 0.0]]
    feature = outline_feature("110101", {"features": [district("156110101", [jagged, CLOCKWISE])]})
    assert feature["geometry"]["type"] == "Polygon"
    outer, hole = feature["geometry"]["coordinates"]
    assert outer == [(0.0, 0.0), (9.0, 9.0), (0.0, 9.12346), (0.0, 0.0)]
    assert [list(corner) for corner in hole] == CLOCKWISE


def test_pieces_stay_pieces() -> None:
    pieces = district("156110101", [CLOCKWISE], [CLOCKWISE])
    feature = outline_feature("110101", {"features": [pieces]})
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert len(feature["geometry"]["coordinates"]) == 2


def test_unknown_code() -> None:
    with pytest.raises(LookupError, match="110102"):
        outline_feature("110102", {"features": [district("156110101", [CLOCKWISE])]})


def test_shipped_file_is_what_the_tool_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = build_outlines.OUTLINES / "500116.geojson"
    monkeypatch.setattr(build_outlines, "OUTLINES", tmp_path)
    monkeypatch.setattr("sys.argv", ["build_outlines", "500116"])
    build_outlines.main()
    written = (tmp_path / "500116.geojson").read_bytes()
    assert written == shipped.read_bytes()
    assert json.loads(written)["properties"]["name"] == "江津区"
