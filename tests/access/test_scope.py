"""Which rows a member of staff is given, by the regions assigned to the account."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db.models import Model, QuerySet

from sites.access import REGION_PATHS, ROLES, RegionScope, Right, Role, scope_of
from sites.models import Operator, Region, ServicePoint, StaffRegion, Town
from tests.factories import JIANGJIN, make_region


def person(*adcodes: str, role: Role | None = Role.DATA) -> User:
    user = User.objects.create_user("li", is_staff=True)
    if role is not None:
        user.groups.add(Group.objects.get(name=role))
    for adcode in adcodes:
        StaffRegion.objects.create(user=user, region_id=adcode)
    return user


def test_nobody_has_a_region_by_default(reference_data: None) -> None:
    scope = scope_of(person())
    assert scope.is_empty
    assert not scope.allows(JIANGJIN)
    assert not scope.restrict(Town.objects.all()).exists()
    assert scope_of(AnonymousUser()) == RegionScope(frozenset())


def test_only_the_assigned_regions_are_given(real_points: None) -> None:
    other = make_region()
    scope = scope_of(person(other.pk))
    assert scope.allows(other.pk)
    assert not scope.allows(JIANGJIN)
    assert list(scope.restrict(Region.objects.all())) == [other]
    assert not scope.restrict(ServicePoint.objects.all()).exists()
    assert scope.restrict(Operator.objects.all()).count() == Operator.objects.count()


def test_administrators_and_superusers_work_for_every_region(real_points: None) -> None:
    root = User.objects.create_superuser("root")
    for user in (person(role=Role.ADMINISTRATOR), root):
        scope = scope_of(user)
        assert scope == RegionScope(None)
        assert scope.restrict(ServicePoint.objects.all()).count() == 57
    root.is_active = False
    assert scope_of(User.objects.get(pk=root.pk)).allows(JIANGJIN)
    assert scope_of(root).is_empty


@pytest.mark.parametrize("model", [model for model, path in REGION_PATHS.items() if path])
def test_every_path_leads_to_the_region(db: None, model: type[Model]) -> None:
    rows: QuerySet[Model] = model.objects.all()  # type: ignore[attr-defined]
    assert str(RegionScope(frozenset({"500999"})).restrict(rows).query).count("500999") == 1


def test_a_model_that_nobody_thought_of_is_an_error(db: None) -> None:
    with pytest.raises(KeyError):
        RegionScope(None).restrict(User.objects.all())


def test_the_groups_hold_the_rights_of_the_roles(db: None) -> None:
    stored = {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }
    assert stored == {role.value: set(map(str, rights)) for role, rights in ROLES.items()}


def test_every_right_is_declared_by_a_model(db: None) -> None:
    declared: set[str] = set()
    for model in apps.get_app_config("service_sites").get_models():
        meta = model._meta
        declared |= {f"{name}_{meta.model_name}" for name in meta.default_permissions}
        declared |= {codename for codename, _name in meta.permissions}
    assert {right.codename for right in Right} <= declared


def test_roles_contain_each_other(db: None) -> None:
    assert ROLES[Role.PHONES] < ROLES[Role.DATA] < ROLES[Role.ADMINISTRATOR]
    assert ROLES[Role.OBSERVER] < ROLES[Role.DATA]
    assert not any(
        "change" in right.codename for right in ROLES[Role.OBSERVER] - {Right.VIEW_CHANGES}
    )
