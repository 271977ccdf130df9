import csv
import io

import pytest
from django.contrib.auth.models import User

from sites.importing.compare import compare_table
from sites.importing.plan import Plan
from sites.importing.plan_report import CSV_COLUMNS, as_text, write_csv
from sites.models import Region, ServicePoint
from tests.factories import say
from tests.importing.tables import Cells, real_rows, row, table_of


@pytest.fixture
def plan(real_points: None, clerk: User) -> Plan:
    say(clerk, 20, phone="47648876")
    rows = real_rows()
    rows[13][3] = "4769"
    rows[19][3] = "47648877"
    rows[48][1] = "农商行油溪分理处"
    rows[33][3] = "=47532912"
    return plan_of([*rows[:-1], row(57, "招商银行双福支行", "双福街道学府路1号", "47831999")])


def plan_of(rows: list[Cells]) -> Plan:
    return compare_table(table_of(rows), Region.objects.get())


def test_the_text_has_errors_warnings_changes_and_totals(plan: Plan) -> None:
    text = as_text(plan)
    assert "row 15 (14 广兴镇劳动就业和社会保障服务所), 联系电话 “4769”: " in text
    assert "row 41 三峡银行江津支行: " in text
    assert "added  57  招商银行双福支行" in text
    assert "removed  57  光大银行江津支行" in text
    assert "renamed  49  农商行油溪分理处\n    Name: 农商行油溪支行 → 农商行油溪分理处" in text
    assert "conflict: Phone: 47648876 → 47648877" in text
    assert "kept because of a row with errors  14  广兴镇" in text
    assert text.endswith(
        "added 1, changed 1, removed 1, unchanged 52, conflict 1, "
        "kept because of a row with errors 2"
    )
    assert "工商银行双福支行" not in text


def test_the_text_names_what_codes_mean_and_the_table_for_machines_keeps_them(
    real_points: None,
) -> None:
    changed = ServicePoint.objects.get(serial=20)
    header = ["序号", "名称", "地址", "电话", "服务项目", "运营机构", "镇街"]
    town = changed.town
    assert town is not None
    cells = ["20", changed.name, changed.address, changed.phone, "补卡", "浦发银行", "白沙镇"]
    made = compare_table(table_of([cells], header), Region.objects.get())
    text = as_text(made)
    assert "Services: 补办换卡、解锁、重置密码、激活 → 补办换卡\n" in text
    assert f"Town: {town.name} → 白沙镇" in text
    assert f"Operator: {changed.operator.name} → 浦发银行" in text
    file = io.StringIO()
    write_csv(made, file)
    assert "reissue|unlock|activation,reissue" in file.getvalue()
    assert "spdb" in file.getvalue()


def test_a_long_text_refers_to_the_report(real_points: None) -> None:
    rows = [row(number, address=f"油溪镇建新路{number}号") for number in range(100, 400)]
    text = as_text(plan_of(rows))
    assert "… and 279 more: --report FILE writes them all." in text
    assert text.count("added  ") == 20
    # What is taken away is named in full.
    assert text.count("removed  ") == 56


def test_long_lists_of_warnings_and_errors_end(real_points: None) -> None:
    without_phone = [
        row(number, address=f"油溪镇建新路{number}号", phone="") for number in range(100, 150)
    ]
    assert "… and 80 more: --report" in as_text(plan_of(without_phone))
    bad = [row(number, address=f"油溪镇建新路{number}号", phone="4") for number in range(1, 212)]
    assert "… and 11 more: --report" in as_text(plan_of(bad))


def test_the_report_has_a_line_per_difference_and_no_formula(plan: Plan) -> None:
    file = io.StringIO()
    write_csv(plan, file)
    assert file.getvalue().startswith("\ufeff")
    lines = list(csv.DictReader(io.StringIO(file.getvalue().removeprefix("\ufeff"))))
    assert tuple(lines[0]) == CSV_COLUMNS
    errors = [line for line in lines if line["outcome"] == "error"]
    assert [(line["row"], line["serial"]) for line in errors] == [("15", "14"), ("35", "34")]
    assert errors[0]["name"] == "广兴镇劳动就业和社会保障服务所"
    assert errors[1]["old"] == "'=47532912"
    assert errors[1]["remedy"]
    assert [line for line in lines if line["outcome"] == "changed"] == [
        {
            **dict.fromkeys(CSV_COLUMNS, ""),
            "outcome": "changed",
            "row": "50",
            "serial": "49",
            "name": "农商行油溪分理处",
            "field": "name",
            "old": "农商行油溪支行",
            "new": "农商行油溪分理处",
        }
    ]
    (conflict,) = (line for line in lines if line["outcome"] == "conflict")
    assert (conflict["field"], conflict["old"], conflict["new"]) == (
        *("phone", "47648876", "47648877"),
    )
    assert sum(line["outcome"] == "unchanged" for line in lines) == 52
