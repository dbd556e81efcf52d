from datetime import date

from django.db import transaction

from anfu.core import ledger
from anfu.people.tests.factories import make_actor

ON = date(2026, 11, 20)


def test_a_county_reads_its_own_stream_only(as_user):
    with transaction.atomic():
        for stream in ("330784", "330702"):
            ledger.record("test.x", f"enterprise:{stream}", actor=make_actor(), on=ON, stream=stream)
    page = as_user("county_officer", division="330784").get("/ledger/").content.decode()
    assert "企业 330784" in page
    assert "企业 330702" not in page
    client = as_user("county_officer", division="330784")
    assert client.get("/ledger/330702/1/").status_code == client.get("/ledger/330702/99/").status_code == 404
    assert client.get("/ledger/330784/1/").status_code == 200


def test_entries_are_found_by_the_part_of_the_platform_and_by_the_number_of_the_thing(as_user):
    with transaction.atomic():
        for verb, subject in (
            ("market.open", "demand:7"),
            ("market.open", "demand:8"),
            ("registry.created", "enterprise:7"),
        ):
            ledger.record(verb, subject, actor=make_actor(), on=ON)
    client = as_user("city_admin")
    found = {
        asked: {
            words
            for words in ("需求 7", "需求 8", "企业 7")
            if words in client.get(f"/ledger/?{asked}").content.decode()
        }
        for asked in ("room=market", "q=7", "room=market&q=7", "q=9", "room=nothing")
    }
    assert found == {
        "room=market": {"需求 7", "需求 8"},
        "q=7": {"需求 7", "企业 7"},
        "room=market&q=7": {"需求 7"},
        "q=9": set(),
        "room=nothing": {"需求 7", "需求 8", "企业 7"},
    }


def test_the_ledger_page_costs_the_same_for_one_entry_and_many(as_user, django_assert_num_queries):
    client = as_user("city_admin")
    for count in (1, 40):
        with transaction.atomic():
            for n in range(count):
                ledger.record("test.x", f"thing:{n}", actor=make_actor(), on=ON)
        with django_assert_num_queries(4):  # session, user, page, the counts of the rail
            client.get("/ledger/")


def test_signing_in_and_out(client, db):
    from anfu.core.ledger.guard import without_ledger
    from anfu.people.tests.factories import make_user

    user = make_user("city_officer", username="lu")
    user.set_password("a-long-password")
    with without_ledger():
        user.save()
    wrong = client.post("/sign-in/", {"username": "lu", "password": "no"})
    assert "没有登录" in wrong.content.decode()
    assert client.post("/sign-in/", {"username": "lu", "password": "a-long-password"}).status_code == 302
    assert client.get("/parameters/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/parameters/").status_code == 302


def test_a_user_whose_account_is_ended_is_out_at_the_next_request(as_user):
    from anfu.core.ledger.guard import without_ledger
    from anfu.people.models import User

    client = as_user("city_officer")
    with without_ledger():
        User.objects.update(is_active=False)
    assert client.get("/parameters/").status_code == 302


def test_the_policy_s_own_numbers_stand_first_in_the_order_of_its_clauses(as_user):
    page = as_user("city_admin").get("/parameters/").content.decode()
    places = [
        page.index(f'data-label="条款">{clause}')
        for clause in ("一(二)", "二(二)2", "三(二)", "四(三)b", "《个人信息")
    ]
    assert places == sorted(places)
