"""Reference data is kept in memory for exactly as long as it is true."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from sites.changes.load_reference import load_reference_data
from sites.finding import catalog, revision
from sites.finding.snapshot import snapshot
from sites.models import DataVersion, Service


@pytest.mark.usefixtures("reference_data")
def test_catalog_in_both_languages() -> None:
    chinese, english = catalog("zh-hans"), catalog("en")
    assert len(chinese.towns) == 30
    first = chinese.towns[0]
    assert (first.region, first.key, first.name, first.precision) == (
        "500116",
        "jijiang",
        "几江街道",
        "town",
    )
    assert english.towns[0].name == "Jijiang Subdistrict"
    assert [service.code for service in chinese.services] == ["reissue", "unlock", "activation"]
    assert chinese.services[0].name == "补办换卡"
    (region,) = english.regions
    assert (region.adcode, region.name, region.province) == (
        "500116",
        "Jiangjin District",
        "Chongqing",
    )
    icbc = next(one for one in chinese.operators if one.code == "icbc")
    assert (icbc.name, icbc.kind, icbc.hotline) == ("工商银行", "bank", "95588")


@pytest.mark.django_db(transaction=True)
def test_kept_until_the_data_version_moves() -> None:
    load_reference_data()
    with transaction.atomic():
        # A number of its own: other tests use the small ones, in the same process.
        DataVersion.objects.update(number=2 * 10**9)
    kept = snapshot("en")
    with CaptureQueriesContext(connection) as queries:
        assert snapshot("en") is kept
    assert len(queries) == 1
    with transaction.atomic():
        Service.objects.filter(code="unlock").update(name_en="Open it")
        DataVersion.advance()
    assert "Open it" in [service.name for service in catalog("en").services]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_kept() -> None:
    load_reference_data()
    with transaction.atomic():
        DataVersion.objects.update(number=3 * 10**9)
        Service.objects.filter(code="unlock").update(name_en="Never")
        assert "Never" in [service.name for service in catalog("en").services]
        transaction.set_rollback(True)
    with transaction.atomic():
        DataVersion.objects.update(number=3 * 10**9)
    assert "Never" not in [service.name for service in catalog("en").services]


@pytest.mark.usefixtures("reference_data")
def test_revision_moves_with_data_and_release() -> None:
    before = revision()
    DataVersion.advance()
    after = revision()
    assert before != after
    with override_settings(RELEASE="another"):
        assert revision() not in {before, after}
