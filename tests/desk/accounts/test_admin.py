"""Who manages accounts, and that nobody becomes more than somebody above lets them."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.access import Role, scope_of
from sites.access.passwords import note_chosen
from sites.models import StaffRegion
from tests.desk.conftest import staff_client
from tests.factories import JIANGJIN, PASSWORD, make_region, make_staff

PEOPLE = "/desk/auth/user/"
ELSEWHERE = "500117"


@pytest.fixture
def wang(phone_keeper: Client) -> User:
    return User.objects.get(username="wang")


def role(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def form_of(user: User, **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "username": user.username,
        "last_name": user.last_name,
        "first_name": user.first_name,
        "email": user.email,
        "groups": [str(pk) for pk in user.groups.values_list("pk", flat=True)],
        "regions": list(StaffRegion.objects.filter(user=user).values_list("region_id", flat=True)),
    }
    if user.is_active:
        data["is_active"] = "on"
    return data | changes


def change(user: User) -> str:
    return f"{PEOPLE}{user.pk}/change/"


def test_an_administrator_makes_an_account_that_can_work(administrator: Client) -> None:
    page = administrator.get(f"{PEOPLE}add/").content.decode()
    for text in ("电话维护员", "江津区", "请当面交给本人"):
        assert text in page
    assert "created a user" not in page
    data = {
        "username": "qian",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "last_name": "钱",
        "first_name": "明",
        "groups": [role(Role.PHONES)],
        "regions": [JIANGJIN],
    }
    assert administrator.post(f"{PEOPLE}add/", data).status_code == 302
    qian = User.objects.get(username="qian")
    assert (qian.is_staff, qian.is_superuser) == (True, False)
    assert scope_of(qian).allows(JIANGJIN)
    note_chosen(qian)
    client = Client()
    client.force_login(qian)
    assert client.get("/desk/service_sites/servicepoint/").status_code == 200
    assert "<strong>钱明</strong>" in client.get("/desk/").content.decode()
    assert "钱明" in administrator.get(PEOPLE).content.decode()


def test_roles_and_regions_are_changed_together(administrator: Client, wang: User) -> None:
    data = form_of(wang, groups=[role(Role.OBSERVER)], regions=[])
    assert administrator.post(change(wang), data).status_code == 302
    wang = User.objects.get(pk=wang.pk)
    assert [group.name for group in wang.groups.all()] == [Role.OBSERVER]
    assert scope_of(wang).is_empty
    assert administrator.post(change(wang), form_of(wang, regions=[JIANGJIN])).status_code == 302
    assert StaffRegion.objects.filter(user=wang).count() == 1


def test_who_has_no_region_is_told(administrator: Client, wang: User, phone_keeper: Client) -> None:
    administrator.post(change(wang), form_of(wang, regions=[]))
    assert "还没有分配区县" in phone_keeper.get("/desk/").content.decode()
    assert not phone_keeper.get("/desk/service_sites/servicepoint/").context["cl"].result_list


def test_nobody_is_made_a_superuser(administrator: Client, wang: User) -> None:
    forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": ["1", "2"]}
    administrator.post(change(wang), form_of(wang, **forged))
    wang.refresh_from_db()
    assert not wang.is_superuser
    assert not wang.user_permissions.exists()
    assert "is_superuser" not in administrator.get(change(wang)).content.decode()


def test_superusers_and_stronger_accounts_are_out_of_reach(administrator: Client) -> None:
    root = make_staff("root", superuser=True)
    stronger = User.objects.create_user("stronger", is_staff=True)
    group = Group.objects.create(name="更强")
    group.permissions.add(Permission.objects.get(codename="delete_servicepoint"))
    stronger.groups.add(group)
    for user in (root, stronger):
        before = User.objects.filter(pk=user.pk).values().get()
        for path in ("change/", "password/", "history/", "delete/"):
            url = f"{PEOPLE}{user.pk}/{path}"
            forged = form_of(user, password1="quite another", password2="quite another")
            assert administrator.get(url).status_code in {302, 403, 404}
            assert administrator.post(url, forged).status_code in {302, 403, 404}
        administrator.post(PEOPLE, {"action": "forget_second_factor", "_selected_action": user.pk})
        assert User.objects.filter(pk=user.pk).values().get() == before
    listed = {user.username for user in administrator.get(PEOPLE).context["cl"].result_list}
    assert listed == {"zhao"}


def test_a_role_with_more_rights_than_ones_own_cannot_be_given(
    administrator: Client, wang: User
) -> None:
    group = Group.objects.create(name="更强")
    group.permissions.add(Permission.objects.get(codename="delete_servicepoint"))
    answer = administrator.post(change(wang), form_of(wang, groups=[str(group.pk)]))
    assert answer.status_code == 200
    assert not wang.groups.filter(pk=group.pk).exists()
    assert "更强" not in administrator.get(change(wang)).content.decode()


def test_nobody_changes_their_own_rights(administrator: Client) -> None:
    zhao = User.objects.get(username="zhao")
    data = form_of(zhao, groups=[role(Role.OBSERVER)], regions=[JIANGJIN], last_name="赵")
    del data["is_active"]
    assert administrator.post(change(zhao), data).status_code == 302
    zhao.refresh_from_db()
    assert zhao.last_name == "赵"
    assert zhao.is_active
    assert [group.name for group in zhao.groups.all()] == [Role.ADMINISTRATOR]
    assert not StaffRegion.objects.filter(user=zhao).exists()
    old = zhao.password
    passwords = {"password1": "quite another", "password2": "quite another"}
    url = f"{PEOPLE}{zhao.pk}/password/"
    assert administrator.post(url, passwords).status_code == 403
    zhao.refresh_from_db()
    assert zhao.password == old


def test_roles_themselves_are_the_business_of_superusers(administrator: Client) -> None:
    group = Group.objects.get(name=Role.ADMINISTRATOR)
    for path in ("", "add/", f"{group.pk}/change/"):
        assert administrator.post(f"/desk/auth/group/{path}", {"name": "x"}).status_code == 403


def test_an_account_that_is_switched_off_is_out_at_once(
    administrator: Client, wang: User, phone_keeper: Client
) -> None:
    assert phone_keeper.get("/desk/").status_code == 200
    data = form_of(wang)
    del data["is_active"]
    administrator.post(change(wang), data)
    assert phone_keeper.get("/desk/")["Location"].startswith("/desk/login/")


def test_a_new_password_ends_the_sessions_of_the_old_one(
    administrator: Client, wang: User, phone_keeper: Client
) -> None:
    passwords = {
        "usable_password": "true",
        "password1": "quite another",
        "password2": "quite another",
    }
    assert administrator.post(f"{PEOPLE}{wang.pk}/password/", passwords).status_code == 302
    assert phone_keeper.get("/desk/")["Location"].startswith("/desk/login/")


@pytest.mark.parametrize("name", [Role.PHONES, Role.DATA, Role.OBSERVER])
def test_other_roles_manage_nobody(reference_data: None, wang: User, name: Role) -> None:
    client = staff_client("sun", name)
    for path in ("", "add/", f"{wang.pk}/change/", f"{wang.pk}/password/"):
        assert client.get(PEOPLE + path).status_code == 403
        assert client.post(PEOPLE + path, form_of(wang)).status_code == 403


def test_accounts_are_not_deleted(administrator: Client, superuser: Client, wang: User) -> None:
    for client in (administrator, superuser):
        assert client.post(f"{PEOPLE}{wang.pk}/delete/", {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": str(wang.pk), "post": "yes"}
        client.post(PEOPLE, data)
    assert User.objects.filter(pk=wang.pk).exists()


def test_a_lost_telephone_is_forgotten(administrator: Client, wang: User) -> None:
    for user in (wang, User.objects.get(username="zhao")):
        TOTPDevice.objects.create(user=user, confirmed=False)
    keys = [str(pk) for pk in User.objects.values_list("pk", flat=True)]
    data = {"action": "forget_second_factor", "_selected_action": keys, "index": "0"}
    assert administrator.post(PEOPLE, data).status_code == 302
    assert [device.user.username for device in TOTPDevice.objects.all()] == ["zhao"]
    told = administrator.get(f"{PEOPLE}{wang.pk}/history/").content.decode()
    assert "已关闭两步验证" in told
    assert "zhao" in told


def test_the_desk_shows_no_english_models_of_libraries(superuser: Client) -> None:
    page = superuser.get("/desk/").content.decode()
    for word in ("Axes", "axes", "TOTP device", "Otp", "otp_"):
        assert word not in page


@pytest.fixture
def of_hechuan(reference_data: None) -> Client:
    """Return somebody who manages the staff of another district alone."""
    make_region()
    group = Group.objects.create(name="区县管理员")
    group.permissions.set(Group.objects.get(name=Role.DATA).permissions.all())
    group.permissions.add(Permission.objects.get(codename="manage_staff"))
    return staff_client("sun", group.name, regions=[ELSEWHERE])


def new_account(name: str, regions: list[str]) -> dict[str, Any]:
    return {
        "username": name,
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [role(Role.PHONES)],
        "regions": regions,
    }


def test_who_manages_one_district_reaches_no_account_of_another(
    of_hechuan: Client, wang: User
) -> None:
    without = User.objects.create_user("without", is_staff=True)
    both = User.objects.create_user("both", is_staff=True)
    for adcode in (JIANGJIN, ELSEWHERE):
        StaffRegion.objects.create(user=both, region_id=adcode)
    for user in (wang, without, both):
        before = User.objects.filter(pk=user.pk).values().get()
        for path in ("change/", "password/", "history/"):
            url = f"{PEOPLE}{user.pk}/{path}"
            forged = form_of(user, password1="quite another", password2="quite another")
            for answer in (of_hechuan.get(url), of_hechuan.post(url, forged)):
                assert answer.status_code in {302, 403, 404}, url
                assert user.username not in answer.content.decode()
        TOTPDevice.objects.create(user=user)
        action = {"action": "forget_second_factor", "_selected_action": str(user.pk)}
        of_hechuan.post(PEOPLE, {**action, "index": "0"})
        assert TOTPDevice.objects.filter(user=user).exists()
        assert User.objects.filter(pk=user.pk).values().get() == before
    listed = {user.username for user in of_hechuan.get(PEOPLE).context["cl"].result_list}
    assert listed == {"sun"}


def test_who_manages_one_district_assigns_no_other(of_hechuan: Client) -> None:
    page = of_hechuan.get(f"{PEOPLE}add/").content.decode()
    assert "合川区" in page
    assert "江津区" not in page
    for regions in ([JIANGJIN], [JIANGJIN, ELSEWHERE], []):
        answer = of_hechuan.post(f"{PEOPLE}add/", new_account("spy", regions))
        assert "regions" in answer.context["adminform"].form.errors
    assert of_hechuan.post(f"{PEOPLE}add/", new_account("qian", [ELSEWHERE])).status_code == 302
    qian = User.objects.get(username="qian")
    for regions in ([JIANGJIN], []):
        of_hechuan.post(change(qian), form_of(qian, regions=regions))
    assert [one.region_id for one in StaffRegion.objects.filter(user=qian)] == [ELSEWHERE]


def test_the_name_that_stands_in_the_history_is_never_given_to_another(
    administrator: Client, superuser: Client, wang: User
) -> None:
    for client in (administrator, superuser):
        client.post(change(wang), form_of(wang, username="renamed"))
        answer = client.post(f"{PEOPLE}add/", new_account("wang", [JIANGJIN]))
        assert "username" in answer.context["adminform"].form.errors
    assert User.objects.get(pk=wang.pk).username == "wang"
