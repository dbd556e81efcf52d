"""`anfu providers may-serve` answers yes, or no with what is missing and its clause."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from anfu.cli.providers import app
from anfu.providers.tests.factories import make_licence, make_provider
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db


def run(*words: str, code: int = 0) -> str:
    found = CliRunner().invoke(app, ["may-serve", *words])
    assert found.exit_code == code, found.output
    return found.output if code else found.stdout


def test_the_answer_changes_on_the_day_on_which_the_licence_ends():
    provider, firm = make_provider("safety_assessor"), make_enterprise(industry="2614")
    make_licence(provider, valid_to=date(2026, 7, 1))
    asked = [provider.organisation.uscc, "--kind", "assess", "--enterprise", firm.organisation.uscc, "--json"]
    yes = json.loads(run(*asked, "--on", "2026-06-30"))
    no = json.loads(run(*asked, "--on", "2026-07-01"))
    assert (yes["may"], yes["licence_needed"], yes["reasons"]) == (True, True, [])
    assert no["may"] is False
    assert no["reasons"][0] | {"text": ""} == {
        "code": "licence_ended", "text": "", "clause": "二(二)2", "credential": "safety_assessment"
    }  # fmt: skip


def test_a_kind_that_needs_no_licence_says_so():
    provider, firm = make_provider("trainer"), make_enterprise(industry="3351")
    told = json.loads(
        run(provider.organisation.uscc, "--kind", "train", "--enterprise", firm.organisation.uscc, "--json")
    )
    assert told["licence_needed"] is False and [each["code"] for each in told["reasons"]] == ["staff_trainer"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["X", "--kind", "assess", "--enterprise", "X"], "没有信用代码是"),
        (["X", "--kind", "whatever", "--enterprise", "X"], "--kind 可用"),
        (["X", "--kind", "assess", "--enterprise", "X", "--on", "yesterday"], "不是日期"),
    ],
)
def test_what_is_asked_wrongly_gets_one_clear_line(words, said, capsys):
    assert said in run(*words, code=1) + capsys.readouterr().err
