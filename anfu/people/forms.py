"""Forms of accounts, roles, claims and invitations."""

from datetime import timedelta
from typing import Any

from django import forms

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.forms import DayInput
from anfu.core.uploads import EVIDENCE
from anfu.people.granting import TWO_PERSONS, grantable
from anfu.people.roles import KIND_OF, Duty, Kind
from anfu.registry import divisions

USERNAME = r"^[A-Za-z0-9_.@-]{3,40}$"


class AccountForm(forms.Form):
    """Who somebody is and how they sign in."""

    username = forms.RegexField(
        USERNAME,
        label="账号",
        help_text="3 到 40 个字母、数字或 . _ - @",
        error_messages={"invalid": "账号只用字母、数字和 . _ - @，3 到 40 个。"},
    )
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.RegexField(
        r"^1\d{10}$", label="手机", help_text="只用来联系你，别人看到的是遮盖过的",
        error_messages={"invalid": "手机号是 11 位数字，以 1 开头。"},
    )  # fmt: skip
    password = forms.CharField(
        label="密码", min_length=12, max_length=200, strip=False, help_text="12 个字符以上，不用常见的密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class NewAccountForm(AccountForm):
    """An account that an administrator opens."""

    phone = forms.RegexField(r"^1\d{10}$", label="手机", required=False)
    duty = forms.ChoiceField(
        label="用途",
        choices=Duty.choices,
        help_text="一个账号只有一种用途，以后不能改；三员账号不能兼任业务角色",
    )


class PartyForm(forms.Form):
    """A party to act for."""

    kind = forms.ChoiceField(label="种类", choices=Kind.choices)
    name = forms.CharField(
        label="名称", max_length=200, required=False, help_text="企业和服务机构用企业库里的名称"
    )
    uscc = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="企业和服务机构必填"
    )
    division = forms.ChoiceField(label="地区", required=False)
    town = forms.ChoiceField(label="镇街", required=False, help_text="镇街安全监管机构必填")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = divisions.counties()
        self.fields["division"].choices = [("", "—"), *((d.code, d.name) for d in counties)]  # type: ignore[attr-defined]
        towns = [(t.code, f"{d.short} {t.name}") for d in counties for t in divisions.towns_of(d.code)]
        self.fields["town"].choices = [("", "—"), *towns]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An office of a county or town says which; a town says its county."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("kind") == Kind.TOWN and found.get("town"):
            town = divisions.town(found["town"])
            found["division"] = town.division if town else found["town"][:6]
        needs = {Kind.COUNTY: "division", Kind.TOWN: "town"}.get(found.get("kind", ""))
        if needs and not found.get(needs):
            self.add_error(needs, "这一种单位要写明在哪里。")
        if found.get("kind") not in (Kind.ENTERPRISE, Kind.PROVIDER) and not found.get("name"):
            self.add_error("name", "请写名称。")
        return found


class GrantForm(forms.Form):
    """One role at one party for one person."""

    party = forms.IntegerField(label="单位编号", help_text="在“单位”里查")
    role = forms.ChoiceField(label="角色")
    reason = forms.CharField(
        label="理由",
        min_length=5,
        max_length=500,
        required=False,
        help_text="机关和三员的角色要写，核准的人会看到",
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(r.value, r.label) for r in grantable(actor)]  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """An invitation to one party."""

    role = forms.ChoiceField(label="角色")

    def __init__(self, actor: Actor, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [r for r in grantable(actor) if KIND_OF[r] == kind and r not in TWO_PERSONS]
        self.fields["role"].choices = [(r.value, r.label) for r in fitting]  # type: ignore[attr-defined]


class LendForm(forms.Form):
    """To whom one lends the present role, and until when."""

    to = forms.ChoiceField(label="代办的同事")
    last_day = forms.DateField(label="最后一天", widget=DayInput())

    def __init__(self, colleagues: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": clock.today() + timedelta(7)})
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = colleagues  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """What somebody brings: the code of a letter, or their enterprise's credit code."""

    code = forms.CharField(
        label="邀请码，或企业的统一社会信用代码", max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-arrival": "",
            }
        ),
        help_text="邀请码印在镇街寄来的信上，15 位，分三组；没有信就填营业执照上的 18 位代码",
    )  # fmt: skip


class ProofForm(forms.Form):
    """Why the enterprise is theirs."""

    explanation = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="你是企业的什么人，怎样核对，例如“法定代表人，可打厂里座机”",
    )  # fmt: skip
    file = forms.FileField(label="营业执照或授权书", required=False, help_text=EVIDENCE.hint)
