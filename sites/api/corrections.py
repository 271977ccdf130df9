"""What trusted programs may write: a phone number, an address, and that the number is right."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sites.api.openapi_writes import describe_verification
from sites.api.plain_request import plain_request
from sites.api.read_views import ApiView
from sites.api.renderers import JSONRenderer
from sites.api.write_views import Body, Operation, answer_write, wrong
from sites.changes.author import Author
from sites.changes.phone_messages import phone_message
from sites.corrections import Corrections, TextRefusedError, clean_address, make_corrections, verify
from sites.models import ClientScope, ServicePoint
from sites.phones.errors import PhoneError
from sites.phones.numbers import parse_phone


def _correct(point: ServicePoint, body: Body, author: Author, reason: str) -> None:
    if "phone" not in body and "address" not in body:
        raise wrong("phone", "", _("Give a number, an address or both."))
    said: dict[str, str] = {}
    if "phone" in body:
        said["phone"] = _phone(point, body["phone"])
    if "address" in body:
        said["address"] = _address(body["address"])
    correction = Corrections(point.region).plan(point, said)
    for problem in correction.problems:
        raise wrong("address", said.get("address"), problem.text)
    if said.get("phone") == point.phone:
        # A value that is stored is no change: what is said is that it is right.
        verify(point, "phone", author, reason=reason)
    make_corrections([correction], author, reason=reason)


def _phone(point: ServicePoint, phone: object) -> str:
    if not isinstance(phone, str) or not phone.strip():
        text = _("Give the number. A program cannot take it off: staff do so in the desk.")
        raise wrong("phone", phone, text)
    try:
        return parse_phone(phone, point.region.area_code).text
    except PhoneError as error:
        raise wrong("phone", phone, phone_message(error)) from error


def _address(address: object) -> str:
    if not isinstance(address, str) or not address.strip():
        raise wrong("address", address, _("Give the address."))
    try:
        return clean_address(address)
    except TextRefusedError as error:
        raise wrong("address", address, str(error)) from error


def _verify_phone(point: ServicePoint, body: Body, author: Author, reason: str) -> None:
    if not point.phone:
        raise wrong("phone", "", _("This outlet has no number that could be verified."))
    verify(point, "phone", author, reason=reason)


CORRECT: Final = Operation(
    scopes=(ClientScope.PHONE, ClientScope.ADDRESS),
    members={"phone": ClientScope.PHONE, "address": ClientScope.ADDRESS},
    act=_correct,
    has_preview=True,
)
VERIFY_PHONE: Final = Operation(scopes=(ClientScope.VERIFY,), members={}, act=_verify_phone)


@describe_verification("verify_service_point", "Say that a phone number is right")
class VerificationView(ApiView):
    """The verification of an outlet's phone."""

    http_method_names = ["post", "options"]
    renderer_classes = (JSONRenderer,)

    def post(self, request: Request, public_id: UUID, **_path: Any) -> HttpResponse:
        """Verify the phone as it is stored, and return the outlet."""
        return answer_write(plain_request(request), public_id, VERIFY_PHONE)
