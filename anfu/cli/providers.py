"""Providers on the command line."""

from datetime import date
from typing import Annotated, Any

import typer

from anfu.cli.output import as_json, as_table, day, plain_errors
from anfu.core.refusal import Refused
from anfu.providers.kinds import ServiceKind
from anfu.providers.queries.providers import organisation_of
from anfu.providers.queries.serving import may_serve as answer
from anfu.providers.rules.scope import Decision
from anfu.registry.models import Enterprise
from anfu.registry.roster import uscc

app = typer.Typer(no_args_is_help=True, help="服务机构：谁能为谁做什么。")


@app.callback()
def _group() -> None:
    """服务机构：谁能为谁做什么。"""


@app.command("may-serve")
def may_serve(
    code: Annotated[str, typer.Argument(help="服务机构的统一社会信用代码")],
    kind: Annotated[str, typer.Option(help=f"服务：{'、'.join(ServiceKind.values)}")],
    enterprise: Annotated[str, typer.Option(help="企业的统一社会信用代码")],
    on: Annotated[str, typer.Option(help="哪一天（缺省今天）")] = "",
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """这家机构那一天能不能为这家企业做这项服务；不能，缺什么，依据哪一条。"""
    with plain_errors():
        when = day(on)
        if kind not in ServiceKind.values:
            raise Refused(f"--kind 可用：{'、'.join(ServiceKind.values)}")
        decision = answer(_provider(code), kind, _enterprise(enterprise), on=when)
    told = _told(decision, code, kind, enterprise, when)
    if json:
        as_json(told)
    else:
        verdict = "可以" if decision.may else "不可以"
        rows = [[r["text"], r["clause"], r["credential"] or "—"] for r in told["reasons"]]
        as_table(f"{verdict} · {decision.basis} · {when}", ["缺什么", "条款", "证书"], rows)


def _told(decision: Decision, code: str, kind: str, enterprise: str, on: date) -> dict[str, Any]:
    return {
        "provider": uscc.clean(code),
        "enterprise": uscc.clean(enterprise),
        "kind": kind,
        "on": on,
        "may": decision.may,
        "licence_needed": decision.licence_needed,
        "line": decision.line or None,
        "basis": decision.basis,
        "reasons": [
            {"code": r.code, "text": r.text, "clause": r.clause, "credential": r.credential or None}
            for r in decision.reasons
        ],
    }


def _provider(code: str) -> int:
    found = organisation_of(code)
    if found is None:
        raise Refused(f"没有信用代码是 {code} 的机构。请核对。")
    return found


def _enterprise(code: str) -> Enterprise:
    found = Enterprise.objects.filter(organisation__uscc=uscc.clean(code)).first()
    if found is None:
        raise Refused(f"企业库里没有信用代码 {code}。请核对。")
    return found
