"""Every page is valid HTML: html-validate with its recommended and its standard rules."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.addresses import ADDRESSES, LANGUAGES, address
from tests.browser.node import node_module

pytestmark = pytest.mark.django_db


def complaints(folder: Path) -> list[str]:
    """Return what html-validate says of the files in a folder."""
    # To a file: Node.js ends before a pipe has taken a long answer.
    with (folder / "complaints.txt").open("w+", encoding="utf-8") as answer:
        ran = subprocess.run(
            [
                "node",
                str(node_module("html-validate") / "bin" / "html-validate.mjs"),
                "--config",
                str(settings.BASE_DIR / ".htmlvalidate.mjs"),
                "--formatter",
                "text",
                str(folder / "*.html"),
            ],
            stdout=answer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert ran.returncode in {0, 1}, ran.stderr
    found = (folder / "complaints.txt").read_text(encoding="utf-8")
    return [line.rpartition("/")[2] for line in found.splitlines()]


def written(client: Client, folder: Path) -> int:
    """Write every page to a folder, in the standard view and in the easy one; return how many."""
    number = 0
    for easy in ("", "1"):
        client.cookies["easy"] = easy
        for prefix in LANGUAGES:
            for path in ADDRESSES:
                response = client.get(prefix + address(path))
                assert response.status_code in {200, 400, 404}
                name = f"{number:03}{prefix}{path}".replace("/", "_").replace("?", "_")
                (folder / f"{name}.html").write_bytes(response.content)
                number += 1
    near = {"near": "106.261,29.079"}
    for prefix in LANGUAGES:
        for path in ("/", "/map/"):
            page = client.post(prefix + path, near).content
            (folder / f"{number:03}_posted.html").write_bytes(page)
            number += 1
    return number


@pytest.mark.usefixtures("real_points")
def test_every_page_is_valid(client: Client, tmp_path: Path) -> None:
    assert written(client, tmp_path) > 30
    assert complaints(tmp_path) == []


def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><img></body></html>",
        encoding="utf-8",
    )
    assert "element-required-attributes" in " ".join(complaints(tmp_path))
