"""The government's identity provider, by environment or by `oidc.json` in ANFU_HOME."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMES = ("issuer", "client_id", "secret", "name")


def providers(home: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """What django-allauth reads; empty where no issuer is named. `oidc.json` holds issuer, client_id, secret, name."""
    path = home / "oidc.json"
    told: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    told |= {name: given for name in NAMES if (given := environment.get(f"ANFU_OIDC_{name.upper()}"))}
    return {"openid_connect": {"APPS": [app(told)]}} if told.get("issuer") else {}


def app(told: Mapping[str, str]) -> dict[str, Any]:
    """One provider. Its id is the issuer's digest, so that links never pass to another issuer."""
    issuer = told["issuer"].rstrip("/")
    return {
        "provider_id": "oidc-" + hashlib.sha256(issuer.encode()).hexdigest()[:12],
        "name": told.get("name") or "政务身份",
        "client_id": told["client_id"],
        "secret": told["secret"],
        "settings": {
            "server_url": issuer,
            "issuer": told["issuer"],
            "scope": ["openid"],
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }
