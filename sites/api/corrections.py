"""What trusted programs may write: a phone number, and that it is right."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sites.api.describing_writes import describe_verification
from sites.api.plain_request import plain_request
from sites.api.reading import ApiView
from sites.api.renderers import JSONRenderer
from sites.api.writing import Body, Operation, answer_write, wrong
from sites.models import ClientScope, ServicePoint
from sites.phones.errors import PhoneError
from sites.phones.numbers import parse_phone
from sites.recording.author import Author
from sites.recording.phone_messages import phone_message
from sites.recording.points import Edit, record
from sites.verifying import verify


def _change_phone(point: ServicePoint, body: Body, author: Author, reason: str) -> None:
    phone = body.get("phone")
    if not isinstance(phone, str) or not phone.strip():
        raise wrong("phone", phone, _("Give the number."))
    try:
        text = parse_phone(phone, point.region.area_code).text
    except PhoneError as error:
        raise wrong("phone", phone, phone_message(error)) from error
    record([Edit(point=point, values={"phone": text})], author, reason=reason)


def _verify_phone(point: ServicePoint, body: Body, author: Author, reason: str) -> None:
    if not point.phone:
        raise wrong("phone", "", _("This outlet has no number that could be verified."))
    verify(point, "phone", author, reason=reason)


CHANGE_PHONE: Final = Operation(scope=ClientScope.PHONE, members=("phone",), act=_change_phone)
VERIFY_PHONE: Final = Operation(scope=ClientScope.VERIFY, members=(), act=_verify_phone)


@describe_verification("verify_service_point", "Say that a phone number is right")
class VerificationView(ApiView):
    """The verification of an outlet's phone."""

    http_method_names = ["post", "options"]
    renderer_classes = (JSONRenderer,)

    def post(self, request: Request, public_id: UUID, **_path: Any) -> HttpResponse:
        """Verify the phone as it is stored, and return the outlet."""
        return answer_write(plain_request(request), public_id, VERIFY_PHONE)
