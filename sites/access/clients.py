"""Programs that write: a token for each, what it is good for and where."""

import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sites.access.scope import RegionScope
from sites.models import ApiClient, ClientScope, Region

# What a token begins with, so that it is recognised where it should not be: in logs, in code.
PREFIX: Final = "spl_"
_SHOWN: Final = 8
_LONGEST_TOKEN: Final = 200
_USE_NOTED_AFTER: Final = timedelta(minutes=1)


@transaction.atomic
def issue_token(
    name: str,
    scopes: Collection[ClientScope],
    regions: Iterable[Region],
    *,
    user: User | None = None,
) -> tuple[ApiClient, str]:
    """Make a program known and return it with its token, which is stored nowhere.

    Raises ``ValueError`` without a scope or a region, ``IntegrityError`` for a name that another
    program has or had.
    """
    regions = list(regions)
    if not scopes or not regions:
        raise ValueError("a program may do something somewhere")
    token = PREFIX + secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name,
        scopes=[scope.value for scope in ClientScope if scope in scopes],
        token_sha256=_digest(token),
        hint=token[:_SHOWN],
        created_at=timezone.now(),
        created_by=user,
    )
    client.regions.set(regions)
    return client, token


def revoke_token(client: ApiClient, *, user: User | None = None) -> bool:
    """End a program's right to write, for good; return False if that had been done already."""
    unrevoked = ApiClient.objects.filter(pk=client.pk, revoked_at__isnull=True)
    return bool(unrevoked.update(revoked_at=timezone.now(), revoked_by=user))


def client_of(token: str) -> ApiClient | None:
    """Return the program that a token was given to, None if there is none or it was revoked.

    A token has 256 random bits: looking its hash up gives nothing away that could be guessed, and
    needs no slow hash.
    """
    if not token.startswith(PREFIX) or len(token) > _LONGEST_TOKEN or not token.isascii():
        return None
    now = timezone.now()
    client = ApiClient.objects.filter(token_sha256=_digest(token), revoked_at__isnull=True).first()
    if client is None:
        return None
    if client.last_used_at is None or now - client.last_used_at > _USE_NOTED_AFTER:
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)
    return client


def may(client: ApiClient, scope: ClientScope) -> bool:
    """Return whether a program may do something at all."""
    return scope.value in client.scopes


def regions_of_client(client: ApiClient) -> RegionScope:
    """Return where a program may write."""
    return RegionScope(frozenset(client.regions.values_list("pk", flat=True)))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
