"""The pages: an institution registers and is listed by them alone; each reader sees what is theirs and no more."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.tests.samples import pdf
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.providers import jobs
from anfu.providers.actions import reviewing
from anfu.providers.models import Branch, Employment, Provider, Qualification
from anfu.providers.tests.factories import make_identity, make_licence, make_member, make_provider, make_staff
from anfu.registry.tests.factories import make_uscc

pytestmark = pytest.mark.django_db
ACCOUNT = {"username": "dengji", "name": "柳闻笙", "phone": "13900000000", "password": "xiang-cun-2026"}
WHO = {"institution": "试验安全技术有限公司", "kind": "consultancy", "division": "330784"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def version(thing: Model) -> str:
    return edition_of(type(thing)._default_manager.get(pk=thing.pk))


def test_a_stranger_registers_completes_and_hands_in_and_an_officer_accepts() -> None:
    client, code = Client(), make_uscc()
    assert client.post("/providers/register/", ACCOUNT | WHO | {"uscc": code}).status_code == 302
    page, made = f"/providers/{code}/", Provider.objects.get()
    assert "提交前还缺" in client.get(page).content.decode()
    form = {
        "kind": "consultancy",
        "division": "330784",
        "address": "永康市试验路 1 号",
        "phone": "0579-80000000",
    }
    form["business_scope"] = "安全咨询服务"
    licence = SimpleUploadedFile("营业执照.pdf", pdf(), "application/pdf")
    answer = client.post(f"{page}edit/", form | {"version": version(made), "file": licence})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert client.post(f"{page}submit/", {"version": version(made)}).status_code == 302
    officer = signed_in(make_user("county_officer"))
    assert "试验安全技术有限公司" in officer.get("/providers/?state=submitted").content.decode()
    assert officer.post(f"{page}accept/", {"version": version(made)}).status_code == 302
    assert "试验安全技术有限公司" in Client().get("/publicity/").content.decode()
    found = Provider.objects.get(organisation__uscc=code)
    assert found.publicity_until is not None
    reviewing.list_due(found.publicity_until + timedelta(1), jobs.CALENDAR)
    assert "已列入目录" in client.get(page).content.decode()
    assert code not in Client().get("/publicity/").content.decode()


def test_what_is_wrong_in_registering_stands_at_its_field_and_makes_no_account() -> None:
    answer = Client().post("/providers/register/", ACCOUNT | WHO | {"uscc": "91330784MA0000000X"})
    assert answer.status_code == 422 and "柳闻笙" in answer.content.decode()
    assert not User.objects.filter(username="dengji").exists() and not Provider.objects.exists()


def test_T22_a_stranger_another_institution_and_an_enterprise_see_nothing_of_it() -> None:
    found = make_provider()
    page = f"/providers/{found.organisation.uscc}/"
    assert Client().get(page).status_code == 302
    rival = signed_in(make_member(make_provider()))
    for path in ("", "edit/", "licence/", "papers/staff/new/"):
        assert rival.get(f"{page}{path}").status_code == 404, path
    assert signed_in(make_user("enterprise_owner")).get(page).status_code == 403
    assert signed_in(make_user("county_officer", division="330782")).get(page).status_code == 404


def test_T22_who_registered_it_loses_the_page_when_their_membership_ends() -> None:
    found = make_provider()
    member = make_member(found)
    Provider.objects.filter(pk=found.pk).update(registrant=member, accepted_on=clock.today())
    page = f"/providers/{found.organisation.uscc}/"
    assert signed_in(member).get(page).status_code == 200
    member.memberships.all().delete()
    assert signed_in(User.objects.get(pk=member.pk)).get(page).status_code == 404


def test_the_institution_keeps_its_papers_on_its_page() -> None:
    found = make_provider()
    client, page = signed_in(make_member(found)), f"/providers/{found.organisation.uscc}/"
    for what, form in (
        ("staff", {"name": "陆一鸣", "identity": make_identity(), "full_time": "on", "valid_from": "2026-01-05"}),
        ("branch", {"name": "义乌分部", "address": "测试路", "division": "330782", "serves": ["330782"]}),
        ("price", {"kind": "consult", "item": "顾问", "unit": "次", "price": "1500", "valid_from": str(clock.today())}),
        ("equipment", {"name": "测厚仪", "serial": "A-1", "calibrated_on": "2026-01-05", "last_day": "2026-06-30"}),
    ):  # fmt: skip
        answer = client.post(f"{page}papers/{what}/new/", form)
        assert answer.status_code == 302, (what, answer.content.decode()[-1500:])
    shown = client.get(page).content.decode()
    assert "陆*" in shown and "陆一鸣" not in shown
    assert "陆** · 2026-01-05 入职" in client.get(f"{page}papers/certificate/new/").content.decode()
    assert all(word in shown for word in ("义乌分部", "1,500", "测厚仪", "已过期"))
    branch = Branch.objects.get()
    form = {"version": version(branch)}
    assert client.post(f"/provider-papers/branch/{branch.pk}/take-down/", form).status_code == 302
    assert "义乌分部" not in client.get(page).content.decode()


def test_what_was_typed_stays_where_the_database_refuses_the_person() -> None:
    first, second, identity = make_provider(), make_provider(), make_identity()
    form = {"name": "陆一鸣", "identity": identity, "full_time": "on", "valid_from": "2026-01-05"}
    for provider, status in ((first, 302), (second, 422)):
        client = signed_in(make_member(provider))
        answer = client.post(f"/providers/{provider.organisation.uscc}/papers/staff/new/", form)
        assert answer.status_code == status
    assert "别家机构的专职人员" in answer.content.decode() and "陆一鸣" in answer.content.decode()
    assert Employment.objects.count() == 1


def test_an_officer_checks_a_licence_and_certificates_with_source_and_date() -> None:
    found = make_provider("safety_assessor")
    licence = make_licence(found, check_state="claimed", checked_on=None, check_source="")
    held = make_staff(found, credential="cse")[0].professional.certificates.get()
    type(held).objects.update(check_state="claimed", checked_on=None, check_source="")
    client, page = signed_in(make_user("county_officer")), f"/providers/{found.organisation.uscc}/"
    form = {"verified": "yes", "source": "省厅公开目录"}
    seen = version(licence)
    assert client.post(f"/qualifications/{licence.pk}/check/", form | {"version": seen}).status_code == 302
    assert client.post(f"{page}check-people/", form | {"pick": [held.pk]}).status_code == 302
    for paper in (Qualification.objects.get(), type(held).objects.get()):
        assert (paper.check_state, paper.check_source, paper.checked_on) == (
            "verified", "省厅公开目录", clock.today(),
        )  # fmt: skip


def test_the_page_costs_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    found = make_provider("safety_assessor")
    client, page = signed_in(make_user("city_admin")), f"/providers/{found.organisation.uscc}/"
    make_staff(found, 2, credential="cse")
    client.get(page)
    with django_assert_max_num_queries(40) as few:
        client.get(page)
    make_staff(found, 12, credential="cse")
    make_licence(found)
    make_licence(found)
    with django_assert_max_num_queries(len(few) + 2):
        client.get(page)
