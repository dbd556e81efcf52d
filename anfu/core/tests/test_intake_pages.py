"""The import pages, from upload to withdrawal, for those who may and those who may not."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anfu.core import clock, jobs
from anfu.core.intake.kinds import kind_of, kinds
from anfu.core.models import Intake, LedgerEntry
from anfu.registry.models import Enterprise

HEADER = "企业名称,统一社会信用代码,注册地址,从业人员\n"
GOOD = "示例甲五金制品厂,91330784MA00AB1C6J,浙江省永康市古山镇示例路1号,86\n"
FOREIGN = "示例乙工贸有限公司,91330702MA0000015Q,浙江省金华市婺城区示例路2号,12\n"
WRONG = "示例丙链条厂,92330783MA0000K71M,浙江省永康市示例路3号,六十余\n"


def post(client, text, **more):
    file = SimpleUploadedFile("名册.csv", (HEADER + text).encode())
    data = {"kind": "roster", "file": file, "as_of": clock.today().isoformat(), **more}
    return client.post("/intakes/new/", data)


def load(client, text):
    """Uploaded and judged."""
    answer = post(client, text)
    assert answer.status_code == 302, answer.content.decode()[:500]
    pk = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    found = Intake.objects.get(pk=pk)
    choice = {f"c{c['index']}": c["field"] or "-" for c in found.mapping["columns"]}
    assert client.post(f"/intakes/{pk}/columns/", choice).status_code == 302
    jobs.run_all()
    return Intake.objects.get(pk=pk)


@pytest.fixture
def officer(as_user):
    return as_user("county_officer", division="330784")


def test_nothing_is_written_before_the_user_says_so(officer):
    found = load(officer, GOOD)
    assert found.state == "judged" and not Enterprise.objects.exists()
    page = officer.get(f"/intakes/{found.pk}/").content.decode()
    assert "写入 1 行" in page and "一行都不会变" in page


def test_a_county_officer_is_told_which_county_a_row_belongs_to(officer):
    found = load(officer, GOOD + FOREIGN)
    assert found.counts["refused"] == 1
    page = officer.get(f"/intakes/{found.pk}/?verdict=refused").content.decode()
    assert "婺城区" in page and "不在你的管辖范围" in page


def test_the_whole_way_from_upload_to_withdrawal(officer):
    found = load(officer, GOOD)
    officer.post(f"/intakes/{found.pk}/apply/")
    jobs.run_all()
    assert Enterprise.objects.get().division == "330784"
    page = officer.get(f"/intakes/{found.pk}/").content.decode()
    assert "撤回这一批" in page
    assert officer.post(f"/intakes/{found.pk}/withdraw/", {"reason": "略"}).status_code == 409
    officer.post(f"/intakes/{found.pk}/withdraw/", {"reason": "名册给错了年份"})
    jobs.run_all()
    found.refresh_from_db()
    assert found.state == "withdrawn" and Enterprise.objects.get().division == ""
    assert officer.get(f"/intakes/{found.pk}/").status_code == 200


def test_a_refused_row_is_mended_on_line(officer):
    found = load(officer, WRONG)
    row = officer.get(f"/intakes/{found.pk}/rows/1/").content.decode()
    assert "六十余" in row
    cells = {
        "name": "示例丙链条厂",
        "uscc": "92330783MA0000K71M",
        "address": "浙江省永康市示例路3号",
        "employees": "63",
    }
    assert officer.post(f"/intakes/{found.pk}/rows/1/", cells).status_code == 302
    found.refresh_from_db()
    assert (found.counts["created"], found.counts["refused"]) == (1, 0)


def test_refused_rows_are_given_out_as_text_and_can_be_loaded_again(officer):
    found = load(officer, "=1+1,坏代码,永康市,1\n" + WRONG)
    answer = officer.get(f"/intakes/{found.pk}/refused.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows())
    assert [cell.value for cell in rows[0]][-2:] == ["拒收原因", "怎么改"]
    assert rows[1][0].value == "=1+1" and rows[1][0].data_type == "s"
    assert "六十余" in rows[2][4].value
    entry = LedgerEntry.objects.get(verb="core.intake_refused_taken")
    assert f"台账 {entry.stream}-{entry.seq}" in book.properties.description and "六十余" not in entry.body


def test_a_file_that_is_no_table_is_refused_with_its_reason(officer):
    file = SimpleUploadedFile("名册.xlsx", b"%PDF-1.7 nothing")
    answer = officer.post("/intakes/new/", {"kind": "roster", "file": file, "as_of": "2026-01-01"})
    assert answer.status_code == 422 and "PDF" in answer.content.decode()
    assert not Intake.objects.exists()


def test_a_day_to_come_is_refused_and_what_was_typed_stays(officer):
    answer = post(officer, GOOD, as_of=(clock.today() + timedelta(days=1)).isoformat())
    assert answer.status_code == 422 and "不能晚于今天" in answer.content.decode()


def test_another_county_does_not_find_the_import(officer, client):
    from anfu.people.tests.factories import make_user

    found = load(officer, GOOD)
    client.force_login(make_user("county_officer", division="330702"))
    assert client.get(f"/intakes/{found.pk}/").status_code == 404
    assert client.post(f"/intakes/{found.pk}/drop/").status_code == 404
    client.force_login(make_user("leader"))
    assert client.get("/intakes/").status_code == 403


def test_dropping_leaves_nothing(officer):
    found = load(officer, GOOD)
    assert officer.post(f"/intakes/{found.pk}/drop/").status_code == 302
    assert officer.post(f"/intakes/{found.pk}/apply/").status_code == 409
    assert not Enterprise.objects.exists()


def test_the_template_is_recognised_whole(officer):
    answer = officer.get("/intakes/template/roster.xlsx")
    data = b"".join(answer.streaming_content)
    headers = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]
    assert all(column.field for column in kind_of("roster").match(headers, {}))


def test_a_mapping_is_remembered_for_the_next_file_of_the_office(officer):
    found = load(officer, GOOD)
    choice = {
        f"c{c['index']}": "-" if c["field"] == "employees" else c["field"] for c in found.mapping["columns"]
    }
    officer.post(f"/intakes/{found.pk}/columns/", choice)
    jobs.run_all()
    again = load(officer, GOOD)
    assert again.mapping["remembered"] and again.mapping["columns"][3]["field"] is None


@pytest.mark.parametrize("code", [kind.code for kind in kinds() if not kind.party])
def test_each_kind_takes_its_own_template(officer, code):
    kind = kind_of(code)
    labels, examples = kind.labels(), kind.examples()
    lines = [",".join(labels[field] for field in examples), ",".join(examples.values())]
    file = SimpleUploadedFile("模板.csv", "\n".join(lines).encode())
    made = officer.post("/intakes/new/", {"kind": code, "file": file, "as_of": clock.today().isoformat()})
    pages = (made.url, f"{made.url}columns/", f"/intakes/template/{code}.xlsx", f"/intakes/?kind={code}")
    assert [officer.get(page).status_code for page in pages] == [200, 200, 200, 200]
    found = Intake.objects.get()
    assert all(column["field"] for column in found.mapping["columns"])
    choice = {f"c{c['index']}": c["field"] for c in found.mapping["columns"]}
    assert officer.post(f"{made.url}columns/", choice).status_code == 302
    jobs.run_all()
    assert Intake.objects.get().counts["rows"] == 1
