from django.urls import include, path

from anfu.people.views import acting, signing

app_name = "people"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("act-for/", acting.act_for, name="act_for"),
    path("", include("anfu.people.todos.urls")),
]
