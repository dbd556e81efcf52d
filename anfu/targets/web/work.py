"""Lines of work on the desk: what waits, in numbers, with the verb that deals with it."""

from datetime import date
from typing import Any

from django.urls import reverse

from anfu.core.actor import Actor
from anfu.core.models import Intake, IntakeState
from anfu.core.web import navigation
from anfu.core.web.formats import count
from anfu.targets.groups import HIGH_RISK
from anfu.targets.queries import desk
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import Overview
from anfu.targets.web.links import rows_href


def work(actor: Actor, on: date, seen: Overview | None, filters: Filters) -> list[dict[str, Any]]:
    """The lines that this actor's permissions open; a thing of which nothing waits is left out."""
    lines: list[dict[str, Any]] = []
    if actor.may("registry.import"):
        lines += [_intake(each) for each in desk.waiting_intakes(actor)]
    if actor.may("targeting.decide"):
        lines += _presumptions(actor)
    if actor.may("registry.edit"):
        lines += _unplaced(actor)
    if seen is not None:
        lines += _uncovered(actor, seen, filters)
        if actor.may("engagements.view"):
            lines += _ending(actor, on, seen.targets.value("ending_soon_days", filters.division))
    return lines


def _line(icon: str, title: str, href: str, verb: str, detail: str, when: str = "") -> dict[str, Any]:
    return {"icon": icon, "title": title, "href": href, "verb": verb, "detail": detail, "when": when}


def _intake(found: Intake) -> dict[str, Any]:
    judged = found.state == IntakeState.JUDGED
    waiting = sum(found.counts.get(name, 0) for name in ("created", "updated"))
    refused = found.counts.get("refused", 0)
    detail = f"拒收 {count(refused)} 行 · 情况截至 {found.as_of}" if judged else f"情况截至 {found.as_of}"
    title = f"写入 {found.name}：{count(waiting)} 行" if judged else f"对应 {found.name} 的列"
    verb = "写入" if judged else "对应列"
    return _line("database-import", title, reverse("core:intake", args=[found.pk]), verb, detail)


def _presumptions(actor: Actor) -> list[dict[str, Any]]:
    href, waiting = navigation.address("targeting:queue"), desk.open_presumptions(actor)
    if not waiting or not href:
        return []
    return [
        _line(
            "target", f"确认 {_some(waiting)} 条推定的高危情形", href, "确认", "规则识别，由人确认 · 二(一)1"
        )
    ]


def _unplaced(actor: Actor) -> list[dict[str, Any]]:
    href, waiting = navigation.address("registry:unplaced"), desk.unplaced(actor)
    if not waiting or not href:
        return []
    return [
        _line(
            "map-pin",
            f"给 {_some(waiting)} 家企业落位",
            href,
            "落位",
            "地址看不出在哪个县（市、区），暂不计入覆盖率",
        )
    ]


def _uncovered(actor: Actor, seen: Overview, filters: Filters) -> list[dict[str, Any]]:
    figure = seen.now.figure(HIGH_RISK, filters.division)
    href = rows_href(actor, seen.on, HIGH_RISK, "uncovered", filters)
    if not figure.uncovered or not href:
        return []
    title = f"{count(figure.uncovered)} 家重点高危企业还没有覆盖"
    detail = f"从未签约 {count(figure.never)} 家 · 合同到期未续 {count(figure.lapsed)} 家"
    return [_line("flag", title, href, "查看", detail)]


def _ending(actor: Actor, on: date, days: int) -> list[dict[str, Any]]:
    waiting = desk.ending_soon(actor, on, days)
    if not waiting:
        return []
    href = f"{reverse('engagements:engagement_list')}?state=ending_soon&sort=valid_to"
    title = f"{_some(waiting)} 份合同 {days} 天内到期"
    return [
        _line("clock-exclamation", title, href, "查看", "不续约就不再算已覆盖；续不续、跟谁续由企业自己定")
    ]


def _some(number: int) -> str:
    return f"{count(desk.CAP)} 多" if number > desk.CAP else count(number)
