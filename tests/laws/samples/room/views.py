from datetime import date, datetime

from django.utils import timezone


def bad(request, thing, cursor, Model, text):
    thing.save()  # writes-only-in-actions
    Model.objects.create(a=1)  # writes-only-in-actions reads-start-at-visible-to
    Model.objects.filter(a=1).update(a=2)  # writes-only-in-actions reads-start-at-visible-to
    Model.objects.filter(a=1)  # reads-start-at-visible-to
    date.today()  # no-clock-outside-core
    datetime.now()  # no-clock-outside-core
    timezone.now()  # no-clock-outside-core
    cursor.execute("SELECT 1 WHERE a = '%s'" % text)  # no-sql-from-strings
    cursor.execute("SELECT 1 WHERE a = '{}'".format(text))  # no-sql-from-strings


def good(request, cursor, Model, text):
    Model.objects.visible_to(request.actor).filter(a=1)
    cursor.execute("SELECT 1 WHERE a = %s", [text])
    return request.today
