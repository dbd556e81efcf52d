"""A draw as a stored process: frozen first, drawn once, silent until it is closed, and the same for who recomputes it."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from anfu.core import clock
from anfu.core.actor import NOBODY
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.experts.actions import answering, declaring, drawing, supervising
from anfu.experts.draw import written
from anfu.experts.draw.commitment import Group
from anfu.experts.models import Draw, DrawLine, Use
from anfu.experts.queries.draws_stored import record_of
from anfu.experts.tests.factories import (
    NONCES,
    everybody_accepts,
    make_draw,
    make_expert,
    make_pool,
    make_supervisors,
    own_actor,
    plan,
)
from anfu.experts.tests.test_verify_draw import refused
from anfu.people.actors import actor_of
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()
VALUE = {"福彩3D": "4 7 1"}


def test_from_preparation_to_a_record_that_a_stranger_recomputes(tmp_path):
    draw = make_draw("drawn")
    asked = Use.objects.waiting().filter(line__draw=draw)
    assert asked.count() == 3 and not refused(written(record_of(draw)), tmp_path / "r.json")
    first = asked.order_by("line__place").first()
    answering.answer(first.pk, False, actor=own_actor(first.expert), on=TODAY, reason="busy")
    alternate = DrawLine.objects.get(draw=draw, place=3)
    assert alternate.use.state == "asked" and not alternate.is_seat
    with pytest.raises(Refused, match="没有答复"):
        drawing.close(draw.pk, actor=make_actor(), on=TODAY)
    everybody_accepts(draw)
    closed = drawing.close(draw.pk, actor=make_actor(), on=TODAY)
    record = record_of(closed)
    assert alternate.hash in record["panel"]["a"] and first.line.hash not in record["panel"]["a"]
    assert len(record["salts"]) == 8 and record["digest"] == closed.digest
    assert not refused(written(record), tmp_path / "r.json")


def test_T08_the_same_purpose_is_never_drawn_again_not_even_after_a_cancellation():
    draw = make_draw("committed")
    drawing.cancel(draw.pk, reason="项目推迟到明年", actor=make_actor(), on=TODAY)
    again = plan(purpose=draw.purpose, supervisors=tuple(u.pk for u in make_supervisors()))
    with pytest.raises(Refused, match="一件事只抽一次"):
        drawing.prepare(again, actor=make_actor(), on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic(), without_ledger():
        Draw.objects.create(
            purpose=draw.purpose,
            office="x",
            made_at=clock.now(),
            alternates=0,
            public_name="x",
            public_issue="x",
        )
    assert Draw.objects.published().filter(state="cancelled").count() == 1


def test_T08_a_frozen_pool_does_not_follow_later_changes(tmp_path):
    draw = make_draw("revealed")
    before = draw.commit
    make_pool(5)
    drawing.draw(draw.pk, VALUE, actor=make_actor(), on=TODAY)
    assert Draw.objects.get().commit == before and DrawLine.objects.count() == 8
    with pytest.raises(Refused, match="不能办这一步"):
        drawing.draw(draw.pk, VALUE, actor=make_actor(), on=TODAY)
    with pytest.raises(Refused, match="不能办这一步"):
        drawing.commit(draw.pk, actor=make_actor(), on=TODAY)


def test_T09_the_public_number_comes_after_the_nonces_or_after_their_deadline(monkeypatch):
    draw = make_draw("committed")
    with pytest.raises(Refused, match="公共数字要最后填"):
        drawing.draw(draw.pk, VALUE, actor=make_actor(), on=TODAY)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    one = draw.supervisors.order_by("pk").first()
    with pytest.raises(Refused, match="期限已经过了"):
        supervising.reveal(draw.pk, NONCES[0], actor=actor_of(one.user), on=TODAY)
    drawn = drawing.draw(draw.pk, VALUE, actor=make_actor(), on=TODAY)
    assert [source["revealed"] for source in drawn.sources] == [False, False, True]
    assert drawn.sources[0]["value"] == one.nonce_hash


def test_T09_a_nonce_cannot_be_changed_after_the_commitment():
    draw = make_draw("committed")
    one = actor_of(draw.supervisors.order_by("pk").first().user)
    with pytest.raises(Refused, match="不是你交过"):
        supervising.reveal(draw.pk, "另一个更合意的口令十二字", actor=one, on=TODAY)
    with pytest.raises(Refused, match="不能办这一步"):
        supervising.hand_in(draw.pk, "另一个更合意的口令十二字", actor=one, on=TODAY)
    assert NONCES[0] not in json.dumps(list(draw.supervisors.values()), default=str, ensure_ascii=False)


def test_the_supervisors_are_two_of_two_offices_and_not_the_one_who_draws():
    first, second = make_supervisors()
    me = make_actor()
    for wrong in ((first.pk,), (first.pk, first.pk), (first.pk, me.user_id), (first.pk, 999_999)):
        with pytest.raises(Refused, match="监督人"):
            drawing.prepare(plan(supervisors=wrong), actor=me, on=TODAY)
    assert (
        drawing.prepare(plan(supervisors=(first.pk, second.pk)), actor=me, on=TODAY).supervisors.count() == 2
    )


def test_T10_planted_conflicts_are_excluded_with_their_reason_and_never_drawn():
    firm = make_enterprise().organisation
    pool = make_pool(10)
    declaring.declare("kinship", firm.uscc, actor=own_actor(pool[0]), on=TODAY, valid_from=TODAY)
    declaring.declare("shareholding", firm.uscc, actor=own_actor(pool[1]), on=TODAY, valid_from=TODAY)
    tied = make_expert(level="city", employer=firm)
    away = make_expert(level="city", away_from=TODAY, away_to=TODAY + timedelta(2))
    nowhere = make_expert(level="city", no_account=True)
    make_draw("drawn", pool=0, parties=(firm.uscc,), groups=(Group("a", 5),), alternates=5)
    reasons = dict(DrawLine.objects.exclude(excluded="").values_list("expert_id", "excluded"))
    assert reasons == {
        pool[0].pk: "kinship", pool[1].pk: "shareholding", tied.pk: "employment", away.pk: "unavailable",
        nowhere.pk: "unreachable",
    }  # fmt: skip
    chosen = set(DrawLine.objects.filter(place__isnull=False).values_list("expert_id", flat=True))
    assert len(chosen) == 8 and not chosen & set(reasons)


def test_T10_names_are_with_nobody_but_the_drawn_until_they_accept_or_it_is_closed():
    draw = make_draw("drawn")
    use = Use.objects.waiting().order_by("pk").first()
    code, name = use.expert.code, use.expert.name
    readers = [NOBODY, *(make_actor(role) for role in ("city_admin", "county_officer", "leader", "auditor"))]
    readers += [actor_of(each.user) for each in draw.supervisors.select_related("user")]
    assert not any(Use.objects.visible_to(reader).exists() for reader in readers)
    said = json.dumps(record_of(draw), ensure_ascii=False)
    entries = "".join(LedgerEntry.objects.values_list("body", flat=True))
    assert code not in said and name not in said and code not in entries and name not in entries
    assert set(Todo.objects.waiting().values_list("person_id", flat=True)) == set(
        Use.objects.values_list("expert__user_id", flat=True)
    )
    answering.answer(use.pk, True, actor=own_actor(use.expert), on=TODAY)
    entry = LedgerEntry.objects.filter(verb="experts.accepted").get()
    assert use.expert.name not in entry.body and entry.actor_id is None
    assert list(Use.objects.visible_to(make_actor())) == [use]
    assert not Use.objects.visible_to(make_actor("county_officer")).exists()


def test_a_silent_expert_lapses_and_the_alternate_is_asked():
    draw = make_draw("drawn")
    late = Use.objects.first().answer_by + timedelta(1)
    assert answering.lapse_all(late) == 3
    # The two alternates are asked; the third seat stays empty.
    assert Use.objects.waiting().count() == 2
    assert sorted(Use.objects.waiting().values_list("line__place", flat=True)) == [3, 4]
    assert record_of(draw)["panel"] == {"a": []}


def test_a_cancelled_draw_says_so_in_public_and_frees_the_experts(tmp_path):
    draw = make_draw("drawn")
    cancelled = drawing.cancel(draw.pk, reason="采购项目已经终止", actor=make_actor(), on=TODAY)
    assert not Todo.objects.waiting().exists() and not Use.objects.waiting().exists()
    assert not refused(written(record_of(cancelled)), tmp_path / "r.json")
    with pytest.raises(Refused, match="不能再取消"):
        drawing.cancel(draw.pk, reason="采购项目已经终止", actor=make_actor(), on=TODAY)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": ()}, "席位"),
        ({"groups": (Group("a", 1), Group("a", 1))}, "组名"),
        ({"groups": (Group("a", 0),)}, "席位"),
        ({"groups": (Group("a", 1, ("astrology",)),)}, "不认识"),
        ({"alternates": 99}, "候补"),
        ({"purpose": ""}, "为什么事"),
        ({"public_issue": ""}, "公共数字"),
        ({"parties": ("91330784MA00AB1C6J",)}, "信用代码"),
        ({"levels": ("world",)}, "级别"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(changes, words):
    supervisors = tuple(u.pk for u in make_supervisors())
    with pytest.raises(Refused, match=words):
        drawing.prepare(plan(supervisors=supervisors, **changes), actor=make_actor(), on=TODAY)
    assert not Draw.objects.exists()


def test_too_few_experts_are_found_before_the_freeze():
    draw = make_draw("handed", groups=(Group("a", 9),))
    with pytest.raises(Refused, match="不够"):
        drawing.commit(draw.pk, actor=make_actor(), on=TODAY)
    assert Draw.objects.get().state == "prepared" and not DrawLine.objects.exists()


def test_another_office_cannot_touch_the_draw():
    draw = make_draw("handed")
    for act in (drawing.commit, drawing.close):
        with pytest.raises(Refused, match="不归你办"):
            act(draw.pk, actor=make_actor("county_officer"), on=TODAY)
