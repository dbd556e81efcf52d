"""Addresses under the names by which django-allauth finds them. What is not here cannot be reached."""

from django.urls import path

from anfu.people.signin.views import entrance, library, own

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("sign-in/second/", library.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", library.passkey, name="mfa_login_webauthn"),
    path("sign-in/identity/<str:provider_id>/", library.identity, name="openid_connect_login"),
    path("sign-in/identity/<str:provider_id>/back/", library.identity_back, name="openid_connect_callback"),
    path("security/", own.security, name="mfa_index"),
    path("security/", own.security, name="mfa_list_webauthn"),
    path("security/prove/password/", library.prove_by_password, name="account_reauthenticate"),
    path("security/prove/code/", library.prove_by_code, name="mfa_reauthenticate"),
    path("security/prove/key/", library.prove_by_key, name="mfa_reauthenticate_webauthn"),
    path("security/code/", library.new_code, name="mfa_activate_totp"),
    path("security/code/remove/", library.remove_code, name="mfa_deactivate_totp"),
    path("security/keys/new/", library.new_key, name="mfa_add_webauthn"),
    path("security/keys/<int:pk>/remove/", library.remove_key, name="mfa_remove_webauthn"),
    path("security/recovery/", library.recovery_codes, name="mfa_view_recovery_codes"),
    path("security/recovery/new/", library.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
