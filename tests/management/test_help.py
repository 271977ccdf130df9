"""What commands say of themselves, in the language of what they print."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import load_command_class
from django.utils import translation

from sites.management import base, commands

NAMES = sorted(path.stem for path in Path(commands.__path__[0]).glob("[a-z]*.py"))
_HAN = re.compile("[一-鿿]")


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_of_every_command_is_explained(name: str) -> None:
    command = load_command_class("sites", name)
    assert isinstance(command, base.Command)
    parser = command.create_parser("manage.py", name)
    assert _HAN.search(parser.description or "")
    for action in parser._actions:
        # Python's own gettext says it, where the command is run from the command line.
        if "--help" not in action.option_strings:
            assert action.help, action
            assert _HAN.search(action.help), action.help


def manage(*words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_help_has_no_word_of_english_but_names() -> None:
    shown = manage("import_service_points", "--help")
    assert shown == manage("help", "import_service_points")
    for words in ("用法：", "参数", "选项", "显示本帮助并退出", "显示版本号并退出"):
        assert words in shown
    formats = ("CSV", "TSV", "粘贴", "XLSX", "XLS", "XLSB", "ODS", "DOCX", "HTML", "XML", "PDF")
    described = shown.partition("参数")[2].partition("选项")[0]
    assert [one for one in formats if one not in described] == []
    for words in ("usage", "options", "show this", "exit"):
        assert words not in shown


def test_a_wrong_command_line_is_told_in_the_same_language() -> None:
    assert "缺少参数：file" in manage("import_service_points")
    assert "没有这样的参数：--nix" in manage("verify_history", "--nix")
    assert "没有 'x' 这一选项" in manage("geocode", "--only", "x")
    assert "“abc”不是整数" in manage("undo_import", "abc")
    assert "“xx”不在可选值之内：wgs84, gcj02, bd09" in manage(
        "import_service_points", "x.csv", "--datum", "xx"
    )
    assert "没有“foo”这个命令" in manage("foo")
