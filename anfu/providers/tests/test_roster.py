"""Import of an institution's people: verdicts, writing and taking back; no identity number lies anywhere in the clear."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.test import Client

from anfu.core import clock, files, jobs
from anfu.core.intake import actions, mending, sheets
from anfu.core.intake.kinds import kind_of
from anfu.core.intake.store import Store
from anfu.core.models import Intake, LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.providers.models import Certificate, Employment, Professional, Provider
from anfu.providers.tests.factories import make_identity, make_member, make_person, make_provider, make_staff

pytestmark = pytest.mark.django_db
HEADERS = "姓名,身份证号,任职方式,岗位,入职日期,证书种类,证书编号,证书有效期起,证书有效期止"


@pytest.fixture
def provider() -> Provider:
    return make_provider()


@pytest.fixture
def owner(provider: Provider) -> User:
    return make_member(provider)


def judged(rows: list[str], owner: User, folder: Path) -> Intake:
    path = folder / "people.csv"
    path.write_text("\n".join(["本机构人员", HEADERS, *rows]), "utf-8")
    actor = actor_of(owner)
    made = actions.upload(kind_of("staff"), path, name="人员.csv", as_of=clock.today(), actor=actor)
    actions.start_judging(made.pk, actor=actor)
    jobs.run_all()
    made.refresh_from_db()
    return made


def verdicts(intake: Intake) -> list[tuple[int, str, str]]:
    rows = Store.of(intake).verdicts(intake.written).select("row", "verdict", "code").collect()
    return rows.rows()


def written(intake: Intake, owner: User) -> None:
    actions.start_applying(intake.pk, actor=actor_of(owner))
    jobs.run_all()
    intake.refresh_from_db()


def test_each_row_gets_its_verdict_and_what_is_new_is_written(provider, owner, tmp_path, files_root) -> None:
    new, two, away, known = (make_identity() for _ in range(4))
    elsewhere = make_staff(make_provider())[0]
    Employment.objects.filter(pk=elsewhere.pk).update(professional=make_person("别家", away))
    make_person("老同事", known)
    rows = [
        f"陆一鸣,{new},专职,顾问,2025-03-01,注册安全工程师,样-1,2025-03-01,2028-02-29",
        f"陆一鸣,{new},专职,顾问,2025-03-01,安全评价师,样-2,2025-03-01,",
        f"方见山,{two.lower()},兼职,,2025-03-01,,,,",
        f"别家,{away},专职,,2025-03-01,,,,",
        f"改了名,{known},专职,,2025-03-01,,,,",
        f"错号,{new[:-1]}A,专职,,2025-03-01,,,,",
        f"半张证,{make_identity()},专职,,2025-03-01,注册安全工程师,,,",
        f"没到岗,{make_identity()},专职,,{clock.today() + timedelta(1)},,,,",
        f"陆一鸣,{new},专职,,2025-03-01,注册安全工程师,样-1,2025-03-01,2028-02-29",
    ]
    made = judged(rows, owner, tmp_path)
    assert [each[1:] for each in verdicts(made)] == [
        ("created", "new"), ("created", "new_paper"), ("created", "new"), ("refused", "elsewhere"),
        ("refused", "name_differs"), ("refused", "bad_identity"), ("refused", "paper_half"),
        ("refused", "not_begun"), ("refused", "in_file"),
    ]  # fmt: skip
    assert verdicts(made)[0][0] == 2, "rows keep their numbers in the copy that is kept"
    written(made, owner)
    there = Employment.objects.filter(provider=provider)
    assert sorted(there.values_list("full_time", flat=True)) == [False, True]
    assert Certificate.objects.filter(professional__employments__provider=provider).count() == 2
    again = judged(rows[:3], owner, tmp_path)
    assert [each[1] for each in verdicts(again)] == ["unchanged"] * 3


def test_no_identity_number_lies_in_the_file_the_verdicts_the_ledger_or_a_mended_cell(
    provider, owner, tmp_path, files_root
) -> None:
    good, bad = make_identity(), make_identity()
    rows = [f"陆一鸣,{good},专职,,2025-03-01,,,,", f"没到岗,{bad},专职,,2999-01-01,,,,"]
    made = judged(rows, owner, tmp_path)
    mending.mend_row(made.pk, 3, {"valid_from": "2025-03-01", "identity": bad}, actor=actor_of(owner))
    written(made, owner)
    assert Professional.objects.count() == 2
    kept = files.path(made.file).read_bytes()
    frames = [pl.read_parquet(path) for path in (Path(settings.HOME) / "intakes").rglob("*.parquet")]
    lying = [kept.decode(), *(str(frame.to_dicts()) for frame in frames)]
    lying += [str(made.mapping), str(list(made.mended.values_list("cells", flat=True)))]
    lying += list(LedgerEntry.objects.values_list("body", flat=True))
    assert frames and not [text for text in lying if good in text or bad in text]


def test_it_is_taken_back_but_for_whom_an_officer_has_checked(provider, owner, tmp_path, files_root) -> None:
    rows = [
        f"{name},{make_identity()},专职,,2025-03-01,注册安全工程师,样-{name},2025-03-01,"
        for name in ("甲", "乙")
    ]
    made = judged(rows, owner, tmp_path)
    written(made, owner)
    Certificate.objects.filter(number="样-甲").update(
        check_state="verified", checked_on=clock.today(), check_source="公开目录"
    )
    actions.start_withdrawing(made.pk, reason="导入了去年的表", actor=actor_of(owner))
    jobs.run_all()
    assert [e.professional.name for e in Employment.objects.standing().filter(provider=provider)] == ["甲"]
    assert Certificate.objects.standing().get().number == "样-甲"


def test_T22_it_is_the_institutions_own_matter_alone(provider, owner, tmp_path, files_root) -> None:
    made = judged([f"陆一鸣,{make_identity()},专职,,2025-03-01,,,,"], owner, tmp_path)
    client = Client()
    for user, status in ((owner, 200), (make_member(make_provider()), 404), (make_user("city_admin"), 404)):
        client.force_login(user)
        assert client.get(f"/intakes/{made.pk}/").status_code == status
    with pytest.raises(Refused):
        judged(["x"], make_user("county_officer"), tmp_path)


def test_the_template_is_recognised_and_shows_how_each_is_written(owner) -> None:
    client = Client()
    client.force_login(owner)
    assert client.get("/intakes/template/staff.xlsx").status_code == 200
    with sheets.template(kind_of("staff")) as book:
        headers = pl.read_excel(book.read(), sheet_id=1, has_header=True, raise_if_empty=False).columns
    kind = kind_of("staff")
    assert kind.count_known(headers) == len(kind.examples()) and not kind.missing(kind.match(headers, {}))


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if each.isdecimal() else each for each in text)


def test_what_people_type_is_understood_and_what_a_spreadsheet_spoiled_is_told_kindly(
    provider, owner, tmp_path, files_root
) -> None:
    numbers = [make_identity() for _ in range(4)]
    spaced = f"{numbers[1][:6]} {numbers[1][6:14]} {numbers[1][14:]}"
    rows = [
        f"陆一鸣,{full_width(numbers[0])},专职,顾问,２０２５年３月１日,,,,",
        f"陆一鸣,{numbers[0]},专职,顾问,2025/3/1,,,,",
        f"方见山,{spaced},全职,,2025.3.1,,,,",
        f"旧证,{numbers[2]},专职,,2020-03-01,注册安全工程师,{numbers[3]},2018-03-01,2021-02-28",
        "科学,3.30782E+17,专职,,2025-03-01,,,,",
        "凑零,330782199001010000,专职,,2025-03-01,,,,",
    ]
    made = judged(rows, owner, tmp_path)
    assert [each[1:] for each in verdicts(made)] == [
        ("created", "new"), ("unchanged", "duplicate_same"), ("created", "new"), ("created", "new"),
        ("refused", "bad_identity"), ("refused", "bad_identity"),
    ]  # fmt: skip
    told = Store.of(made).verdicts(made.written).select("message", "fix").collect().rows()[-2:]
    assert all("后几位已经丢了" in message and "设成文本" in fix for message, fix in told)
    written(made, owner)
    assert Certificate.objects.get().number == numbers[3], "a long number is a certificate's, too"
    assert not Certificate.objects.in_force_on(clock.today()).exists(), (
        "a certificate that has run out counts for nothing"
    )


def test_a_broken_identity_number_lies_nowhere_either(provider, owner, tmp_path, files_root) -> None:
    good, ends_in_x = make_identity(1), make_identity(704)
    assert ends_in_x.endswith("X")
    broken = [
        good[:-1], good + "1", good[:9] + "99" + good[9:-2], ends_in_x + "1", ends_in_x[:-1] + "XX",
        f"{good[:6]}-{good[6:14]}-{good[14:-1]}",
    ]  # fmt: skip
    rows = [f"错号{n},{number},专职,,2025-03-01,,,," for n, number in enumerate(broken)]
    made = judged(rows, owner, tmp_path)
    assert [each[1] for each in verdicts(made)] == ["refused"] * len(broken)
    kept = files.path(made.file).read_text()
    frames = [pl.read_parquet(path) for path in (Path(settings.HOME) / "intakes").rglob("*.parquet")]
    lying = kept + "".join(str(frame.to_dicts()) for frame in frames)
    assert not [number for number in broken if number in lying]


def test_files_in_gb18030_and_empty_ones_get_an_answer(provider, owner, tmp_path, files_root) -> None:
    def sent(content: bytes) -> Intake:
        path = tmp_path / "people.csv"
        path.write_bytes(content)
        made = actions.upload(
            kind_of("staff"), path, name="人员.csv", as_of=clock.today(), actor=actor_of(owner)
        )
        actions.start_judging(made.pk, actor=actor_of(owner))
        jobs.run_all()
        made.refresh_from_db()
        return made

    made = sent(f"{HEADERS}\r\n龚䶮,{make_identity()},专职,顾问,2025-03-01,,,,".encode("gb18030"))
    assert Store.of(made).verdicts(made.written).collect()["name"].to_list() == ["龚*"]
    assert sent(f"{HEADERS}\n".encode()).counts["rows"] == 0
    with pytest.raises(Refused, match="空的"):
        sent(b"")
