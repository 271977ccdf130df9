"""Draw the map of the rooms in docs/README.md: a picture, a table and a list, made from the code.

``python -m tools.draw_rooms`` reads the floors from the import contracts in pyproject.toml, and
from the code who imports whom and which files there are. It writes all that between two marks.
``--check`` changes nothing and exits with 1 if what stands there is no longer true. Lines are
rounded to hundreds and may be off by a fifth, so that not every edit has to draw anew.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENT: Final = ROOT / "docs" / "README.md"
BEGIN: Final = "<!-- rooms: written by `python -m tools.draw_rooms` -->"
END: Final = "<!-- end of rooms -->"
_LINES: Final = re.compile(r"\| ([\d,]+) \|")
_TOLERANCE: Final = 0.2

Floors = tuple[tuple[str, ...], ...]
Imports = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class House:
    """What the picture and the table show.

    Attributes:
        floors: the rooms that a contract places, the highest floor first.
        others: the rooms of the same packages that no contract places.
        imports: of each room, the rooms that it imports.
    """

    floors: Floors
    others: tuple[str, ...]
    imports: Imports

    @property
    def rooms(self) -> tuple[str, ...]:
        """Return all rooms, from the top of the house to the bottom."""
        return *(room for floor in self.floors for room in floor), *self.others


def floors_of(pyproject: str) -> Floors:
    """Return the floors of the first contract about layers in a pyproject.toml."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return tuple(tuple(name.strip(" ()") for name in re.split(r"[|:]", layer)) for layer in layers)


def read_house() -> House:
    """Return the house as it is."""
    floors = floors_of((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    placed = {room for floor in floors for room in floor}
    packages = sorted({room.partition(".")[0] for room in placed})
    graph = grimp.build_graph(*packages, cache_dir=None)
    others = sorted(
        child
        for package in set(packages) - placed
        for child in graph.find_children(package)
        if child not in placed and _lines(child)
    )
    rooms = placed | set(others)
    imports: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        importer = _room_of(module, rooms)
        for imported in graph.find_modules_directly_imported_by(module):
            room = _room_of(imported, rooms)
            if importer and room and room != importer:
                imports[importer].add(room)
    return House(floors, tuple(others), {room: frozenset(imports[room]) for room in rooms})


def _room_of(module: str, rooms: set[str]) -> str | None:
    while module and module not in rooms:
        module = module.rpartition(".")[0]
    return module or None


def necessary(imports: Imports) -> Iterator[tuple[str, str]]:
    """Yield the imports that no chain of others already implies; there must be no cycle."""
    for importer in sorted(imports):
        for imported in sorted(imports[importer]):
            others = imports[importer] - {imported}
            if not any(_leads(other, imported, imports) for other in others):
                yield importer, imported


def _leads(start: str, end: str, imports: Imports) -> bool:
    return end in imports[start] or any(_leads(room, end, imports) for room in imports[start])


def picture(house: House) -> Iterator[str]:
    """Yield the lines of the picture: floors from top to bottom, arrows to what is imported."""
    yield from ("```mermaid", "flowchart TB")
    for number, floor in enumerate(house.floors):
        yield f'  subgraph floor{number}[" "]'
        yield "    direction LR"
        yield from (f'    {_short(room)}["{_short(room)}"]' for room in floor)
        yield "  end"
    placed = {room: house.imports[room] for floor in house.floors for room in floor}
    for importer, imported in necessary(placed):
        yield f"  {_short(importer)} --> {_short(imported)}"
    yield "```"


def table(house: House) -> Iterator[str]:
    """Yield the lines of the table, a row for each room from the top of the house to the bottom."""
    yield "| room | what it does | lines | imports | is imported by |"
    yield "| --- | --- | ---: | --- | --- |"
    for room in house.rooms:
        importers = [other for other in house.rooms if room in house.imports[other]]
        imported = [other for other in house.rooms if other in house.imports[room]]
        cells = (
            f"`{_path(room).relative_to(ROOT).as_posix()}`",
            _says(room),
            f"{max(100, round(_lines(room), -2)):,}",
            ", ".join(map(_short, imported)) or "–",
            ", ".join(map(_short, importers)) or "–",
        )
        yield f"| {' | '.join(cells)} |"


def files(house: House) -> Iterator[str]:
    """Yield the names of what each room has, a line for each; folders last, with their files."""
    for room in house.rooms:
        if (path := _path(room)).is_dir() and (names := _names(path)):
            yield f"- `{path.relative_to(ROOT).as_posix()}/`: {names}"


def _names(folder: Path) -> str:
    own = [file.stem for file in sorted(folder.glob("*.py")) if not file.stem.startswith("__")]
    inner = [
        f"{path.name}/ ({_names(path)})" for path in sorted(folder.iterdir()) if _is_room(path)
    ]
    return ", ".join([*own, *inner])


def _is_room(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def _short(room: str) -> str:
    return room.rpartition(".")[2]


def _path(room: str) -> Path:
    path = ROOT.joinpath(*room.split("."))
    return path if path.is_dir() else path.with_suffix(".py")


def _files(room: str) -> list[Path]:
    path = _path(room)
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _lines(room: str) -> int:
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in _files(room))


def _says(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    path = _path(room)
    text = (path / "__init__.py" if path.is_dir() else path).read_text(encoding="utf-8")
    found = re.match(r'"""(.+?\.)(?:\s|""")', text, re.DOTALL)
    return " ".join(found[1].split()).rstrip(".") if found else ""


def drawn(text: str, house: House) -> str:
    """Return a document with the picture, the table and the files of a house between the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} lacks the marks {BEGIN} and {END}")
    body = "\n".join([BEGIN, "", *picture(house), "", *table(house), "", *files(house), "", END])
    return before + body + after


def is_true(stands: str, now: str) -> bool:
    """Return whether a document says the same as one drawn now, its lines nearly so."""
    if _LINES.sub("", stands) != _LINES.sub("", now):
        return False
    pairs = zip(_LINES.findall(stands), _LINES.findall(now), strict=True)
    counts = [(int(old.replace(",", "")), int(new.replace(",", ""))) for old, new in pairs]
    return all(abs(old - new) <= max(100, _TOLERANCE * new) for old, new in counts)


def main() -> int:
    """Draw, or check what is drawn; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, say if it is stale")
    check = parser.parse_args().check
    stands = DOCUMENT.read_text(encoding="utf-8")
    now = drawn(stands, read_house())
    if not check:
        DOCUMENT.write_text(now, encoding="utf-8")
    elif not is_true(stands, now):
        path = DOCUMENT.relative_to(ROOT)
        print(f"{path}: the map of the rooms is stale; python -m tools.draw_rooms", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
