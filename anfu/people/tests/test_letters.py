"""Letters for a whole town: one code each, one PDF, for the officer's own town only."""

import json
import re

import pytest

from anfu.core import clock, files, jobs
from anfu.core.models import Job, LedgerEntry, StoredFile
from anfu.core.refusal import Refused
from anfu.people.actions import invitations
from anfu.people.letters import job as letters
from anfu.people.letters.printing import FONTS, letter, pdf
from anfu.people.models import Invitation
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.registry.tests.factories import make_enterprise

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FONTS.is_dir(), reason="the fonts are built by `make setup`"),
]
TOWN = "330784001"


def test_a_town_gets_one_letter_for_each_enterprise_without_an_owner(as_user):
    firms = [make_enterprise(town=TOWN) for _ in range(3)]
    make_enterprise(town="330784002")
    make_enterprise(town=TOWN, status="cancelled")
    owned = make_party("enterprise", organisation=firms[0].organisation)
    make_user("enterprise_owner", party=owned)
    client = as_user("town_officer")
    answer = client.post("/letters/", {"town": TOWN})
    job = Job.objects.get()
    assert answer["Location"] == f"/letters/{job.pk}/"
    jobs.run_all()
    job.refresh_from_db()
    assert (job.state, job.result["letters"], job.done) == ("done", 2, 2)
    got = client.get(f"/letters/{job.pk}/file/")
    assert b"".join(got.streaming_content)[:5] == b"%PDF-" and got["Content-Disposition"].startswith(
        "attachment"
    )
    assert {i.party.organisation_id for i in Invitation.objects.all()} == {f.pk for f in firms[1:]}
    assert LedgerEntry.objects.filter(verb="people.letters_ordered").count() == 1


def test_no_code_of_a_letter_stands_in_the_database():
    make_enterprise(town=TOWN)
    letters.order(TOWN, "https://anfu.example", actor=make_actor("town_officer"))
    jobs.run_all()
    job = Job.objects.get()
    assert set(job.result) == {"file", "letters"}
    kept = StoredFile.objects.get(pk=job.result["file"])
    assert files.intact(kept)
    made = Invitation.objects.get()
    assert made.selector not in json.dumps([job.arguments, job.result, job.note])


@pytest.mark.parametrize(
    ("role", "town"),
    [("town_officer", "330784002"), ("county_officer", "330702001"), ("enterprise_owner", TOWN)],
)
def test_t22_nobody_prints_for_another_town(role, town):
    make_enterprise(town=town, division=town[:6])
    with pytest.raises(Refused):
        letters.order(town, "https://anfu.example", actor=make_actor(role))
    assert not Job.objects.exists()


def test_t41_letters_ordered_by_somebody_who_has_left_are_not_printed():
    from anfu.core.ledger.guard import without_ledger
    from anfu.people.models import Membership

    make_enterprise(town=TOWN)
    letters.order(TOWN, "https://anfu.example", actor=make_actor("town_officer"))
    with without_ledger():
        Membership.objects.update(valid_to=clock.today())
    jobs.run_all()
    assert Job.objects.get().state == "failed" and not Invitation.objects.exists()


def test_t22_the_letters_are_for_who_ordered_them(as_user):
    make_enterprise(town=TOWN)
    job = letters.order(TOWN, "https://anfu.example", actor=make_actor("town_officer"))
    jobs.run_all()
    for role in ("county_officer", "city_admin", "system_admin"):
        assert as_user(role).get(f"/letters/{job.pk}/file/").status_code in (403, 404)


def test_text_of_a_name_is_never_read_as_markup_and_every_letter_has_its_page():
    rows = [
        letter("#panic() $x$ *厂* <b>", "91330784MA00AB1C6J", "AAAAA-BBBBB-CCCCC", "https://a.example")
    ] * 3
    made = pdf(rows, office="东城街道", day=clock.today(), expires=clock.today())
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) == 3 and made.startswith(b"%PDF-")


def test_a_letter_printed_again_makes_the_first_one_worthless():
    firm, actor = make_enterprise(town=TOWN), make_actor("town_officer")
    party = make_party("enterprise", organisation=firm.organisation)
    _, first = invitations.invite(party.pk, "enterprise_owner", actor=actor, on=clock.today())
    letters.order(TOWN, "https://anfu.example", actor=actor)
    jobs.run_all()
    with pytest.raises(Refused):
        invitations.look_up(first, on=clock.today())
