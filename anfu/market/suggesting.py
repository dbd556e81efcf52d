"""What a demand's form is filled in with, from what is confirmed about the enterprise, and why, in plain words."""

from dataclasses import dataclass
from datetime import date

from anfu.core.datafiles import locate, read_toml
from anfu.providers.kinds import ServiceKind
from anfu.registry.models import Enterprise
from anfu.targeting import groups
from anfu.targeting.queries.facts import explained_on


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Kinds, visits a month, the sentence of the scope, and the reasons: (class, sentence, clause)."""

    kinds: tuple[str, ...]
    visits: int
    scope: str
    basis: tuple[dict[str, str], ...]


def suggestion_for(enterprise: Enterprise, on: date) -> Suggestion:
    """From the classes that count that day; presumptions, which nobody confirmed, are left out."""
    table = read_toml(locate("market", "suggestions.toml"))
    reasons = [reason for reason in explained_on(enterprise, on).explanation.reasons if reason.counts]
    found = {reason.group: reason for reason in reasons}
    needs = [need for need in table["need"] if need["group"] in found]
    basis = tuple(
        {
            "label": groups.label(need["group"]), "why": need["why"], "clause": found[need["group"]].clause,
            "sentence": found[need["group"]].sentence,
        }
        for need in needs
    )  # fmt: skip
    plain = table["plain"]
    used = needs or [plain]
    kinds = tuple(dict.fromkeys(kind for need in used for kind in need["kinds"]))
    return Suggestion(
        kinds, max(need["visits"] for need in used), scope_of(kinds),
        basis or ({"label": "一般企业", "why": plain["why"], "clause": "四(三)b", "sentence": ""},),
    )  # fmt: skip


def scope_of(kinds: tuple[str, ...]) -> str:
    """The first wording of what is wanted, to be changed by whoever fills the form in."""
    words = "、".join(str(ServiceKind(kind).label) for kind in kinds)
    return f"请提供{words}服务：按约定上门，查出的隐患列清单、教我们怎么改，改完再来看；每次留下记录。"
