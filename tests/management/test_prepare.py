"""What comes before serving: it makes an empty database ready, and leaves data alone ever after."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.importing.undo import undo_import
from sites.models import ImportRun, ServicePoint
from tests.factories import make_point
from tests.importing.dumps import everything
from tests.importing.killed import own_place
from tests.importing.tables import as_csv, real_rows, row

TABLE = str(settings.BASE_DIR / "data" / "service_points.csv")
DOORS = ("/", "/map/", "/api/v1/service-points/", "/api/v1/service-points/?format=geojson")
# Looks at the log, prepares once more, and counts before and after.
LOOK = """
import sys
import django
django.setup()
from django.core.management import call_command
from sites.models import ImportRun, LogHead, PointChange, ServicePoint

def count():
    print(ServicePoint.objects.filter(is_active=True).count(), "outlets,",
          ImportRun.objects.count(), "import,", PointChange.objects.count(), "changes,",
          LogHead.objects.get().length, "of them sealed")

count()
call_command("verify_history")
call_command("prepare", sys.argv[1])
count()
"""
pytestmark = pytest.mark.django_db(transaction=True)

Prepare = Callable[..., tuple[str, str]]


@pytest.fixture
def prepare(capsys: pytest.CaptureFixture[str]) -> Prepare:
    """Return a function that prepares and returns what was said on both channels."""

    def run(table: str = TABLE, **options: str) -> tuple[str, str]:
        capsys.readouterr()
        call_command("prepare", table, **options)
        return capsys.readouterr()

    return run


def served(client: Client) -> list[bytes]:
    """Return what residents and programs get, with what tells caches that it is new."""
    answers = [client.get(door) for door in DOORS]
    assert [answer.status_code for answer in answers] == [200] * len(DOORS)
    return [answer.content + answer["ETag"].encode() for answer in answers]


def test_an_empty_database_becomes_ready_and_a_ready_one_stays_as_it_is(prepare: Prepare) -> None:
    out, err = prepare()
    assert "Applied as import" in out
    assert not err
    assert ServicePoint.objects.filter(is_active=True).count() == 57
    assert ServicePoint.objects.filter(precision="town").count() == 56
    before = everything()
    out, err = prepare()
    assert "江津区 has outlets or had some" in out
    assert not err
    assert everything() == before


def test_what_has_happened_since_is_as_it_was_after_the_next_start(
    prepare: Prepare, tmp_path: Path, client: Client
) -> None:
    """The next notice, with a fifth more outlets and others' phones, and a person's correction."""
    prepare()
    rows = [*real_rows(), *(row(100 + n, address=f"油溪镇建新路{n}号") for n in range(20))]
    rows[4][3] = "47843999"
    path = tmp_path / "next.csv"
    path.write_text(as_csv(rows), encoding="utf-8")
    call_command("import_service_points", path)
    point = ServicePoint.objects.get(serial=14)
    # Where the address leads is not asked at a start, either.
    edit = Edit(point=point, values={"phone": "47695119", "address": "江津区白沙镇新沙路9号"})
    record([edit], Author.staff(User.objects.create_user("clerk")))
    before, seen = everything(), served(client)
    for _start in range(2):
        _out, err = prepare()
        assert not err
    assert everything() == before
    assert served(client) == seen
    assert ServicePoint.objects.filter(is_active=True).count() == 77
    assert ServicePoint.objects.get(serial=5).phone == "47843999"


@pytest.mark.parametrize("how", ["undone", "withdrawn", "added by hand"])
def test_a_region_that_has_a_past_gets_no_table(
    prepare: Prepare, how: str, reference_data: None
) -> None:
    if how == "added by hand":
        make_point(author=Author.staff(User.objects.create_user("clerk")))
    else:
        prepare()
    if how == "undone":
        undo_import(ImportRun.objects.get().pk)
    elif how == "withdrawn":
        edits = [Edit(point=one, values={"is_active": False}) for one in ServicePoint.objects.all()]
        record(edits, Author.staff(User.objects.create_user("clerk")))
    before = everything()
    out, _err = prepare()
    assert "江津区 has outlets or had some" in out
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "missing.csv"),
        ("a,b\n1,2\n", "服务网点全称"),
        (as_csv([row(1, phone="4769")]), "4769"),
        ("\0" * 100, ""),
    ],
)
def test_a_table_that_cannot_be_imported_keeps_nothing_from_starting(
    prepare: Prepare, tmp_path: Path, content: str | None, said: str
) -> None:
    path = tmp_path / "missing.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    out, err = prepare(str(path))
    assert "No table was imported" in err
    assert said in out + err
    assert ServicePoint.objects.count() == 0
    # Put right, it is imported at the next start: nothing ever was.
    prepare()
    assert ServicePoint.objects.count() == 57


def test_broken_reference_files_and_a_strange_region_keep_nothing_from_starting(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    prepare()
    before = everything()
    load = "sites.management.commands.load_reference_data.REFERENCE_DIRECTORY"
    monkeypatch.setattr(load, tmp_path)
    settings.DEFAULT_REGION = "999999"
    _out, err = prepare(region="500116")
    assert "regions.csv" in err
    assert "DEFAULT_REGION" in err
    assert "There is no region 999999" in err
    _out, err = prepare(region="110101")
    assert "There is no region 110101. Known regions: 500116" in err
    assert everything() == before


def test_broken_guides_keep_nothing_from_starting(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sites.guides.system_checks.GUIDES_DIRECTORY", tmp_path)
    _out, err = prepare()
    assert ".toml" in err
    assert ServicePoint.objects.count() == 57


def test_a_number_that_an_earlier_release_took_keeps_nothing_from_starting(
    prepare: Prepare, client: Client
) -> None:
    prepare()
    ServicePoint.objects.filter(serial=3).update(phone="110", phone_e164="", search_text="old")
    _out, err = prepare()
    assert not err
    assert ServicePoint.objects.get(serial=3).phone == "110"
    served(client)


@pytest.mark.parametrize("kept", ["in a database of its own", "in the state directory"])
def test_of_two_first_starts_at_once_one_sound_database_is_left(tmp_path: Path, kept: str) -> None:
    state = tmp_path / "new" / "state"
    with own_place(tmp_path) as place:
        place.environment["STATE_DIR"] = str(state)
        if kept == "in the state directory":
            # Nothing but the key is given: the directory and the embedded database are made.
            place.environment |= {"DATABASE_URL": "", "SECRET_KEY": "s" * 50}
        starts = [place.start("manage.py", "prepare", TABLE) for _ in range(2)]
        said = [start.communicate()[0] for start in starts]
        assert [start.returncode for start in starts] == [0, 0], said
        assert sorted("江津区已有网点" in text for text in said) == [False, True], said
        first, *said, second = place.run("-c", LOOK, TABLE).splitlines()
        assert first == second == "57 outlets, 1 import, 57 changes, 57 of them sealed"
        assert "修改记录完整：共 57 条" in said[0]
    keys = list(state.glob("secret_key*")) if state.exists() else []
    assert [key.name for key in keys] == (
        [] if "SECRET_KEY" in place.environment else ["secret_key"]
    )
