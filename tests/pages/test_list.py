"""The list: a form that works by itself, and an answer in words."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from sites.geo.precision import Precision
from sites.models import ServicePoint
from tests.factories import MakePoint, at
from tests.web.reading import PageReader, hidden_fields, read

HERE = "106.256,29.292"


def ids(points: list[ServicePoint]) -> list[str]:
    return [str(point.public_id) for point in points]


def test_all_outlets_are_listed_and_callable(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client)
    assert page.ids == ids(three_places)
    assert page.values("a", "href").count("tel:+862347564298") == 4
    for point in three_places:
        assert f"/points/{point.public_id}/" in page.values("a", "href")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"town": "shuangfu"}, [2]),
        ({"town": "双福"}, [2]),
        ({"service": "reissue"}, [0, 1, 3]),
        ({"service": ["unlock", "activation"]}, [0, 2, 3]),
        ({"operator": "cqrcb"}, [1]),
        ({"q": "三峡"}, [3]),
        ({"town": "", "service": "", "operator": "", "q": ""}, [0, 1, 2, 3]),
        ({"town": "jijiang", "operator": "cqrcb", "service": "reissue"}, [1]),
    ],
)
def test_filters(
    client: Client,
    three_places: list[ServicePoint],
    parameters: dict[str, str | list[str]],
    expected: list[int],
) -> None:
    assert read(client, **parameters).ids == ids([three_places[n] for n in expected])


def test_the_form_shows_what_was_chosen(client: Client, three_places: list[ServicePoint]) -> None:
    page = read(client, town="几江", service="reissue", operator="cqrcb", q="农商行", kind="bank")
    chosen = [a["value"] for tag, a in page.attributes if tag == "option" and "selected" in a]
    assert chosen == ["jijiang", "cqrcb"]
    ticked = [a["value"] for tag, a in page.attributes if tag == "input" and "checked" in a]
    assert ticked == ["reissue"]
    inputs = {a.get("name"): a.get("value") for tag, a in page.attributes if tag == "input"}
    assert inputs["q"] == "农商行"
    assert inputs["kind"] == "bank", "a filter without a field of its own is handed on"


def test_coarse_positions_are_said(client: Client, three_places: list[ServicePoint]) -> None:
    page = read(client, "/en/")
    assert page.text.count("Position known to the town only, for reference.") == 2
    assert page.text.count("Position not known") == 1


def test_a_dead_end_has_a_way_on(client: Client, three_places: list[ServicePoint]) -> None:
    page = read(client, town="shuangfu", operator="cqrcb")
    assert page.ids == []
    (first, *_others) = [
        a["href"]
        for _tag, a in page.attributes
        if "?" in (a.get("href") or "") and not str(a["href"]).startswith(("/map/", "/en/"))
    ][1:]
    assert read(client, str(first)).ids != []


def test_a_dead_end_from_a_position_keeps_it_out_of_the_address(
    client: Client, three_places: list[ServicePoint]
) -> None:
    asked = {"near": HERE, "town": "shuangfu", "operator": "cqrcb"}
    page = PageReader(client.post("/", asked).content.decode())
    assert page.ids == []
    fields = hidden_fields(page, None)
    assert fields["near"] == HERE
    assert PageReader(client.post("/", fields).content.decode()).ids != []


def test_the_count_is_of_all_and_says_how_many_are_shown(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/", limit="3")
    assert "4 outlets 3 of them on this page" in page.text
    assert "of them" not in read(client, "/en/").text


def test_unknown_towns_are_not_dropped_silently(
    client: Client, three_places: list[ServicePoint]
) -> None:
    notices = [
        a for _tag, a in read(client, town="jijiang").attributes if a.get("class") == "notice"
    ]
    assert len(notices) == 1


@pytest.mark.usefixtures("three_places")
def test_all_outlets_are_one_click_away_from_words_that_none_has(client: Client) -> None:
    html = client.get("/", {"q": "八角亭"}).content.decode()
    (notice,) = re.findall(r'<div class="notice">(.*?)</div>', html, re.DOTALL)
    assert 'href="/"' in notice


def test_the_nearest_come_first_and_the_distance_is_honest(
    client: Client, three_places: list[ServicePoint]
) -> None:
    response = client.post("/en/", {"near": "106.281,29.391"})
    page = PageReader(response.content.decode())
    assert page.ids[0] == str(three_places[2].public_id)
    assert set(page.ids) == set(ids(three_places))
    assert "150 m" in page.text
    assert "about 11 km" in page.text


def test_a_position_is_kept_nowhere(
    client: Client, three_places: list[ServicePoint], caplog: pytest.LogCaptureFixture
) -> None:
    before = dict(cache._cache)  # type: ignore[attr-defined] # the memory cache's own store
    response = client.post("/", {"near": HERE, "service": "reissue"})
    assert response.status_code == 200
    assert dict(cache._cache) == before  # type: ignore[attr-defined] # as above
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert not response.cookies
    assert "106.256" not in caplog.text
    page = PageReader(response.content.decode())
    addresses = [
        *page.values("a", "href"),
        *page.values("form", "action"),
        *page.values("link", "href"),
        *page.values("script", "src"),
    ]
    assert not any("106.256" in address or "near" in address for address in addresses)
    # The filters do stay in the link to the map.
    assert "/map/?service=reissue" in addresses


def test_a_position_in_the_address_is_refused(
    client: Client, three_places: list[ServicePoint]
) -> None:
    for path in ("/", "/map/"):
        response = client.get(path, {"near": HERE})
        assert response.status_code == 400
        assert HERE not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("town=atlantis", "town"),
        ("service=reissue&service=dance", "service"),
        ("operator=%7B%7B7*7%7D%7D", "operator"),
        ("limit=0", "limit"),
        ("limit=abc", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("cursor=%00", "cursor"),
        ("kind=pub", "kind"),
        ("radius=5", "radius"),
        ("color=red", "color"),
        ("extra__name=1", "extra__name"),
        ("language=en", "language"),
        ("town=a&town=b", "town"),
        ("region=1", "region"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/map/", "/en/", "/en/map/"])
def test_a_wrong_parameter_is_a_page_that_names_it(
    client: Client, three_places: list[ServicePoint], path: str, query: str, name: str
) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    page = PageReader(response.content.decode())
    assert name in page.text
    assert [tag for tag, _attributes in page.attributes].count("dt") == 1, "and no other"


def test_nothing_typed_is_a_500(client: Client, three_places: list[ServicePoint]) -> None:
    typed = [
        "\x00",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "𠮷",
        "\ud800".encode("utf-8", "replace").decode(),
        "a" * 5000,
        "{{7*7}}",
        "٣",
        "-1",
        "1e999",
        "nan",
        "\u202e",
    ]
    for name in ("town", "service", "operator", "q", "region", "kind", "limit", "cursor", "bbox"):
        for value in typed:
            assert client.get("/", {name: value}).status_code in {200, 400}, (name, value)
            assert client.post("/", {name: value}).status_code in {200, 400}, (name, value)
    assert client.get("/?q=%ff%fe&%ff=1").status_code in {200, 400}
    assert client.put("/").status_code == 405


def test_the_same_data_are_not_sent_twice(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    first = client.get("/")
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/en/")["ETag"] != first["ETag"]
    assert client.get("/?town=jijiang")["ETag"] != first["ETag"]

    another = make_point()
    changed = client.get("/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert PageReader(changed.content.decode()).ids == ids([point, another])


def test_a_page_is_made_once_per_data_version(
    client: Client,
    three_places: list[ServicePoint],
) -> None:
    client.get("/?town=jijiang")
    cached = client.get("/?town=jijiang")
    ServicePoint.objects.update(name="changed behind the record's back")
    assert client.get("/?town=jijiang").content == cached.content
    assert client.get("/?town=shuangfu").content != cached.content


def test_the_language_link_keeps_the_place(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, town="jijiang", service="reissue")
    assert "/en/?town=jijiang&service=reissue" in page.values("a", "href")
    assert ("html", {"lang": "zh-Hans"}) in page.attributes
    english = read(client, "/en/", town="jijiang")
    assert "/?town=jijiang" in english.values("a", "href")
    assert ("html", {"lang": "en"}) in english.attributes


def test_a_long_answer_goes_on(client: Client, make_point: MakePoint) -> None:
    points = [make_point(position=at((106.2 + n / 100, 29.2), Precision.ROOFTOP)) for n in range(5)]
    seen: list[str] = []
    fields: dict[str, str] = {"limit": "2"}
    while fields:
        page = read(client, **fields)
        seen += page.ids
        fields = hidden_fields(page, "next")
    assert seen == ids(points)

    seen, fields = [], {"limit": "2", "near": "106.24,29.2"}
    while fields:
        page = PageReader(client.post("/", fields).content.decode())
        seen += page.ids
        fields = hidden_fields(page, "next")
    assert seen == ids(points[::-1])


def test_what_a_page_needs_comes_from_us(client: Client, three_places: list[ServicePoint]) -> None:
    for path in ("/", "/map/", f"/points/{three_places[0].public_id}/"):
        response = client.get(path)
        page = PageReader(response.content.decode())
        loaded = page.values("script", "src") + page.values("img", "src") + page.loaded_links
        assert loaded
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert not [
            text
            for attributes, text in page.scripts
            if "src" not in attributes
            and attributes.get("type") not in {"application/json", "application/ld+json"}
        ]
        assert not any(
            "style" in a or any(k.startswith("on") for k in a) for _t, a in page.attributes
        )
        viewport = [a["content"] for _t, a in page.attributes if a.get("name") == "viewport"]
        assert viewport == ["width=device-width, initial-scale=1"]


def test_titles_differ(client: Client, three_places: list[ServicePoint]) -> None:
    titles = {
        re.findall(r"<title>(.*?)</title>", client.get(path).content.decode(), re.DOTALL)[0].strip()
        for path in ("/", "/map/", f"/points/{three_places[0].public_id}/", "/?limit=0")
    }
    assert len(titles) == 4


def needs(page: PageReader) -> list[tuple[str, str]]:
    """Return value and state of each of the three large choices."""
    return [
        (str(a["value"]), str(a["aria-pressed"]))
        for tag, a in page.attributes
        if tag == "button" and a.get("class") == "need"
    ]


def test_a_need_is_one_press_and_a_second_takes_it_back(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, town="jijiang")
    assert needs(page) == [("reissue", "false"), ("unlock", "false"), ("activation", "false")]
    assert hidden_fields(page, "needs") == {"town": "jijiang"}
    chosen = read(client, town="jijiang", service="unlock")
    assert needs(chosen) == [("reissue", "false"), ("", "true"), ("activation", "false")]
    assert read(client, town="jijiang", service="").ids == page.ids


def test_a_need_chosen_after_a_place_keeps_the_place_in_the_body(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = PageReader(client.post("/", {"near": HERE, "operator": "cqrcb"}).content.decode())
    (form,) = [a for _tag, a in page.attributes if a.get("class") == "needs"]
    assert form["method"] == "post"
    assert hidden_fields(page, "needs") == {"near": HERE, "operator": "cqrcb"}
    earlier = [a["value"] for _tag, a in page.attributes if "data-earlier-position" in a]
    assert earlier == [HERE]
    (filter_form,) = [a for _tag, a in page.attributes if a.get("class") == "filters"]
    assert filter_form["method"] == "post"


def test_a_position_elsewhere_is_said_to_be(
    client: Client, three_places: list[ServicePoint]
) -> None:
    def told(near: str) -> bool:
        page = PageReader(client.post("/en/", {"near": near}).content.decode())
        assert len(page.ids) == len(three_places)
        return "outside of the area of these outlets" in page.text

    assert told("116.397,39.908")
    assert not told(HERE)


def test_a_card_says_how_sure_it_is_and_how_to_get_there(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = read(client, "/en/")
    assert page.text.count("Phone as in the notice, not verified since.") == 4
    for point in three_places:
        assert f"/en/points/{point.public_id}/#way" in page.values("a", "href")


def test_who_is_not_sure_is_led_to_the_problems(client: Client, make_point: MakePoint) -> None:
    make_point()
    assert "/en/guides/" in read(client, "/en/").values("a", "href")
    found = read(client, "/en/", q="forgot my pin")
    assert "Did you mean this problem?" in found.text
    assert "/en/guides/locked-card/" in found.values("a", "href")


def links_within(html: str, element: str) -> list[str]:
    """Return the addresses that an element of a page links to; it holds no other of its name."""
    name, _blank, _attributes = element.partition(" ")
    inside = html.partition(f"<{element}")[2].partition(f"</{name}>")[0]
    return PageReader(f"<{element}{inside}").values("a", "href")


def test_words_that_nothing_has_lead_to_the_guides_and_the_towns(
    client: Client, three_places: list[ServicePoint]
) -> None:
    answer = 'section id="answer"'
    found = links_within(client.get("/en/", {"q": "大同路"}).content.decode(), answer)
    assert f"/en/points/{three_places[0].public_id}/" in found
    assert "/en/guides/" not in found
    nothing = links_within(client.get("/en/", {"q": "asdfqwer"}).content.decode(), answer)
    assert nothing == ["/en/", "/en/guides/", "/en/towns/", "/en/"]


@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize(
    ("path", "onward"),
    [("/en/?town=nowhere", "/en/towns/"), ("/en/guides/nowhere/", "/en/guides/")],
)
def test_an_error_leads_on(client: Client, path: str, onward: str) -> None:
    assert links_within(client.get(path).content.decode(), "main") == ["/en/", onward]
