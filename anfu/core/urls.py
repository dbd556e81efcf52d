from django.urls import path

from anfu.core.views import approvals, intakes, jobs, ledger, monitoring, parameters, retention, trust

app_name = "core"
urlpatterns = [
    path("health/live", monitoring.live, name="live"),
    path("health/ready", monitoring.ready, name="ready"),
    path("metrics", monitoring.metrics, name="metrics"),
    path("approvals/", approvals.approval_list, name="approval_list"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("approvals/<int:pk>/refuse/", approvals.refuse, name="refuse"),
    path("approvals/<int:pk>/withdraw/", approvals.withdraw, name="withdraw"),
    path("parameters/", parameters.parameter_list, name="parameter_list"),
    path("parameters/calendar/", parameters.calendar, name="calendar"),
    path("parameters/<str:code>/", parameters.parameter, name="parameter"),
    path("ledger/", ledger.ledger_list, name="ledger_list"),
    path("ledger/<str:stream>/<int:seq>/", ledger.ledger_entry, name="ledger_entry"),
    path("ledger/<str:stream>/<int:seq>/receipt.json", ledger.receipt, name="ledger_receipt"),
    path("ledger/export.jsonl", ledger.export, name="ledger_export"),
    path("trust/", trust.page, name="trust"),
    path("trust/log/<path:name>", trust.log_file, name="trust_log"),
    path("intakes/", intakes.intake_list, name="intake_list"),
    path("intakes/new/", intakes.intake_new, name="intake_new"),
    path("intakes/template/<str:kind>.xlsx", intakes.template, name="intake_template"),
    path("intakes/<int:pk>/", intakes.intake, name="intake"),
    path("intakes/<int:pk>/progress/", intakes.progress, name="intake_progress"),
    path("intakes/<int:pk>/columns/", intakes.columns, name="intake_columns"),
    path("intakes/<int:pk>/rows/<int:row>/", intakes.row, name="intake_row"),
    path("intakes/<int:pk>/refused.xlsx", intakes.refused, name="intake_refused"),
    path("intakes/<int:pk>/apply/", intakes.apply, name="intake_apply"),
    path("intakes/<int:pk>/drop/", intakes.drop, name="intake_drop"),
    path("intakes/<int:pk>/withdraw/", intakes.withdraw, name="intake_withdraw"),
    path("retention/", retention.page, name="retention"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
]
