"""A page as a browser reads it: elements and texts, not characters."""

import json
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from typing_extensions import override


class PageReader(HTMLParser):
    """Collects the visible text, the scripts, the links, the ids of the outlets in their order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._open_script: dict[str, str | None] | None = None
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        if tag == "script":
            self._open_script = dict(attrs)
            self.scripts.append((self._open_script, ""))

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open_script = None

    @override
    def handle_data(self, data: str) -> None:
        if self._open_script is not None:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All visible text, blanks folded."""
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        """The public ids of the listed outlets."""
        return [str(a["data-point"]) for _tag, a in self.attributes if "data-point" in a]

    def values(self, tag: str, attribute: str) -> list[str]:
        """Return the values of an attribute of all elements of a kind."""
        return [str(a[attribute]) for name, a in self.attributes if name == tag and attribute in a]

    @property
    def loaded_links(self) -> list[str]:
        """The addresses of what the page's links load, those to other pages left out."""
        return [
            str(a["href"])
            for tag, a in self.attributes
            if tag == "link" and a.get("rel") not in {"canonical", "alternate"}
        ]

    @property
    def linked_data(self) -> Any:
        """The value of the page's block for search engines."""
        (text,) = [text for a, text in self.scripts if a.get("type") == "application/ld+json"]
        return json.loads(text)

    def json(self, element_id: str) -> Any:
        """Return the value of a JSON block."""
        (text,) = [text for a, text in self.scripts if a.get("id") == element_id]
        return json.loads(text)


def hidden_fields(page: PageReader, form_class: str | None) -> dict[str, str]:
    """Return the hidden fields of the first form of a class, {} if there is none."""
    inside = False
    fields: dict[str, str] = {}
    for tag, attributes in page.attributes:
        if tag == "form":
            if fields:
                break
            inside = attributes.get("class") == form_class
        elif inside and tag == "input":
            fields[str(attributes["name"])] = str(attributes["value"])
    return fields


def read(client: Client, path: str = "/", status: int = 200, /, **parameters: Any) -> PageReader:
    """Return a page that a resident opens, once its status is the expected one."""
    response = client.get(path, parameters)
    assert response.status_code == status, response.content.decode()
    return PageReader(response.content.decode())
