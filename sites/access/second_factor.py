"""The second factor: a code from a telephone (TOTP), or one of ten codes on paper.

It is each person's choice, unless the setting `SECOND_FACTOR_ROLES` names one of their roles.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.access.roles import Role

_CODES: Final = 10
# Without letters and figures that look alike on paper; 12 of them cannot be guessed.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH: Final = 12
_NAME: Final = "desk"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a telephone needs to know.

    Attributes:
        address: as a QR code says it.
        secret: the same for typing.
    """

    address: str
    secret: str


def has_factor(user: User) -> bool:
    """Return whether the account has a second factor that is in use."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_forced(user: User) -> bool:
    """Return whether the person may not do without; superusers count as 系统管理员."""
    forced: list[str] = settings.SECOND_FACTOR_ROLES
    if not forced:
        return False
    if user.is_superuser and Role.ADMINISTRATOR in forced:
        return True
    return user.groups.filter(name__in=forced).exists()


def begin(user: User) -> Setup:
    """Return what the person's telephone is to be told; it counts for nothing until `confirm`.

    Two tabs may begin at once: then the device that was made first is the one.
    """
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")
    device = begun.first() or TOTPDevice.objects.create(user=user, confirmed=False, name=_NAME)
    address = str(device.config_url)
    secret = address.partition("secret=")[2].partition("&")[0]
    return Setup(address=address, secret=secret)


@transaction.atomic
def confirm(user: User, code: str) -> tuple[Device, list[str]] | None:
    """Take the factor into use if the code is that of the telephone that was told.

    Returns the device and the codes for paper, which are never shown again; None for a wrong code,
    and for an account that has a factor already.
    """
    if has_factor(user):
        return None
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")
    device = begun.select_for_update().first()
    if device is None or not device.verify_token(_plain(code)):
        return None
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device, renew_codes(user)


@transaction.atomic
def verify(user: User, code: str) -> Device | None:
    """Return the device that the code is of, None for a wrong one or for too many tries.

    Each code serves once. Tries are slowed down by the device, twice as much after each failure.
    """
    plain = _plain(code)
    device: Device | None
    if plain.isdecimal():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    else:
        device = StaticDevice.objects.select_for_update().filter(user=user).first()
        plain = _kept(user, plain)
    return device if device is not None and device.verify_token(plain) else None


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """Return ten new codes for paper; those from before are worth nothing any more."""
    device, _new = StaticDevice.objects.get_or_create(user=user, defaults={"name": _NAME})
    device.token_set.all().delete()
    codes = [get_random_string(_CODE_LENGTH, _LETTERS) for _number in range(_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_kept(user, code)) for code in codes
    )
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


@transaction.atomic
def forget(user: User) -> None:
    """Take the second factor away, for a lost telephone."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").casefold()[:_CODE_LENGTH]


def _kept(user: User, code: str) -> str:
    """Return what is stored of a code for paper: who reads the table cannot use it."""
    return salted_hmac(f"recovery code {user.pk}", code, algorithm="sha256").hexdigest()[:16]
