from django.urls import path

from anfu.portal.views import compare, copy, listing, mine, one, order

app_name = "portal"
urlpatterns = [
    path("directory/", listing.directory, name="directory"),
    path("directory/compare/", compare.compare, name="compare"),
    path("directory/mine/", mine.for_me, name="mine"),
    path("directory/order/", order.order, name="order"),
    path("directory/providers.json", copy.copy_json, name="copy_json"),
    path("directory/providers.csv", copy.copy_csv, name="copy_csv"),
    path("directory/<str:uscc>/", one.provider, name="provider"),
]
