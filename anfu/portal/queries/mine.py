"""An enterprise that looks for service: where it is, what it does, and which kinds of service its classes call for."""

from dataclasses import dataclass
from datetime import date

from anfu.core.actor import ENTERPRISE, Actor
from anfu.portal.rules.distance import Point
from anfu.portal.rules.needs import Membership, Need, needs
from anfu.portal.shelf.centres import centres, point_of
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.targeting import groups
from anfu.targeting.queries.facts import explained_on
from anfu.targeting.rules.reasons import Reason


@dataclass(frozen=True)
class Mine:
    """The enterprise that the reader acts for, as of a day. `industry` "": not known; `point` None: no place is known."""

    enterprise: Enterprise
    industry: str
    point: Point | None
    needs: tuple[Need, ...]


def mine(actor: Actor, on: date) -> Mine | None:
    """The reader's own enterprise with what it needs; None for everybody else."""
    own = Enterprise.objects.visible_to(actor).filter(pk__in=actor.own(ENTERPRISE))
    enterprise = own.select_related("organisation").first()
    if enterprise is None:
        return None
    version = EnterpriseVersion.objects.filter(enterprise=enterprise).as_of(on).first()
    reasons = explained_on(enterprise, on).explanation.reasons
    return Mine(
        enterprise=enterprise,
        industry=version.industry if version else "",
        point=_point(version) if version else None,
        needs=needs([_membership(reason) for reason in reasons], on),
    )


def _point(version: EnterpriseVersion) -> Point | None:
    return point_of(centres(), version.division, version.longitude, version.latitude)


def _membership(reason: Reason) -> Membership:
    if groups.programme_id(reason.group) is not None:
        return Membership("programme", "地方专项", reason.counts)
    group = reason.ground or reason.group
    return Membership(group, groups.label(group), reason.counts)
