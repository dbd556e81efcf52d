"""What an enterprise needs and who may give it, in words."""

from typing import Any

from anfu.portal.queries.mine import Mine
from anfu.portal.rules.needs import Need
from anfu.portal.web import words
from anfu.providers.rules.scope import Decision

# Those that exist today; a grade joins them once there are evaluations.
ORDERS = {"distance": "距离", "price": "价格", "load": "忙闲", "chance": "每天随机"}


STATED = {
    "distance": "先近后远；同样远的，每天随机排",
    "price": "机构公布的最低价从低到高；没有公布的在最后，每天随机排",
    "load": "合同用掉专职人员时间的比例从低到高；有合同没写明次数、算不出的在后面，按每名专职人员服务的企业从少到多",
    "chance": "每天随机排，一天里不变",
}


def services_for(own: Mine) -> dict[str, str]:
    """All kinds of service, those that the enterprise needs first."""
    needed = {need.service for need in own.needs}
    return dict(sorted(words.SERVICES.items(), key=lambda kind: kind[0] not in needed))


def need_line(need: Need, institutions: int, service: str) -> dict[str, Any]:
    """One kind of service that is called for, with every reason."""
    return {
        "service": need.service,
        "label": words.SERVICES[need.service],
        "status": "ok" if need.confirmed else "ask",
        "state": "已确认" if need.confirmed else "推定，待核实",
        "because": need.because,
        "count": institutions,
        "current": need.service == service,
    }


def reason_line(decision: Decision, service: str) -> dict[str, Any]:
    """Why it may: the licence that covers the enterprise's line, or that none is asked for."""
    if decision.licence_needed:
        covers = f"核准范围含“{decision.line}”" if decision.line else "资质在有效期内"
        return {"why": f"有资质，{covers}", "basis": decision.basis}
    return {"why": "这项服务不要资质，登记的业务范围和人员符合", "basis": decision.basis}
