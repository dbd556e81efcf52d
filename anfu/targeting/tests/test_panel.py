"""The part on an enterprise's page."""

from datetime import date, timedelta

import pytest
from django.template import engines
from django.test import RequestFactory

from anfu.core import clock
from anfu.core.web import panels
from anfu.people.tests.factories import make_actor, make_user
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import presume
from anfu.targeting.tests.factories import JUNE, make_finding

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def page_of(firm, on, role="county_officer"):
    """The panels of this room as the enterprise page would show them."""
    request = RequestFactory().get("/")
    request.user, request.actor, request.today = make_user(role), make_actor(role), clock.today()
    shown = [part for place in panels.shown("enterprise", request, firm, on).values() for part in place]
    frame = '{% import "core/parts.html" as ui with context %}{% include template %}'
    template = engines["jinja2"].env.from_string(frame)
    parts = [(name, context) for name, context in shown if name.startswith("targeting/")]
    return "".join(template.render(request=request, template=name, **context) for name, context in parts)


@pytest.fixture
def dusty():
    """A firm that polishes aluminium, presumed by the platform, with one ground confirmed."""
    firm = make_enterprise(scope="铝制品抛光、打磨加工（不含电镀）", employees=68)
    presume([firm.pk], actor=make_actor("city_admin"), on=TODAY)
    make_finding(firm, "spraying", state="confirmed", evidence=[])
    return firm


def test_it_shows_marked_words_reasons_with_clause_and_who_confirmed(dusty):
    page = page_of(dusty, clock.today())
    assert "<mark" in page and "抛光" in page
    assert "二(一)1" in page and "R-105" in page and "R-201" in page
    assert "陈岚" in page and "已确认" in page and "待现场核实" in page
    assert "重点高危" in page and "/confirm/" in page


def test_a_past_day_shows_what_held_then_and_offers_nothing_to_do(dusty):
    page = page_of(dusty, JUNE - timedelta(days=1))
    assert "/confirm/" not in page and "待现场核实" not in page
    assert "重点高危" not in page and "R-201" in page


def test_a_leader_sees_no_part_of_it(dusty):
    assert page_of(dusty, clock.today(), "leader") == ""
