"""The kinds of paper that an institution keeps here: how each is called, typed in and taken down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.db.models import Model

from anfu.core.actor import Actor
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused
from anfu.providers import forms
from anfu.providers.actions import certifying, filing, qualifications, staff
from anfu.providers.models import (
    Branch,
    Certificate,
    Employment,
    Equipment,
    InternalRule,
    Price,
    Qualification,
)

Adding = Callable[[str, Any, Actor, date, StoredFile | None], Any]
# key, reason, actor, day, edition seen
TakingDown = Callable[[int, str, Actor, date, str], Any]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind; `add` takes what its form understood, `down` takes one line away."""

    code: str
    label: str
    verb: str
    form: type[django_forms.Form]
    model: type[Model]
    add: Adding
    down: TakingDown


def _retracting(action: Callable[..., Any]) -> TakingDown:
    return lambda key, why, actor, on, seen: action(key, reason=why, actor=actor, seen=seen)


def _down(model: type[Model]) -> TakingDown:
    return lambda key, why, actor, on, seen: filing.take_down(
        model, key, reason=why, actor=actor, on=on, seen=seen
    )


def _rule(code: str, form: Any, actor: Actor, on: date, file: StoredFile | None) -> Any:
    if file is None:
        raise Refused("请选制度文本。", field="file")
    return filing.file_rule(code, form.rule(), actor=actor, on=on, file=file)


def _certificate(code: str, form: Any, actor: Actor, on: date, file: StoredFile | None) -> Any:
    return certifying.certify(int(form.cleaned_data["person"]), form.paper(), actor=actor, file=file)


KINDS = {
    each.code: each
    for each in (
        PaperKind(
            "qualification", "机构证书", "登记证书", forms.QualificationForm, Qualification,
            lambda c, f, a, on, file: qualifications.add(c, f.paper(), actor=a, file=file),
            _retracting(qualifications.retract),
        ),
        PaperKind(
            "staff", "人员", "登记人员", forms.HiringForm, Employment,
            lambda c, f, a, on, file: staff.hire(c, f.hiring(), actor=a), _retracting(staff.retract),
        ),
        PaperKind(
            "certificate", "人员证书", "登记人员证书", forms.CertificateForm, Certificate, _certificate,
            _retracting(certifying.retract),
        ),
        PaperKind(
            "rule", "内部管理制度", "备案制度", forms.RuleForm, InternalRule, _rule, _down(InternalRule)
        ),
        PaperKind(
            "equipment", "设备", "登记设备", forms.EquipmentForm, Equipment,
            lambda c, f, a, on, file: filing.add_equipment(c, f.instrument(), actor=a), _down(Equipment),
        ),
        PaperKind(
            "branch", "分支机构", "登记分支机构", forms.BranchForm, Branch,
            lambda c, f, a, on, file: filing.add_branch(c, f.place(), actor=a), _down(Branch),
        ),
        PaperKind(
            "price", "价目", "公布价格", forms.PriceForm, Price,
            lambda c, f, a, on, file: filing.set_price(c, f.charge(), actor=a, on=on), _down(Price),
        ),
    )
}  # fmt: skip
