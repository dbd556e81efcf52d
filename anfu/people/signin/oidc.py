"""The government's identity provider (OpenID Connect): where it is, and that its tokens are its own."""

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

ALGORITHMS = ("RS256", "PS256", "ES256")


class IssuedHere(OpenIDConnectOAuth2Adapter):
    """Takes an ID token only if the configured issuer's published key signed it, for us, now."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        issuer = app.settings["issuer"]
        if self.openid_config["issuer"] != issuer:
            raise OAuth2Error("the provider names another issuer")
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
                raise OAuth2Error("unknown signature")
        except jwt.PyJWTError as broken:
            raise OAuth2Error("unreadable token") from broken
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=issuer,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
