import re

from django.contrib.staticfiles import finders
from django.test import Client


def test_the_page_needs_no_other_host_and_nothing_inline(client: Client) -> None:
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)", page)
    links = re.findall(r'(?:src|href|data-schema)="([^"]+)"', page)
    assert len(links) == 8
    for link in links:
        if link.startswith("/static/"):
            assert finders.find(link.removeprefix("/static/")), link
        else:
            assert client.get(link).status_code == 200
