from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="targets:desk"), name="home"),
    path("", include("anfu.people.urls")),
    path("", include("anfu.core.urls")),
    path("", include("anfu.registry.urls")),
    path("", include("anfu.targeting.urls")),
    path("", include("anfu.engagements.urls")),
    path("", include("anfu.targets.urls")),
]
