"""PDF: what runs, opens other files or carries them is taken out; a document without any is kept byte for byte.

Byte for byte, since writing a signed contract anew would break its signature.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from anfu.core.decoding.unfit import Unfit

MOST_PAGES, MOST_OBJECTS, DEEPEST = 3_000, 200_000, 60
# Keys of a dictionary whose value runs or carries something, wherever they stand.
_KEYS = (
    "/JS",
    "/AA",
    "/OpenAction",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/XFA",
    "/RichMediaContent",
    "/Renditions",
)
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
            "/RichMediaExecute"}  # fmt: skip
_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}


def decode(source: Path, target: Path, kind: str) -> None:
    """The document without active content; Unfit where it is damaged, locked or endless."""
    try:
        with pikepdf.open(source) as document:
            _refuse_endless(document)
            changed = sum(_defuse(found) for found in _dictionaries(document))
            if changed or document.get_warnings() or document.is_encrypted:
                document.save(target, encryption=False)
            else:
                shutil.copyfile(source, target)
    except pikepdf.PasswordError as problem:
        raise Unfit("PDF 加了密码，读不了。请去掉密码再传。") from problem
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, OSError) as problem:
        raise Unfit("PDF 损坏，打不开。请重新导出或扫描后再传。") from problem
    except MemoryError as problem:
        raise Unfit("PDF 太大，打不开。请拆成几份再传。") from problem


def _refuse_endless(document: pikepdf.Pdf) -> None:
    if len(document.pages) == 0:
        raise Unfit("PDF 里一页也没有。请重新导出或扫描后再传。")
    if len(document.pages) > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
        raise Unfit(f"PDF 超过 {MOST_PAGES} 页或结构太复杂。请拆成几份再传。")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary, those inside others too."""
    waiting = [(found, 0) for found in (document.trailer, *document.objects)]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting += [(each, depth + 1) for each in found.as_list() if _looked_at(each, depth)]
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            waiting += [(each, depth + 1) for _, each in found.items() if _looked_at(each, depth)]


def _looked_at(value: Any, depth: int) -> bool:
    """Indirect objects come by themselves."""
    inside = isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect
    if inside and depth > DEEPEST:
        raise Unfit("PDF 的结构不正常，为安全起见没有收下。请重新导出或扫描后再传。")
    return inside


def _defuse(found: Any) -> bool:
    gone = [key for key in _KEYS if key in found]
    if str(found.get("/S", "")) in _ACTIONS or str(found.get("/Subtype", "")) in _ANNOTATIONS:
        gone += [key for key in ("/S", "/F", "/FS", "/Win", "/D", "/A", "/URI", "/AF") if key in found]
    for key in set(gone):
        del found[key]
    return bool(gone)
