"""The sheets to print say what they are of."""

import pytest
from django.test import Client

from sites.models import ServicePoint
from tests.web.reading import PageReader, read

pytestmark = pytest.mark.usefixtures("real_points")


def test_a_sheet_says_which_outlets_it_leaves_out(client: Client) -> None:
    page = read(client, "/en/print/?operator=cqrcb&service=unlock&q=支行&kind=bank")
    assert page.ids
    only = "Only: Chongqing Rural Commercial Bank · bank outlet"
    assert only in page.text
    assert "Unlock the card or reset its PIN · “支行”" in page.text
    assert "a part of them" not in page.text
    assert "in Jiangjin District" in page.text
    # What to bring, for what was asked for.
    bring = page.text[page.text.index("What to bring") :]
    assert "Unlock the card" in bring
    assert "Replace the card" not in bring


@pytest.mark.parametrize("query", ["limit=5", "bbox=106.2,29.2,106.3,29.3"])
def test_a_sheet_of_a_part_says_so(client: Client, query: str) -> None:
    assert "a part of them" in read(client, f"/en/print/?{query}").text


def test_the_sheet_of_everything_leaves_nothing_out(client: Client) -> None:
    page = read(client, "/en/print/")
    assert "Only:" not in page.text
    assert len(page.ids) == ServicePoint.objects.count()
    assert read(client, "/en/print/?town=&service=").ids == page.ids


def test_the_sheet_of_a_town_in_a_question_is_the_towns(client: Client) -> None:
    page = read(client, "/en/print/?town=白沙")
    assert "Outlets for the social-security card in Baisha Town" in page.text
    assert page.ids == read(client, "/en/towns/baisha/print/").ids


def test_an_answer_that_is_empty_is_no_dead_end(client: Client) -> None:
    page = read(client, "/en/print/?q=月球")
    assert page.ids == []
    assert "12333" in page.text


def test_the_list_leads_to_its_sheet(client: Client) -> None:
    hrefs = read(client, "/en/?operator=cqrcb&town=").values("a", "href")
    assert "/en/print/?operator=cqrcb" in hrefs
    assert "/en/print/" in read(client, "/en/").values("a", "href")
    posted = client.post("/en/", {"near": "106.261,29.079"}).content.decode()
    assert not any("/print/" in href for href in PageReader(posted).values("a", "href"))
