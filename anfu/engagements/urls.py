from django.urls import path

from anfu.engagements import views

app_name = "engagements"
urlpatterns = [
    path("engagements/", views.engagement_list, name="engagement_list"),
    path("engagements/new/", views.new, name="new"),
    path("engagements/<int:pk>/", views.engagement, name="engagement"),
    path("engagements/<int:pk>/end/", views.end, name="end"),
    path("engagements/<int:pk>/retract/", views.retract, name="retract"),
    path("engagements/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("engagements/<int:pk>/file/", views.file, name="file"),
]
