"""Roles are named sets of permissions. A permission is `room.verb`; routes and actions ask for it."""

from django.db import models

SEE = frozenset(
    {
        "people.sign_out",
        "registry.view",
        "targeting.view",
        "engagements.view",
        "targets.view",
        "core.view_parameters",
        "core.view_jobs",
    }
)
FIGURES = frozenset(
    {"people.sign_out", "targets.view", "core.view_parameters", "core.view_jobs", "registry.view"}
)
WORK = frozenset(
    {
        "registry.import",
        "registry.edit",
        "registry.merge",
        "registry.export",
        "targeting.decide",
        "targeting.record",
        "targeting.programme",
        "engagements.import",
        "engagements.record",
        "core.view_ledger",
    }
)


class Role(models.TextChoices):
    CITY_ADMIN = "city_admin", "市级管理员"
    CITY_OFFICER = "city_officer", "市级监管员"
    COUNTY_OFFICER = "county_officer", "县级监管员"
    TOWN_OFFICER = "town_officer", "镇街监管员"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "审计员"


PERMISSIONS: dict[str, frozenset[str]] = {
    Role.CITY_ADMIN: SEE | WORK | {"core.set_parameter", "core.view_approvals"},
    Role.CITY_OFFICER: SEE | WORK,
    Role.COUNTY_OFFICER: SEE | WORK,
    Role.TOWN_OFFICER: SEE | {"registry.export"},
    Role.LEADER: FIGURES,
    Role.AUDITOR: frozenset(
        {
            "people.sign_out",
            "core.view_ledger",
            "core.view_parameters",
            "core.view_jobs",
            "core.view_approvals",
            "core.audit_approvals",
        }
    ),
}
CITY_ROLES = frozenset({Role.CITY_ADMIN, Role.CITY_OFFICER, Role.LEADER, Role.AUDITOR})
