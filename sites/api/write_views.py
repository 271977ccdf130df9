"""What the addresses that write share: who asks, what they may, which version they have read.

The order of the checks is that of what may be told to whom: first the token, then what it is good
for, then the request itself, and only then the state of the outlet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, TypeAlias
from uuid import UUID

import orjson
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.access.clients import client_of, may, regions_of_client
from sites.access.limits import Limit
from sites.api.columns import SERVICE_POINT
from sites.api.freshness import etag_after, versions_of
from sites.api.parameters import parse_reading
from sites.api.problems import RefusedError
from sites.changes.author import Author
from sites.finding import InvalidQuery, ParameterError, catalog, get_point
from sites.models import ApiClient, ClientScope, DataVersion, SentRequest, ServicePoint

WRITES: Final = Limit(name="writes", most=120, window_s=60)
REASON_LENGTH: Final = 200
KEY_LENGTH: Final = 255
KEYS_KEPT: Final = timedelta(hours=24)
MEDIA_TYPES: Final = ("application/json", "application/merge-patch+json")
_BEARER: Final = "bearer"

Body: TypeAlias = Mapping[str, Any]
# Writes what a request says into a held point; raises `InvalidQuery` for a body that is wrong.
Act: TypeAlias = Callable[[ServicePoint, Body, Author, str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One kind of write.

    Attributes:
        scopes: what the token must be good for, at least one of these.
        members: what the body may have beside the reason, and what the token needs for each.
        act: does it.
        has_preview: the body may ask what would come of it; then nothing is changed.
    """

    scopes: tuple[ClientScope, ...]
    members: Mapping[str, ClientScope]
    act: Act
    has_preview: bool = False


def answer_write(request: HttpRequest, public_id: UUID, operation: Operation) -> HttpResponse:
    """Do what a program asks for one outlet, once, and return the outlet as it is then.

    Raises `RefusedError`, `InvalidQuery` or `Http404`; then nothing is changed.
    """
    client = _client(request)
    if wait_s := WRITES.count(client):
        text = _("At most %(count)d writes in a minute.") % {"count": WRITES.most}
        raise RefusedError(429, text, Retry_After=str(wait_s))
    if not any(may(client, scope) for scope in operation.scopes):
        raise _uncovered(operation.scopes[0])
    query, output = parse_reading(dict(request.GET.lists()), frozenset())
    content = _content(request)
    key = _idempotency_key(request)
    # Nothing that a program writes changes them.
    known = catalog(query.language)
    with transaction.atomic():
        if key is not None:
            # One request of a program at a time: two with the same key must meet here.
            ApiClient.objects.select_for_update().get(pk=client.pk)
            if (sent := _sent_before(client, key, request, content)) is not None:
                return sent
        point = _held_point(public_id, client)
        _check_version(request, point)
        body = _body(content, operation, client)
        reason = _reason(body)
        is_preview, version = _is_preview(body), DataVersion.current()
        operation.act(point, body, Author.program(client), reason)
        row = get_point(public_id, query.language, known)
        if row is None:
            raise Http404
        (shown,) = SERVICE_POINT.in_datum([row], output.datum)
        answer = orjson.dumps({**shown, "datum": output.datum.value}).decode()
        if is_preview:
            transaction.set_rollback(True)
            return _response(200, answer, etag_after(request, version))
        etag = etag_after(request, DataVersion.current())
        if key is not None:
            SentRequest.objects.create(
                client=client,
                key=key,
                sha256=_digest(request, content),
                status=200,
                etag=etag,
                body=answer,
                at=timezone.now(),
            )
    return _response(200, answer, etag)


def _response(status: int, body: str, etag: str, **headers: str) -> HttpResponse:
    return HttpResponse(
        body.encode(),
        status=status,
        content_type="application/json",
        headers={"ETag": etag, "Cache-Control": "no-store", **headers},
    )


def _client(request: HttpRequest) -> ApiClient:
    """Return the program that asks; raises `RefusedError` with 401."""
    kind, _blank, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    client = client_of(token.strip()) if kind.lower() == _BEARER else None
    if client is None:
        challenge = 'Bearer realm="service-points"'
        if kind:
            challenge += ', error="invalid_token"'
        text = _("Send “Authorization: Bearer …” with a token that has not been revoked.")
        raise RefusedError(401, text, WWW_Authenticate=challenge)
    return client


def _content(request: HttpRequest) -> bytes:
    """Return the body of the request as it was sent; raises `RefusedError` with 415."""
    if request.body and request.content_type not in MEDIA_TYPES:
        text = _("Send one of these: %(types)s") % {"types": ", ".join(MEDIA_TYPES)}
        raise RefusedError(415, text)
    return request.body


def _idempotency_key(request: HttpRequest) -> str | None:
    key: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH or not (key.isascii() and key.isprintable()):
        text = _("An idempotency key has 1 to %(count)d visible ASCII characters.")
        raise RefusedError(400, text % {"count": KEY_LENGTH})
    return key


def _digest(request: HttpRequest, content: bytes) -> str:
    """Return what tells a request from others under the same key."""
    target = f"{request.method} {request.get_full_path()}\n"
    return sha256(target.encode(errors="replace") + content).hexdigest()


def _sent_before(
    client: ApiClient, key: str, request: HttpRequest, content: bytes
) -> HttpResponse | None:
    """Return the answer that was given to this request before, None if it is new.

    Raises `RefusedError` with 422 if another request was sent under the key.
    """
    SentRequest.objects.filter(at__lt=timezone.now() - KEYS_KEPT).delete()
    sent = SentRequest.objects.filter(client=client, key=key).first()
    if sent is None:
        return None
    if sent.sha256 != _digest(request, content):
        raise RefusedError(422, _("Another request was sent under this key. Take a new one."))
    return _response(sent.status, sent.body, sent.etag, **{"Idempotency-Replayed": "true"})


def _held_point(public_id: UUID, client: ApiClient) -> ServicePoint:
    """Return the active outlet, held against others.

    Raises `Http404`, or `RefusedError` with 410 or 403.
    """
    points = ServicePoint.objects.select_related("region", "town", "operator")
    point = points.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if point is None:
        raise Http404
    if not point.is_active:
        raise RefusedError(410, _("It has closed: nothing is written to it any more."))
    if not regions_of_client(client).allows(point.region_id):
        text = _("This token does not cover the region %(region)s.") % {"region": point.region_id}
        raise RefusedError(403, text)
    return point


def _check_version(request: HttpRequest, point: ServicePoint) -> None:
    """Raise `RefusedError` with 428 or 412 unless the program has read the outlet as it is now."""
    etags = request.META.get("HTTP_IF_MATCH", "").strip()
    if etags in {"", "*"}:
        text = _("Read the outlet and send its ETag as “If-Match”; “*” names no version.")
        raise RefusedError(428, text)
    current = DataVersion.current()
    for version in versions_of(etags):
        if version > current:
            continue
        if not point.changes.filter(data_version__gt=version).exists():
            return
    raise RefusedError(412, _("Read the outlet again, look at what has changed, and decide anew."))


def _uncovered(scope: ClientScope) -> RefusedError:
    text = _("This token does not cover “%(scope)s”.") % {"scope": scope.value}
    return RefusedError(403, text)


def _body(content: bytes, operation: Operation, client: ApiClient) -> Body:
    """Return what the request says; raises `InvalidQuery` for a member that nobody knows.

    Raises `RefusedError` with 403 for one that the token is not good for.
    """
    try:
        body = orjson.loads(content) if content else {}
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, _("The body is not JSON.")) from error
    if not isinstance(body, dict):
        raise RefusedError(400, _("The body is not a JSON object."))
    known = (*operation.members, *(["preview"] if operation.has_preview else []), "reason")
    message = _("There is no such member.")
    unknown = tuple(
        ParameterError(name=name, value="", message=message, valid=known)
        for name in body
        if name not in known
    )
    if unknown:
        raise InvalidQuery(unknown)
    for name, scope in operation.members.items():
        if name in body and not may(client, scope):
            raise _uncovered(scope)
    return body


def _is_preview(body: Body) -> bool:
    preview = body.get("preview", False)
    if not isinstance(preview, bool):
        raise wrong("preview", preview, _("Say true or false."))
    return preview


def _reason(body: Body) -> str:
    reason = body.get("reason", "")
    if isinstance(reason, str) and len(reason) <= REASON_LENGTH and (reason + " ").isprintable():
        return reason
    text = _("Give at most %(count)d characters on one line.") % {"count": REASON_LENGTH}
    raise wrong("reason", reason, text)


def wrong(name: str, value: object, detail: str) -> InvalidQuery:
    """Return the error about a member of the body."""
    return InvalidQuery((ParameterError(name=name, value=str(value), message=detail),))
