from hypothesis import given, settings
from hypothesis import strategies as st

from sites.importing.check import check_table
from sites.importing.compare import stored_points
from sites.importing.context import RegionContext
from sites.importing.match import match_rows, points_of_bad_rows
from sites.models import Region, ServicePoint
from tests.importing.tables import Cells, real_rows, row, table_of


def matched(*rows: Cells) -> list[str | None]:
    """Return the stored name of each row's outlet."""
    region = Region.objects.get()
    checked = check_table(table_of(rows), RegionContext.load(region))
    assert checked.errors == ()
    found = match_rows(checked.rows, stored_points(region)).found
    return [found[row.number].name if row.number in found else None for row in checked.rows]


def changed(number: int, /, **cells: str) -> Cells:
    """Return a real row with other cells."""
    old = dict(zip(("serial", "name", "address", "phone"), real_rows()[number - 1], strict=True))
    return list((old | cells).values())


def test_a_renumbered_table_keeps_every_outlet(real_points: None) -> None:
    rows = real_rows()

    @settings(max_examples=15)
    @given(st.permutations(range(1, 58)))
    def serials_do_not_matter(serials: list[int]) -> None:
        pairs = zip(serials, rows, strict=True)
        renumbered = [[str(serial), *cells[1:]] for serial, cells in pairs]
        assert matched(*renumbered) == [cells[1] for cells in rows]

    serials_do_not_matter()


def test_a_row_in_front_shifts_serials_and_nothing_else(real_points: None) -> None:
    new = row(1, "招商银行双福支行", "双福街道学府路1号", "47831999")
    shifted = [[str(int(cells[0]) + 1), *cells[1:]] for cells in real_rows()]
    assert matched(new, *shifted) == [None, *(cells[1] for cells in real_rows())]


def test_name_alone_is_enough(real_points: None) -> None:
    moved = changed(49, serial="99", address="油溪镇大桥路1号", phone="47880000")
    assert matched(moved) == ["农商行油溪支行"]


def test_phone_and_address_together_find_a_renamed_outlet(real_points: None) -> None:
    assert matched(changed(49, serial="99", name="农商行油溪分理处")) == ["农商行油溪支行"]


def test_an_address_alone_does_not(real_points: None) -> None:
    # Rows 26 and 50 share their address.
    other = changed(50, serial="99", name="农商行珞璜支行", phone="47633000")
    assert matched(other) == [None]


def test_a_phone_alone_does_not(real_points: None) -> None:
    other = changed(49, serial="99", name="农商行油溪二支行", address="油溪镇大桥路1号")
    assert matched(other) == [None]


def test_a_serial_counts_where_something_else_agrees(real_points: None) -> None:
    same_phone = changed(49, name="农商行油溪镇分理处", address="油溪镇大桥路1号")
    same_address = changed(51, name="农商行双福新区分理处", phone="47831999")
    similar_name = changed(
        15,
        name="嘉平镇劳动就业和社会保障服务所",
        address="嘉平镇嘉华路1号",
        phone="61060000",
    )
    assert matched(same_phone, same_address, similar_name) == [
        "农商行油溪支行",
        "农商行双福支行",
        "嘉平镇劳动就业和社会保险服务所",
    ]


def test_a_serial_alone_turns_no_outlet_into_another(real_points: None) -> None:
    # Each has the serial of another outlet: of the same operator and a very similar name in
    # another town, of another operator at the same address, of the same operator and town.
    other_town = changed(53, name="邮政公司支坪邮政所", address="支坪镇仁兴路1号", phone="47623000")
    other_operator = changed(26, name="工商银行珞璜支行", phone="47633000")
    same_town = changed(
        43, name="工商银行时代广场支行", address="双福街道津马大道1号", phone="47263000"
    )
    assert matched(other_town, other_operator, same_town) == [None, None, None]


def test_an_outlet_that_was_removed_is_recognised_when_it_returns(real_points: None) -> None:
    ServicePoint.objects.filter(serial=49).update(is_active=False)
    assert matched(changed(49, serial="60")) == ["农商行油溪支行"]
    assert matched(changed(49, name="农商行油溪分理处")) == ["农商行油溪支行"]
    # By serial alone the removed one is not meant, even if it is similar.
    assert matched(changed(49, name="农商行油溪二支行", phone="47880000")) == [None]


def test_an_active_outlet_comes_before_a_removed_one_of_the_same_name(real_points: None) -> None:
    removed = ServicePoint.objects.get(serial=49)
    removed.pk, removed.public_id = None, "00000000-0000-4000-8000-000000000000"
    removed.is_active, removed.serial = False, 77
    removed.save()
    region = Region.objects.get()
    checked = check_table(table_of([changed(49, serial="77")]), RegionContext.load(region))
    found = match_rows(checked.rows, stored_points(region)).found
    assert found[2].is_active


def test_of_outlets_with_one_name_the_address_decides(real_points: None) -> None:
    ServicePoint.objects.filter(serial__in=[49, 51]).update(name="农商行支行")
    rows = [
        changed(51, serial="49", name="农商行支行"),
        changed(49, serial="51", name="农商行支行"),
    ]
    region = Region.objects.get()
    checked = check_table(table_of(rows), RegionContext.load(region))
    found = match_rows(checked.rows, stored_points(region)).found
    assert [found[number].serial for number in (2, 3)] == [51, 49]


def test_a_row_with_an_error_is_meant_for_whom_any_of_its_cells_names(real_points: None) -> None:
    region = Region.objects.get()
    serials = {point.pk: point.serial for point in ServicePoint.objects.all()}
    table = table_of(
        [
            ["49", "", "", ""],
            ["", "工商银行双福支行", "", ""],
            ["", "", "", "023-47381234x"],
            ["", "", "支坪镇仁兴路55号", ""],
            ["", "", " 重庆市江津区支坪镇仁兴路55号", ""],
            ["", "", "", "023 47645832"],
        ]
    )
    found = points_of_bad_rows(table.rows, stored_points(region), "023")
    assert {serials[pk] for pk in found} == {49, 43, 30, 22}
