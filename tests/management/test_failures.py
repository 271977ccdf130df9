"""Whatever surrounds a command may fail: then it says so in a sentence, in every command."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sites.management import commands
from tests.importing.killed import own_place
from tests.importing.tables import as_csv, real_rows
from tests.migrations.earlier import migrate_as_before, opened

TABLE = str(settings.BASE_DIR / "data" / "service_points.csv")
HOURS = str(Path(__file__).parents[1] / "hours" / "data" / "third_texts.csv")
SECRET = "a-long-random-text-that-only-this-test-knows-0123456789-abcdefghij"
# What a command needs to be told; a new one that needs something has to be added.
ARGUMENTS = {
    "changepassword": ["li"],
    "forget_second_factor": ["li"],
    "import_positions": [TABLE, "--datum", "wgs84", "--user", "li"],
    "import_service_points": [TABLE],
    "issue_token": ["x", "--scope", "phone", "--region", "500116"],
    "prepare": [TABLE],
    "read_hours": [HOURS],
    "revoke_token": ["x"],
    "undo_import": ["1"],
    "worker": ["--batch", "--no-startup-delay"],
}
# They ask none, so that none can be missing.
WITHOUT_DATABASE = {"read_hours"}
OURS = {
    path.stem: [path.stem, *ARGUMENTS.get(path.stem, [])]
    for path in sorted(Path(commands.__path__[0]).glob("[a-z]*.py"))
}
DJANGOS = {
    words[0]: words
    for words in (
        ["axes_reset"],
        ["check", "--database", "default"],
        ["clearsessions"],
        ["collectstatic", "--noinput", "--dry-run"],
        ["createsuperuser", "--noinput", "--username", "x", "--email", "x@example.org"],
        ["dumpdata"],
        ["flush", "--noinput"],
        ["migrate", "--verbosity", "0"],
        ["prune_db_task_results"],
        ["remove_stale_contenttypes", "--noinput"],
        ["showmigrations", "--plan"],
    )
}
ALL = OURS | DJANGOS


@dataclass(frozen=True)
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def is_sentence(self) -> bool:
        """Whether it failed with one line and nothing for programmers."""
        return self.code == 1 and len(self.err.strip().splitlines()) == 1


def run_all(lines: dict[str, list[str]], **environment: str) -> dict[str, Said]:
    """Run command lines in an environment, each in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("many_commands.py"))],
        input=json.dumps(list(lines.values())),
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SUPERUSER_PASSWORD": "a long enough one", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found = {name: Said(*one) for name, one in zip(lines, json.loads(ran.stdout), strict=True)}
    for name, said in found.items():
        assert "Traceback" not in said.err + said.out, (name, said)
        assert said.code in {0, 1}, (name, said)
        assert "secret" not in said.err, (name, said)
    return found


def done(found: dict[str, Said]) -> set[str]:
    return {name for name, said in found.items() if said.code == 0}


def all_say(found: dict[str, Said], *words: str) -> None:
    """Check that all failed with one sentence that has one of the words."""
    for name, said in found.items():
        assert said.is_sentence, (name, said)
        assert any(word in said.err for word in words), (name, said)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the environment of a database that is ready, with two outlets."""
    folder = tmp_path_factory.mktemp("ready")
    path = folder / "two.csv"
    path.write_text(as_csv(real_rows()[:2]), encoding="utf-8")
    with own_place(folder) as found:
        found.run("manage.py", "prepare", path)
        yield found.environment


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[dict[str, str]]:
    with own_place(tmp_path) as found:
        yield found.environment


def test_every_command_runs_where_nothing_is_wrong(place: dict[str, str]) -> None:
    """So that below it is the failure that they tell of."""
    lines = {name: words for name, words in ALL.items() if name != "flush"}
    found = run_all(lines, **place)
    failed = {name: said.err for name, said in found.items() if said.code}
    # There is no such person.
    expected = {"changepassword", "forget_second_factor", "import_positions"}
    assert failed.keys() == expected, failed
    assert all(found[name].is_sentence for name in expected), failed


@pytest.mark.django_db
def test_in_a_database_without_this_release(empty: dict[str, str]) -> None:
    with opened(empty["DATABASE_URL"]) as database:
        migrate_as_before(database, "0007_provider_failures")
    lines = {name: words for name, words in OURS.items() if name != "prepare"}
    found = run_all(lines, **empty)
    assert all(said.code == 0 or said.is_sentence for said in found.values()), found
    for name in ("verify_history", "worker"):
        assert "数据库还没有为本版本准备好" in found[name].err
    assert done(run_all({"prepare": OURS["prepare"]}, **empty)) == {"prepare"}


def test_in_a_database_without_data(empty: dict[str, str]) -> None:
    assert done(run_all({"migrate": ALL["migrate"]}, **empty)) == {"migrate"}
    found = run_all({name: words for name, words in OURS.items() if name != "prepare"}, **empty)
    # In the order of their names: half of them are done before there are regions.
    assert done(found) == {"load_reference_data", "verify_history", "worker", *WITHOUT_DATABASE}
    failed = {name: said for name, said in found.items() if said.code}
    assert all(said.is_sentence for said in failed.values()), failed
    for name in ("export_positions", "geocode", "import_service_points", "issue_token"):
        assert "manage.py load_reference_data" in failed[name].err


@pytest.mark.parametrize("how", ["no server", "no folder", "no database"])
def test_without_a_database(how: str, tmp_path: Path) -> None:
    url = {
        "no server": "postgres://u:secret@127.0.0.1:1/x",
        "no folder": f"sqlite:///{tmp_path}/missing/x.sqlite3",
        "no database": f"sqlite:///{tmp_path}/text.sqlite3",
    }[how]
    (tmp_path / "text.sqlite3").write_text("this is no database" * 100, encoding="utf-8")
    if how == "no database" and connection.vendor == "postgresql":
        server = connection.get_connection_params()
        url = f"postgres://{server['user']}@{server['host']}:{server['port']}/there_is_no_such"
    # Only of a file is it looked at what it can do.
    without = {"collectstatic", *WITHOUT_DATABASE}
    if url.startswith("postgres"):
        without.add("check")
    lines = {name: words for name, words in ALL.items() if name not in without}
    found = run_all(lines, DATABASE_URL=url, STATE_DIR=str(tmp_path))
    all_say(found, "数据库没有应答", "数据库文件不能使用")
    assert all("DATABASE_URL" in said.err for said in found.values())


def test_in_a_database_that_can_only_be_read(place: dict[str, str]) -> None:
    url = place["DATABASE_URL"]
    if connection.vendor == "postgresql":
        url += "?options=-c%20default_transaction_read_only%3Don"
    else:
        url = f"sqlite:///file:{url.removeprefix('sqlite:///')}%3Fmode=ro"
    environment = place | {"DATABASE_URL": url}
    # What only reads is done; what would write says why it does not.
    found = run_all(ALL, **environment)
    assert {"export_positions", "verify_history", "check", "dumpdata"} <= done(found)
    writing = {
        "import": ["import_service_points", TABLE],
        "token": ["issue_token", "y", "--scope", "phone", "--region", "500116"],
        "user": ["createsuperuser", "--noinput", "--username", "y", "--email", "y@example.org"],
        "sessions": ["clearsessions"],
    }
    all_say(run_all(writing, **environment), "只能读取")


@pytest.mark.parametrize(
    ("how", "secret"), [("a file", ""), ("in a file", SECRET), ("nowhere", SECRET)]
)
def test_where_nothing_can_be_kept(how: str, secret: str, tmp_path: Path) -> None:
    """Also for root, who may write everywhere: a directory there cannot be."""
    file = tmp_path / "file"
    file.touch()
    state = {"a file": file, "in a file": file / "state", "nowhere": Path("/dev/null")}[how]
    found = run_all(ALL, STATE_DIR=str(state), SECRET_KEY=secret)
    all_say(found, f"STATE_DIR={state}")


def test_a_database_elsewhere_needs_no_directory(place: dict[str, str], tmp_path: Path) -> None:
    """With its key from outside, a stateless machine has nothing to keep."""
    (tmp_path / "file").touch()
    elsewhere = place | {"STATE_DIR": str(tmp_path / "file"), "SECRET_KEY": SECRET}
    lines = {name: OURS[name] for name in ("verify_history", "export_positions")}
    assert done(run_all(lines, **elsewhere)) == lines.keys()


@pytest.mark.parametrize(
    "variables",
    [
        {"DEFAULT_REGION": "江津"},
        {"DEFAULT_REGION": "５００１１６"},
        {"DEBUG": "perhaps"},
        {"DATABASE_URL": "mysql//u:secret@h"},
        {"TILE_LAYER": "tianditu"},
    ],
)
def test_with_settings_that_cannot_be(variables: dict[str, str], tmp_path: Path) -> None:
    found = run_all(ALL, STATE_DIR=str(tmp_path), **variables)
    all_say(found, *variables)
    assert not any(
        words in said.err for said in found.values() for words in ("Give", "Not a", "Must")
    )


def test_with_a_region_that_is_not_stored(place: dict[str, str]) -> None:
    lines = {
        name: words
        for name, words in OURS.items()
        if name in {"export_positions", "geocode", "import_positions", "import_service_points"}
    }
    found = run_all(lines, **place, DEFAULT_REGION="110101")
    all_say(found, "没有区县 110101。已有区县：500116")
    started = run_all({"prepare": [*OURS["prepare"], "--region", "500116"]}, **place)
    assert done(started) == {"prepare"}
    (said,) = run_all({"prepare": OURS["prepare"]}, **place, DEFAULT_REGION="110101").values()
    assert said.code == 0
    assert "DEFAULT_REGION" in said.err


# Reading it fails for everybody, whoever may open it.
_UNREADABLE = "/proc/self/mem"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[list[str]]:
    """Return the names of what cannot be read as a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket"))
        yield [
            *(str(tmp_path), str(tmp_path / "missing.csv"), str(pipe), str(tmp_path / "socket")),
            *(f"{TABLE}/x.csv", "/dev/null", _UNREADABLE, "x" * 300, "bad\udcff.csv"),
        ]


def test_with_files_that_cannot_be_read(place: dict[str, str], files: list[str]) -> None:
    lines = {
        f"{command} {file}": words
        for file in files
        for command, words in {
            "import": ["import_service_points", file],
            "positions": ["import_positions", file, "--datum", "wgs84", "--dry-run"],
            "reference": ["load_reference_data", "--directory", file],
        }.items()
        # A directory without the files is told file by file.
        if (command, file) != ("reference", files[0])
    }
    found = run_all(lines, **place)
    for name, said in found.items():
        assert said.is_sentence, (name, said)
        assert "No such" not in said.err, (name, said)
    assert "没有这个文件或目录" in found[f"import {files[1]}"].err
    starting = {file: ["prepare", file] for file in files[:3]}
    assert done(run_all(starting, **place)) == starting.keys()


def test_with_files_that_cannot_be_written(place: dict[str, str], files: list[str]) -> None:
    lines = {
        f"{command} {file}": words
        for file in (files[0], f"{TABLE}/x.csv", "/proc/x.csv", "x" * 300)
        for command, words in {
            "export": ["export_positions", "--output", file],
            "report": ["import_service_points", TABLE, "--report", file],
            "dump": ["dumpdata", "--output", file],
        }.items()
    }
    for name, said in run_all(lines, **place).items():
        assert said.is_sentence, (name, said)


def test_whoever_reads_code_gets_a_traceback(tmp_path: Path) -> None:
    line = [sys.executable, "manage.py", "migrate", "--traceback"]
    ran = subprocess.run(
        line,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "STATE_DIR": "/dev/null"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr


def test_on_an_empty_database(empty: dict[str, str]) -> None:
    ready = {
        "migrate",
        "prepare",
        "check",
        "collectstatic",
        "showmigrations",
        "flush",
    } | WITHOUT_DATABASE
    lines = {name: words for name, words in ALL.items() if name not in ready}
    found = run_all(lines, **empty)
    all_say(found, "数据库还没有为本版本准备好")
    assert all("manage.py migrate" in said.err for said in found.values())
    found = run_all({name: ALL[name] for name in sorted(ready)}, **empty)
    assert done(found) == ready
