from typing import Any

from django.db import migrations

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger

KIND_OF = {
    "city_admin": "city",
    "city_officer": "city",
    "leader": "city",
    "county_officer": "county",
    "town_officer": "town",
    "auditor": "discipline",
}


def forward(apps: Any, schema_editor: Any) -> None:
    """Each account's office becomes a party, and its role and territory a membership of it from today on."""
    users, parties = apps.get_model("people", "User"), apps.get_model("people", "Party")
    memberships = apps.get_model("people", "Membership")
    with without_ledger():
        for user in users.objects.order_by("pk"):
            place = {"division": user.division, "town": user.town}
            kind = KIND_OF[user.role]
            party, _ = parties.objects.get_or_create(kind=kind, name=user.office or user.name, **place)
            memberships.objects.create(
                user=user, party=party, role=user.role, kind=kind, duty="business",
                valid_from=clock.today(), **place,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("people", "0002_memberships")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
