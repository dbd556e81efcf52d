"""Small files that their decoders take."""

from io import BytesIO

import pikepdf
from PIL import Image


def pdf(pages: int = 1) -> bytes:
    """A document of blank pages."""
    held, document = BytesIO(), pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.save(held, static_id=True)
    return held.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    """A picture of one colour."""
    held = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(held, kind)
    return held.getvalue()
