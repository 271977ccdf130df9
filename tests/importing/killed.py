"""A database of its own, on whichever server the tests use, and programs that work on it."""

import sqlite3
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tests import processes

_PUBLIC = ("servicepoint", "servicepoint_services", "pointchange", "dataversion", "importrun")


class Place(processes.Place):
    """A folder and a database of its own, which can be asked."""

    def __init__(self, folder: Path, url: str, ask: Callable[[str], list[Any]]) -> None:
        super().__init__(folder, url)
        self.ask = ask

    def public(self) -> list[list[Any]]:
        """Return every row of every table whose content is public or says who changed it."""
        return [
            sorted(map(repr, self.ask(f"SELECT * FROM service_sites_{table}"))) for table in _PUBLIC
        ]

    def kill_when(self, process: subprocess.Popen[str], question: str) -> None:
        """Kill a process as soon as the question has an answer; it must not have ended before."""
        try:
            while not self.ask(question):
                assert process.poll() is None, process.communicate()
                time.sleep(0.005)
            # Into the middle of what it writes, or just behind it.
            time.sleep(0.2)
        finally:
            process.kill()
            process.communicate()

    def wait_for(self, process: subprocess.Popen[str], question: str) -> None:
        """Return when the question has an answer, and end the process."""
        try:
            while not self.ask(question):
                assert process.poll() is None, process.communicate()
                time.sleep(0.05)
        finally:
            process.terminate()
            process.communicate()


@contextmanager
def own_place(folder: Path) -> Iterator[Place]:
    """Make a place whose database is of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        file = folder / "locator.sqlite3"

        def ask_file(question: str) -> list[Any]:
            with closing(sqlite3.connect(file, timeout=60)) as opened:
                return opened.execute(question).fetchall()

        yield Place(folder, f"sqlite:///{file}", ask_file)
        return
    server = {**connection.get_connection_params(), "dbname": "postgres"}
    known = {
        name: server[name] for name in ("host", "port", "user", "password") if server.get(name)
    }
    name = f"killed_{uuid.uuid4().hex}"
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **known)) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:

            def ask(question: str) -> list[Any]:
                with closing(psycopg.connect(dbname=name, **known)) as opened:
                    return opened.execute(question.encode()).fetchall()

            user = known.get("user", "")
            password = f":{known['password']}" if known.get("password") else ""
            address = f"{known.get('host', 'localhost')}:{known.get('port', 5432)}"
            yield Place(folder, f"postgres://{user}{password}@{address}/{name}", ask)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
