"""Pictures: too large, cut off, carrying something, or no pictures at all."""

import io
import struct
import zipfile
import zlib
from functools import partial

from PIL import Image, PngImagePlugin

from tests.hostile.case import Case, mutated

SECRET = b"secret-payload-7391"


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    held = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(held, kind, **how)
    return held.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


def png(width: int, height: int, *, rows: bytes | None = None, extra: bytes = b"") -> bytes:
    """A one-bit PNG of zeros, made without holding it in memory."""
    if rows is None:
        packer, left, piece = zlib.compressobj(1), ((width + 7) // 8 + 1) * height, bytes(1 << 20)
        packed = (packer.compress(piece[: left - at]) for at in range(0, left, len(piece)))
        rows = b"".join(packed) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    held = bytearray(saved("JPEG"))
    at = held.index(b"\xff\xc0") + 5
    held[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(held)


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("a.txt", SECRET)
    return held.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return saved("JPEG", exif=exif)


def with_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    return saved("PNG", pnginfo=told)


def text_bomb() -> bytes:
    return png(8, 8, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000), 9)))


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), (n * 2, 0, 0)) for n in range(60)]
    held = io.BytesIO()
    frames[0].save(held, kind, save_all=True, append_images=frames[1:])
    return held.getvalue()


def cut(kind: str, share: float) -> bytes:
    whole = saved(kind)
    return whole[: int(len(whole) * share)]


_HTML = b"<html><script>alert(1)</script>" + SECRET
_OTHERS = ("GIF", "TIFF", "BMP", "ICO", "PPM", "TGA", "JPEG2000", "PCX", "DDS", "EPS", "SGI", "IM", "AVIF")
_FAKES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg-with-bom": b"\xef\xbb\xbf<?xml version='1.0'?><svg onload='x'/>",
    "html-as-jpg": _HTML,
    "heic": b"\0\0\0\x18ftypheic" + bytes(200),
    "psd": b"8BPS\0\1" + bytes(100),
    "riff-wave": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "php": b"<?php system($_GET[0]); ?>",
    "exe": b"MZ" + bytes(300),
    "elf": b"\x7fELF" + bytes(300),
    "gifar": b"GIF89a" + zipped(),
    "nul-bytes": bytes(5000),
    "one-byte": b"\xff",
    "empty": b"",
    "sign-only-png": b"\x89PNG\r\n\x1a\n",
    "sign-only-jpg": b"\xff\xd8\xff",
    "webp-garbage": b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(300),
    "script-after-png-sign": b"\x89PNG\r\n\x1a\n" + _HTML,
    "shebang": b"#!/bin/sh\nrm -rf /\n",
}

CASES = [
    Case("png-30000x30000", partial(png, 30_000, 30_000)),
    Case("png-12000x12000", partial(png, 12_000, 12_000)),
    Case("png-over-the-limit", partial(png, 5_001, 5_000)),
    Case("png-at-the-limit", partial(png, 5_000, 5_000), "taken"),
    Case("png-one-line-of-25-million", partial(png, 1, 25_000_001)),
    Case("png-claims-2-billion-squared", partial(png, 2**31 - 1, 2**31 - 1, rows=zlib.compress(b"\0"))),
    Case("png-of-no-size", partial(png, 0, 0, rows=zlib.compress(b""))),
    Case("png-fewer-rows-than-said", partial(png, 3_000, 3_000, rows=zlib.compress(bytes(10)))),
    Case("png-more-rows-than-said", partial(png, 10, 10, rows=zlib.compress(bytes(40_000_000))), "either"),
    Case("png-text-bomb", text_bomb, "either"),
    Case("png-profile-bomb", lambda: png(8, 8, extra=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60_000_000)))), "either"),
    Case("png-wrong-checksum", lambda: png(8, 8)[:-20] + bytes(20), "either"),
    Case("jpg-65500x65500", partial(jpeg_of, 65_500, 65_500)),
    Case("jpg-of-no-size", partial(jpeg_of, 0, 0)),
    Case("jpg-larger-than-its-data", partial(jpeg_of, 4_000, 4_000), "either"),
    Case("jpg-with-place-and-camera", with_place, "taken", SECRET),
    Case("png-with-comment", with_text, "taken", SECRET),
    Case("jpg-and-zip", lambda: saved("JPEG") + zipped(), "taken", SECRET),
    Case("png-and-zip", lambda: saved("PNG") + zipped(), "taken", SECRET),
    Case("webp-and-html", lambda: saved("WEBP") + _HTML, "taken", SECRET),
    Case("jpg-with-html-comment", lambda: saved("JPEG", comment=_HTML), "taken", SECRET),
    Case("png-moving", partial(moving, "PNG"), "taken"),
    Case("webp-moving", partial(moving, "WEBP"), "taken"),
    Case("jpg-four-colours", partial(saved, "JPEG", "CMYK"), "taken"),
    Case("png-palette-see-through", partial(saved, "PNG", "P", transparency=0), "taken"),
    Case("png-sixteen-bit", partial(saved, "PNG", "I;16"), "taken"),
    Case("jpg-progressive", partial(saved, "JPEG", progressive=True), "taken"),
    *(Case(f"cut-{kind}-{share}", partial(cut, kind, share)) for kind in ("PNG", "JPEG", "WEBP") for share in (0.1, 0.5, 0.9)),
    *(Case(f"other-{kind}", partial(saved, kind)) for kind in _OTHERS),
    *(Case(name, lambda data=data: data) for name, data in _FAKES.items()),
    *(
        Case(f"mutated-{kind}-{seed}", lambda kind=kind, seed=seed: mutated(saved(kind), seed), "either")
        for kind in ("PNG", "JPEG", "WEBP")
        for seed in range(4)
    ),
]  # fmt: skip
