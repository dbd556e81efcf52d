"""The typed API under /api/v1: every room's router, one way to sign in, one form of error."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from anfu import __version__
from anfu.core.api_errors import Api, SignedIn, handle
from anfu.core.approvals.api import router as approvals
from anfu.core.intake.api import router as intakes
from anfu.core.ledger.api import router as ledger
from anfu.core.parameters_api import router as parameters

api = Api(
    title="安服",
    version=__version__,
    description="与网页同一套数据、规则和权限。用法和真实的例子见 docs/api.md。",
    auth=[SignedIn()],
    urls_namespace="api",
    docs_url="/docs",
)
handle(api)

for room in settings.ROOMS:
    if find_spec(f"anfu.{room}.api") and room != "core":
        api.add_router(f"/{room}", import_module(f"anfu.{room}.api").router)
api.add_router("/intakes", intakes)
api.add_router("/approvals", approvals)
api.add_router("/parameters", parameters)
api.add_router("/ledger", ledger)
