"""The process that reads a file: what ends it, and what is said then."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Thread

import orjson
import pytest
from django.test import override_settings
from django.utils import translation

from sites.importing.files import process
from sites.importing.files.bounds import PUBLIC, STAFF
from sites.importing.files.formats.refusal import Refusal
from sites.importing.files.process import ask
from sites.importing.files.read import examine, read_grids
from sites.importing.problems import TableError
from tests.importing.files.bombs import glutton, hog
from tests.importing.files.making import ROWS, pdf, xlsx


@pytest.fixture(autouse=True)
def places(tmp_path: Path) -> Iterator[None]:
    """Give each test the places of a server of its own."""
    with override_settings(STATE_DIR=tmp_path):
        yield


def processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_file_that_costs_minutes_is_ended_by_its_limit() -> None:
    before = processor_s()
    with pytest.raises(Refusal, match="takes too long"):
        ask("read", hog(), PUBLIC)
    assert processor_s() - before < PUBLIC.processor_s + 1


def test_a_file_that_needs_more_memory_than_there_is_is_refused() -> None:
    """With time enough to need it."""
    program = (
        "from dataclasses import replace\n"
        "from sites.importing.files import bounds\n"
        "from sites.importing.files.formats.__main__ import main\n"
        "bounds.NAMED['public'] = replace(bounds.PUBLIC, processor_s=300.0, memory=256 << 20)\n"
        "main('read', 'public')\n"
    )
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, check=True, capture_output=True, input=glutton())
    assert "far more than a table" in orjson.loads(said.stdout)["refusal"][0]["text"]


def test_a_process_that_does_not_end_is_ended() -> None:
    """Also where a system knows no limit of processor time."""
    with pytest.raises(Refusal, match="takes too long"):
        ask("read", hog(), replace(STAFF, most_s=1.0))


def test_the_limits_are_those_of_the_bounds() -> None:
    program = (
        "import os, resource, signal\n"
        "from sites.importing.files.bounds import PUBLIC\n"
        "from sites.importing.files.formats.__main__ import _limit\n"
        "nice = min(19, os.nice(0) + 10)\n"
        "_limit(PUBLIC)\n"
        "limits = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)\n"
        "print(*(resource.getrlimit(one)[1] for one in limits), os.nice(0) == nice,"
        "round(signal.getitimer(signal.ITIMER_PROF)[0], 1) == PUBLIC.processor_s)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert said.stdout.split() == [b"3", b"%d" % PUBLIC.memory, b"0", b"True", b"True"]


def test_the_process_knows_nothing_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its passwords nor Django; what it says is data."""
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@127.0.0.1/x")
    assert not {"SECRET_KEY", "DATABASE_URL"} & process._environment().keys()
    program = (
        "import sys, sites.importing.files.formats.__main__\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'django', 'pandas', 'numpy', 'openpyxl', 'lxml', 'pickle'}))"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert said.stdout.strip() == b""


def test_the_answer_of_the_process_is_data() -> None:
    command = [sys.executable, "-m", process._MODULE, "read", "public"]
    said = subprocess.run(command, check=True, capture_output=True, input=xlsx(ROWS))
    [table] = orjson.loads(said.stdout)["found"]
    assert table["rows"] == list(map(list, ROWS))
    assert table["name"] == {"text": "sheet %(name)s", "values": {"name": "Sheet"}}
    said = subprocess.run(command, check=True, capture_output=True, input=b"GIF8 and so on")
    assert orjson.loads(said.stdout)["refusal"][0]["text"] == "This is a picture, not a table."


@pytest.mark.parametrize(("language", "name"), [("en", "page 1"), ("zh-hans", "第 1 页")])
def test_what_it_says_is_translated_by_who_asked(language: str, name: str) -> None:
    with translation.override(language):
        assert read_grids(pdf())[0].name == name
        with pytest.raises(TableError) as refusal:
            read_grids(b"GIF8 and so on")
    assert ("picture" in refusal.value.problem) is (language == "en")


def test_further_files_wait_for_a_moment_and_are_then_asked_to_come_again() -> None:
    bounds = replace(PUBLIC, wait_s=0.1)
    with ExitStack() as taken:
        for _place in range(PUBLIC.at_once):
            place = process._free_place(bounds)
            assert place is not None
            taken.enter_context(place)
        assert process._free_place(bounds) is None
        with pytest.raises(Refusal, match="busy"):
            ask("look", xlsx(ROWS), bounds)
        # Those who work here have places of their own.
        assert ask("look", xlsx(ROWS), STAFF) == []
    assert ask("look", xlsx(ROWS), bounds) == []


def test_no_more_threads_wait_than_a_server_can_spare() -> None:
    """Who would be one too many is told at once, and not after a wait."""
    bounds = replace(PUBLIC, wait_s=600.0)
    said: list[str] = []

    def read() -> None:
        try:
            ask("look", xlsx(ROWS), bounds)
            said.append("read")
        except Refusal as refusal:
            said.append(refusal.problem.text)

    with ExitStack() as taken:
        for _place in range(PUBLIC.at_once):
            place = process._free_place(bounds)
            assert place is not None
            taken.enter_context(place)
        threads = [Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        while len(said) < 8 - PUBLIC.at_once - process._WAITING:
            os.sched_yield()
        assert {*said} == {"The server is busy reading other files."}
    for thread in threads:
        thread.join()
    assert said.count("read") == PUBLIC.at_once + process._WAITING


def test_a_server_that_cannot_write_reads_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with override_settings(STATE_DIR=tmp_path / "file"):
        assert read_grids(xlsx(ROWS))[0].rows == list(map(list, ROWS))


def test_a_short_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr("sites.importing.files.read.ask", refuse)
    assert read_grids("序号,名称\n1,甲\n".encode())[0].rows == [["序号", "名称"], ["1", "甲"]]
    examine("序号\t名称\n1\t甲\n".encode("utf-16"))
    for content in (xlsx(ROWS), pdf(), b"<table><tr><td>1</table>", b"a,b\n" * 300_000):
        with pytest.raises(AssertionError):
            read_grids(content)


def test_nobody_starts_a_process_for_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sites.importing.files.read.ask", lambda *_: pytest.fail("started"))
    with pytest.raises(TableError, match="1 MB"):
        read_grids(b"PK\x03\x04" * PUBLIC.content, PUBLIC)
