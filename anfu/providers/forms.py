"""Forms of institutions. Each knows how to read itself as what its action takes."""

from typing import Any

from django import forms

from anfu.core.forms import DayInput
from anfu.core.money import fen
from anfu.core.uploads import EVIDENCE
from anfu.providers.actions import certifying, filing, qualifications, staff
from anfu.providers.actions.registering import Facts
from anfu.providers.kinds import Credential, PersonCredential, ProviderKind, ServiceKind
from anfu.providers.models import HaltKind, RuleKind
from anfu.providers.rules.catalogue import lines_of
from anfu.registry import divisions

SHORT: dict[str, str] = {
    Credential.SAFETY_ASSESSMENT: "安评",
    Credential.SAFETY_TESTING: "检测",
    Credential.OCC_HEALTH: "职卫",
}
OUTSIDE = "outside"
LAST_DAY = "最后一天；没有期限的不填"


class FactsForm(forms.Form):
    """What an institution says about itself."""

    kind = forms.ChoiceField(label="机构类型", choices=ProviderKind.choices)
    division = forms.ChoiceField(
        label="所在地区", help_text="由所在地应急管理部门审核；市外的由市应急管理局审核"
    )
    address = forms.CharField(label="地址", max_length=200, required=False)
    business_scope = forms.CharField(
        label="经营（业务）范围", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照营业执照或登记证书抄写",
    )  # fmt: skip
    trade = forms.CharField(
        label="本行业代码",
        max_length=4,
        required=False,
        help_text="只有行业领军企业要填：国民经济行业代码前 2 到 4 位",
    )
    phone = forms.CharField(label="服务电话", max_length=40, required=False, help_text="会在机构目录里公开")
    website = forms.CharField(label="网站", max_length=200, required=False)
    contact_name = forms.CharField(label="联系人", max_length=40, required=False, help_text="不公开")
    contact_phone = forms.CharField(label="联系人手机", max_length=40, required=False, help_text="不公开")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = [("", "请选"), *divisions.county_choices(), (OUTSIDE, "市外")]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """As the action takes them."""
        data = {name: self.cleaned_data[name] for name in Facts.__slots__}
        return Facts(**data | {"division": "" if data["division"] == OUTSIDE else data["division"]})


class RegisterForm(FactsForm):
    """The first step: who it is. The rest is completed on its page."""

    uscc = forms.CharField(label="统一社会信用代码", max_length=30)
    institution = forms.CharField(label="机构名称", max_length=200, help_text="照营业执照或登记证书写")
    field_order = ("uscc", "institution")


class EditForm(FactsForm):
    """The facts, with the licence to do business as a file."""

    file = forms.FileField(label="营业执照（登记证书）", required=False, help_text=EVIDENCE.hint)


class QualificationForm(forms.Form):
    """A licence of the institution."""

    credential = forms.ChoiceField(label="证书种类", choices=Credential.choices)
    number = forms.CharField(label="证书编号", max_length=60)
    authority = forms.CharField(label="发证机关", max_length=100)
    lines = forms.MultipleChoiceField(
        label="核准范围", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="照证书勾选；没有范围的证书不勾",
    )  # fmt: skip
    valid_from = forms.DateField(label="有效期起", widget=DayInput())
    last_day = forms.DateField(label="有效期止", required=False, widget=DayInput(), help_text=LAST_DAY)
    file = forms.FileField(label="证书扫描件", help_text=EVIDENCE.hint)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [  # type: ignore[attr-defined]
            (f"{credential}:{line.code}", f"{label}：{line.label}")
            for credential, label in SHORT.items()
            for line in lines_of(credential)
        ]

    def paper(self) -> qualifications.Paper:
        """As the action takes it; ticks of another kind of licence are told by the action as unknown lines."""
        data = self.cleaned_data
        ticked = tuple(each.removeprefix(f"{data['credential']}:") for each in data["lines"])
        names = ("credential", "number", "authority", "valid_from", "last_day")
        return qualifications.Paper(**{name: data[name] for name in names}, lines=ticked)


class HiringForm(forms.Form):
    """Somebody who works for the institution."""

    name = forms.CharField(label="姓名", max_length=40)
    identity = forms.CharField(
        label="身份证号", max_length=30, help_text="加密保存，任何页面都不显示",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    full_time = forms.BooleanField(label="专职（只在本机构任职）", required=False, initial=True)
    position = forms.CharField(label="岗位", max_length=40, required=False)
    valid_from = forms.DateField(label="入职日期", widget=DayInput())
    days_a_year = forms.IntegerField(
        label="一年可服务天数",
        required=False,
        min_value=0,
        max_value=366,
        help_text="一年能到企业服务几天；专职的不填，按规定天数算",
    )

    def hiring(self) -> staff.Hiring:
        """As the action takes it."""
        return staff.Hiring(**self.cleaned_data)


class CertificateForm(forms.Form):
    """A certificate of somebody who works there."""

    person = forms.ChoiceField(label="人员")
    credential = forms.ChoiceField(label="证书种类", choices=PersonCredential.choices)
    grade = forms.CharField(label="级别", max_length=20, required=False)
    speciality = forms.CharField(label="专业", max_length=40, required=False)
    number = forms.CharField(label="证书编号", max_length=60)
    valid_from = forms.DateField(label="有效期起", widget=DayInput())
    last_day = forms.DateField(label="有效期止", required=False, widget=DayInput(), help_text=LAST_DAY)
    file = forms.FileField(label="证书扫描件", required=False, help_text=EVIDENCE.hint)

    def paper(self) -> certifying.PersonPaper:
        """As the action takes it."""
        names = certifying.PersonPaper.__slots__
        return certifying.PersonPaper(**{name: self.cleaned_data[name] for name in names})


class RuleForm(forms.Form):
    """An internal rule."""

    kind = forms.ChoiceField(label="制度", choices=RuleKind.choices)
    title = forms.CharField(label="名称", max_length=100)
    file = forms.FileField(label="制度文本", help_text=EVIDENCE.hint)

    def rule(self) -> filing.RuleText:
        """As the action takes it."""
        return filing.RuleText(self.cleaned_data["kind"], self.cleaned_data["title"])


class EquipmentForm(forms.Form):
    """An instrument."""

    name = forms.CharField(label="设备", max_length=60)
    serial = forms.CharField(label="编号", max_length=60)
    model = forms.CharField(label="型号", max_length=60, required=False)
    calibrated_on = forms.DateField(label="检定校准日期", required=False, widget=DayInput())
    last_day = forms.DateField(
        label="检定校准有效期止", required=False, widget=DayInput(), help_text="最后一天；不用检定的不填"
    )

    def instrument(self) -> filing.Instrument:
        """As the action takes it."""
        return filing.Instrument(**self.cleaned_data)


class BranchForm(forms.Form):
    """A place from which the institution serves."""

    name = forms.CharField(label="名称", max_length=100)
    address = forms.CharField(label="地址", max_length=200)
    division = forms.ChoiceField(label="所在地区")
    serves = forms.MultipleChoiceField(label="服务地区", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("division", "serves"):
            self.fields[name].choices = divisions.county_choices()  # type: ignore[attr-defined]

    def place(self) -> filing.Place:
        """As the action takes it."""
        data = self.cleaned_data
        return filing.Place(data["name"], data["address"], data["division"], tuple(data["serves"]))


class PriceForm(forms.Form):
    """A line of the public price list."""

    kind = forms.ChoiceField(label="服务", choices=ServiceKind.choices)
    item = forms.CharField(label="项目", max_length=100, help_text="例如：50 人以下企业一年托管")
    unit = forms.CharField(label="计价单位", max_length=20, help_text="例如：年、次、人")
    price = forms.CharField(label="价格", max_length=20)
    valid_from = forms.DateField(label="从哪天起", widget=DayInput())

    def clean_price(self) -> int:
        """Yuan as typed to fen."""
        try:
            return fen(self.cleaned_data["price"])
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。请写成 8000 或 8000.50。") from None

    def charge(self) -> filing.Charge:
        """As the action takes it."""
        data = self.cleaned_data
        return filing.Charge(data["kind"], data["item"], data["unit"], data["price"], data["valid_from"])


class CheckForm(forms.Form):
    """What an officer found when comparing a certificate with its source."""

    verified = forms.ChoiceField(label="结论", choices=[("yes", "与来源一致"), ("no", "与来源不符")])
    source = forms.CharField(label="核验来源", max_length=200)


class HaltForm(forms.Form):
    """A licence that was suspended, revoked or withdrawn."""

    kind = forms.ChoiceField(label="情形", choices=HaltKind.choices)
    valid_from = forms.DateField(label="自", widget=DayInput())
    last_day = forms.DateField(label="暂停的最后一天", required=False, widget=DayInput())
    source = forms.CharField(label="依据", max_length=200)


class SanctionForm(forms.Form):
    """A suspension or removal with its term."""

    verb = forms.ChoiceField(label="措施", choices=[("suspend", "暂停服务"), ("remove", "移出目录")])
    until = forms.DateField(label="最后一天", widget=DayInput())
    reason = forms.CharField(label="理由", max_length=500)
