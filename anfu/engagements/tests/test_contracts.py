"""Contract files: what each row does, and that writing and taking back leave what they should."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from anfu.core import clock
from anfu.core.intake.kinds import Batch, Part, Task
from anfu.core.intake.problems import problem_frame
from anfu.core.intake.reading import Chunk
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.contracts import ContractKind
from anfu.engagements.models import Engagement
from anfu.engagements.tests.factories import code, make_engagement, make_enterprise, make_provider
from anfu.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db
KIND = ContractKind()
HEADERS = ["企业名称", "统一社会信用代码", "服务机构", "服务机构统一社会信用代码", "服务方式", "服务内容"]
HEADERS += ["合同编号", "签订日期", "服务开始日期", "服务结束日期", "合同金额(元)"]
GOOD = {
    "企业名称": "样例第1五金厂",
    "统一社会信用代码": code(1),
    "服务机构": "样例1安全技术公司",
    "服务机构统一社会信用代码": code(1, "91330702MB"),
    "服务方式": "企业购买服务",
    "服务内容": "教育培训、安全托管",
    "合同编号": "样-1",
    "签订日期": "2025-12-20",
    "服务开始日期": "2026年1月1日",
    "服务结束日期": "2026/12/31",
    "合同金额(元)": "8,000",
}


def judged(*rows: dict, divisions: frozenset[str] | None = None):
    cells = [[(GOOD | row)[header] for header in HEADERS] for row in rows]
    frame = pl.DataFrame(
        {"row": list(range(1, len(rows) + 1))}
        | {f"c{n}": [row[n] for row in cells] for n in range(len(HEADERS))},
        schema_overrides={"row": pl.Int64},
    )
    task = Task(KIND.match(HEADERS, {}), date(2026, 11, 1), divisions)
    return KIND.judging(task)(Chunk(frame, problem_frame()))


def answers(found) -> list[tuple[str, str]]:
    return found.verdicts.select("verdict", "code").rows()


def write(found, number: int = 1):
    intake = SimpleNamespace(pk=number, name="合同.xlsx")
    batch = Batch(intake, 0, "330784", found.payload, make_actor(), date(2026, 11, 1), clock.now())
    with without_ledger():
        return KIND.apply(batch)


def take_back(number: int = 1):
    intake = SimpleNamespace(pk=number)
    with without_ledger():
        return KIND.withdraw(Part(intake, 0, 100, make_actor(), date(2026, 11, 2), clock.now()))


def test_all_usual_headers_are_recognised():
    assert [column.field for column in KIND.match(HEADERS, {})] == [
        "enterprise_name", "uscc", "provider_name", "provider_uscc", "mode", "kinds",
        "contract_no", "signed_on", "valid_from", "valid_to", "price",
    ]  # fmt: skip
    assert KIND.missing([]) and not KIND.missing(KIND.match(HEADERS, {}))


def test_a_new_contract_is_created_with_its_last_day_and_price():
    make_enterprise()
    found = judged({})
    assert answers(found) == [("created", "new")]
    write(found)
    made = Engagement.objects.select_related("provider").get()
    assert (made.valid_from, made.valid_to) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (made.price_fen, made.kinds, made.mode) == (800_000, ["entrust", "train"], "enterprise")
    assert made.provider.name == "样例1安全技术公司"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"统一社会信用代码": code(9), "企业名称": ""}, "unknown_enterprise"),
        ({"统一社会信用代码": "91330784MA00000010"}, "bad_uscc"),
        ({"服务机构统一社会信用代码": ""}, "missing"),
        ({"服务机构统一社会信用代码": code(1)}, "self_service"),
        ({"服务机构": ""}, "unknown_provider"),
        ({"企业名称": "样例另一家厂"}, "other_name"),
        ({"服务结束日期": "2025-12-31"}, "period_reversed"),
        ({"签订日期": "2027-02-01"}, "signed_late"),
        ({"服务开始日期": "26-1-1"}, "two_digit_year"),
        ({"合同金额(元)": "-5"}, "bad_amount"),
        ({"服务方式": "指定服务"}, "bad_mode"),
        ({"服务内容": "安全托管、刷漆"}, "bad_kinds"),
        ({"合同编号": ""}, "missing"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason_and_a_way_out(row, reason):
    make_enterprise()
    found = judged(row)
    assert answers(found) == [("refused", reason)]
    assert reason in KIND.reasons()
    assert all(found.verdicts.select("message", "fix").row(0))
    assert found.payload.is_empty()


def test_an_enterprise_of_another_county_is_refused_to_a_county():
    make_enterprise(division="330782")
    assert answers(judged({}, divisions=frozenset({"330784"}))) == [("refused", "outside")]


def test_the_same_row_twice_counts_once_and_a_different_one_is_refused():
    make_enterprise()
    found = judged({}, {}, {"合同金额(元)": "9000"})
    assert answers(found) == [("created", "new"), ("unchanged", "duplicate_same"), ("refused", "duplicate")]


def test_loading_the_same_file_again_changes_nothing():
    make_enterprise()
    write(judged({}))
    assert answers(judged({})) == [("unchanged", "same")]


def test_a_correction_replaces_the_row_and_keeps_what_the_file_does_not_say():
    make_enterprise()
    write(judged({}))
    found = judged({"服务结束日期": "2027-06-30", "合同金额(元)": ""})
    assert answers(found) == [("updated", "changed")]
    assert [change["field"] for change in found.verdicts["changes"][0]] == ["valid_to"]
    write(found, number=2)
    now = Engagement.objects.valid().get()
    assert (now.valid_to, now.price_fen) == (date(2027, 7, 1), 800_000)
    assert now.replaces.retracted_at is not None


def test_another_provider_under_the_same_number_and_time_is_refused():
    firm = make_enterprise()
    make_engagement(firm, provider=make_provider(7), contract_no="样-1")
    assert answers(judged({})) == [("refused", "number_taken")]


def test_what_an_officer_ended_is_not_revived_by_a_file():
    firm = make_enterprise()
    make_engagement(firm, contract_no="样-1", valid_to=date(2026, 6, 1), ended_reason="双方协商解除")
    assert answers(judged({})) == [("refused", "ended_here")]


def test_a_row_that_somebody_recorded_meanwhile_comes_back_as_late():
    firm = make_enterprise()
    found = judged({})
    make_engagement(firm, contract_no="样-1")
    result = write(found)
    assert result.late.height == 1 and result.written.is_empty()
    assert Engagement.objects.count() == 1


def test_a_withdrawn_import_leaves_what_was_there_before():
    make_enterprise()
    write(judged({}))
    write(judged({"合同金额(元)": "9000"}), number=2)
    assert take_back(2).rows.height == 1
    assert Engagement.objects.valid().get().price_fen == 800_000
    write(judged({"合同金额(元)": "9500"}), number=3)
    assert [each.why for each in KIND.kept(SimpleNamespace(pk=1), 10)] == ["后来的导入更正了它"]
    assert take_back(3).rows.height == 1
    assert take_back(1).rows.height == 1
    assert not Engagement.objects.valid().exists()


def test_a_withdrawal_keeps_what_was_ended_by_hand_and_names_it():
    make_enterprise()
    write(judged({}))
    with without_ledger():
        Engagement.objects.update(ended_reason="双方协商解除")
    assert take_back().rows.is_empty()
    assert [each.why for each in KIND.kept(SimpleNamespace(pk=1), 10)] == ["已终止"]


def test_words_are_those_of_the_pages():
    assert KIND.words("kinds", "entrust,train") == "安全托管、教育培训"
    assert KIND.words("valid_to", "2027-01-01") == "2026-12-31"
    assert set(KIND.examples()) == {column.field for column in KIND.match(HEADERS, {})}


def test_a_file_changes_nothing_of_a_contract_that_was_signed_here():
    from anfu.engagements.contracts.known import relations
    from anfu.engagements.tests.contracts import store_contract

    made = store_contract(make_enterprise(), make_provider())
    row = relations([made.enterprise_id]).row(0, named=True)
    assert (row["here"], row["ended"]) == (True, False)
