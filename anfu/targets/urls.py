from django.urls import path

from anfu.targets import views

app_name = "targets"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/rows/", views.rows, name="rows"),
    path("coverage/basis/", views.basis, name="basis"),
    path("coverage/export/", views.export, name="export"),
]
