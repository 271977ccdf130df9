"""Kill a process in the middle of what a member of staff saves, after each statement that writes.

Run by `test_faults.py` over an empty database that has all tables; prints what became of the data
as JSON. Every attempt is made by a process of its own that is forked from this one.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django comes first
from django.core import serializers  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from sites.changes.author import Author  # noqa: E402
from sites.changes.load_reference import load_reference_data  # noqa: E402
from sites.changes.log import inspect_log  # noqa: E402
from sites.changes.record import Edit, record  # noqa: E402
from sites.models import (  # noqa: E402
    ChangedField,
    DataVersion,
    LogHead,
    PointChange,
    ServicePoint,
    Town,
)
from tests.desk.conftest import agreeing, page_data  # noqa: E402
from tests.factories import make_point, make_staff  # noqa: E402

AFTER_COMMIT = -1
WRITES = ("INSERT", "UPDATE", "DELETE")


def dump() -> str:
    """Return all public data, their log and their version as one text."""
    models = (ServicePoint, ServicePoint.services.through, PointChange, ChangedField)
    rows = [
        row for model in (*models, LogHead, DataVersion) for row in model.objects.order_by("pk")
    ]
    return str(serializers.serialize("json", rows))


def prepared() -> ServicePoint:
    """Return an outlet that a person has corrected once."""
    load_reference_data()
    user = make_staff("li", superuser=True)
    point = make_point(town="youxi")
    corrected = {"town": "baisha", "address": "白沙镇新沙路1号", "phone": "47838915"}
    record([Edit(point=point, values=corrected)], Author.staff(user))
    return point


def acts(point: ServicePoint) -> Iterator[tuple[str, Callable[[Client], tuple[str, Any]]]]:
    """Yield what is done: the address and the form of a save, and of taking a change back."""

    def save(client: Client) -> tuple[str, Any]:
        url = f"/desk/service_sites/servicepoint/{point.pk}/change/"
        town = Town.objects.get(key="jijiang").pk
        changed = {"phone": "47212963", "town": town, "services": ["activation"], "serial": 2}
        sent = page_data(client, url) | changed
        return url, agreeing(client.post(url, sent), sent)

    def revert(client: Client) -> tuple[str, Any]:
        change = PointChange.objects.order_by("pk")[1]
        url = f"/desk/service_sites/pointchange/{change.pk}/revert/"
        return url, {"fields": ["town", "address", "phone"], "seen": DataVersion.current()}

    yield "save", save
    yield "revert", revert


def attempt(act: Callable[[Client], tuple[str, Any]], deadly: int) -> None:
    """Do it, and die after that many writes of public data, or right after the commit."""
    client = Client()
    client.force_login(User.objects.get())
    url, data = act(client)
    writes = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal writes
        answer = execute(sql, params, many, context)
        if sql.lstrip().startswith(WRITES) and "service_sites_" in sql:
            writes += 1
            if writes == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        return answer

    if deadly == AFTER_COMMIT:
        raw: Any = connection
        commit = raw._commit  # what ends every transaction
        # The session's own transactions are over by now.

        def commit_and_die() -> None:
            commit()
            os.kill(os.getpid(), signal.SIGKILL)

        raw._commit = commit_and_die
    with connection.execute_wrapper(count):
        response = client.post(url, data)
    os._exit(0 if response.status_code == 302 else 1)


def is_killed(act: Callable[[Client], tuple[str, Any]], deadly: int) -> bool:
    """Let a process of its own do it; return whether it was killed on the way."""
    connection.close()
    if (child := os.fork()) == 0:
        try:
            attempt(act, deadly)
        finally:
            os._exit(2)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status) != 0:
        sys.exit(f"it failed by itself at {deadly}: {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def write_together(point: ServicePoint) -> None:
    """Let four processes add to the log at the same time."""
    connection.close()
    children = []
    for number in range(4):
        if (child := os.fork()) == 0:
            try:
                for round_ in range(5):
                    mine = ServicePoint.objects.get(pk=point.pk)
                    edit = Edit(point=mine, values={"note": f"{number} {round_}"})
                    record([edit], Author.geocoder(f"writer {number}"))
                os._exit(0)
            finally:
                os._exit(2)
        children.append(child)
    for child in children:
        _pid, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"a writer failed: {status}")


def main() -> None:
    """Try everything and print what was seen."""
    setup_test_environment()
    point = prepared()
    seen: dict[str, Any] = {}
    for name, act in acts(point):
        before, deadly = dump(), 1
        while is_killed(act, deadly):
            if dump() != before:
                sys.exit(f"{name}: something of a killed request stayed at {deadly}")
            deadly += 1
        after = dump()
        seen[name] = {"kills": deadly - 1, "changed": after != before}
    before = dump()
    client_note = "47331131"

    def last_save(client: Client) -> tuple[str, Any]:
        url = f"/desk/service_sites/servicepoint/{point.pk}/change/"
        return url, page_data(client, url) | {"phone": client_note}

    is_killed(last_save, AFTER_COMMIT)
    point.refresh_from_db()
    seen["committed"] = {"phone": point.phone, "changed": dump() != before}
    length = PointChange.objects.count()
    write_together(point)
    found = inspect_log()
    seen["log"] = {"is_whole": found.is_whole, "added": found.length - length}
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
