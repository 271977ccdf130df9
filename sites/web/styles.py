"""`site.css`, the look of every page: written by topic in `sites/styles`, sent as one file.

A page cannot be painted without its styles, and every file more is a question more on a slow line.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from typing_extensions import override

NAME: Final = "service_sites/site.css"
FOLDER: Final[Path] = settings.BASE_DIR / "sites" / "styles"
# Of two rules that are as strong, the later one counts.
TOPICS: Final = (
    "tokens",
    "frame",
    "controls",
    "list",
    "outlet",
    "guides",
    "reports",
    "map",
    "easy",
    "preferences",
    "print",
)


class SiteStyles(BaseFinder):
    """Finds `site.css`, made of its topics whenever it is asked for."""

    @override
    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Return where the file is, as Django wants it: a list of places or the first one."""
        if path != NAME:
            return []
        made = str(_join(Path(settings.STATE_DIR) / "styles"))
        return [made] if find_all else made

    @override
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield what `collectstatic` has to collect."""
        folder = Path(settings.STATE_DIR) / "styles"
        _join(folder)
        yield NAME, FileSystemStorage(location=folder)


def _join(folder: Path) -> Path:
    """Write the file, unless it is there already as it has to be; another process may do so too."""
    made = folder / NAME
    text = "\n".join((FOLDER / f"{topic}.css").read_text(encoding="utf-8") for topic in TOPICS)
    if not made.exists() or made.read_text(encoding="utf-8") != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=made.parent, delete=False
        ) as new:
            new.write(text)
        # A temporary file is its owner's alone, and a server in front may be somebody else.
        Path(new.name).chmod(0o644)
        Path(new.name).replace(made)
    return made
