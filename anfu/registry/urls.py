from django.urls import URLPattern, path

from anfu.registry.views import duplicates, enterprise, exports, listing, persons, placing

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("enterprises/", listing.enterprise_list, name="enterprise_list"),
    path("enterprises/new/", enterprise.enterprise_new, name="enterprise_new"),
    path("enterprises/unplaced/", placing.unplaced_list, name="unplaced"),
    path("enterprises/views/", listing.view_save, name="view_save"),
    path("enterprises/views/<int:pk>/rename/", listing.view_rename, name="view_rename"),
    path("enterprises/views/<int:pk>/delete/", listing.view_delete, name="view_delete"),
    path("enterprises/export/", exports.export, name="export"),
    path("enterprises/export/<int:pk>/", exports.export_job, name="export_job"),
    path("enterprises/export/<int:pk>/file/", exports.export_file, name="export_file"),
    path("enterprises/<str:uscc>/", enterprise.enterprise, name="enterprise"),
    path("enterprises/<str:uscc>/edit/", enterprise.enterprise_edit, name="enterprise_edit"),
    path("enterprises/<str:uscc>/persons/", persons.persons, name="persons"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/find/", duplicates.duplicate_find, name="duplicate_find"),
    path("duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<int:pk>/distinct/", duplicates.duplicate_distinct, name="duplicate_distinct"),
    path("duplicates/<int:pk>/unmerge/", duplicates.duplicate_unmerge, name="duplicate_unmerge"),
]
