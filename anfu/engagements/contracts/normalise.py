"""How each field of a contract file is understood."""

import re
from datetime import timedelta
from functools import partial

from anfu.core.intake.columns import Column
from anfu.engagements.contracts.fields import CONTRACT, REQUIRED, labels, words
from anfu.engagements.models import Mode
from anfu.providers.kinds import ServiceKind
from anfu.registry.records.cells import Rule, Wanted, credit_code, renminbi, short
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.dates import parse_date

_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_LONGEST = {"enterprise_name": 200, "provider_name": 200, "contract_no": 60}


def wanted() -> Wanted:
    """What a row holds."""
    return Wanted(CONTRACT, REQUIRED, labels())


def rule_of(column: Column) -> Rule:
    """How the cells of a column are understood; a price without a unit is in yuan."""
    field = column.field or ""
    match field:
        case "uscc" | "provider_uscc":
            return Rule(field, credit_code)
        case "mode":
            return Rule(field, partial(_word, "mode"))
        case "kinds":
            return Rule(field, _kinds)
        case "valid_to":
            return Rule(field, lambda text: parse_date(text) + timedelta(1))
        case "valid_from" | "signed_on":
            return Rule(field, parse_date)
        case "price":
            return Rule("price_fen", partial(renminbi, unit=column.unit or "元", label="合同金额"))
        case _:
            return Rule(field, partial(short, longest=_LONGEST[field], label=labels()[field]))


def _kinds(text: str) -> str:
    found = {_word("kinds", word) for word in _BETWEEN.split(text) if word}
    return ",".join(kind for kind in ServiceKind.values if kind in found)


def _word(kind: str, text: str) -> str:
    choices = Mode if kind == "mode" else ServiceKind
    known = {word: code for code, each in words()[kind].items() for word in each}
    known |= {str(label): code for code, label in choices.choices} | {code: code for code in choices.values}
    if text.strip() not in known:
        label = labels()[kind]
        raise Unclear(f"bad_{kind}", f"不认得{label}“{text}”", f"请填：{'、'.join(map(str, choices.labels))}")
    return known[text.strip()]
