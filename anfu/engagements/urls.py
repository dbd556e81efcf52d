from django.urls import path

from anfu.engagements import views
from anfu.engagements.views.contracts import drafting, listing, one, steps

app_name = "engagements"
urlpatterns = [
    path("engagements/", views.engagement_list, name="engagement_list"),
    path("engagements/new/", views.new, name="new"),
    path("engagements/<int:pk>/", views.engagement, name="engagement"),
    path("engagements/<int:pk>/end/", views.end, name="end"),
    path("engagements/<int:pk>/retract/", views.retract, name="retract"),
    path("engagements/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("engagements/<int:pk>/file/", views.file, name="file"),
    path("engagements/<int:pk>/start/", views.start, name="start"),
    path("contracts/", listing.contract_list, name="contract_list"),
    path("contracts/new/", drafting.contract_new, name="contract_new"),
    path("contracts/<int:pk>/", one.contract, name="contract"),
    path("contracts/<int:pk>/terms/", drafting.contract_terms, name="contract_terms"),
    path("contracts/<int:pk>/confirm/", steps.confirm, name="contract_confirm"),
    path("contracts/<int:pk>/leave/", steps.leave, name="contract_leave"),
    path("contracts/<int:pk>/drop/", steps.drop, name="contract_drop"),
    path("contracts/<int:pk>/end/", steps.end, name="contract_end"),
    path("contracts/<int:pk>/void/", steps.void, name="contract_void"),
    path("contracts/<int:pk>/refile/", steps.refile, name="contract_refile"),
    path("contracts/<int:pk>/filing/", steps.decide, name="contract_filing"),
    path("contracts/<int:pk>/versions/<int:number>.pdf", one.contract_pdf, name="contract_pdf"),
    path("contract-check/<str:digest>/", one.contract_check, name="contract_check"),
]
