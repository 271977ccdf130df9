from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sites.models import Provenance, SourceKind

times = st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1))  # noqa: DTZ001 - the strategy adds the zone


@given(
    st.builds(
        Provenance,
        source=st.sampled_from(SourceKind),
        reference=st.text(),
        set_at=times,
        verified_at=st.none() | times,
        verified_by=st.text(),
        locked=st.booleans(),
    )
)
def test_json_form_loses_nothing(provenance: Provenance) -> None:
    assert Provenance.from_json(provenance.to_json()) == provenance
