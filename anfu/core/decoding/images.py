"""Pictures: decoded, turned upright and written anew, so that nothing but the picture itself is kept."""

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from anfu.core.decoding.unfit import Unfit

MOST_PIXELS = 25_000_000
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_HOW: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 90},
    "png": {"compress_level": 1},
    "webp": {"quality": 90, "method": 0},
}


def decode(source: Path, target: Path, kind: str) -> None:
    """The first frame without place, time, camera or comments; Unfit where it is damaged or too large."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=(_FORMATS[kind],)) as picture:
            _refuse_huge(picture)
            made = _plain(picture, kind)
        made.save(target, _FORMATS[kind], **_HOW[kind])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as problem:
        raise Unfit(_huge()) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as problem:
        raise Unfit("图片损坏，打不开。请重新拍照或另存为 JPG 再传。") from problem


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    picture.seek(0)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    mode = _mode(upright, kind)
    made = upright if upright.mode == mode else upright.convert(mode)
    made.info = {}
    made.getexif().clear()
    return made


def _mode(picture: Image.Image, kind: str) -> str:
    if picture.mode in ("1", "L", "I;16"):
        return "L"
    clear = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return "RGBA" if clear and kind != "jpg" else "RGB"


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unfit(_huge())


def _huge() -> str:
    return f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素。请缩小后再传。"
