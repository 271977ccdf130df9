"""A program that runs command lines of ``manage.py``, each in a process of its own.

It reads them as JSON (a list of lists of words) and prints, for each, its exit code and what it
said. The processes are forked from one that has loaded Django already: loading it takes most of
a command's time.
"""

import json
import os
import runpy
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_all() -> None:
    """Run what standard input asks for, in this process's environment."""
    command_lines = json.load(sys.stdin)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "locator.settings"
    # Where the settings are what fails, every process finds that out by itself.
    with suppress(Exception):
        import django  # noqa: PLC0415
        from django.core.checks import run_checks  # noqa: PLC0415

        django.setup()
        # What is left of the product is loaded by them.
        run_checks()
        for path in (ROOT / "sites" / "management" / "commands").glob("[a-z]*.py"):
            import_module(f"sites.management.commands.{path.stem}")
    json.dump([_run(words) for words in command_lines], sys.stdout)


def _run(words: list[str]) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os._exit(_manage(words))
        _child, status = os.waitpid(child, 0)
        for file in (out, err):
            file.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return code, out.read().decode(errors="replace"), err.read().decode(errors="replace")


def _manage(words: list[str]) -> int:
    """Run one command line as ``python manage.py`` does, and return the exit code."""
    sys.argv = ["manage.py", *words]
    code = 0
    try:
        runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as the interpreter does
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    run_all()
