"""Stored text is shown as text, whatever it looks like."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import ImportRun, Operator, PointChange, Region, Service, Town
from tests.factories import MakePoint

PAYLOADS = [
    "{{7*7}}",
    "{% debug %}",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"'><b onmouseover=alert(1)>",
    "${7*7}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_page_shows_it_as_text(
    superuser: Client, make_point: MakePoint, payload: str
) -> None:
    point = make_point(town="youxi", note="x")
    User.objects.filter(username="root").update(first_name=payload)
    Town.objects.update(name_en=payload, position_source=payload, note=payload)
    Town.objects.filter(key="youxi").update(name=payload)
    Operator.objects.update(name=payload)
    Service.objects.update(name=payload)
    Region.objects.update(name=payload, province=payload)
    record(
        [Edit(point=point, values=dict.fromkeys(("name", "address", "note"), payload))],
        Author.staff(User.objects.get(username="root")),
        reason=payload,
    )
    run = ImportRun.objects.create(
        region=point.region,
        file_name=payload,
        applied_at=timezone.now(),
        counts={payload: payload},
    )
    change = PointChange.objects.filter(point=point).first()
    assert change is not None
    pages = {
        "servicepoint": point.pk,
        "pointchange": change.pk,
        "importrun": run.pk,
        "town": Town.objects.get(key="youxi").pk,
        "operator": "cqrcb",
        "service": "unlock",
        "region": "500116",
    }
    for model, key in pages.items():
        for url in (
            reverse(f"desk:service_sites_{model}_changelist"),
            reverse(f"desk:service_sites_{model}_change", args=[key]),
        ):
            response = superuser.get(url)
            assert response.status_code == 200
            content = response.content.decode()
            assert escape(payload) in content, url
            if escape(payload) != payload:
                assert payload not in content, url
