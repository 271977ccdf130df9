"""The guides: a list, a page each, and the way to the outlets, all without a script."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from sites.guides import list_guides
from sites.models import DataVersion, ServicePoint
from tests.web.reading import PageReader, hidden_fields, read

pytestmark = pytest.mark.usefixtures("reference_data")

ALL = [guide.slug for guide in list_guides("en")]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_list_leads_to_every_guide(client: Client, prefix: str) -> None:
    page = read(client, f"{prefix}/guides/")
    links = page.values("a", "href")
    assert [f"{prefix}/guides/{slug}/" in links for slug in ALL] == [True] * len(ALL)


@pytest.mark.parametrize("slug", ALL)
def test_every_guide_in_both_languages_without_a_script(client: Client, slug: str) -> None:
    for prefix in ("", "/en"):
        page = read(client, f"{prefix}/guides/{slug}/")
        assert "tel:12333" in page.values("a", "href")
        # The frame's scripts are files: none of the content is made by one.
        assert all(attributes.get("src") and not text for attributes, text in page.scripts)
        assert not [a for _tag, a in page.attributes if any(name.startswith("on") for name in a)]
        assert f"{'' if prefix else '/en'}/guides/{slug}/" in page.values("a", "href")


def test_every_page_leads_to_the_guides(client: Client) -> None:
    assert "/guides/" in read(client, "/about/").values("a", "href")
    assert "/en/guides/" in read(client, "/en/").values("a", "href")


def test_what_to_bring_and_where_to_go(client: Client, three_places: list[ServicePoint]) -> None:
    page = read(client, "/en/guides/locked-card/")
    for text in ("If you go yourself", "If somebody goes for you", "Your ID card", "[1]"):
        assert text in page.text
    (link,) = [link for link in page.values("a", "href") if "service=" in link]
    assert parse_qs(urlsplit(link).query) == {"service": ["unlock"]}
    listed = read(client, link).ids
    assert str(three_places[0].public_id) in listed
    assert str(three_places[1].public_id) not in listed, "that one only reissues"


def test_the_banks_name_leads_to_its_outlets(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/guides/damaged-card/")
    assert "Which bank’s name is on your card?" in page.text
    (form,) = [a for tag, a in page.attributes if tag == "form" and a["action"] == "/en/#answer"]
    assert form["method"] == "get"
    hidden = {
        str(a["name"]): a["value"]
        for tag, a in page.attributes
        # Not the frame's own form, which switches to the easy view.
        if tag == "input" and a["type"] == "hidden" and a["name"] != "next"
    }
    assert hidden == {"service": "reissue"}
    choices = [value for value in page.values("option", "value") if value]
    assert "cqrcb" in choices
    assert "social-security" not in choices
    listed = read(client, "/en/", operator="cqrcb", **hidden)
    assert listed.ids == [str(three_places[1].public_id)]


def test_no_bank_is_asked_for_where_none_is_needed(client: Client) -> None:
    page = read(client, "/en/guides/contributions-unpaid/")
    assert "bank’s name" not in page.text
    assert "tel:95588" not in page.values("a", "href")
    assert "Where to go" not in page.text


def test_what_only_an_office_does_leads_to_the_offices(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/guides/close-card/")
    assert "Show the social-security offices" in page.text
    assert "/en/?kind=office#where" in page.values("a", "href")


def test_another_regions_rules(client: Client) -> None:
    page = read(client, "/en/guides/lost-card/", region="520000")
    assert "Guizhou (provincial scheme)" in page.text
    assert "Within 5 days" in page.text
    assert "what follows is general" not in page.text
    # No outlets are known there, so nothing leads to a list that would be wrong.
    assert not [link for link in page.values("a", "href") if "service=" in link]
    assert "Within 5 days" not in read(client, "/en/guides/lost-card/").text
    here = read(client, "/en/guides/lost-card/").values("a", "href")
    assert "/en/guides/lost-card/?region=520000" in here


def test_advice_that_is_not_the_regions_own_says_so(client: Client) -> None:
    # Shanghai has rules on it, Anhui nothing.
    assert "they hold" in read(client, "/en/guides/damaged-card/", region="310000").text
    unknown = read(client, "/en/guides/damaged-card/", region="340000")
    assert "what follows is general" in unknown.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_holds_in_general_is_reached_by_links_alone(client: Client, prefix: str) -> None:
    here = read(client, f"{prefix}/guides/locked-card/")
    general = f"{prefix}/guides/locked-card/?region=100000"
    assert general in here.values("a", "href")
    links = read(client, general).values("a", "href")
    assert f"{prefix}/guides/locked-card/?region=500116" in links, "and back"
    assert f"{prefix}/guides/elsewhere/" in read(client, f"{prefix}/guides/").values("a", "href")
    assert general in read(client, f"{prefix}/guides/elsewhere/").values("a", "href")


def test_who_goes_for_somebody_else_is_told_to_ask_where_no_papers_are_known(
    client: Client,
) -> None:
    assert "ask by phone first" in read(client, "/en/guides/not-activated/").text
    assert "ask by phone first" not in read(client, "/en/guides/damaged-card/").text


def test_a_regions_page_leads_to_problems_as_they_hold_there(client: Client) -> None:
    page = read(client, "/en/guides/yueyang/")
    assert "666666" in page.text
    assert "/en/guides/locked-card/?region=430600" in page.values("a", "href")


def test_sources_are_named(client: Client) -> None:
    page = read(client, "/guides/guizhou/")
    assert "贵州省省本级社会保障卡宣传页" in page.text


def test_the_list_is_searched_in_everyday_words(client: Client) -> None:
    page = read(client, "/en/guides/", q="我的卡丢了")
    assert "This may be it" in page.text
    assert page.values("a", "href").count("/en/guides/lost-card/") == 2
    nothing = read(client, "/en/guides/", q="qwertz")
    assert "No guide has these words" in nothing.text
    assert "/en/guides/lost-card/" in nothing.values("a", "href")


def test_the_box_of_the_guides_finds_outlets_too(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/guides/", q="支行")
    assert "with these words" in page.text
    assert f"/en/points/{three_places[3].public_id}/" in page.values("a", "href")
    assert "with these words" not in read(client, "/en/guides/", q="kadiule").text


def test_words_of_a_problem_do_not_stay_when_something_is_chosen(
    client: Client, three_places: list[ServicePoint]
) -> None:
    def handed_on(text: str) -> list[str | None]:
        page = read(client, "/en/", q=text)
        return [
            a["value"]
            for tag, a in page.attributes
            if tag == "input" and a.get("name") == "q" and a["type"] == "hidden"
        ]

    # By the forms of need, place and filters; the box itself shows what was typed.
    assert handed_on("卡丢了") == []
    assert handed_on("支行") == ["支行"] * 3


@pytest.mark.parametrize("typed", ["卡丢了", "kadiule", "lost my card"])
def test_the_box_of_the_list_finds_guides_too(
    client: Client, three_places: list[ServicePoint], typed: str
) -> None:
    page = read(client, "/en/", q=typed)
    assert "Did you mean this problem?" in page.text
    assert "/en/guides/lost-card/" in page.values("a", "href")
    posted = client.post("/en/", {"q": typed, "near": "106.25,29.29"}).content.decode()
    assert "/en/guides/lost-card/" in PageReader(posted).values("a", "href")
    # A problem is not a search that failed: one press shows the outlets, without these words.
    assert "No outlet fits" not in page.text
    assert "0 outlets" not in page.text
    assert "Show the outlets" in page.text
    assert hidden_fields(PageReader(posted), "onward") == {"near": "106.25,29.29"}


@pytest.mark.parametrize("typed", ["", "三峡", "几江", "jj", "江津", "4756"])
def test_who_looks_for_an_outlet_is_not_asked_for_a_problem(
    client: Client, three_places: list[ServicePoint], typed: str
) -> None:
    assert "Did you mean this problem?" not in read(client, "/en/", q=typed).text


def test_what_does_not_exist_is_404(client: Client) -> None:
    for slug in ("atlantis", "LOST-CARD", "a" * 500):
        assert client.get(f"/guides/{slug}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/guides/lost-card/?region=5", "region"),
        ("/guides/lost-card/?region=%D9%A3%D9%A3%D9%A3%D9%A3%D9%A3%D9%A3", "region"),
        ("/guides/lost-card/?region=500116&region=520000", "region"),
        ("/guides/lost-card/?near=106,29", "near"),
        ("/guides/lost-card/?q=x", "q"),
        ("/guides/?region=500116", "region"),
        ("/guides/?q=" + "x" * 201, "q"),
        ("/guides/?colour=red", "colour"),
    ],
)
def test_a_wrong_parameter_is_a_page_that_names_it(client: Client, address: str, name: str) -> None:
    response = client.get(f"/en{address}")
    assert response.status_code == 400
    text = PageReader(response.content.decode()).text
    assert name in text
    if "There is no such parameter." in text:
        known = "region" if "lost-card" in address else "q"
        assert f"Possible values: {known}" in text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "typed",
    ["\x00", "%", "{{7*7}}", "<script>alert(1)</script>", "'\"\\", "𠮷", "\u202e", "٣", "nan"],
)
def test_nothing_typed_is_a_500(client: Client, typed: str) -> None:
    for address in ("/guides/", "/guides/lost-card/"):
        for name in ("q", "region", typed):
            response = client.get(address, {name: typed})
            assert response.status_code in {200, 400}
            assert b"<script>alert" not in response.content
    assert client.get("/guides/?q=%ff%fe&%ff=1").status_code == 400
    assert client.post("/guides/lost-card/").status_code == 405


def test_the_same_page_is_not_sent_twice(client: Client) -> None:
    first = client.get("/guides/lost-card/")
    headers = {"if-none-match": first["ETag"]}
    assert client.get("/guides/lost-card/", headers=headers).status_code == 304
    assert client.get("/guides/lost-card/?region=520000", headers=headers).status_code == 200
    assert client.get("/guides/old-card/", headers=headers).status_code == 200
    assert first["Cache-Control"] == "public, no-cache"


def test_an_edit_of_an_outlet_leaves_the_pages_that_show_none(
    client: Client, real_points: None
) -> None:
    pages = ("/guides/", "/guides/lost-card/", "/about/")
    before = {page: client.get(page)["ETag"] for page in pages}
    with_outlets = client.get("/guides/?q=unlock")["ETag"]
    DataVersion.advance()
    assert {page: client.get(page)["ETag"] for page in pages} == before
    assert client.get("/guides/?q=unlock")["ETag"] != with_outlets
    DataVersion.advance_reference()
    assert before.items().isdisjoint((page, client.get(page)["ETag"]) for page in pages)


def test_the_default_region_is_part_of_what_is_kept(client: Client) -> None:
    etag = client.get("/guides/lost-card/")["ETag"]
    with override_settings(DEFAULT_REGION="430602"):
        assert client.get("/guides/lost-card/")["ETag"] != etag
