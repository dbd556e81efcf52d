"""QR codes as SVG, for pages and letters."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, scale: int = 4) -> SafeString:
    """The QR code of a text as inline SVG without script or style."""
    return mark_safe(drawn(text, scale))  # noqa: S308  (made here from modules, holds no text of users)  # nosec B308 B703


def drawn(text: str, scale: int = 4) -> str:
    """The same as a plain string."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", scale=scale, border=2, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()
