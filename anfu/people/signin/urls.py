"""Our own pages of signing in; those that django-allauth looks up by its own names are in `library_urls`."""

from django.urls import path

from anfu.people.signin.views import entrance, own, readmission, watching

app_name = "signin"
urlpatterns = [
    path("recover/", readmission.recover, name="recover"),
    path("people/<str:username>/recover/", readmission.offer, name="offer"),
    path("session/", entrance.session, name="session"),
    path("security/", own.security, name="security"),
    path("security/set-up/", own.set_up, name="set_up"),
    path("security/password/", own.password, name="password"),
    path("security/proof/", own.proof, name="proof"),
    path("security/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("security/sessions/end/", own.end_others, name="end_others"),
    path("security/identity/<str:provider_id>/connect/", own.connect, name="connect"),
    path("security/identity/<int:pk>/disconnect/", own.disconnect, name="disconnect"),
    path("sign-ins/", watching.log, name="log"),
    path("sign-ins/find/", watching.find, name="find"),
    path("sign-ins/accounts/<int:pk>/", watching.account, name="account"),
    path("sign-ins/accounts/<int:pk>/end/", watching.end_sessions, name="end_sessions"),
    path("sign-ins/accounts/<int:pk>/link/<str:provider_id>/", watching.link, name="link"),
]
