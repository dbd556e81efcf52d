"""Lists of listings and of accidents: what each row does, and that writing and taking back leave what they should."""

from datetime import date

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anfu.core import clock, jobs
from anfu.core.intake.kinds import Batch, Part, Task
from anfu.core.intake.problems import problem_frame
from anfu.core.intake.reading import Chunk
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Intake, LedgerEntry, StoredFile
from anfu.engagements.tests.factories import code, make_enterprise
from anfu.people.tests.factories import make_actor
from anfu.registry.models import Enterprise, RecordChange
from anfu.targeting.actions import delist, record_listing
from anfu.targeting.actions.listings import ListingRow
from anfu.targeting.imports import AccidentKind, ListingKind
from anfu.targeting.models import Accident, SupervisedListing
from anfu.targeting.queries.facts import explanation_on
from anfu.targeting.signals import classes_changed
from anfu.targeting.tests.factories import make_accident, make_listing

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 1)
LISTING = {
    "被挂牌单位": "样例第1五金厂",
    "信用代码": code(1),
    "级别": "县级",
    "文号": "样安督[2024] 1 号",
    "隐患内容": "除尘系统没有泄爆装置",
    "挂牌时间": "2024年6月1日",
    "整改时限": "2024/9/1",
    "销号日期": "",
    "督办单位": "",
}
ACCIDENT = {
    "事故单位": "样例第1五金厂",
    "信用代码": code(1),
    "事故时间": "2024-06-01",
    "死亡": "0",
    "重伤": "1人",
    "直接经济损失（万元）": "12.5",
    "简要经过": "样例：机械伤害",
    "填报单位": "样例县应急管理局",
}
KINDS = [(ListingKind(), LISTING, SupervisedListing), (AccidentKind(), ACCIDENT, Accident)]
both = pytest.mark.parametrize(("kind", "good", "model"), KINDS, ids=["listings", "accidents"])


def judged(kind, good: dict, *rows: dict, divisions: frozenset[str] | None = None, on: date = DAY):
    cells = [list((good | row).values()) for row in rows]
    frame = pl.DataFrame(
        {"row": list(range(1, len(rows) + 1))}
        | {f"c{n}": [row[n] for row in cells] for n in range(len(good))},
        schema_overrides={"row": pl.Int64},
    )
    task = Task(kind.match(list(good), {}), on, divisions)
    return kind.judging(task)(Chunk(frame, problem_frame()))


def answers(found) -> list[tuple[str, str]]:
    return found.verdicts.select("verdict", "code").rows()


def intake_of(kind, name: str = "名单.xlsx") -> Intake:
    with without_ledger():
        file, _ = StoredFile.objects.get_or_create(
            sha256="0" * 64, defaults={"name": name, "kind": "xlsx", "size": 1, "stored_at": clock.now()}
        )
        return Intake.objects.create(
            kind=kind.code, file=file, name=name, as_of=DAY, division="330784", created_at=clock.now()
        )


def write(kind, found) -> tuple[Intake, object]:
    intake = intake_of(kind)
    batch = Batch(intake, 0, "330784", found.payload, make_actor(), DAY, clock.now())
    with without_ledger():
        return intake, kind.apply(batch)


def take_back(kind, intake: Intake):
    with without_ledger():
        return kind.withdraw(Part(intake, 0, 100, make_actor(), DAY, clock.now()))


@both
def test_usual_headers_are_recognised_and_the_template_is_one_of_them(kind, good, model):
    assert all(column.field for column in kind.match(list(good), {}))
    labels = [kind.labels()[field] for field in kind.examples()]
    assert [column.how for column in kind.match(labels, {})] == ["exact"] * len(labels)
    assert not kind.missing(kind.match(labels, {}))
    assert "统一社会信用代码" in kind.missing([])


@both
def test_what_the_template_shows_is_itself_taken(kind, good, model):
    make_enterprise(name="永康市样例五金厂")
    examples = {kind.labels()[field]: text for field, text in kind.examples().items()}
    found = judged(kind, examples | {"统一社会信用代码": ""}, {}, on=date(2026, 11, 1))
    assert answers(found) == [("created", "new")]


def test_a_new_listing_puts_the_firm_in_class_4_until_it_is_taken_off():
    firm = make_enterprise()
    write(KINDS[0][0], judged(KINDS[0][0], LISTING, {"销号日期": "2024-10-01"}))
    made = SupervisedListing.objects.get()
    assert (made.level, made.number, made.source) == ("county", "样安督〔2024〕1号", "导入：名单.xlsx")
    assert (made.listed_on, made.due_on) == (date(2024, 6, 1), date(2024, 9, 1))
    assert "class_4" in explanation_on(firm, date(2024, 9, 30)).groups
    assert "class_4" not in explanation_on(firm, date(2024, 10, 1)).groups


def test_a_new_accident_puts_the_firm_in_class_5_and_its_loss_is_in_fen():
    firm = make_enterprise()
    write(KINDS[1][0], judged(KINDS[1][0], ACCIDENT, {}))
    made = Accident.objects.get()
    assert (made.deaths, made.injuries, made.loss_fen) == (0, 1, 12_500_000)
    assert made.source == "样例县应急管理局"
    assert "class_5" in explanation_on(firm, date(2024, 6, 1)).groups
    assert "class_5" not in explanation_on(firm, date(2024, 5, 31)).groups


@pytest.mark.parametrize(
    ("which", "row", "reason"),
    [
        (0, {"信用代码": code(9)}, "unknown_enterprise"),
        (0, {"信用代码": "", "被挂牌单位": "样例第9五金厂"}, "unknown_enterprise"),
        (0, {"信用代码": "", "被挂牌单位": ""}, "missing"),
        (0, {"信用代码": "91330784MA00000010"}, "bad_uscc"),
        (0, {"被挂牌单位": "样例另一家厂"}, "other_name"),
        (0, {"级别": "镇级"}, "bad_level"),
        (0, {"文号": ""}, "missing"),
        (0, {"隐患内容": "隐" * 301}, "too_long"),
        (0, {"挂牌时间": "26-6-1"}, "two_digit_year"),
        (0, {"挂牌时间": "2024-11-02", "整改时限": "2024-12-01"}, "future_date"),
        (0, {"整改时限": "2024-05-31"}, "due_before_listed"),
        (0, {"销号日期": "2024-05-31"}, "delisted_before_listed"),
        (0, {"销号日期": "2024-11-02"}, "future_date"),
        (1, {"死亡": ""}, "missing"),
        (1, {"重伤": "数人"}, "bad_number"),
        (1, {"直接经济损失（万元）": "-1"}, "bad_amount"),
        (1, {"事故时间": "2024-11-02"}, "future_date"),
        (1, {"简要经过": ""}, "missing"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason_and_a_way_out(which, row, reason):
    kind, good, _ = KINDS[which]
    make_enterprise()
    found = judged(kind, good, row)
    assert answers(found) == [("refused", reason)]
    assert reason in kind.reasons()
    assert all(found.verdicts.select("message", "fix").row(0))
    assert found.payload.is_empty()


def test_a_loss_without_a_unit_is_refused():
    make_enterprise()
    good = {("直接损失" if name.startswith("直接") else name): text for name, text in ACCIDENT.items()}
    assert answers(judged(KINDS[1][0], good, {})) == [("refused", "no_unit")]
    assert answers(judged(KINDS[1][0], good, {"直接损失": "3万元"})) == [("created", "new")]


@both
def test_an_enterprise_of_another_county_is_refused_to_a_county(kind, good, model):
    make_enterprise(division="330782")
    own = frozenset({"330784"})
    assert answers(judged(kind, good, {}, {"信用代码": ""}, divisions=own)) == [("refused", "outside")] * 2


def test_a_row_without_a_code_is_taken_by_a_name_that_one_firm_of_the_county_has():
    kind, own = KINDS[0][0], frozenset({"330784"})
    make_enterprise(1)
    make_enterprise(2, name="样例第1五金厂", division="330782")
    assert answers(judged(kind, LISTING, {"信用代码": ""}, divisions=own)) == [("created", "new")]
    found = judged(kind, LISTING, {"信用代码": ""})
    assert answers(found) == [("refused", "same_names")] and "2 家" in found.verdicts["message"][0]


@both
def test_the_same_row_twice_counts_once_even_if_one_names_no_code(kind, good, model):
    make_enterprise()
    found = judged(kind, good, {}, {"信用代码": ""}, {list(good)[-1]: "样例市安委办"})
    assert answers(found) == [("created", "new"), ("unchanged", "duplicate_same"), ("refused", "duplicate")]


@both
def test_loading_the_same_file_again_changes_nothing(kind, good, model):
    make_enterprise()
    write(kind, judged(kind, good, {}))
    assert answers(judged(kind, good, {})) == [("unchanged", "same")]


def test_a_listing_recorded_by_hand_and_the_files_are_one_whatever_its_brackets():
    firm, kind = make_enterprise(), KINDS[0][0]
    row = ListingRow(firm.pk, "county", "样安督（2024）1号", "除尘", date(2024, 6, 1), date(2024, 9, 1), "办")
    record_listing(row, actor=make_actor("county_officer"), on=DAY)
    found = judged(kind, LISTING, {})
    assert answers(found) == [("updated", "changed")]
    assert [change["field"] for change in found.verdicts["changes"][0]] == ["hazard"]
    write(kind, found)
    assert SupervisedListing.objects.get().source == "办"


@both
def test_a_withdrawn_import_leaves_what_was_there_before(kind, good, model):
    make_enterprise()
    first, _ = write(kind, judged(kind, good, {}))
    before = model.objects.values().get()
    second, _ = write(kind, judged(kind, good, {list(good)[-1]: "样例市安委办"}))
    assert model.objects.get().source == "样例市安委办"
    assert [each.why for each in kind.kept(first, 10)] == ["后来又改过：来源"]
    assert take_back(kind, first).rows.is_empty()
    taken = take_back(kind, second).rows
    assert taken["division"].to_list() == ["330784"] and taken["uscc"].to_list() == [code(1)]
    assert model.objects.values().get() == before
    assert take_back(kind, first).rows.height == 1
    assert not model.objects.exists() and not RecordChange.objects.exists()


def test_a_withdrawal_keeps_what_was_taken_off_the_list_by_hand():
    make_enterprise()
    intake, _ = write(KINDS[0][0], judged(KINDS[0][0], LISTING, {}))
    made = SupervisedListing.objects.get()
    actor = make_actor("county_officer")
    delist(made.pk, actor=actor, on=DAY, delisted_on=DAY, basis="样安督销〔2024〕1号")
    assert take_back(KINDS[0][0], intake).rows.is_empty()
    assert [each.why for each in KINDS[0][0].kept(intake, 10)] == ["后来又改过：摘牌日期"]


@both
def test_a_withdrawal_keeps_what_went_over_to_another_firm(kind, good, model):
    make_enterprise()
    other = make_enterprise(2)
    intake, _ = write(kind, judged(kind, good, {}))
    with without_ledger():
        model.objects.update(enterprise=other)
    assert take_back(kind, intake).rows.is_empty()
    assert [each.why for each in kind.kept(intake, 10)] == ["企业合并，已转到合并后的企业"]


@pytest.mark.parametrize("what", ["recorded", "merged", "moved"])
def test_a_row_whose_record_or_firm_changed_meanwhile_comes_back_as_late(what):
    firm, kind = make_enterprise(), KINDS[0][0]
    found = judged(kind, LISTING, {})
    if what == "recorded":
        make_listing(firm, number="样安督〔2024〕1号")
    elif what == "merged":
        with without_ledger():
            Enterprise.objects.filter(pk=firm.pk).update(merged_into=make_enterprise(2))
    else:
        with without_ledger():
            Enterprise.objects.filter(pk=firm.pk).update(division="330782")
    _, result = write(kind, found)
    assert result.late.height == 1 and result.written.is_empty()
    assert SupervisedListing.objects.count() == (1 if what == "recorded" else 0)


def test_an_accident_known_otherwise_is_updated_and_unsaid_values_stay():
    firm, kind = make_enterprise(), KINDS[1][0]
    make_accident(firm, date(2024, 6, 1))
    row = {"简要经过": "机械伤害", "死亡": "1", "填报单位": "", "直接经济损失（万元）": ""}
    found = judged(kind, ACCIDENT, row)
    assert answers(found) == [("updated", "changed")]
    write(kind, found)
    now = Accident.objects.get()
    assert (now.deaths, now.loss_fen, now.source) == (1, None, "事故快报")


@both
def test_the_rooms_above_are_told_of_writing_and_of_taking_back(kind, good, model):
    firm, told = make_enterprise(), []
    classes_changed.connect(listen := lambda enterprises, **_: told.extend(enterprises))
    intake, _ = write(kind, judged(kind, good, {}))
    take_back(kind, intake)
    classes_changed.disconnect(listen)
    assert told == [firm.pk, firm.pk]


def test_words_are_those_of_the_pages():
    assert KINDS[0][0].words("level", "province") == "省级"
    assert KINDS[1][0].words("loss_fen", "12500000") == "125,000.00 元"
    assert KINDS[0][0].words("hazard", "") == ""


@both
def test_from_upload_to_withdrawal_over_the_api_with_an_entry_in_the_ledger_of_the_county(
    as_user, kind, good, model
):
    make_enterprise()
    client = as_user("county_officer", division="330784")
    text = "\n".join(",".join(line) for line in ([*good], [*good.values()]))
    file = SimpleUploadedFile("名单.csv", text.encode())
    root = "/api/v1/intakes"
    made = client.post(root, {"kind": kind.code, "as_of": clock.today().isoformat(), "file": file}).json()
    client.post(f"{root}/{made['id']}/judge")
    jobs.run_all()
    assert client.get(f"{root}/{made['id']}").json()["counts"]["created"] == 1
    client.post(f"{root}/{made['id']}/apply")
    jobs.run_all()
    assert model.objects.count() == 1
    reason = {"reason": "名单给错了年份"}
    client.post(f"{root}/{made['id']}/withdraw", reason, content_type="application/json")
    jobs.run_all()
    assert client.get(f"{root}/{made['id']}").json()["state"] == "withdrawn"
    assert not model.objects.exists()
    entries = LedgerEntry.objects.filter(stream="330784").values_list("verb", flat=True)
    assert {kind.verb, f"{kind.verb}_withdrawn"} <= set(entries)


def test_who_may_not_record_may_neither_import_nor_see_what_was_imported(as_user):
    intake_of(KINDS[0][0])
    assert as_user("town_officer").get("/api/v1/intakes").status_code == 403
    other = as_user("county_officer", division="330782")
    assert other.get("/api/v1/intakes").json()["rows"] == []
    assert other.get(f"/intakes/{Intake.objects.get().pk}/").status_code == 404


def test_the_list_of_listings_offers_the_import_to_those_who_may(as_user):
    page = as_user("county_officer", division="330784").get("/listings/").content.decode()
    assert "/intakes/new/?kind=listings" in page and "/intakes/template/listings.xlsx" in page
    assert "kind=listings" not in as_user("town_officer").get("/listings/").content.decode()
