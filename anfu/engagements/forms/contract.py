"""The terms of a contract as people type them, few fields, so that a phone does. No field chooses for the parties."""

from typing import Any

from django import forms

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor
from anfu.core.forms import DayInput
from anfu.core.money import fen, yuan
from anfu.engagements.models import Contract, Side
from anfu.engagements.queries.staff import staff_choices
from anfu.engagements.rules.payments import PLANS, plan_of, split
from anfu.engagements.rules.renewing import next_period
from anfu.engagements.terms import Deliverables, Terms
from anfu.providers.kinds import ServiceKind
from anfu.registry.models import Organisation
from anfu.registry.roster import uscc

OWED = ("visits_per_month", "training_hours", "reports", "drills")
_SAME = ("scope", "valid_from", "last_day", "payer_uscc", "liability", "renewal", "overlap_reason")


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000, required=False)


def _words(label: str, help_text: str = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ContractForm(forms.Form):
    """With whom, what, when, for how much. The own side is who is signed in."""

    partner_uscc = forms.CharField(label="统一社会信用代码", max_length=30)
    partner_name = forms.CharField(
        label="名称", max_length=200, required=False, help_text="库里已有这家单位时可以不填"
    )
    kinds = forms.MultipleChoiceField(
        label="服务内容", choices=ServiceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.CharField(
        label="做哪些事", min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清楚管哪些厂区、工序，交什么成果",
    )  # fmt: skip
    places = _words("服务地点", "一行一个；不填就是企业住所")
    valid_from = forms.DateField(label="服务开始日期", widget=DayInput())
    last_day = forms.DateField(label="服务结束日期", widget=DayInput(), help_text="最后一天")
    visits_per_month = _number("每月上门")
    training_hours = _number("培训学时")
    reports = _number("报告")
    drills = _number("应急演练")
    price = forms.CharField(label="价款", max_length=20)
    plan = forms.ChoiceField(label="怎么付款", widget=forms.RadioSelect)
    staff = forms.MultipleChoiceField(
        label="指定的服务人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    payer_uscc = forms.CharField(
        label="付款单位统一社会信用代码", max_length=30, required=False, help_text="企业自己付的不填"
    )
    liability = _words("违约责任", "不填的按法律规定")
    renewal = _words("续约")
    overlap_reason = _words("同期已有同类合同的，为什么还要签")
    note = forms.CharField(label="为什么变更", max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        contract: Contract | None = None,
        now: Terms | None = None,
        **kwargs: Any,
    ) -> None:
        self.actor, self.contract, self.now = actor, contract, now
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        plans = [("as_is", "照现在的约定")] if now and now.payments else []
        named["plan"].choices = plans + [(code, plan.label) for code, plan in PLANS.items()]
        choices = staff_choices(self._provider(), actor)
        named["staff"].choices = choices
        if not choices:
            del named["staff"]
        if contract is not None:
            del named["partner_uscc"], named["partner_name"]
        if contract is None or not contract.signed_at:
            del named["note"]

    @staticmethod
    def initial_of(now: Terms) -> dict[str, Any]:
        """What the fields say for these terms."""
        owed = now.deliverables
        plain = {name: getattr(now, name) for name in _SAME}
        owed_now = {name: getattr(owed, name) or None for name in OWED}
        return plain | owed_now | {
            "kinds": list(now.kinds), "places": "\n".join(now.places), "price": yuan(now.price_fen).replace(",", ""),
            "plan": plan_of(now), "staff": [str(key) for key in now.staff],
        }  # fmt: skip

    @classmethod
    def renewal_of(cls, now: Terms, side: str) -> dict[str, Any]:
        """The same terms for the days that follow, as this side writes them down."""
        start, last = next_period(now.valid_from, now.last_day)
        partner = now.provider_uscc if side == Side.ENTERPRISE else now.enterprise_uscc
        return cls.initial_of(now) | {
            "partner_uscc": partner, "valid_from": start, "last_day": last, "overlap_reason": "",
        }  # fmt: skip

    def clean_price(self) -> int:
        """Yuan as typed to fen."""
        try:
            return fen(self.cleaned_data["price"])
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。请写成 8000 或 8000.50。") from None

    def terms(self) -> Terms:
        """What was typed, as the action takes it."""
        data: dict[str, Any] = self.cleaned_data
        own = self._own_is_enterprise()
        start, price = data["valid_from"], data["price"]
        as_is = data["plan"] == "as_is" and self.now is not None
        payments = (
            self.now.payments if as_is and self.now else split(data["plan"], price, start, data["last_day"])
        )
        owed = {name: data[name] or 0 for name in OWED}
        served, serving = self._codes(own)
        kept = self.now.staff if self.now else ()
        return Terms(
            enterprise_uscc=served,
            provider_uscc=serving,
            provider_name=data.get("partner_name", "") if own else "",
            kinds=tuple(data["kinds"]),
            scope=data["scope"],
            places=tuple(line.strip() for line in data["places"].splitlines() if line.strip()),
            valid_from=start,
            last_day=data["last_day"],
            price_fen=price,
            payments=payments,
            deliverables=Deliverables(**owed),
            liability=data["liability"],
            renewal=data["renewal"],
            overlap_reason=data["overlap_reason"],
            payer_uscc=uscc.clean(data["payer_uscc"]),
            staff=tuple(int(key) for key in data["staff"]) if "staff" in self.fields else kept,
        )

    def _own_is_enterprise(self) -> bool:
        return bool(self.actor.own(ENTERPRISE))

    def _codes(self, own_is_enterprise: bool) -> tuple[str, str]:
        if self.contract is not None:
            return self.contract.enterprise.organisation.uscc, self.contract.provider.uscc
        partner, own = uscc.clean(self.cleaned_data["partner_uscc"]), own_code(self.actor)
        return (own, partner) if own_is_enterprise else (partner, own)

    def _provider(self) -> int | None:
        if self.contract is not None:
            return self.contract.provider_id
        return next(iter(self.actor.own(PROVIDER)), None)


class EndingForm(forms.Form):
    """An early end: the last day, what is settled, why."""

    last_day = forms.DateField(label="服务的最后一天", widget=DayInput())
    settlement = forms.CharField(
        label="结算金额", max_length=20, help_text="服务机构一共收多少，已付的也算在里面"
    )
    reason = forms.CharField(
        label="为什么提前终止", min_length=5, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_settlement(self) -> int:
        """Yuan as typed to fen."""
        try:
            return fen(self.cleaned_data["settlement"])
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。请写成 3000 或 3000.50。") from None


def own_code(actor: Actor) -> str:
    """The credit code of the organisation that the actor acts for."""
    return str(Organisation.objects.values_list("uscc", flat=True).get(pk=next(iter(actor.organisations))))
