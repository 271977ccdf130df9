"""The service points that a page lists, and those that it should."""

from playwright.sync_api import Page, expect

from sites.finding import find_points, parse_query


def answer(**parameters: str) -> list[str]:
    """Return the public ids that a question is answered with."""
    query = parse_query({name: [value] for name, value in parameters.items()})
    return [point["id"] for point in find_points(query).points]


def listed(page: Page) -> list[str]:
    """Return the public ids of a page's list in its order."""
    ids: list[str] = page.locator("[data-point]").evaluate_all(
        "all => all.map(one => one.dataset.point)"
    )
    return ids


def expect_listed(page: Page, expected: list[str]) -> None:
    """Wait for the list, which a click may still be loading, and compare it."""
    expect(page.locator("[data-point]")).to_have_count(len(expected))
    assert listed(page) == expected
