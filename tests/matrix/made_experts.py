"""Things of experts: people of the pool, their ties, how they were asked, draws."""

from datetime import date

from anfu.core import clock
from anfu.experts.draw import commitment, commitment_hash, nonce_hash
from anfu.experts.draw.commitment import Group, Line, Source
from anfu.experts.models import Claim, Declaration, Draw, Expert, Supervisor, Use
from anfu.experts.tests.factories import make_expert, make_person
from anfu.people.models import User
from anfu.people.roles import Kind
from tests.matrix.things import Values, thing
from tests.matrix.world import Side, canary


@thing(r"/experts/[<{]")
def expert(side: Side) -> Values:
    """In the own county's pool, or in another's; its entry can still be decided on. Beside it somebody who waits."""
    made = _expert(side)
    waits = {name: side.canary("nominee", name) for name in ("name", "title", "employer_name")}
    make_expert(
        division=side.division, no_account=True, state="submitted", valid_from=None, valid_to=None, **waits
    )
    return {"pk": made.pk}


@thing(r"/my-expert/ties/[<{]")
def tie(side: Side) -> Values:
    made = Declaration.objects.create(
        expert=_own(side), kind="kinship", organisation=side.enterprise.organisation, valid_from=date(2024, 1, 1),
        declared_at=clock.now(), detail=side.canary("tie", "detail"),
    )  # fmt: skip
    return {"pk": made.pk}


@thing(r"/calls/[<{]")
def call(side: Side) -> Values:
    """A question to the expert, asked by somebody else's office."""
    return {"pk": _use(side, _own(side), "call").pk}


@thing(r"/expert-calls/[<{]")
def asked(side: Side) -> Values:
    """A question that this side asked."""
    return {"pk": _use(side, make_expert(), "asked", asked_by=side.person, party=side.party).pk}


@thing(r"/draws/[<{]")
def draw(side: Side) -> Values:
    """A frozen draw of this side's office, with this side's person among its supervisors."""
    purpose = side.canary("draw", "purpose")
    commit = commitment(
        purpose=purpose, office="测试局", at="2026-11-02T01:00:00Z", pool=[Line("0" * 64, ("fire",), "330784")],
        groups=[Group("a", 1)], alternates=0,
        sources=[Source("测试纪委", "nonce", nonce_hash("x")), Source("福彩3D", "public", "1")],
    )  # fmt: skip
    made = Draw.objects.create(
        purpose=purpose, office="测试局", party=side.party, made_at=clock.now(), alternates=0, public_name="福彩3D",
        public_issue="1", groups=[{"code": "a", "seats": 1, "specialities": [], "regions": []}], commit=commit,
        commit_hash=commitment_hash(commit), committed_at=clock.now(), reveal_until=clock.now(), state="committed",
    )  # fmt: skip
    told = {"office": "测试纪委", "nonce_hash": nonce_hash("x")}
    Supervisor.objects.create(draw=made, user=side.person, party=side.party, **told)
    return {"pk": made.pk}


@thing(r"/expert-claims/[<{]")
def claim(side: Side) -> Values:
    """Somebody asks for the entry of a person whom this side's county nominated."""
    made = make_expert(
        division=side.division, region=side.division, no_account=True, name=side.canary("claimed", "name")
    )
    return {"pk": Claim.objects.create(expert=made, user=make_person(), made_at=clock.now()).pk}


def _expert(side: Side) -> Expert:
    texts = {name: side.canary("expert", name) for name in ("name", "title", "employer_name", "record")}
    return make_expert(division=side.division, region=side.division, no_account=True, **texts)


def _own(side: Side) -> Expert:
    """The acting person as an expert; on other sides somebody else."""
    mine = side.relation == "mine" and side.party.kind == Kind.EXPERT
    user: User | None = side.person if mine else None
    known = Expert.objects.filter(user=user).first() if user else None
    return known or make_expert(user=user, name=canary("own", "name", side.relation))


def _use(side: Side, of: Expert, kind: str, **facts: object) -> Use:
    return Use.objects.create(
        expert=of, kind="invited", purpose=side.canary(kind, "purpose"), office="测试局", asked_at=clock.now(),
        answer_by=clock.today(), **facts,
    )  # fmt: skip
