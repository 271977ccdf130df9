"""What the documents say of the project is there: links, headings, files, commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

ROOT: Final = Path(__file__).resolve().parents[2]
# What is installed or made here is nobody's document, nor is what a tool keeps for itself (.…).
_NOT_OURS: Final = re.compile(r"node_modules|var|\.(?!ci$|github$).*")
_FENCE: Final = re.compile(r"(?ms)^ *```.*?^ *```")
_SPAN: Final = re.compile(r"`[^`\n]+`")
_LINK: Final = re.compile(r"\]\(([^()\s]+)\)")
_HEADING: Final = re.compile(r"(?m)^#{1,6} +(.+?) *#*$")
_HEAD: Final = re.compile(
    r"# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)(?: \(written down [\d-]+\))?"
    r" · Status: (in force.*|replaced by .+)\n"
)
_MAKE: Final = re.compile(r"(?:^|[`;&|(=\s])make ((?:[a-z][a-z-]*\b ?)+)", re.MULTILINE)
_MANAGE: Final = re.compile(r"manage\.py ([a-z_]+)")
# A file or folder of ours, also several by a pattern.
_PATH: Final = re.compile(
    r"`((?:\.ci|bench|data|docs|locale|locator|sites|tests|tools)/[\w./*-]*)`"
)
_TOOL: Final = re.compile(r"python -m ((?:bench|tools)\.[a-z_]+)")


def _documents() -> Iterator[Path]:
    for path in sorted(ROOT.iterdir()):
        if path.suffix == ".md":
            yield path
        elif path.is_dir() and not _NOT_OURS.fullmatch(path.name):
            yield from sorted(path.rglob("*.md"))


DOCUMENTS: Final = [path.relative_to(ROOT).as_posix() for path in _documents()]
TWINS: Final = [
    (english, name)
    for name in DOCUMENTS
    if (english := name.replace(".zh-CN.md", ".md")) != name and english in DOCUMENTS
]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _without_code(text: str) -> str:
    return _SPAN.sub("", _FENCE.sub("", text))


def _code(text: str) -> str:
    """Return what stands in a document as code: blocks and spans, a line for each."""
    blocks = _FENCE.findall(text)
    return "\n".join([*blocks, *_SPAN.findall(_FENCE.sub("", text))])


def _anchors(text: str) -> set[str]:
    """Return the anchors of the headings, made as GitHub makes them."""
    anchors: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")
        count = 0
        anchor = slug
        while anchor in anchors:
            count += 1
            anchor = f"{slug}-{count}"
        anchors.add(anchor)
    return anchors


def _targets(text: str) -> set[str]:
    return {
        unquote(target)
        for target in _LINK.findall(_without_code(text))
        if not re.match(r"[a-z]+:", target)
    }


def _leads_somewhere(name: str, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (ROOT / name).parent / path if path else ROOT / name
    if not file.exists() or not file.resolve().is_relative_to(ROOT):
        return False
    return not anchor or anchor in _anchors(file.read_text(encoding="utf-8"))


def _make_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z][a-z-]*):", _text("Makefile")))


def test_links_and_headings_are_recognised() -> None:
    text = (
        "# A, `b` & [c](d.md)\n## 一、二\n## 一、二\n"
        "```\n# no heading\n[no](link)\n```\n[x](y.md#z)"
    )
    assert _anchors(text) == {"a-b--c", "一二", "一二-1"}
    assert _targets(text) == {"d.md", "y.md#z"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    assert {
        target for target in _targets(_text(name)) if not _leads_somewhere(name, target)
    } == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_exists(name: str) -> None:
    named = set(_PATH.findall(_FENCE.sub("", _text(name))))
    assert {path for path in named if not any(ROOT.glob(path.rstrip("/")))} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_exists(name: str) -> None:
    code = _code(_text(name))
    asked = {word for words in _MAKE.findall(code) for word in words.split()}
    assert asked <= _make_targets()
    assert set(_MANAGE.findall(code)) <= set(get_commands())
    modules = {module.replace(".", "/") + ".py" for module in _TOOL.findall(code)}
    assert {module for module in modules if not (ROOT / module).is_file()} == set()


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_both_languages_show_the_same_commands(english: str, chinese: str) -> None:
    texts = [_code(_text(one)) for one in (english, chinese)]
    first, second = (set(_MAKE.findall(text)) | set(_MANAGE.findall(text)) for text in texts)
    assert first == second
    for one, other in ((english, chinese), (chinese, english)):
        assert Path(other).name in _targets(_text(one))


def test_every_record_has_its_number_date_and_status() -> None:
    listed = re.findall(
        r"(?m)^\| (\d+) \| \[(.+)\]\((\d{4})-.+\.md\) \| (.+?) \| (.+) \|$",
        _text("docs/decisions/README.md"),
    )
    heads = []
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        head = _HEAD.match(path.read_text(encoding="utf-8"))
        assert head, f"{path.name} lacks its head"
        number, title, date, status = head.groups()
        heads.append((number, title, path.name[:4], date, status))
    assert listed == heads
    assert [int(number) for number, *_ in heads] == list(range(1, len(heads) + 1))
    assert all(int(number) == int(name) for number, _, name, *_ in heads)


def test_what_the_glossary_calls_a_class_is_one() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("sites/**/*.py"))
    for name in ("docs/glossary.md", "docs/glossary.zh-CN.md"):
        classes = set(re.findall(r"`([A-Z][A-Za-z]*[a-z])`", _text(name)))
        assert {one for one in classes if f"\nclass {one}" not in code} == set()


def test_every_guide_and_record_is_listed() -> None:
    for folder in ("docs", "docs/decisions"):
        listed = _targets(_text(f"{folder}/README.md"))
        pages = {path.name for path in (ROOT / folder).glob("*.md")} - {"README.md"}
        assert pages <= listed


def test_the_readmes_stay_short() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert len(_text(name).splitlines()) <= 150
