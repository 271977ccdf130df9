"""The command ``geocode``: addresses become positions."""

import gc
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm
from typing_extensions import override

from sites.geocoding.chain import Chain
from sites.geocoding.offline import GAZETTEER
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.geocoding.policy import Outcome
from sites.geocoding.provider_answers import ProviderNotConfigured
from sites.geocoding.providers.registry import PROVIDERS, chain_of
from sites.geocoding.run import Only, geocode, points_to_geocode
from sites.geocoding.summary import GeocodeSummary, Remark, Tally
from sites.geocoding.system_checks import GEOCODING
from sites.management import base
from sites.management.regions import region_named
from sites.models import Region
from sites.models.service_point import precision_name

_PROGRESS_FROM: Final = 1_000
# Of each kind: the counts say the rest.
_REMARKS_SHOWN: Final = 20
_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000


class Command(base.Command):
    """Ask providers for positions; exits with 1 if a provider owes an answer."""

    help = gettext_noop("Find positions for the addresses of a region.")
    # The other checks load the whole website, which takes as long as thousands of points do.
    requires_system_checks = (GEOCODING,)

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--provider",
            default=",".join(settings.GEOCODER_CHAIN),
            help=_("one or several, separated by commas, best first: %(names)s")
            % {"names": ", ".join(sorted(PROVIDERS))},
        )
        parser.add_argument(
            "--region", default=settings.DEFAULT_REGION, help=_("code of the region")
        )
        parser.add_argument(
            "--only",
            choices=Only.values,
            default=Only.MISSING.value,
            help="; ".join(f"{one.value}: {one.label}" for one in Only),
        )
        parser.add_argument(
            "--refresh", action="store_true", help=_("ask anew what providers have answered before")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("record no position"))
        parser.add_argument(
            "--check",
            action="store_true",
            help=_("ask nobody, and hold every stored position against what is known today"),
        )

    @override
    def handle(self, **options: Any) -> None:
        """Run the geocoder and print what became of the points."""
        region = region_named(options["region"])
        if options["check"]:
            # Where a position is taken off, the centre of the town takes its place.
            options |= {"provider": GAZETTEER, "only": Only.ALL.value}
        places = RegionPlaces.of(region, stored_outline(region.adcode))
        names = [name.strip() for name in options["provider"].split(",")]
        try:
            chain = chain_of(names, places)
        except ProviderNotConfigured as error:
            raise CommandError(str(error)) from error
        only = Only(options["only"])
        total = points_to_geocode(region.adcode, only).count()
        with (
            _rare_collections(),
            tqdm(total=total, unit="", disable=total <= _PROGRESS_FROM) as bar,
        ):
            summary = geocode(
                places,
                chain,
                only,
                refresh=options["refresh"],
                dry_run=options["dry_run"],
                progress=bar.update,
            )
        self._print(region, chain, summary, dry_run=options["dry_run"])
        if summary.provider_failed:
            raise CommandError(
                _("%(provider)s gave no answer: run the command again later. %(reason)s")
                % {
                    "provider": ", ".join(summary.broken or chain.names),
                    "reason": "; ".join(summary.broken.values()),
                }
            )

    def _print(
        self, region: Region, chain: Chain, summary: GeocodeSummary, *, dry_run: bool
    ) -> None:
        title = f"{region.name} ({region.adcode}), {', '.join(chain.names)}"
        self.stdout.write(f"{title}, {_('nothing recorded')}" if dry_run else title)
        for outcome, count in sorted(summary.outcomes.items()):
            self._line(count, outcome.label)
            if outcome is Outcome.LOCATED:
                for precision, located in sorted(summary.precisions.items()):
                    self.stdout.write(f"{located:>16}  {precision_name(precision.value)}")
        for name, tally in summary.providers.items():
            self.stdout.write(f"{name}: {_tally_text(tally)}")
        if summary.findings:
            self.stdout.write(_("Failed checks:"))
            for kind, count in sorted(summary.findings.items()):
                self._line(count, kind.label)
        for outcome in dict.fromkeys(remark.outcome for remark in summary.remarks):
            remarks = [remark for remark in summary.remarks if remark.outcome is outcome]
            for remark in remarks[:_REMARKS_SHOWN]:
                self.stdout.write(_remark_text(remark))
            if len(remarks) > _REMARKS_SHOWN:
                text = _("… only the first %(count)d of these are named.")
                self.stdout.write("  " + text % {"count": _REMARKS_SHOWN})

    def _line(self, count: int, label: object) -> None:
        self.stdout.write(f"{count:>8}  {label}")


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for unreachable cycles less often.

    A batch of rows is many objects and no cycles: looking for some took a fifth of the time.
    """
    threshold = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


def _tally_text(tally: Tally) -> str:
    """Return what came of a provider, without the figures that are 0."""
    figures = [
        (tally.asked, _("asked")),
        (tally.remembered, _("remembered")),
        (tally.located, _("located")),
        (tally.not_found, _("not found")),
        (tally.unavailable, _("unavailable")),
    ]
    return ", ".join(f"{count} {label}" for count, label in figures if count)


def _remark_text(remark: Remark) -> str:
    line = f"  {remark.serial}  {remark.name}: {remark.outcome.label}"
    return f"{line}, {remark.reason}" if remark.reason else line
