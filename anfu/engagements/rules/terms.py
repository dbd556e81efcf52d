"""Whether terms can be a contract at all. Pure; each flaw names its field."""

from collections.abc import Iterator
from datetime import date

from anfu.core import clock
from anfu.core.explaining import explained
from anfu.core.money import LARGEST, yuan
from anfu.core.refusal import Refused
from anfu.engagements.terms import Ending, Terms

MOST = 10_000  # of anything countable
LONGEST = 2_000  # characters of a clause


def must_fit(terms: Terms, *, on: date) -> None:
    """Refused with the first flaw of the terms, as of the day on which they are proposed."""
    for field, text in (*_period(terms, on), *_content(terms), *_money(terms)):
        raise Refused(text, field=field)


def ending_must_fit(ending: Ending, terms: Terms, *, on: date) -> None:
    """Refused where an early end is none: outside the period, back-dated, or with more money than was agreed."""
    if ending.last_day >= terms.last_day:
        raise Refused("最后一天要早于合同原来的结束日期。", field="last_day")
    if ending.last_day < max(terms.valid_from, on):
        raise Refused("最后一天不能早于今天，也不能早于服务开始日期。", field="last_day")
    if not 0 <= ending.settlement_fen <= terms.price_fen:
        raise Refused(f"结算金额要在 0 到合同价款 {yuan(terms.price_fen)} 元之间。", field="settlement")
    explained(ending.reason, "请写明提前终止的理由，5 个字以上。", most=200)


def _period(terms: Terms, on: date) -> Iterator[tuple[str, str]]:
    if terms.last_day < terms.valid_from:
        yield "last_day", "结束日期早于开始日期。请核对。"
    if terms.last_day > clock.LAST_DAY or terms.valid_from < clock.FIRST_DAY:
        yield "last_day", f"日期要在 {clock.FIRST_DAY} 到 {clock.LAST_DAY} 之间。请核对年份。"
    if terms.last_day < on:
        yield "last_day", "整份合同都在过去，不能在平台上签。请把签好的合同交县级监管部门登记。"


def _content(terms: Terms) -> Iterator[tuple[str, str]]:
    if not terms.kinds:
        yield "kinds", "请选服务内容，至少一项。"
    if len(terms.scope.strip()) < 10:
        yield "scope", "请写明做哪些事，10 个字以上。"
    texts = {"scope": terms.scope, "liability": terms.liability, "renewal": terms.renewal}
    for field, text in {**texts, "overlap_reason": terms.overlap_reason}.items():
        if len(text) > LONGEST:
            yield field, f"最多 {LONGEST} 个字。"
    owed = terms.deliverables
    if not any((owed.visits_per_month, owed.training_hours, owed.reports, owed.drills)):
        yield "visits_per_month", "请写明服务数量：上门次数、培训学时、报告、演练至少一项。"
    for name in ("visits_per_month", "training_hours", "reports", "drills"):
        if not 0 <= getattr(owed, name) <= MOST:
            yield name, f"数量要在 0 到 {MOST} 之间。"


def _money(terms: Terms) -> Iterator[tuple[str, str]]:
    if not 0 <= terms.price_fen <= LARGEST:
        yield "price", "价款不能是负数，也不能大到放不下。请核对，接口里以分计。"
    if any(part.fen <= 0 or part.fen > LARGEST for part in terms.payments):
        yield "payments", "每期付款都要大于 0。"
    if terms.payments and (total := sum(part.fen for part in terms.payments)) != terms.price_fen:
        yield "payments", f"各期付款合计 {yuan(total)} 元，与价款 {yuan(terms.price_fen)} 元不一致。请核对。"
