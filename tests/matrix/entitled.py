"""Who may see which canary anywhere: whoever reaches the thing's own page, or one of the pages that name it."""

from tests.matrix.policy import reaches
from tests.matrix.routes import Route

Table = dict[tuple[str, str], dict[str, str]]
CONTRACT = "/contracts/<int:pk>/"
ENTERPRISE = "/enterprises/<str:uscc>/"
ENGAGEMENT = "/engagements/<int:pk>/"
INSTITUTION = "/providers/<str:uscc>/"
DIRECTORY = "/directory/<str:uscc>/"
FREELY = "/market/free-choice/<int:pk>/"
ENTRY, APPROVAL = "/ledger/<str:stream>/<int:seq>/", "/approvals/<int:pk>/"
# Accounts, and what says who did it.
PERSON = ("/people/<str:username>/", "/sign-ins/accounts/<int:pk>/", ENTRY, APPROVAL)
# Where somebody gives a purpose and a reason, which the ledger keeps.
REVEALING = ("/enterprises/<str:uscc>/persons/", "/api/v1/registry/enterprises/{uscc}/persons")
# Everybody's own.
OWN = ("party.name.mine", "user.name.mine")
# A county's programme counts for all of its enterprises, so their people read its name.
OF_THE_COUNTY = "programme.name"
# Kind of canary (or kind and field) -> the pages whose reach decides.
SHOWN_BY: dict[str, tuple[str, ...]] = {
    "enterprise": (ENTERPRISE, ENGAGEMENT, CONTRACT),
    # Whoever claims one is told its name.
    "enterprise.name": (
        "/claims/<int:pk>/withdraw/",
        "/claims/<int:pk>/",
        "/demands/<int:pk>/withdraw/",
        FREELY,
    ),
    "freely": (FREELY,),
    "provider": (ENGAGEMENT, ENTERPRISE, CONTRACT, INSTITUTION),
    "institution": (INSTITUTION,),
    # What stands in the directory is public; nothing else of an institution is.
    **dict.fromkeys(
        (
            "provider.name",
            "institution.address",
            "institution.business_scope",
            "institution.phone",
            "paper.number",
            "paper.authority",
        ),
        (DIRECTORY,),
    ),
    "candidate": ("/publicity/<str:uscc>/",),
    "paper": (INSTITUTION,),
    "objection": (INSTITUTION,),
    "engagement": (ENGAGEMENT,),
    "contract": (CONTRACT,),
    "finding": ("/key-objects/<int:pk>/", ENTERPRISE),
    "listing": ("/listings/<int:pk>/delist/", ENTERPRISE),
    "programme": ("/programmes/<int:pk>/",),
    "programme.name": (ENTERPRISE,),
    "duplicate": ("/duplicates/<int:pk>/",),
    "intake": ("/intakes/<int:pk>/",),
    "intake.name": (ENTRY,),
    "export": ("/enterprises/export/<int:pk>/",),
    "job": ("/jobs/<int:pk>/",),
    "view": ("/enterprises/views/<int:pk>/rename/",),
    "approval": (APPROVAL,),
    "todo": ("/todos/<int:pk>/take/",),
    "todo.title": ("/messages/<int:pk>/",),
    "entry": (ENTRY,),
    "claim": ("/claims/<int:pk>/", "/claims/<int:pk>/withdraw/"),
    "claimant": ("/claims/<int:pk>/", *PERSON),
    "letters": ("/letters/<int:pk>/",),
    "party": ("/parties/<int:pk>/", *PERSON),
    "user": PERSON,
    "message": ("/messages/<int:pk>/",),
    "host": ("/outbound/hosts/<int:pk>/forbid/",),
    "outbox": ("/outbound/<int:pk>/retry/",),
    "passkey": ("/security/keys/<int:pk>/remove/",),
    "expert": ("/experts/<int:pk>/",),
    # Whom an office is still to decide on.
    "nominee": ("/experts/<int:pk>/decide/",),
    # In the pool; who decides on the claim sees the entry, too.
    "claimed": ("/experts/<int:pk>/",),
    "tie": ("/my-expert/ties/<int:pk>/end/",),
    "call": ("/my-expert/calls/<int:pk>/answer/",),
    "asked": ("/expert-calls/<int:pk>/cancel/",),
    # In the pool list and beside a question that one asked.
    "own": ("/experts/<int:pk>/", "/my-expert/calls/<int:pk>/answer/"),
    "draw": ("/draws/<int:pk>/",),
    # A listed institution is public; that it made an offer is not: see "sealed" and "offer".
    "provider.name": ("/hall/services/<int:pk>/",),
    "demand": ("/hall/demands/<int:pk>/", "/demands/<int:pk>/"),
    # What is sealed is nobody's but the rival's who sealed it; what one offered oneself stands on the own page.
    "sealed": (),
    # The chooser and the chosen read what was offered; who gathered a demand, whom it gathered; a receipt says who offered.
    "offer": ("/offers/<int:pk>/receipt.json", "/choices/<int:pk>/"),
    "user.name": ("/offers/<int:pk>/receipt.json",),
    "choice": ("/choices/<int:pk>/",),
    "service": ("/hall/services/<int:pk>/",),
    "session": ("/security/sessions/<int:pk>/end/", "/sign-ins/accounts/<int:pk>/"),
}


def entitled(canary: str, role: str, table: Table, route: Route) -> bool:
    """Whether this role may be shown the canary, on any page and in any file; persons only where a purpose was given."""
    if canary in OWN:
        return True
    kind, field, relation = canary.split(".")
    if kind == "personal":
        return route.pattern in REVEALING and route.method == "POST"
    if f"{kind}.{field}" == OF_THE_COUNTY and relation == "county":
        relation = "mine"
    return any(
        reaches(table[page, method][role], relation)
        for page in (*SHOWN_BY[kind], *SHOWN_BY.get(f"{kind}.{field}", ()))
        for method in ("GET", "POST")
        if (page, method) in table
    )
