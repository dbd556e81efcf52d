"""Forms of experts, invitations and draws."""

from datetime import date
from typing import Any

from django import forms

from anfu.core.actor import Actor
from anfu.core.explaining import SHORTEST
from anfu.core.forms import DayInput
from anfu.experts.actions.applying import MOST, Profile
from anfu.experts.actions.inviting import Request
from anfu.experts.actions.planning import Plan, supervising
from anfu.experts.actions.telling import MOST_WORDS
from anfu.experts.draw.answers import REASONS
from anfu.experts.draw.commitment import Group
from anfu.experts.models import DeclarationKind, Expert, Level, TalentKind
from anfu.experts.specialities import sections, specialities
from anfu.registry import divisions

GROUPS = "abc"


def many(label: str, help_text: str = "", required: bool = False) -> forms.MultipleChoiceField:
    """Boxes to tick; the choices come when the form is made."""
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, help_text=help_text, required=required, widget=boxes)


class ProfileForm(forms.Form):
    """What is filed about an expert."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.RegexField(
        r"^1\d{10}$", label="手机", error_messages={"invalid": "手机号是 11 位数字，以 1 开头。"}
    )
    identity = forms.CharField(
        label="身份证号", max_length=18, required=False,
        help_text="只用来认出同一个人，库里只留校验值",
    )  # fmt: skip
    level = forms.ChoiceField(label="级别", choices=Level.choices, widget=forms.RadioSelect)
    region = forms.ChoiceField(label="所在地区")
    divisions = many("还愿意服务的地区")
    title = forms.CharField(label="职称或职业资格", max_length=80)
    employer_name = forms.CharField(
        label="工作单位", max_length=200, help_text="没有单位的写“已退休”或“自由职业”"
    )
    employer_uscc = forms.CharField(
        label="工作单位统一社会信用代码", max_length=30, required=False, help_text="填了就自动回避这家单位"
    )
    specialities = many("专业", f"1 到 {MOST} 个", required=True)
    industries = many("行业", "国民经济行业门类；不选就是不限")
    record = forms.CharField(label="专业经历", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, filed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["identity"].required = not filed  # known already, and shown to nobody
        if filed:
            named["identity"].help_text += "；不改就不用填"
        named["region"].choices = [("", "请选"), *divisions.county_choices()]
        named["divisions"].choices = divisions.county_choices()
        named["specialities"].choices = list(specialities().items())
        named["industries"].choices = list(sections().items())

    @staticmethod
    def of(expert: Expert) -> "ProfileForm":
        """The form filled with what is known; the identity number is not known to anybody."""
        names = [name for name in ProfileForm.base_fields if hasattr(expert, name)]
        known = {name: getattr(expert, name) for name in names}
        told = known | {"employer_uscc": expert.employer.uscc if expert.employer else ""}
        return ProfileForm(initial=told, filed=True)

    def profile(self) -> Profile:
        """As the actions take it."""
        lists = ("divisions", "specialities", "industries")
        given: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in self.cleaned_data.items()}
        return Profile(**given)


class ClaimForm(forms.Form):
    """Whose entry somebody says is theirs."""

    name = forms.CharField(label="姓名", max_length=40, help_text="照推荐时写的姓名")
    identity = forms.CharField(
        label="身份证号", min_length=15, max_length=18, help_text="只用来认出同一个人，库里只留校验值"
    )


class AdmitForm(forms.Form):
    """One reason for all, and how many were shown."""

    reason = forms.CharField(
        label="理由", min_length=SHORTEST, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清怎么审的，例如：资格证书逐一核对，经安委办会议同意",
    )  # fmt: skip
    expected = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """What an expert is asked for."""

    purpose = forms.CharField(label="请专家做什么", min_length=5, max_length=200)
    serves_on = forms.DateField(label="哪一天", widget=DayInput())
    place = forms.CharField(label="地点", max_length=200, required=False)
    about = forms.CharField(
        label="涉及的单位", max_length=400, required=False,
        help_text="统一社会信用代码，几家用空格隔开；要回避的专家不能邀请",
    )  # fmt: skip

    def asked(self) -> Request:
        """As the action takes it."""
        data = self.cleaned_data
        about = tuple(data["about"].replace("、", " ").replace("，", " ").split())
        return Request(data["purpose"], data["serves_on"], data["place"], about)


class TieForm(forms.Form):
    """What ties an expert to a party."""

    kind = forms.ChoiceField(label="关系", choices=DeclarationKind.choices, widget=forms.RadioSelect)
    uscc = forms.CharField(label="单位的统一社会信用代码", max_length=30)
    valid_from = forms.DateField(label="从哪天起", widget=DayInput())
    valid_to = forms.DateField(
        label="到哪天为止", widget=DayInput(), required=False, help_text="已经结束的才填：结束后的第一天"
    )
    detail = forms.CharField(label="说明", max_length=200, required=False, help_text="只有你自己看得到")


class AwayForm(forms.Form):
    """Days on which an expert takes no work."""

    away_from = forms.DateField(label="从哪天起", widget=DayInput(), required=False)
    away_to = forms.DateField(
        label="哪天回来", widget=DayInput(), required=False, help_text="回来的第一天；两格都空就是销假"
    )


class TalentForm(forms.Form):
    """A training or an award."""

    kind = forms.ChoiceField(label="种类", choices=TalentKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="内容", max_length=120)
    issuer = forms.CharField(label="举办或授予单位", max_length=120)
    day = forms.DateField(label="日期", widget=DayInput())
    hours = forms.IntegerField(
        label="学时", min_value=1, max_value=1000, required=False, help_text="只有培训填"
    )


class PlanForm(forms.Form):
    """A draw to be: up to three groups of seats."""

    purpose = forms.CharField(
        label="为什么事抽取", min_length=2, max_length=120, help_text="一件事只抽一次，公开"
    )
    levels = many("从哪几级库里抽", "不选就是各级都抽")
    alternates = forms.IntegerField(label="每组候补", min_value=0, max_value=20, initial=2)
    parties = forms.CharField(
        label="要回避的单位", max_length=400, required=False, help_text="统一社会信用代码，几家用空格隔开"
    )
    public_name = forms.CharField(
        label="公共数字", max_length=60, help_text="谁都能查到、谁也定不了的数，例如福彩 3D 开奖号"
    )
    public_issue = forms.CharField(label="哪一期", max_length=60, help_text="要选还没有开出来的一期")
    first = forms.ChoiceField(label="监督人一")
    second = forms.ChoiceField(label="监督人二", help_text="两位要来自两个不同的单位")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["levels"].choices = Level.choices
        people = [(str(m.user_id), f"{m.party.name} · {m.user.name}") for m in supervising(actor)]
        named["first"].choices = named["second"].choices = [("", "请选"), *people]
        for n, code in enumerate(GROUPS, 1):
            self.fields[f"seats_{code}"] = forms.IntegerField(
                label=f"第 {n} 组席位", min_value=1, max_value=50, required=code == "a"
            )
            self.fields[f"specialities_{code}"] = many("专业", "不选就是不限")
            self.fields[f"regions_{code}"] = many("专家所在地区", "不选就是不限")
            named[f"specialities_{code}"].choices = list(specialities().items())
            named[f"regions_{code}"].choices = divisions.county_choices()

    def groups(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The three groups as the page shows them."""
        return [(self[f"seats_{c}"], self[f"specialities_{c}"], self[f"regions_{c}"]) for c in GROUPS]

    def plan(self) -> Plan:
        """As the action takes it; a group without seats is none."""
        data = self.cleaned_data
        groups = tuple(
            Group(c, data[f"seats_{c}"], tuple(data[f"specialities_{c}"]), tuple(data[f"regions_{c}"]))
            for c in GROUPS
            if data[f"seats_{c}"]
        )
        return Plan(
            purpose=data["purpose"], groups=groups, public_name=data["public_name"],
            public_issue=data["public_issue"], alternates=data["alternates"], levels=tuple(data["levels"]),
            parties=tuple(data["parties"].replace("、", " ").split()),
            supervisors=(int(data["first"]), int(data["second"])),
        )  # fmt: skip


def refusal_choices() -> list[tuple[str, str]]:
    """Why somebody cannot take part."""
    return list(REASONS.items())


def typed_day(text: str) -> date | None:
    """A day as a page posts it, None where it is empty or no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
