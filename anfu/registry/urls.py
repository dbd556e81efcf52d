from django.urls import URLPattern, path

from anfu.registry.views import duplicates

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/find/", duplicates.duplicate_find, name="duplicate_find"),
    path("duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<int:pk>/distinct/", duplicates.duplicate_distinct, name="duplicate_distinct"),
    path("duplicates/<int:pk>/unmerge/", duplicates.duplicate_unmerge, name="duplicate_unmerge"),
]
