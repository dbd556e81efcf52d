"""Things of institutions: the institution, its papers and people, one that is shown to the public."""

from datetime import date, timedelta

from anfu.core import clock, files
from anfu.people.models import User
from anfu.providers.models import InternalRule, Objection, Provider
from anfu.providers.tests.factories import make_licence, make_provider, make_staff
from anfu.registry.models import Organisation
from anfu.registry.tests.factories import make_uscc
from tests.matrix.things import Values, thing
from tests.matrix.world import Side


@thing(r"/providers/[<{](str:)?uscc[>}]")
def institution(side: Side) -> Values:
    return {"uscc": institution_of(side).organisation.uscc}


@thing(r"/publicity/[<{]")
def candidate(side: Side) -> Values:
    """Everybody may read it; whoever is no official may object."""
    organisation = Organisation.objects.create(uscc=make_uscc(), name=side.canary("candidate", "name"))
    texts = {name: side.canary("candidate", name) for name in ("address", "business_scope", "phone")}
    made = make_provider(
        organisation=organisation, state="publicity", publicity_until=clock.today() + timedelta(5),
        division=side.division, contact_name=side.canary("institution", "contact"), **texts,
    )  # fmt: skip
    return {"uscc": made.organisation.uscc}


@thing(r"/provider-papers/[<{]")
def paper(side: Side) -> Values:
    stored = files.keep(b"r" + side.relation.encode(), name=side.canary("paper", "file"), kind="pdf")
    title, on = side.canary("paper", "title"), date(2026, 1, 5)
    of = {"provider": institution_of(side), "file": stored}
    return {"pk": InternalRule.objects.create(kind="duty", title=title, filed_on=on, **of).pk, "what": "rule"}


@thing(r"/(provider-staff|staff)/[<{]")
def employed(side: Side) -> Values:
    """Somebody who works there."""
    return {"pk": make_staff(institution_of(side), position=side.canary("paper", "position"))[0].pk}


@thing(r"/qualifications/[<{]")
def licence(side: Side) -> Values:
    texts = {name: side.canary("paper", name) for name in ("number", "authority", "check_source")}
    return {"pk": make_licence(institution_of(side), **texts).pk}


@thing(r"/objections/[<{]")
def objection(side: Side) -> Values:
    """Somebody else's, not answered yet."""
    other, _ = User.objects.get_or_create(username=f"objector-{side.relation}", defaults={"name": "来人"})
    made = Objection.objects.create(
        provider=institution_of(side),
        text=side.canary("objection", "text"),
        made_by=other,
        made_at=clock.now(),
    )
    return {"pk": made.pk}


def institution_of(side: Side) -> Provider:
    """The side's institution, listed, in the side's county."""
    if found := Provider.objects.filter(organisation=side.provider).first():
        return found
    texts = {
        name: side.canary("institution", name) for name in ("address", "business_scope", "phone", "note")
    }
    stored = files.keep(b"l" + side.relation.encode(), name=side.canary("institution", "file"), kind="pdf")
    return make_provider(organisation=side.provider, division=side.division, file=stored, **texts)
