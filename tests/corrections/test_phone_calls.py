"""What came of a call, and what follows from it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User

from sites.corrections import ChangedMeanwhileError, call_sheet, record_call, sheet_order
from sites.models import CallResult, PhoneCall, PointChange, ServicePoint
from sites.phones.numbers import PhoneError
from tests.factories import MakePoint


def test_right(make_point: MakePoint, wang: User) -> None:
    point = make_point()
    call = record_call(point, CallResult.RIGHT, wang, called="47564298")
    assert (call.phone, call.called_by, call.result) == ("47564298", wang, "right")
    origin = point.provenance_of("phone")
    assert origin is not None
    assert (origin.verified_by, origin.locked) == ("wang", True)
    assert PhoneCall.objects.count() == 1


def test_wrong_and_put_right(make_point: MakePoint, wang: User) -> None:
    point = make_point()
    record_call(point, CallResult.CORRECTED, wang, called="47564298", right_number="023-4783 8915")
    point.refresh_from_db()
    assert point.phone == "47838915"
    assert PhoneCall.objects.get().phone == "47564298"


@pytest.mark.parametrize("result", [CallResult.NO_ANSWER, CallResult.WRONG])
def test_what_settles_nothing_changes_nothing(
    make_point: MakePoint, wang: User, result: CallResult, stored: Callable[[], str]
) -> None:
    point = make_point()
    before = stored()
    record_call(point, result, wang, called="47564298")
    assert stored() == before
    (row,) = call_sheet([point])
    assert [call.result for call in row.calls] == [result]


def test_what_is_refused_leaves_no_trace(
    make_point: MakePoint, wang: User, stored: Callable[[], str]
) -> None:
    point, silent = make_point(), make_point(phone="")
    before = stored()
    with pytest.raises(ChangedMeanwhileError) as caught:
        record_call(point, CallResult.RIGHT, wang, called="47838915")
    assert caught.value.phone == "47564298"
    with pytest.raises(ChangedMeanwhileError):
        record_call(silent, CallResult.RIGHT, wang, called="")
    for number in ("", "4756-4298"):
        with pytest.raises(ValueError, match="missing, or the same"):
            record_call(point, CallResult.CORRECTED, wang, called="47564298", right_number=number)
    with pytest.raises(PhoneError):
        record_call(point, CallResult.CORRECTED, wang, called="47564298", right_number="1")
    with pytest.raises(TypeError):
        record_call(point, CallResult.RIGHT, AnonymousUser(), called="47564298")
    assert stored() == before
    assert not PhoneCall.objects.exists()


def test_the_sheet_goes_town_by_town_and_forgets_calls_of_former_numbers(
    make_point: MakePoint, wang: User
) -> None:
    nowhere = make_point(name="a")
    second = make_point(name="b", town="shengquan")
    first = make_point(name="c", town="jijiang")
    record_call(nowhere, CallResult.NO_ANSWER, wang, called="47564298")
    record_call(nowhere, CallResult.CORRECTED, wang, called="47564298", right_number="47838915")
    rows = call_sheet(sheet_order(ServicePoint.objects.all()))
    assert [row.point for row in rows] == [first, second, nowhere]
    assert rows[2].calls == ()
    assert PointChange.objects.filter(point=nowhere).count() == 2
