"""The pages' style sheet is written by topic and sent as one file."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

from sites.web import styles


def test_every_topic_is_in_the_one_file_once_and_in_order() -> None:
    assert {path.stem for path in styles.FOLDER.glob("*")} == set(styles.TOPICS)
    found = finders.find(styles.NAME)
    assert isinstance(found, str)
    text = Path(found).read_text(encoding="utf-8")
    topics = [(styles.FOLDER / f"{one}.css").read_text(encoding="utf-8") for one in styles.TOPICS]
    assert [text.count(topic) for topic in topics] == [1] * len(topics)
    places = [text.index(topic) for topic in topics]
    assert places == sorted(places)
    assert finders.find(styles.NAME, find_all=True) == [found]


def test_what_is_edited_is_seen_at_the_next_look(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = finders.find(styles.NAME)
    assert isinstance(found, str)
    for topic in styles.TOPICS:
        (tmp_path / f"{topic}.css").write_text(f"/* {topic} */\n", encoding="utf-8")
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    made = styles._join(tmp_path / "made")
    assert made.read_text(encoding="utf-8").startswith("/* tokens */\n\n/* frame */")
    untouched = made.stat().st_mtime_ns
    assert styles._join(tmp_path / "made").stat().st_mtime_ns == untouched
    (tmp_path / "map.css").write_text("/* another */\n", encoding="utf-8")
    assert "another" in styles._join(tmp_path / "made").read_text(encoding="utf-8")
    # Nothing but the file: no leftovers of writing it.
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_it_is_collected_under_a_name_that_changes_with_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    ignored = ["admin", "redoc", "rest_framework", "drf_spectacular_sidecar", "js_lib_leaflet"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=ignored)
    names = sorted(path.name for path in (tmp_path / "service_sites").glob("*.css"))
    assert [name for name in names if re.fullmatch(r"site\.[0-9a-f]{12}\.css", name)]
    assert not [name for name in names if name.partition(".")[0] in styles.TOPICS]
