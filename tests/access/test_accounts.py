"""Who an account is, for colleagues."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.access.accounts import person_text, person_texts


@pytest.mark.django_db
def test_the_name_stands_before_the_login_where_it_is_known() -> None:
    wang = User.objects.create_user("wangli", last_name="王", first_name="丽")
    li = User.objects.create_user("liming")
    assert person_text(wang) == "王丽（wangli）"
    assert person_text(li) == "liming"
    with CaptureQueriesContext(connection) as captured:
        texts = person_texts(iter(["wangli", "liming", "nobody any more", "wangli"]))
    assert len(captured) == 1
    assert texts == {
        "wangli": "王丽（wangli）",
        "liming": "liming",
        "nobody any more": "nobody any more",
    }
