import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import ImportRun, ServicePoint

pytestmark = pytest.mark.usefixtures("real_points")


def test_an_import_is_undone(capsys: pytest.CaptureFixture[str]) -> None:
    number = ImportRun.objects.get().pk
    call_command("undo_import", str(number))
    assert f"Import {number} is undone: 57 outlets restored." in capsys.readouterr().out
    assert not ServicePoint.objects.filter(is_active=True).exists()
    with pytest.raises(CommandError, match="undone already"):
        call_command("undo_import", str(number))


def test_later_changes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    number = ImportRun.objects.get().pk
    point = ServicePoint.objects.get(serial=14)
    author = Author.staff(User.objects.create_user("clerk"))
    record([Edit(point=point, values={"phone": "47695119"})], author)
    line = "广兴镇劳动就业和社会保障服务所, Phone: now “47695119”, set by clerk"
    with pytest.raises(CommandError) as failure:
        call_command("undo_import", str(number))
    assert line in str(failure.value)
    call_command("undo_import", str(number), keep_later_changes=True)
    assert line in capsys.readouterr().out
    assert ServicePoint.objects.get(is_active=True) == point
