from django.urls import path

from anfu.people.messages import views
from anfu.people.views import outbound

urlpatterns = [
    path("messages/", views.message_list, name="message_list"),
    path("messages/read/", views.read_all, name="message_read_all"),
    path("messages/settings/", views.preferences, name="message_settings"),
    path("messages/<int:pk>/", views.open_message, name="message"),
    path("outbound/", outbound.outbound, name="outbound"),
    path("outbound/hosts/", outbound.host_allow, name="host_allow"),
    path("outbound/hosts/<int:pk>/forbid/", outbound.host_forbid, name="host_forbid"),
    path("outbound/<int:pk>/retry/", outbound.retry, name="outbox_retry"),
]
