from django.urls import path

from anfu.core.views import jobs, ledger, parameters

app_name = "core"
urlpatterns = [
    path("parameters/", parameters.parameter_list, name="parameter_list"),
    path("parameters/calendar/", parameters.calendar, name="calendar"),
    path("parameters/<str:code>/", parameters.parameter, name="parameter"),
    path("ledger/", ledger.ledger_list, name="ledger_list"),
    path("ledger/<str:stream>/<int:seq>/", ledger.ledger_entry, name="ledger_entry"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
]
