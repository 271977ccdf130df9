"""The guides are checked when the program starts, with all of Django's checks."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from sites.guides.load import GUIDES_DIRECTORY, REFERENCE_DIRECTORY, load_library
from sites.guides.problems import ContentError


@register
def check_guides(**_options: Any) -> list[CheckMessage]:
    """Return an error for each problem in the files of the guides."""
    try:
        load_library(GUIDES_DIRECTORY, REFERENCE_DIRECTORY)
    except ContentError as error:
        return [
            Error(
                str(problem),
                hint=problem.remedy,
                obj=problem.file,
                id="service_sites.guides",
            )
            for problem in error.problems
        ]
    return []
