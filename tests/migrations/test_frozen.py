"""What a migration does never changes: it imports nothing of the product, save what is frozen too."""

import ast
from pathlib import Path

import pytest

from sites import migrations

ROOM = Path(migrations.__path__[0])
FROZEN = "sites.migrations.sql"


def live_imports(source: str) -> list[str]:
    """Return the modules of the product that a migration names, in imports and in texts."""
    named: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                named += [name.name for name in names]
            case ast.ImportFrom(module, names, level):
                named.append("." * level + (module or ""))
            case ast.Constant(str() as text):
                named.append(text)
    live = ("sites", "locator", ".")
    return [name for name in named if name.startswith(live) and not name.startswith(FROZEN)]


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.stem)
def test_migrations_import_no_live_code(path: Path) -> None:
    assert live_imports(path.read_text(encoding="utf-8")) == []
