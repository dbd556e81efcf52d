"""Forms of the market. Nothing is chosen beforehand for anybody but what the own facts suggest, and that can be changed."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from anfu.core import clock
from anfu.core.forms import DayInput
from anfu.core.money import fen, yuan
from anfu.market.actions.offering import Bid
from anfu.market.actions.placing import Wish
from anfu.market.actions.serving import Package
from anfu.market.models import Demand, OfferVersion, Said, Service
from anfu.market.suggesting import Suggestion
from anfu.providers.kinds import ServiceKind
from anfu.registry import divisions

CLOSES_AT = time(17, 30)


class MoneyField(forms.CharField):
    """Yuan as typed, cleaned to fen; None where empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Fen, or the error that says how to write it."""
        text = super().clean(value)
        try:
            return fen(text) if text else None
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。请写成 8000 或 8000.50。") from None


def kinds_field(label: str = "要哪些服务") -> forms.MultipleChoiceField:
    """One box for each kind of service."""
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=ServiceKind.choices, widget=boxes)


def counties_field(label: str, help_text: str) -> forms.MultipleChoiceField:
    """One box for each county-level division."""
    made = forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )
    made.choices = [(each.code, each.name) for each in divisions.counties()]
    return made


def codes(text: str) -> tuple[str, ...]:
    """Credit codes as typed, parted by anything usual."""
    for mark in "、，,；;\n":
        text = text.replace(mark, " ")
    return tuple(dict.fromkeys(text.split()))


class WishForm(forms.Form):
    """A demand: eleven inputs, most of them filled in."""

    kinds = kinds_field()
    scope = forms.CharField(
        label="请机构做什么", min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="会公开，不要写企业名称、电话和商业秘密",
    )  # fmt: skip
    valid_from = forms.DateField(label="从哪天开始", widget=DayInput())
    months = forms.IntegerField(label="服务多久", min_value=1, max_value=36)
    visits_per_month = forms.IntegerField(label="每月上门", min_value=0, max_value=31)
    budget_low = MoneyField(label="预算下限", required=False)
    budget_high = MoneyField(label="预算上限", required=False, help_text="整个服务期；不想说就不填")
    closes_on = forms.DateField(label="报价截止", widget=DayInput(), help_text="当天 17:30，到时才开封")
    by_invitation = forms.ChoiceField(
        label="谁可以报价", widget=forms.RadioSelect,
        choices=[("", "所有符合条件的机构（公开在供需大厅）"), ("1", "只邀请我写的机构")], required=False,
    )  # fmt: skip
    invited = forms.CharField(
        label="邀请的机构",
        max_length=1000,
        required=False,
        help_text="只邀请时填：统一社会信用代码，几家用空格隔开",
    )
    partners = forms.CharField(
        label="一起采购的企业", max_length=1000, required=False,
        help_text="联合采购时填：信用代码，几家用空格隔开。每家在自己的账号上同意，也各选各的",
    )  # fmt: skip

    @staticmethod
    def suggested(found: Suggestion | None) -> "WishForm":
        """The form as it is first shown."""
        today = clock.today()
        usual: dict[str, Any] = {
            "valid_from": today + timedelta(14), "months": 12, "visits_per_month": 1,
            "closes_on": today + timedelta(7), "by_invitation": "",
        }  # fmt: skip
        if found is not None:
            usual |= {"kinds": list(found.kinds), "scope": found.scope, "visits_per_month": found.visits}
        return WishForm(initial=usual)

    @staticmethod
    def of(demand: Demand) -> "WishForm":
        """The form filled with what the draft says."""
        names = ("kinds", "scope", "valid_from", "months", "visits_per_month")
        invited = demand.invitations.values_list("provider__organisation__uscc", flat=True)
        partners = demand.members.values_list("enterprise__organisation__uscc", flat=True)
        return WishForm(
            initial={name: getattr(demand, name) for name in names}
            | {
                "budget_low": _yuan(demand.budget_low_fen), "budget_high": _yuan(demand.budget_high_fen),
                "closes_on": timezone.localtime(demand.deadline).date(),
                "by_invitation": "1" if demand.by_invitation else "", "invited": " ".join(invited),
                "partners": " ".join(partners) if demand.joint else "",
            }
        )  # fmt: skip

    def wish(self) -> Wish:
        """As the action takes it."""
        data = self.cleaned_data
        names = ("scope", "valid_from", "months", "visits_per_month")
        deadline = timezone.make_aware(datetime.combine(data["closes_on"], CLOSES_AT))
        return Wish(
            **{name: data[name] for name in names}, kinds=tuple(data["kinds"]), deadline=deadline,
            budget_low_fen=data["budget_low"], budget_high_fen=data["budget_high"],
            by_invitation=data["by_invitation"] == "1", invited=codes(data["invited"]), partners=codes(data["partners"]),
        )  # fmt: skip


class BidForm(forms.Form):
    """An offer."""

    price = MoneyField(label="总价")
    plan = forms.CharField(
        label="服务方案", min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="做什么、怎么做、交什么",
    )  # fmt: skip
    visits_per_month = forms.IntegerField(label="每月上门", min_value=0, max_value=31)
    training_hours = forms.IntegerField(label="培训学时", min_value=0, max_value=1000)
    reports = forms.IntegerField(label="报告", min_value=0, max_value=1000)
    drills = forms.IntegerField(label="演练", min_value=0, max_value=1000)
    staff = forms.MultipleChoiceField(
        label="服务人员", widget=forms.CheckboxSelectMultiple, help_text="要有已核验的证书；排满的人不能再选"
    )
    valid_until = forms.DateField(label="报价有效到", widget=DayInput(), help_text="企业要在这天以前选")

    def __init__(self, staff: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["staff"].choices = staff

    @staticmethod
    def start(demand: Demand, version: OfferVersion | None) -> dict[str, Any]:
        """What the form first shows: the offer as it stands, or what the demand asks for."""
        if version is None:
            until = timezone.localtime(demand.deadline).date() + timedelta(30)
            return {
                "visits_per_month": demand.visits_per_month, "training_hours": 0, "reports": 0, "drills": 0,
                "valid_until": until,
            }  # fmt: skip
        names = ("plan", "visits_per_month", "training_hours", "reports", "drills", "valid_until")
        said = {name: getattr(version, name) for name in names}
        return said | {"price": _yuan(version.price_fen), "staff": [str(key) for key in version.staff]}

    def bid(self) -> Bid:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        return Bid(price_fen=data.pop("price"), staff=tuple(map(int, data.pop("staff"))), **data)


class PackageForm(forms.Form):
    """A standing service."""

    title = forms.CharField(
        label="名称", min_length=2, max_length=60, help_text="例如：小微企业安全托管（一年）"
    )
    kinds = kinds_field("服务内容")
    includes = forms.CharField(
        label="包含什么", min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    price = MoneyField(label="一年价格")
    capacity = forms.IntegerField(label="还能接", min_value=0, max_value=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["divisions"] = counties_field("服务地区", "不选就是全市")

    @staticmethod
    def of(service: Service) -> "PackageForm":
        """The form filled with what is published."""
        names = ("title", "kinds", "includes", "capacity", "divisions")
        return PackageForm(
            initial={name: getattr(service, name) for name in names} | {"price": _yuan(service.price_fen)}
        )

    def package(self) -> Package:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        return Package(
            price_fen=data.pop("price"), kinds=tuple(data.pop("kinds")), divisions=tuple(data.pop("divisions")), **data
        )  # fmt: skip


class SubscriptionForm(forms.Form):
    """Which new demands the daily digest tells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = kinds_field("服务内容")
        self.fields["kinds"].required = False
        self.fields["kinds"].help_text = "不选就是本机构能做的都要"
        self.fields["divisions"] = counties_field("地区", "不选就是全市")


class FreeForm(forms.Form):
    """The question after signing."""

    said = forms.ChoiceField(
        label="有没有人要求或者推荐你选这家机构？", choices=Said.choices, widget=forms.RadioSelect
    )
    detail = forms.CharField(
        label="想说明的", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="监管部门、镇街和机构都看不到；只有纪检部门能看",
    )  # fmt: skip


def _yuan(amount: int | None) -> str:
    return "" if amount is None else yuan(amount).replace(",", "")
