"""A version as PDF, by typst with its own font: the same words that were confirmed, with their hash and a QR to check it."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from anfu.core.money import yuan
from anfu.core.web.formats import moment
from anfu.engagements.models import Confirmation, ContractVersion, Mode, Side
from anfu.engagements.terms import Terms
from anfu.engagements.versions import said_in, sides_of, terms_of
from anfu.people.qr import drawn
from anfu.providers.kinds import ServiceKind

TEMPLATE = Path(__file__).parent / "contract.typ"
FONTS = Path(settings.PACKAGE) / "fonts"


def check_address(digest: str) -> str:
    """Where anybody who holds the paper sees whether the platform knows it."""
    return f"{settings.SITE_URL}/contract-check/{digest}/"


def pdf(version: ContractVersion, staff: Sequence[str], confirmations: Sequence[Confirmation]) -> bytes:
    """PDF/A-2b of a version of terms; `staff`: the names of the people it names. A draft says that it is one."""
    said, terms = said_in(version), terms_of(version)
    address = check_address(version.digest)
    data: dict[str, Any] = {
        "number": said["contract"],
        "version": version.number,
        "title": said["template"]["title"],
        "parties": {role: [each["name"], each["uscc"]] for role, each in said["parties"].items()},
        "lines": lines(terms, staff),
        "clauses": said["template"]["clauses"],
        "signed": [_signed(each) for each in sorted(confirmations, key=lambda each: each.side)],
        "draft": len(confirmations) < len(sides_of(version)),
        "payer": "付款方" if said.get("payer_signs") else "付款方（由甲方取得其同意）",
        "digest": version.digest,
        "address": address,
        "qr": drawn(address),
        "proposed": timezone.localtime(version.proposed_at).date().isoformat(),
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return _compiled(inputs)


def _compiled(inputs: dict[str, str]) -> bytes:
    """PDF/A refuses characters that the font lacks (emoji, rare names); such a text is still printed, with a box for them."""
    made: bytes
    try:
        made = typst.compile(str(TEMPLATE), font_paths=_fonts(), sys_inputs=inputs, pdf_standards=["a-2b"])
    except typst.TypstError:
        made = typst.compile(str(TEMPLATE), font_paths=_fonts(), sys_inputs=inputs)
    return made


def lines(terms: Terms, staff: Sequence[str]) -> list[list[str]]:
    """What was agreed, in plain words: label and text; what was not agreed is left out."""
    owed = terms.deliverables
    quantities = [
        (owed.visits_per_month, "每月上门 {} 次"), (owed.training_hours, "培训 {} 学时"),
        (owed.reports, "报告 {} 份"), (owed.drills, "应急演练 {} 次"),
    ]  # fmt: skip
    found = [
        ("服务方式", str(Mode(terms.mode).label)),
        ("服务内容", "、".join(str(ServiceKind(kind).label) for kind in terms.kinds)),
        ("做哪些事", terms.scope),
        ("服务地点", "；".join(terms.places)),
        ("服务期限", f"{terms.valid_from} 至 {terms.last_day}"),
        ("服务数量", "，".join(words.format(number) for number, words in quantities if number)),
        ("服务人员", "、".join(staff)),
        ("价款", f"{yuan(terms.price_fen)} 元"),
        ("付款", "；".join(_payment(each.label, each.fen, each.due_on) for each in terms.payments)),
        ("违约责任", terms.liability),
        ("续约", terms.renewal),
        ("同期同类合同的说明", terms.overlap_reason),
    ]
    return [[label, text] for label, text in found if text]


def _payment(label: str, fen: int, due_on: object) -> str:
    return f"{label} {yuan(fen)} 元，{f'{due_on} 前付' if due_on else '服务完成后付'}"


def _signed(each: Confirmation) -> dict[str, str]:
    return {
        "side": str(Side(each.side).label),
        "office": each.office,
        "name": each.user.name,
        "role": each.role,
        "at": moment(each.at),
    }


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
