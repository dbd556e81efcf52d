"""Which hosts the platform may call: proposed by the system administrator, allowed once the security one agrees."""

from typing import Any

from django.conf import settings

from anfu.core import approvals, clock, ledger
from anfu.core.actor import Actor
from anfu.core.approvals import Change, Description
from anfu.core.explaining import fitting
from anfu.core.models import OutboundHost, Proposal
from anfu.core.outbound.addresses import named_properly
from anfu.core.refusal import Refused

KIND = "core.host_allowed"
PERMISSION, APPROVER = "core.outbound", "core.outbound_approve"


def propose(
    host: str, port: int, *, note: str, actor: Actor, plain_http: bool = False, loopback: bool = False
) -> Proposal:
    """Ask that the host may be called; its addresses are still checked at each call."""
    if not actor.may(PERMISSION):
        raise Refused("只有系统管理员能提出允许的主机。什么都没有改。")
    if len(note.strip()) < 2:
        raise Refused("请写明用途，例如“短信网关”。", field="note")
    asked = {
        "host": host.strip().lower(),
        "port": port,
        "plain_http": plain_http,
        "loopback": loopback,
        "note": fitting(note, 200, field="note"),
    }
    return approvals.propose(KIND, asked, reason=f"用途：{asked['note']}", actor=actor)


def subject(host: str, port: int) -> str:
    """How proposals and ledger entries name a host."""
    return f"outbound:{host}:{port}"


def _check(arguments: dict[str, Any], actor: Actor) -> None:
    host, port, loopback = arguments["host"], arguments["port"], arguments["loopback"]
    if loopback and not settings.OUTBOUND_LOOPBACK:
        raise Refused("正式环境不能放行本机地址。没有改动。", field="loopback")
    if not loopback and not named_properly(host):
        raise Refused("主机名写得不对。请写域名，例如 sms.example.gov.cn。", field="host")
    if not 1 <= port <= 65535:
        raise Refused("端口在 1 到 65535 之间。", field="port")
    if OutboundHost.objects.filter(host=host, port=port, ended_at=None).exists():
        raise Refused(f"{host}:{port} 已经允许了。没有重复添加。", field="host")


def _describe(arguments: dict[str, Any]) -> Description:
    name = f"{arguments['host']}:{arguments['port']}"
    new = f"{name}，{'可以不加密' if arguments['plain_http'] else '只用 https'}，用于{arguments['note']}"
    return Description(
        subject=subject(arguments["host"], arguments["port"]),
        title=f"允许平台连接 {name}"[:200],
        changes=(Change("允许连接的主机", "不允许", new),),
        href="/outbound/",
    )


@approvals.act(
    KIND, label="允许外联主机", permission=PERMISSION, approver=APPROVER, describe=_describe, check=_check
)
def _allow(proposal: Proposal, actor: Actor) -> None:
    asked = proposal.arguments
    row = OutboundHost(**asked, allowed_at=clock.now(), allowed_by_id=actor.user_id)
    row.save(force_insert=True)
    ledger.record(
        KIND, subject(row.host, row.port), actor=actor, on=clock.today(),
        after=asked | approvals.persons(proposal, actor),
    )  # fmt: skip
