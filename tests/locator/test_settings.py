"""The settings as a process sees them: each case is a real interpreter with its own environment."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "a-long-random-text-that-only-this-test-knows-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "locator.example",
    "HTTPS": "1",
}


def run(state: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "STATE_DIR": str(state), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def setting(state: Path, *names: str, **environment: str) -> list[object]:
    code = (
        "import json; from locator import settings;"
        f"print(json.dumps([getattr(settings, name) for name in {names!r}], default=str))"
    )
    result = run(state, "-c", code, **environment)
    assert result.returncode == 0, result.stderr
    values = json.loads(result.stdout)
    assert isinstance(values, list)
    return values


def test_defaults_are_safe(tmp_path: Path) -> None:
    debug, hosts, cookie = setting(tmp_path, "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_HTTPONLY")
    assert debug is False
    assert hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert cookie is True


def test_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    state = tmp_path / "new"
    (first,) = setting(state, "SECRET_KEY")
    (second,) = setting(state, "SECRET_KEY")
    file = state / "secret_key"
    assert first == second == file.read_text()
    assert len(str(first)) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_a_key_of_the_environment_needs_the_directory_all_the_same(tmp_path: Path) -> None:
    """For the embedded database; one that is elsewhere needs none."""
    (made,) = setting(tmp_path / "new", "STATE_DIR", SECRET_KEY="s" * 50)
    assert Path(str(made)).is_dir()
    assert stat.S_IMODE(Path(str(made)).stat().st_mode) == 0o700
    setting(tmp_path / "none", "STATE_DIR", SECRET_KEY="s" * 50, DATABASE_URL="postgres://u@h/x")
    assert not (tmp_path / "none").exists()


def test_of_many_first_runs_all_have_one_key(tmp_path: Path) -> None:
    code = "from locator import settings; print(settings.SECRET_KEY)"
    environment = {"PATH": os.environ["PATH"], "STATE_DIR": str(tmp_path / "new")}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    keys = {run.communicate()[0].strip() for run in runs}
    assert keys == {(tmp_path / "new" / "secret_key").read_text()}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_a_key_that_was_lost_half_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    result = run(tmp_path, "manage.py", "check")
    assert result.returncode == 1
    assert f"{tmp_path / 'secret_key'} 是空文件" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_secret_key_of_the_environment_leaves_no_file(tmp_path: Path) -> None:
    assert setting(tmp_path, "SECRET_KEY", **PRODUCTION) == [PRODUCTION["SECRET_KEY"]]
    assert not (tmp_path / "secret_key").exists()


def test_all_bad_variables_are_named_at_once(tmp_path: Path) -> None:
    result = run(
        tmp_path, "manage.py", "check", DEBUG="perhaps", TILE_LAYER="bing", LOG_LEVEL="loud"
    )
    assert result.returncode != 0
    for name in ("DEBUG", "TILE_LAYER", "LOG_LEVEL"):
        assert name in result.stderr


def test_embedded_database_waits_instead_of_failing(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    print(cursor.execute('PRAGMA journal_mode').fetchone()[0])\n"
        "    print(cursor.execute('PRAGMA busy_timeout').fetchone()[0])\n"
        "print(connection.transaction_mode)\n"
    )
    result = run(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="locator.settings")
    assert result.stdout.split() == ["wal", "20000", "IMMEDIATE"], result.stderr
    assert (tmp_path / "locator.sqlite3").exists()


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////srv/points.sqlite3", "django.db.backends.sqlite3", "/srv/points.sqlite3"),
        ("postgres://u:p@db.example:5433/points", "django.db.backends.postgresql", "points"),
    ],
)
def test_database_by_url(tmp_path: Path, url: str, engine: str, name: str) -> None:
    (databases,) = setting(tmp_path, "DATABASES", DATABASE_URL=url)
    assert isinstance(databases, dict)
    assert databases["default"]["ENGINE"] == engine
    assert databases["default"]["NAME"] == name


def test_deployment_check_is_clean_in_production(tmp_path: Path) -> None:
    result = run(
        tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_only_the_configured_tiles_may_be_loaded(tmp_path: Path) -> None:
    def images(**environment: str) -> list[str]:
        (policy,) = setting(tmp_path, "CONTENT_SECURITY_POLICY", **environment)
        assert isinstance(policy, dict)
        assert policy["DIRECTIVES"]["default-src"] == ["'self'"]
        sources = policy["DIRECTIVES"]["img-src"]
        assert isinstance(sources, list)
        return sources

    assert images() == ["'self'", "data:"]
    assert "https://*.tianditu.gov.cn" in images(TILE_LAYER="tianditu", TIANDITU_KEY="k")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TILE_LAYER", "tianditu", "TIANDITU_KEY"),
        ("DEFAULT_REGION", "江津", "DEFAULT_REGION"),
        ("DATABASE_URL", "mysql//u:secret@h", "DATABASE_URL"),
        ("CACHE_URL", "memcached://u:secret@h", "CACHE_URL"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    result = run(tmp_path, "manage.py", "check", **{variable: value})
    assert result.returncode != 0
    assert said in result.stderr
    assert "secret" not in result.stderr
