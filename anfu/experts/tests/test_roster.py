"""Import of experts and admitting many: verdicts, nominations that wait for another person, what stays and what goes."""

from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.test import Client

from anfu.core import clock, files, jobs
from anfu.core.actor import Actor
from anfu.core.intake import actions, sheets
from anfu.core.intake.kinds import kind_of
from anfu.core.intake.store import Store
from anfu.core.models import Intake, LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.experts.actions import admitting, keeping, reviewing
from anfu.experts.models import Expert
from anfu.experts.roster import words
from anfu.experts.roster.fields import rule_of
from anfu.experts.specialities import specialities
from anfu.experts.tests.factories import identity, make_expert
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.people.todos.models import Todo
from anfu.registry.roster.normalise.cells import Unclear

pytestmark = pytest.mark.django_db
TODAY = clock.today()
WHY = "资格证书逐一核对过"
HEADERS = "专家姓名,身份证号码,联系电话,专家级别,县市区,职称,单位名称,专业领域,行业领域,服务区域,工作简历"


def line(name: str, number: str, **changes: str) -> str:
    """A row of the file."""
    known = {
        "phone": "13800000000", "level": "县级", "region": "永康", "title": "高级工程师", "employer": "样例设计院",
        "specialities": "化工、电气安全", "industries": "", "divisions": "武义县", "record": "从事安全工作二十年",
    }  # fmt: skip
    return ",".join([name, number, *(known | changes).values()])


@pytest.fixture
def loader() -> User:
    return make_user("county_officer", username="loader")


@pytest.fixture
def reviewer() -> Actor:
    return actor_of(make_user("county_officer", username="reviewer"))


def judged(rows: list[str], loader: User, folder: Path) -> Intake:
    path = folder / "experts.csv"
    path.write_text("\n".join(["专家推荐表", HEADERS, *rows]), "utf-8")
    actor = actor_of(loader)
    made = actions.upload(kind_of("experts"), path, name="专家.csv", as_of=TODAY, actor=actor)
    actions.start_judging(made.pk, actor=actor)
    jobs.run_all()
    made.refresh_from_db()
    return made


def written(rows: list[str], loader: User, folder: Path) -> Intake:
    made = judged(rows, loader, folder)
    actions.start_applying(made.pk, actor=actor_of(loader))
    jobs.run_all()
    made.refresh_from_db()
    return made


def verdicts(intake: Intake) -> list[tuple[str, str]]:
    return Store.of(intake).verdicts(intake.written).select("verdict", "code").collect().rows()


def three(loader: User, folder: Path) -> Intake:
    return written([line(f"方{n}", identity(n)) for n in range(3)], loader, folder)


def test_a_batch_is_small_since_each_nomination_is_written_by_itself(loader, tmp_path, files_root) -> None:
    made = judged([line(f"方{n}", identity(n)) for n in range(51)], loader, tmp_path)
    assert len(Store.of(made).plan()) == 2


def test_each_row_gets_its_verdict_and_what_is_new_waits_for_another_person(
    loader, reviewer, tmp_path, files_root
) -> None:
    new, known, other, gone, away, moved = (identity(n) for n in range(6))
    first = written(
        [line("旧人", known), line("旁人", other), line("出人", gone), line("换号", moved)], loader, tmp_path
    )
    out = Expert.objects.get(name="出人")
    Expert.objects.filter(pk=out.pk).update(state="removed")
    make_expert(level="city", name="市人", identity_digest=digest_of(away))
    rows = [
        line("方知远", new),
        line("方知远", new),
        line("方知远", new, title="工程师"),
        line("旧人", known),
        line("换号", moved, phone="13900000000"),
        line("改名", other),
        line("出人", gone),
        line("市人", away),
        line("外县", identity(6), region="金华市义乌市"),
        line("省里", identity(7), level="省级", region="义乌市"),
        line("错号", new[:-1] + "A"),
        line("没电话", identity(8), phone="0579-1234567"),
        line("怪专业", identity(9), specialities="占星术"),
        line("缺单位", identity(10), employer=""),
    ]
    assert verdicts(judged(rows, loader, tmp_path)) == [
        ("created", "new"), ("unchanged", "duplicate_same"), ("refused", "duplicate"), ("unchanged", "same"),
        ("refused", "known_otherwise"), ("refused", "name_differs"), ("refused", "removed"),
        ("refused", "elsewhere"), ("refused", "not_yours"), ("created", "new"), ("refused", "bad_identity"),
        ("refused", "bad_phone"), ("refused", "unknown_word"), ("refused", "missing"),
    ]  # fmt: skip
    person = Expert.objects.filter(intake_id=first.pk).earliest("pk")
    assert (person.state, person.level, person.division, person.region) == (
        "submitted", "county", "330784", "330784",
    )  # fmt: skip
    assert (person.specialities, person.divisions) == (["chemical", "electric"], ["330723"])
    assert person.proposed_by == loader and person.identity_masked


def digest_of(number: str) -> str:
    from anfu.core.personal.digests import digest

    return digest("experts.Expert", "identity_digest", number)


def test_no_identity_number_lies_in_the_file_the_verdicts_or_the_ledger(loader, tmp_path, files_root) -> None:
    numbers = [identity(1), identity(2)[:-1], identity(3)]
    made = written([line("甲", numbers[0]), line("乙", numbers[1]), line("丙", numbers[2])], loader, tmp_path)
    frames = [pl.read_parquet(path) for path in (Path(settings.HOME) / "intakes").rglob("*.parquet")]
    lying = files.path(made.file).read_text() + "".join(str(frame.to_dicts()) for frame in frames)
    lying += "".join(LedgerEntry.objects.values_list("body", flat=True)) + str(made.mapping)
    assert Expert.objects.count() == 2 and frames and not [n for n in numbers if n in lying]


def test_one_step_on_the_desk_leads_to_all_and_ends_with_the_last(loader, reviewer, tmp_path, files_root):
    made = three(loader, tmp_path)
    todo = Todo.objects.waiting().get()
    assert todo.title == "审核导入的 3 位专家入库" and todo.begun_by_id == loader.pk
    client = Client()
    client.force_login(User.objects.get(pk=reviewer.user_id))
    page = client.get(todo.href).content.decode()
    assert page.count('name="pick"') == 3 and f"第 {made.pk} 批" in page
    reviewing.decide(Expert.objects.get(name="方0").pk, "admit", actor=reviewer, on=TODAY)
    assert Todo.objects.waiting().get().title == "审核导入的 2 位专家入库"
    form = {"all": "1", "state": "submitted", "lot": made.pk}
    shown = client.post("/experts/admit/", form).content.decode()
    assert "入库 2 位" in shown and Expert.objects.filter(state="listed").count() == 1
    assert (
        client.post("/experts/admit/", form | {"go": "1", "expected": 2, "reason": "无"}).status_code == 422
    )
    assert client.post("/experts/admit/", form | {"go": "1", "expected": 2, "reason": WHY}).status_code == 302
    assert not Todo.objects.waiting().exists()
    assert set(Expert.objects.values_list("state", "decided_by")) == {("listed", reviewer.user_id)}
    assert Expert.objects.in_pool_on(TODAY).count() == 3


def test_many_are_admitted_but_for_ones_own_and_a_second_time_nobody(loader, reviewer, tmp_path, files_root):
    three(loader, tmp_path)
    mine = written([line("自荐", identity(20))], User.objects.get(pk=reviewer.user_id), tmp_path)
    foreign = make_expert(state="submitted", valid_from=None, valid_to=None, division="330782", name="外县")
    chosen = Expert.objects.visible_to(reviewer)
    with pytest.raises(Stale, match="3 位"):
        admitting.admit_many(chosen, actor=reviewer, on=TODAY, reason=WHY, expected=4)
    done = admitting.admit_many(chosen, actor=reviewer, on=TODAY, reason=WHY, expected=3)
    ((why, names),) = done.refused
    assert names == ("自荐",) and "另一个人" in why
    admitted = Expert.objects.filter(state="listed")
    assert admitted.count() == 3 and {e.valid_to.year for e in admitted} == {TODAY.year + 3}
    entries = LedgerEntry.objects.filter(verb="experts.admit")
    assert {e.subject for e in entries} == {f"expert:{e.code}" for e in admitted}
    assert all(WHY in entry.body for entry in entries)
    with pytest.raises(Refused, match="都不能入库"):
        admitting.admit_many(chosen, actor=reviewer, on=TODAY, reason=WHY)
    assert entries.count() == 3
    assert {Expert.objects.get(pk=foreign.pk).state, Expert.objects.get(intake_id=mine.pk).state} == {
        "submitted"
    }


@pytest.mark.parametrize(("role", "where"), [("county_officer", {"division": "330782"}), ("expert", {})])
def test_a_stranger_sees_and_admits_nobody(loader, tmp_path, files_root, role, where):
    made = three(loader, tmp_path)
    stranger = make_user(role, username="stranger", **where)
    client = Client()
    client.force_login(stranger)
    asked = (
        f"/intakes/{made.pk}/",
        f"/experts/?state=submitted&lot={made.pk}",
        "/api/v1/experts/nominations",
    )
    pages = [client.get(address).content.decode() for address in asked]
    assert not [page for page in pages if "方1" in page or "专家.csv" in page]
    picks = {
        "pick": list(Expert.objects.values_list("pk", flat=True)),
        "go": "1",
        "expected": 3,
        "reason": WHY,
    }
    assert client.post("/experts/admit/", picks).status_code in (403, 422)
    with pytest.raises(Refused):
        admitting.admit_many(Expert.objects.all(), actor=actor_of(stranger), on=TODAY, reason=WHY)
    assert set(Expert.objects.values_list("state", flat=True)) == {"submitted"}


def test_it_is_taken_back_but_for_those_on_whom_somebody_built(loader, reviewer, tmp_path, files_root):
    made = three(loader, tmp_path)
    admitted, trained, _ = Expert.objects.order_by("pk")
    reviewing.decide(admitted.pk, "admit", actor=reviewer, on=TODAY)
    keeping.record_talent(trained.pk, "incentive", "优秀专家", "市安委办", TODAY, actor=reviewer, on=TODAY)
    actions.start_withdrawing(made.pk, reason="导入了去年的表", actor=actor_of(loader))
    jobs.run_all()
    assert set(Expert.objects.all()) == {admitted, trained}
    assert [each.why for each in kind_of("experts").kept(made, 9)] == [
        "已经审核过",
        "已经有培训、表彰或回避记录",
    ]
    assert Todo.objects.waiting().get().title == "审核导入的 1 位专家入库"


def test_the_api_lists_who_waits_and_admits_them(client, loader, tmp_path, files_root):
    made = three(loader, tmp_path)
    client.force_login(make_user("city_officer"))
    address = f"/api/v1/experts/nominations?intake={made.pk}"
    rows = client.get(address).json()["rows"]
    assert [row["proposed_by"] for row in rows] == [loader.name] * 3 and "phone" not in rows[0]
    body = {"experts": [row["id"] for row in rows], "reason": WHY, "expected": 3}
    done = client.post("/api/v1/experts/nominations/admit", body, "application/json").json()
    assert done == {"admitted": [row["code"] for row in rows], "refused": []}
    assert client.get(address).json()["rows"] == []


def test_the_template_is_recognised_and_its_example_understood(loader) -> None:
    client, kind = Client(), kind_of("experts")
    client.force_login(loader)
    assert client.get("/intakes/template/experts.xlsx").status_code == 200
    with sheets.template(kind) as book:
        headers = pl.read_excel(book.read(), sheet_id=1, has_header=True, raise_if_empty=False).columns
    columns = kind.match(headers, {})
    assert kind.count_known(headers) == len(kind.examples()) and not kind.missing(columns)
    for column in columns:
        if text := kind.examples()[column.field]:
            rule_of(column).parse(text)
    with pytest.raises(Unclear) as unclear:
        rule_of(next(each for each in columns if each.field == "specialities")).parse("占星术")
    assert set(unclear.value.fix.split("：")[1].split("、")) == set(specialities().values())


KNOWN = {"化工": "chemical", "化工安全": "chemical", "农、林、牧、渔业": "A", "制造业": "C"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("化工安全", "chemical"), ("化工，化工安全", "chemical"), ("农、林、牧、渔业、制造业", "A,C"),
        (" 制造业 化工 ", "C,chemical"), ("不限", ""),
    ],
)  # fmt: skip
def test_several_words_are_understood_however_they_are_parted(text, codes):
    assert words.several(text, KNOWN, "专业", most=2) == codes


def test_what_is_no_word_or_too_many_is_told_with_the_words_that_are():
    with pytest.raises(Unclear) as unclear:
        words.several("化工安全、占星", KNOWN, "专业", most=2)
    assert "占星" in unclear.value.message and "农、林、牧、渔业" in unclear.value.fix
    with pytest.raises(Unclear, match="最多 2 个"):
        words.several("农、林、牧、渔业、制造业、化工", KNOWN, "专业", most=2)
    assert [words.level(text) for text in ("省级", "市", "县（市、区）级", "区级库")] == [
        "province", "city", "county", "county",
    ]  # fmt: skip
