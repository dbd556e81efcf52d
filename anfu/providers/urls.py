from django.urls import path

from anfu.providers.views import listing, one, papers, publicity, registering, reviewing

app_name = "providers"
urlpatterns = [
    path("my-provider/", registering.mine, name="mine"),
    path("providers/", listing.provider_list, name="provider_list"),
    path("providers/register/", registering.register, name="register"),
    path("providers/<str:uscc>/", one.provider, name="provider"),
    path("providers/<str:uscc>/edit/", registering.edit, name="edit"),
    path("providers/<str:uscc>/submit/", registering.submit, name="submit"),
    path("providers/<str:uscc>/reapply/", registering.reapply, name="reapply"),
    path("providers/<str:uscc>/licence/", papers.business_licence, name="business_licence"),
    path("providers/<str:uscc>/accept/", reviewing.accept, name="accept"),
    path("providers/<str:uscc>/send-back/", reviewing.send_back, name="send_back"),
    path("providers/<str:uscc>/check-people/", reviewing.check_people, name="check_people"),
    path("providers/<str:uscc>/sanction/", reviewing.sanction, name="sanction"),
    path("providers/<str:uscc>/papers/<str:what>/new/", papers.paper_new, name="paper_new"),
    path("provider-papers/<str:what>/<int:pk>/take-down/", papers.paper_down, name="paper_down"),
    path("provider-papers/<str:what>/<int:pk>/file/", papers.paper_file, name="paper_file"),
    path("provider-staff/<int:pk>/leave/", papers.leave, name="leave"),
    path("qualifications/<int:pk>/check/", reviewing.check, name="check"),
    path("qualifications/<int:pk>/halt/", reviewing.halt, name="halt"),
    path("objections/<int:pk>/answer/", reviewing.answer, name="answer"),
    path("publicity/", publicity.publicity_list, name="publicity_list"),
    path("publicity/<str:uscc>/", publicity.publicity, name="publicity"),
    path("publicity/<str:uscc>/object/", publicity.object_to, name="object"),
]
