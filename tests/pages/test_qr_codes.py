"""Addresses as QR codes."""

import re

import pytest
import segno
from django.test import Client

from sites.models import ServicePoint
from sites.pages.qr_codes import qr_code
from tests.factories import MakePoint
from tests.web.reading import PageReader

_QUIET = 4


def modules(path: str, side: int) -> list[list[bool]]:
    """Return which modules of a drawing are dark."""
    dark = [[False] * side for _ in range(side)]
    for x, y, length, back in re.findall(r"M(\d+) (\d+)h(\d+)v1H(\d+)z", path):
        assert x == back
        for step in range(int(length)):
            dark[int(y)][int(x) + step] = True
    assert re.sub(r"M\d+ \d+h\d+v1H\d+z", "", path) == ""
    return dark


def of_address(address: str) -> list[list[bool]]:
    """Return the code of an address with its quiet zone, as segno makes it."""
    code = segno.make(address, error="m", micro=False)
    return [[bool(one) for one in row] for row in code.matrix_iter(border=_QUIET)]


@pytest.mark.parametrize(
    "address",
    [
        "http://testserver/",
        "https://locator.example.gov.cn/points/0cada52d-8efb-43c6-91dd-b905278051f4/",
        f"https://locator.example/towns/{'x' * 200}/",
    ],
)
def test_the_drawing_is_the_code(address: str) -> None:
    code = qr_code(address)
    assert modules(code.path, code.side) == of_address(address)


def shown_codes(client: Client, path: str) -> dict[str, list[list[bool]]]:
    """Return the codes of a page by their names."""
    page = PageReader(client.get(path).content.decode())
    found = {}
    for (tag, svg), *paths in zip(
        page.attributes, page.attributes[1:], page.attributes[2:], strict=False
    ):
        if tag == "svg" and svg.get("class") == "qr-code":
            _ground, (_path, drawn) = paths
            side = int(str(svg["viewbox"]).split()[-1])
            found[str(svg["aria-label"])] = modules(str(drawn["d"]), side)
    return found


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_outlets_page_has_the_code_of_its_own_address(
    client: Client, make_point: MakePoint, prefix: str
) -> None:
    path = f"{prefix}/points/{make_point().public_id}/"
    (drawn,) = shown_codes(client, path).values()
    assert drawn == of_address(f"http://testserver{path}")


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize(
    ("path", "page", "number"),
    [
        ("/en/print/", "/en/", 57),
        ("/en/towns/baisha/print/", "/en/towns/baisha/", 3),
        ("/en/print/?town=baisha&operator=cqrcb", "/en/towns/baisha/", 1),
    ],
)
def test_a_sheet_has_a_code_beside_each_outlet(
    client: Client, path: str, page: str, number: int
) -> None:
    codes = shown_codes(client, path)
    own = codes.pop("QR code: the page that is always up to date")
    assert own == of_address(f"http://testserver{page}")
    assert len(codes) == number
    for name, drawn in codes.items():
        point = ServicePoint.objects.get(name=name.removeprefix("QR code: page of "))
        assert drawn == of_address(f"http://testserver/en/points/{point.public_id}/")


def test_codes_name_the_host_that_was_asked(client: Client, make_point: MakePoint) -> None:
    path = f"/points/{make_point().public_id}/"
    client.get(path)
    page = client.get(path, headers={"host": "localhost"}).content.decode()
    assert qr_code(f"http://localhost{path}").path in page
