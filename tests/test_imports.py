"""What import-linter's contracts do not say: who may import which module of a room."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module

import grimp
import pytest

GRAPH = grimp.build_graph("locator", "sites", cache_dir=None)
PACKAGES = sorted(
    {name.rpartition(".")[0] for name in GRAPH.modules if name.count(".") > 1}
    # Django finds migrations by their names.
    - {"sites.migrations"}
)


def test_no_module_imports_itself_through_others() -> None:
    imports = {name: GRAPH.find_modules_directly_imported_by(name) for name in GRAPH.modules}
    TopologicalSorter(imports).prepare()


@pytest.mark.parametrize("package", PACKAGES)
def test_others_import_what_a_package_names(package: str) -> None:
    room = import_module(package)
    modules = {name.rpartition(".")[2] for name in GRAPH.find_children(package)}
    named = set(getattr(room, "__all__", ()))
    assert {name for name in named - modules if not hasattr(room, name)} == set()
    unnamed = {name: by for name, by in entered()[package].items() if name not in named}
    assert unnamed == {}, "name them in __all__, or import what is named there"
    assert named & modules - entered()[package].keys() == set(), "nobody else imports these"


@cache
def entered() -> Mapping[str, Mapping[str, str]]:
    """Return by package which of its modules are imported from outside of it, and by whom."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for imported in GRAPH.modules:
        parts = imported.split(".")
        for importer in GRAPH.find_modules_that_directly_import(imported):
            for length in range(2, len(parts)):
                package = ".".join(parts[:length])
                if not f"{importer}.".startswith(f"{package}."):
                    found[package][parts[length]] = importer
    return found
