"""Which role opens which address of the desk, in one table.

`test_scope.py` shows that nobody opens any of them without a login.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pytest
from django.contrib.auth.models import User

from sites.access import Role
from sites.models import StaffRegion
from tests.desk.conftest import staff_client
from tests.desk.test_scope import PUBLIC_NAMES, World, addresses, world
from tests.factories import JIANGJIN

__all__ = ["world"]

_P, _O, _D, _A = Role.PHONES, Role.OBSERVER, Role.DATA, Role.ADMINISTRATOR
_NO_ROLE: Final = ""
_OPENED: Final[Mapping[tuple[str, ...], str]] = MappingProxyType(
    {
        (_NO_ROLE, _P, _O, _D, _A): """
            index enter_code second_factor password_change password_change_done
            service_sites_servicepoint_history
        """,
        (_P, _O, _D, _A): """
            app_list
            service_sites_servicepoint_changelist service_sites_servicepoint_change
            service_sites_report_changelist service_sites_report_change
            service_sites_report_history
            service_sites_pointchange_changelist service_sites_pointchange_change
            service_sites_pointchange_export service_sites_pointchange_history
            service_sites_importrun_outlets
            service_sites_region_change service_sites_region_history
            service_sites_town_change service_sites_town_history
            service_sites_service_change service_sites_service_history
            service_sites_operator_change service_sites_operator_history
        """,
        (_O, _D, _A): """
            service_sites_positionproposal_changelist service_sites_positionproposal_change
            service_sites_positionproposal_history
            service_sites_importrun_changelist service_sites_importrun_change
            service_sites_importrun_history
            service_sites_region_changelist service_sites_town_changelist
            service_sites_service_changelist service_sites_operator_changelist
        """,
        (_P, _D, _A): """
            service_sites_report_decide
            service_sites_servicepoint_calls service_sites_servicepoint_calls_csv
            service_sites_servicepoint_call service_sites_servicepoint_check_phone
        """,
        (_D, _A): """
            service_sites_servicepoint_add service_sites_servicepoint_bulk
            service_sites_servicepoint_pin service_sites_servicepoint_positions
            service_sites_servicepoint_position_table
            service_sites_pointchange_revert
            service_sites_bulkedit_changelist service_sites_bulkedit_change
            service_sites_bulkedit_history service_sites_bulkedit_undo
            service_sites_importrun_new service_sites_importrun_draft
            service_sites_importrun_remarks service_sites_importrun_job
            service_sites_importrun_undo
        """,
        (_A,): """
            service_sites_apiclient_changelist service_sites_apiclient_change
            service_sites_apiclient_history
            service_sites_apiclient_add service_sites_apiclient_revoke
            auth_user_changelist auth_user_change auth_user_history auth_user_add
            auth_user_password_change
        """,
        # Nothing is deleted, and most rows are made by what they record; roles are superusers'.
        (): """
            service_sites_servicepoint_delete
            service_sites_report_add service_sites_report_delete
            service_sites_bulkedit_add service_sites_bulkedit_delete
            service_sites_positionproposal_add service_sites_positionproposal_delete
            service_sites_pointchange_add service_sites_pointchange_delete
            service_sites_importrun_add service_sites_importrun_delete
            service_sites_region_add service_sites_region_delete
            service_sites_town_add service_sites_town_delete
            service_sites_service_add service_sites_service_delete
            service_sites_operator_add service_sites_operator_delete
            service_sites_apiclient_delete
            auth_user_delete
            auth_group_changelist auth_group_change auth_group_history auth_group_add
            auth_group_delete
        """,
    }
)


@pytest.mark.parametrize("role", [_NO_ROLE, _P, _O, _D, _A])
def test_a_role_opens_what_the_table_says(world: World, role: str) -> None:
    client = staff_client("somebody", role)
    if not role:
        # The region alone opens nothing.
        StaffRegion.objects.create(user=User.objects.get(username="somebody"), region_id=JIANGJIN)
    expected = {name: role in roles for roles, names in _OPENED.items() for name in names.split()}
    opened = {}
    for address in addresses():
        if address.name in PUBLIC_NAMES:
            continue
        url = next(address.urls(lambda one: world.keys_of(one, JIANGJIN)))
        answer = client.get(url)
        # Django leads away from a row that somebody does not know; 404 is an app without lists.
        is_led_away = answer.status_code == 302 and address.name.startswith("auth_")
        is_empty = answer.status_code == 404 and address.name == "app_list"
        opened[address.name] = answer.status_code != 403 and not is_led_away and not is_empty
    assert opened == expected
