"""Roles are named sets of permissions. A permission is `room.verb`; routes and actions ask for it.

A role belongs to kinds of party, reaches a territory or only the party itself, and stands for one duty.
"""

from django.db import models

from anfu.core.actor import ENTERPRISE, PROVIDER

# What everybody who signs in may do.
BARE = frozenset({"people.sign_out", "people.own_security"})
# Who is no official may object to an institution while it is shown to the public.
OBJECT = frozenset({"providers.object"})
# Who fills in the papers of an institution; somebody who acts for nobody yet may begin to register one.
APPLY = frozenset({"providers.view", "providers.apply"})
UNATTACHED = BARE | OBJECT | APPLY
# Acts upon others' accounts, which somebody who only stands in for a colleague may not do.
GRANTING = frozenset(
    {
        "people.view",
        "people.grant",
        "people.grant_official",
        "people.claims",
        "people.lend",
        "people.hand_over",
    }
)
OWNING = frozenset({"people.view", "people.grant", "people.hand_over"})
SEE = BARE | {
    "registry.view",
    "registry.view_one",
    "targeting.view",
    "targeting.view_one",
    "engagements.view",
    "engagements.contracts",
    "targets.view",
    "core.view_parameters",
    "core.view_jobs",
    "experts.view",
    "market.view",
    "market.oversee",
}
FIGURES = BARE | {
    "targets.view",
    "core.view_parameters",
    "core.view_jobs",
    "registry.view",
    "registry.view_one",
}
WORK = frozenset(
    {
        "core.import",
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
        "providers.view",
        "providers.review",
        "providers.sanction",
        "experts.review",
        "experts.invite",
        "experts.draw",
        "experts.supervise",
    }
)
# Who looks for an expert and asks one by name.
ASK_EXPERTS = frozenset({"experts.view", "experts.invite"})
# A contract is drafted by its parties' people, and confirmed by who answers for the party.
CONTRACTS = frozenset({"engagements.view", "engagements.contracts", "engagements.contract"})
# Who pays for others' contracts: reads them, and says yes or no to paying.
PAYS = frozenset({"engagements.contracts", "engagements.sign"})
# Who looks for services: an enterprise chooses for itself; others may only gather enterprises that agreed.
GATHER = frozenset({"market.view", "market.demand"})
OWN_ENTERPRISE = (
    BARE
    | OBJECT
    | ASK_EXPERTS
    | CONTRACTS
    | GATHER
    | {"people.company", "portal.mine", "registry.view_one", "targeting.view_one", "market.choose"}
)
OWN_SERVICES = BARE | OBJECT | APPLY | CONTRACTS | {"core.import", "market.view", "market.offer"}
# The security administrator: who tried to sign in, and whose sessions end.
WATCH = frozenset({"people.view_signins", "people.end_sessions", "people.link_identity"})
SUMS = BARE | {"targets.view", "core.view_parameters"}


class Kind(models.TextChoices):
    """Kinds of party."""

    ENTERPRISE = ENTERPRISE, "企业"
    PROVIDER = PROVIDER, "服务机构"
    EXPERT = "expert", "专家"
    ASSOCIATION = "association", "行业协会"
    INSURER = "insurer", "保险机构"
    BANK = "bank", "银行"
    CITY = "city", "市级机关"
    COUNTY = "county", "县级安全监管机关"
    TOWN = "town", "镇街安全监管机构"
    DEPARTMENT = "department", "行业主管部门"
    FINANCE = "finance", "财政部门"
    DISCIPLINE = "discipline", "纪检监察与审计机关"
    OPERATOR = "operator", "平台管理"


class Duty(models.TextChoices):
    """What an account is for; an account has one duty for life, so that the three administrators stay three."""

    BUSINESS = "business", "业务"
    SYSTEM = "system", "系统管理"
    SECURITY = "security", "安全管理"
    AUDIT = "audit", "审计管理"


class Role(models.TextChoices):
    CITY_ADMIN = "city_admin", "市级管理员"
    CITY_OFFICER = "city_officer", "市级监管员"
    COUNTY_OFFICER = "county_officer", "县级监管员"
    TOWN_OFFICER = "town_officer", "镇街监管员"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "审计员"
    DEPARTMENT_OFFICER = "department_officer", "主管部门工作人员"
    FINANCE_OFFICER = "finance_officer", "财政工作人员"
    DISCIPLINE_OFFICER = "discipline_officer", "纪检工作人员"
    ENTERPRISE_OWNER = "enterprise_owner", "企业负责人"
    ENTERPRISE_STAFF = "enterprise_staff", "企业工作人员"
    PROVIDER_OWNER = "provider_owner", "机构负责人"
    PROVIDER_STAFF = "provider_staff", "机构工作人员"
    EXPERT = "expert", "专家"
    ASSOCIATION_OFFICER = "association_officer", "协会工作人员"
    INSURER_OFFICER = "insurer_officer", "保险机构工作人员"
    BANK_OFFICER = "bank_officer", "银行工作人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


PERMISSIONS: dict[str, frozenset[str]] = {
    Role.CITY_ADMIN: SEE
    | WORK
    | GRANTING
    | {"core.set_parameter", "core.view_approvals", "core.view_retention"},
    Role.CITY_OFFICER: SEE | WORK | (GRANTING - {"people.grant_official"}),
    Role.COUNTY_OFFICER: SEE | WORK | (GRANTING - {"people.grant_official"}),
    Role.TOWN_OFFICER: SEE
    | GATHER
    | {"registry.export", "people.view", "people.grant", "people.claims", "people.lend", "people.hand_over"},
    Role.LEADER: FIGURES,
    Role.AUDITOR: BARE
    | {
        "core.view_ledger",
        "core.view_parameters",
        "core.view_jobs",
        "core.view_approvals",
        "core.audit_approvals",
        "core.view_retention",
    },
    Role.DEPARTMENT_OFFICER: SUMS | ASK_EXPERTS | {"experts.supervise"},
    Role.FINANCE_OFFICER: SUMS | {"experts.supervise"},
    Role.DISCIPLINE_OFFICER: SUMS | {"experts.supervise", "market.free_choice"},
    Role.ENTERPRISE_OWNER: OWN_ENTERPRISE | OWNING | {"engagements.sign"},
    Role.ENTERPRISE_STAFF: OWN_ENTERPRISE,
    Role.PROVIDER_OWNER: OWN_SERVICES | OWNING | {"engagements.sign"},
    Role.PROVIDER_STAFF: OWN_SERVICES,
    Role.EXPERT: BARE | OBJECT | {"experts.own"},
    Role.ASSOCIATION_OFFICER: BARE | OBJECT | ASK_EXPERTS | PAYS,
    Role.INSURER_OFFICER: BARE | OBJECT | ASK_EXPERTS | GATHER | PAYS,
    Role.BANK_OFFICER: BARE | OBJECT | ASK_EXPERTS | GATHER | PAYS,
    Role.SYSTEM_ADMIN: BARE
    | {
        "people.view",
        "people.view_all",
        "people.accounts",
        "core.view_jobs",
        "core.view_all_jobs",
        "core.view_retention",
        "core.outbound",
        "core.view_approvals",
        "core.approve_anywhere",
    },
    Role.SECURITY_ADMIN: BARE
    | WATCH
    | {
        "people.view",
        "people.view_all",
        "people.grant",
        "people.grant_official",
        "people.hand_over",
        "core.outbound_approve",
        "core.view_approvals",
        "core.approve_anywhere",
    },
    Role.AUDIT_ADMIN: BARE | {"people.view", "people.view_all", "core.view_log", "core.view_retention"},
}
# Which kind of party a role belongs to.
KIND_OF: dict[str, Kind] = {
    Role.CITY_ADMIN: Kind.CITY,
    Role.CITY_OFFICER: Kind.CITY,
    Role.COUNTY_OFFICER: Kind.COUNTY,
    Role.TOWN_OFFICER: Kind.TOWN,
    Role.LEADER: Kind.CITY,
    Role.AUDITOR: Kind.DISCIPLINE,
    Role.DEPARTMENT_OFFICER: Kind.DEPARTMENT,
    Role.FINANCE_OFFICER: Kind.FINANCE,
    Role.DISCIPLINE_OFFICER: Kind.DISCIPLINE,
    Role.ENTERPRISE_OWNER: Kind.ENTERPRISE,
    Role.ENTERPRISE_STAFF: Kind.ENTERPRISE,
    Role.PROVIDER_OWNER: Kind.PROVIDER,
    Role.PROVIDER_STAFF: Kind.PROVIDER,
    Role.EXPERT: Kind.EXPERT,
    Role.ASSOCIATION_OFFICER: Kind.ASSOCIATION,
    Role.INSURER_OFFICER: Kind.INSURER,
    Role.BANK_OFFICER: Kind.BANK,
    Role.SYSTEM_ADMIN: Kind.OPERATOR,
    Role.SECURITY_ADMIN: Kind.OPERATOR,
    Role.AUDIT_ADMIN: Kind.OPERATOR,
}
ADMIN_DUTY: dict[str, Duty] = {
    Role.SYSTEM_ADMIN: Duty.SYSTEM,
    Role.SECURITY_ADMIN: Duty.SECURITY,
    Role.AUDIT_ADMIN: Duty.AUDIT,
}
# Roles whose territory is the whole city; county and town roles name theirs; all others reach only their party.
CITY_ROLES = frozenset({Role.CITY_ADMIN, Role.CITY_OFFICER, Role.LEADER, Role.AUDITOR})


def duty_of(role: str) -> Duty:
    """The duty that a role stands for."""
    return ADMIN_DUTY.get(role, Duty.BUSINESS)


def roles_of(kind: str) -> list[Role]:
    """The roles that fit a kind of party, in declared order."""
    return [role for role in Role if KIND_OF[role] == kind]
