"""Files that cannot be used say where and what to do."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sites.guides import system_checks as checks
from sites.guides.load import load_library
from sites.guides.problems import ContentError, ContentProblem

DATA = settings.BASE_DIR / "data"


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """Return a copy of the project's guides that a test may spoil."""
    return Path(shutil.copytree(DATA / "guides", tmp_path / "guides"))


def problems_of(directory: Path) -> list[ContentProblem]:
    with pytest.raises(ContentError) as raised:
        load_library(directory, DATA / "reference")
    for problem in raised.value.problems:
        assert problem.problem
        assert problem.remedy
        assert problem.file in str(problem)
        assert str(problem.line) in str(problem)
    return raised.value.problems


def spoil(directory: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; return the line it stood in."""
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("guides.toml", 'services = ["unlock"]', 'services = ["dance"]', "services"),
        ("guides.toml", 'part = "bank"', 'part = "pocket"', "part"),
        ("guides.toml", 'slug = "old-card"', 'slug = "Old card"', "slug"),
        ("guides.toml", 'related = ["lost-card"', 'related = ["last-card"', "related"),
        ("guides.toml", "credential_helps = true", 'credential_helps = "yes"', "credential_helps"),
        ("guides.toml", 'en = "Closing a card"', 'en = " "', "title"),
        ("hotlines.toml", 'tel = "12393"', 'tel = "call us"', "tel"),
        ("hotlines.toml", 'operator = "ccb"', 'operator = "piggy"', "operator"),
        ("channels.toml", 'purpose = "family"', 'purpose = "fun"', "purpose"),
        ("channels.toml", 'regions = ["440000"]', 'regions = ["Guangdong"]', "regions"),
        ("sources.toml", 'kind = "leaflet"', 'kind = "rumour"', "kind"),
        ("topics.toml", 'key = "fees"', 'key = "online"', "key"),
        ("regions/520000.toml", "number = 5", "number = 0", "number"),
        ("regions/520000.toml", 'unit = "days"', "", "number"),
        ("regions/520000.toml", 'code = "888888"', "code = 888888", "code"),
        ("regions/520000.toml", 'adcode = "520000"', 'adcode = "52"', "adcode"),
        ("regions/430600.toml", 'topic = "two-pins"', 'topic = "three-pins"', "topic"),
        ("regions/430600.toml", 'slug = "yueyang"', 'slug = "lost-card"', "slug"),
        ("regions/500116.toml", 'at = "any-outlet"', 'at = "home"', "at"),
        ("regions/500116.toml", 'guide = "old-card"', 'guide = "no-card"', "guide"),
    ],
)
def test_an_error_names_file_line_key_and_remedy(
    guides: Path, file: str, old: str, new: str, key: str
) -> None:
    if old == 'part = "bank"':
        old = 'part = "both"'
    line = spoil(guides, file, old, new)
    found = [one for one in problems_of(guides) if one.file == file]
    assert any(one.key.endswith(key) or f", {key}" in f", {one.key}" for one in found), found
    # A number that lacks its unit is told where the number stands.
    assert any(abs(one.line - line) <= 1 for one in found), (line, found)


def test_a_fact_without_a_source_is_refused_with_its_own_line(guides: Path) -> None:
    fact = 'en = "Your ID card, together", sources = [] }'
    old = 'en = "Your card and your ID card", sources = ["jiangjin-notice"] }'
    line = spoil(guides, "regions/500116.toml", old, fact)
    (problem,) = problems_of(guides)
    assert (problem.file, problem.line) == ("regions/500116.toml", line)
    assert problem.key == "answer 2, by_proxy 1, sources"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", 'zh = "政务服务中心的窗口。", '),
        ("en", 'en = "The counters of the public-service centres.", '),
    ],
)
def test_a_fact_without_a_language_is_refused(guides: Path, language: str, said: str) -> None:
    line = spoil(guides, "regions/510100.toml", said, "")
    (problem,) = problems_of(guides)
    assert (problem.line, problem.key) == (line, f"rule 1, text, {language}")


def test_an_unknown_key_is_refused(guides: Path) -> None:
    line = spoil(guides, "guides.toml", 'slug = "lost-card"', 'slug = "lost-card"\ncolour = "red"')
    (problem,) = problems_of(guides)
    assert (problem.line, problem.key) == (line + 1, "guide 8, colour")
    assert "slug" in problem.remedy


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no “pocket” here. Known are: social-security,"),
        ("zh-hans", "这里不能写“pocket”。 可用的有：social-security,"),
    ],
)
def test_all_problems_of_all_files_are_told_at_once(guides: Path, language: str, said: str) -> None:
    spoil(guides, "topics.toml", 'zh = "去哪里换卡"', 'zh = ""')
    spoil(guides, "guides.toml", 'slug = "close-card"', "slug = 5")
    spoil(guides, "guides.toml", 'part = "both"', 'part = "pocket"')
    spoil(guides, "guides.toml", 'related = ["waiting-for-card", ', 'related = ["nothing", 7, ')
    spoil(guides, "guides.toml", "title = {", "titel = {")
    spoil(guides, "regions/520000.toml", 'code = "888888"', "code = 888888")
    with override(language):
        found = problems_of(guides)
    assert {(one.file, one.key) for one in found} == {
        ("topics.toml", "topic 1, name, zh"),
        ("guides.toml", "guide 1, part"),
        ("guides.toml", "guide 1, related 1"),
        ("guides.toml", "guide 1, related 2"),
        ("guides.toml", "guide 1, title"),
        ("guides.toml", "guide 1, titel"),
        ("guides.toml", "guide 10, slug"),
        ("regions/520000.toml", "rule 4, code"),
        # They answer to the guide that lost its name.
        ("regions/520000.toml", "answer 9, guide"),
        ("regions/general.toml", "answer 10, guide"),
    }
    assert [one.problem for one in found if "pocket" in one.problem]
    assert any(said in str(one) for one in found)


def test_a_guide_without_general_advice_is_refused(guides: Path) -> None:
    text = (guides / "regions" / "general.toml").read_text(encoding="utf-8")
    text = text.replace('guide = "close-card"', 'guide = "lost-card"')
    (guides / "regions" / "general.toml").write_text(text, encoding="utf-8")
    messages = "\n".join(map(str, problems_of(guides)))
    assert "close-card" in messages
    assert "lost-card" in messages


def test_what_is_no_toml_says_the_line(guides: Path) -> None:
    line = spoil(guides, "topics.toml", 'key = "fees"', "key = fees")
    (problem,) = problems_of(guides)
    assert (problem.file, problem.line) == ("topics.toml", line)


def test_a_missing_file_and_a_wrong_encoding_are_named(guides: Path) -> None:
    (guides / "sources.toml").unlink()
    (guides / "topics.toml").write_bytes("钱".encode("gb18030"))
    assert {one.file for one in problems_of(guides)} == {"sources.toml", "topics.toml"}


def test_the_check_at_the_start_reports_each_problem(
    guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(guides, "guides.toml", 'services = ["unlock"]', 'services = ["dance"]')
    monkeypatch.setattr(checks, "GUIDES_DIRECTORY", guides)
    (message,) = checks.check_guides()
    assert message.is_serious()
    assert "guides.toml" in message.msg
    assert "dance" in message.msg
    assert "unlock" in str(message.hint)


@examples(max_examples=60, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["guides.toml", "regions/520000.toml"]), data=st.data())
def test_no_file_makes_it_fail_otherwise(guides: Path, name: str, data: st.DataObject) -> None:
    original = (DATA / "guides" / name).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(original) - 1))
    end = data.draw(st.integers(start, min(len(original), start + 40)))
    typed = data.draw(st.sampled_from(["", "=", "[", '"', "1", "[[guide]]\n", "\x00", "é", "[]"]))
    path = guides / name
    path.write_text(original[:start] + typed + original[end:], encoding="utf-8")
    # A spoiled file may also still be right.
    with suppress(ContentError):
        load_library(guides, DATA / "reference")
