"""Which format a client gets: what `?format=` names, else what the `Accept` header prefers."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from sites.finding import ParameterReader


class FormatNegotiation(DefaultContentNegotiation):
    """Negotiation that respects qualities (RFC 9110, 12.5.1) and lets `?format=` overrule them.

    The framework's own ignores ``q`` and answers an unknown `?format=` with 404. Among equals
    the view's first renderer wins.
    """

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer to use and its media type.

        Raises `InvalidQuery` for a format that the view does not have, `NotAcceptable` if the
        `Accept` header leaves none.
        """
        offered = {str(renderer.format): renderer for renderer in renderers}
        reader = ParameterReader({"format": request.query_params.getlist("format")})
        named = reader.choice("format", tuple(offered))
        reader.finish()
        if named is not None:
            renderer = offered[named]
            return renderer, renderer.media_type
        accepted = _qualities(self.get_accept_list(request))
        best = max(offered.values(), key=lambda renderer: _quality(renderer.media_type, accepted))
        if _quality(best.media_type, accepted) == 0.0:
            raise NotAcceptable(
                _("Available: %(types)s")
                % {"types": ", ".join(renderer.media_type for renderer in offered.values())}
            )
        return best, best.media_type


def _qualities(tokens: Sequence[str]) -> dict[str, float]:
    """Return the media ranges of an `Accept` header with their qualities, 0…1."""
    qualities: dict[str, float] = {}
    for token in tokens:
        media_range, *parameters = (part.strip().lower() for part in token.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _sign, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        qualities[media_range] = quality
    return qualities or {"*/*": 1.0}


def _number(text: str) -> float:
    """Return a quality; one that cannot be read counts as the default, 1."""
    try:
        quality = float(text)
    except ValueError:
        return 1.0
    return quality if 0.0 <= quality <= 1.0 else 1.0


def _quality(media_type: str, accepted: dict[str, float]) -> float:
    """Return how welcome a media type is: the most specific range that covers it decides."""
    main_type = media_type.partition("/")[0]
    for media_range in (media_type, f"{main_type}/*", "*/*"):
        if media_range in accepted:
            return accepted[media_range]
    return 0.0
