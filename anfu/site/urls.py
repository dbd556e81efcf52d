from django.urls import include, path

from anfu.people.views.company import home
from anfu.site.api import api

urlpatterns = [
    path("", home, name="home"),
    path("api/v1/", api.urls),
    path("", include("anfu.people.urls")),
    path("", include("anfu.people.signin.urls")),
    path("", include("anfu.people.signin.library_urls")),
    path("", include("anfu.core.urls")),
    path("", include("anfu.registry.urls")),
    path("", include("anfu.providers.urls")),
    path("", include("anfu.experts.urls")),
    path("", include("anfu.targeting.urls")),
    path("", include("anfu.engagements.urls")),
    path("", include("anfu.market.urls")),
    path("", include("anfu.targets.urls")),
    path("", include("anfu.portal.urls")),
]
handler400 = "anfu.core.web.errors.bad_request"
handler403 = "anfu.core.web.errors.forbidden"
handler404 = "anfu.core.web.errors.not_found"
handler500 = "anfu.core.web.errors.server_error"
