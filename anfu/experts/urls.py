from django.http import HttpResponse
from django.urls import path

app_name = "experts"
urlpatterns = [
    path("experts/mine/", lambda r: HttpResponse(""), name="mine"),
    path("experts/<int:pk>/", lambda r, pk: HttpResponse(""), name="expert"),
    path("draws/<int:pk>/", lambda r, pk: HttpResponse(""), name="draw"),
]
