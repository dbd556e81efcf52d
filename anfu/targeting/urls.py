from django.urls import path

from anfu.targeting.views import finding, many, programmes, queue, records

app_name = "targeting"
urlpatterns = [
    path("key-objects/", queue.queue, name="queue"),
    path("key-objects/new/", records.ground_new, name="ground_new"),
    path("key-objects/many/<str:verb>/", many.many, name="many"),
    path("key-objects/<int:pk>/", finding.finding, name="finding"),
    path("key-objects/<int:pk>/file/", finding.evidence, name="evidence"),
    path("key-objects/<int:pk>/<str:verb>/", finding.decide, name="decide"),
    path("listings/", records.listings, name="listings"),
    path("listings/new/", records.listing_new, name="listing_new"),
    path("listings/<int:pk>/delist/", records.listing_delist, name="listing_delist"),
    path("accidents/new/", records.accident_new, name="accident_new"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.programme_new, name="programme_new"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/end/", programmes.programme_end, name="programme_end"),
]
