from django.urls import include, path

from anfu.people.signin.views import entrance
from anfu.people.views import acting

app_name = "people"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("act-for/", acting.act_for, name="act_for"),
    path("", include("anfu.people.todos.urls")),
]
