"""T26: of two writes that wait for each other, neither is lost."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from anfu.core import clock
from anfu.core.models import PeriodicRun
from anfu.core.tests.at_once import at_once
from anfu.core.writes import whole_write
from anfu.core.writes.deadlock import TRIES, done_again
from anfu.people.tests.factories import make_actor

ROWS = ("first", "second")


class Ended(Exception):
    """What the driver says of a transaction that was ended for another's sake."""

    sqlstate = "40P01"


def request_of(actor, **files):
    made = RequestFactory().post("/", files)
    made.actor = actor
    return made


def touched(names, met):
    """A view that changes two rows, and meets the other view between them, where that comes."""

    def view():
        for name in names:
            PeriodicRun.objects.filter(name=name).update(slot=clock.now())
            try:
                met.wait(2)
            except threading.BrokenBarrierError:
                continue
        return HttpResponse("done")

    return view


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_t26_two_requests_that_lock_each_other_out_are_both_done():
    PeriodicRun.objects.bulk_create([PeriodicRun(name=name, slot=clock.now()) for name in ROWS])
    met, actor = threading.Barrier(2), make_actor("city_admin")
    answers = at_once(
        *(
            lambda view=view: whole_write(request_of(actor), view)
            for view in (touched(ROWS, met), touched(ROWS[::-1], met))
        )
    )
    assert [answer.status_code for answer in answers] == [200, 200]


def ended(times, cause):
    """Work that is ended so many times, then answers what it read of the upload; how often it began."""
    begun = []

    def work():
        begun.append(1)
        text = request.FILES["file"].read()
        if len(begun) <= times:
            raise OperationalError from cause
        return text

    request = request_of(None, file=SimpleUploadedFile("a.csv", b"whole"))
    return request, work, begun


def test_an_upload_is_read_from_its_beginning_again():
    request, work, _ = ended(TRIES - 1, Ended())
    assert done_again(request, work) == b"whole"


@pytest.mark.parametrize(("times", "cause", "tries"), [(TRIES, Ended(), TRIES), (1, ValueError(), 1)])
def test_what_goes_on_happening_and_what_has_another_reason_is_said(times, cause, tries):
    request, work, begun = ended(times, cause)
    with pytest.raises(OperationalError):
        done_again(request, work)
    assert len(begun) == tries
