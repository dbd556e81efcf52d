"""Any day may be asked for: before every policy, and beyond what can be reckoned. Pages and API answer."""

import pytest

from anfu.core import parameters
from anfu.core.clock import FIRST_DAY
from tests.matrix.routes import all_routes

pytestmark = pytest.mark.once

DAYS = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("day", DAYS)
def test_no_day_breaks_a_page_or_the_api(as_user, day):
    client = as_user("city_admin")
    client.raise_request_exception = False
    addresses = [r.pattern for r in all_routes() if r.method == "GET" and not r.parameters]
    answers = {address: client.get(address, {"on": day}).status_code for address in addresses}
    answers["state"] = client.get("/api/v1/engagements/engagements", {"on": day, "state": "ending_soon"})
    answers["state"] = answers["state"].status_code
    assert {address: status for address, status in answers.items() if status == 500} == {}


def test_on_the_first_day_every_number_of_the_policy_is_known(db):
    """So that no figure of an earlier day is asked for without its rule."""
    assert {code for code, _ in parameters.table(on=FIRST_DAY)} == set(parameters.definitions())
