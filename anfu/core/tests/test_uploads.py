"""The door for files: names, quota, the scanner, how much is read, and how files go out again."""

import io
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from anfu.core import files, uploads
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Parameter, UploadTally
from anfu.core.models.file import Scan
from anfu.core.refusal import Refused
from anfu.core.tests.samples import pdf, picture
from anfu.core.uploads.names import shown_name
from anfu.core.uploads.serving import SANDBOX
from anfu.people.tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
NAMES = {
    "合同.docx": "合同.pdf",
    "a.tar.gz": "a.tar.pdf",
    "": "文件.pdf",
    "....": "文件.pdf",
    ".pdf": "pdf.pdf",
    "../../etc/passwd": "passwd.pdf",
    "C:\\合同\\一.pdf": "一.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie x=1.pdf",
    "\u202efdp.exe": "fdp.pdf",
    'x";filename="y.html': "xfilename=y.pdf",
    "con\0.pdf": "con.pdf",
    "长" * 300 + ".pdf": "长" * 80 + ".pdf",
    "\ud800.pdf": "文件.pdf",
    "ﬁle.pdf": "ﬁle.pdf",
    "<img src=x>.png": "img src=x.pdf",
}


def keep(data: bytes, name: str = "a.pdf", actor=None):
    return uploads.take(io.BytesIO(data), name=name, actor=actor or make_actor())


def parameter(code: str, value: int) -> None:
    with without_ledger():
        Parameter.objects.filter(code=code).update(value=value)


@pytest.mark.parametrize("given", NAMES)
def test_T29_a_name_is_only_shown_and_its_ending_is_what_the_file_is(given):
    assert shown_name(given, "pdf") == NAMES[given]


def test_a_plain_document_is_kept_byte_for_byte_so_that_its_signature_holds():
    stored = keep(pdf(), "合同.exe")
    assert files.path(stored).read_bytes() == pdf()
    assert (stored.name, stored.kind, stored.scan) == ("合同.pdf", "pdf", Scan.UNSCANNED)


def test_T29_a_picture_is_turned_upright_and_keeps_no_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "secret camera"
    held = io.BytesIO()
    Image.new("RGB", (40, 20)).save(held, "JPEG", exif=exif)
    stored = keep(held.getvalue(), "照片.jpg")
    with Image.open(files.path(stored)) as kept:
        assert kept.size == (20, 40) and not kept.getexif()
    assert b"secret camera" not in files.path(stored).read_bytes()


@pytest.mark.parametrize(
    ("code", "words"), [("uploads.files_a_day", "1 个文件"), ("uploads.mb_a_day", "1 MB")]
)
def test_T42_a_person_has_a_quota_a_day(code, words):
    actor, other = make_actor(), make_actor("city_officer")
    parameter(code, 1)
    data = picture("PNG") if code.endswith("files_a_day") else pdf() + b"%" * 600_000
    keep(data, actor=actor)
    with pytest.raises(Refused, match=words):
        keep(data, actor=actor)
    keep(data, actor=other)
    assert UploadTally.objects.get(user_id=actor.user_id).files == 1


def test_what_is_refused_counts_too():
    actor = make_actor()
    with pytest.raises(Refused, match="按内容判断"):
        keep(b"<svg/>", actor=actor)
    assert UploadTally.objects.get(user_id=actor.user_id).size == 6


class Clamd(socketserver.BaseRequestHandler):
    answer = b"stream: OK\0"

    def handle(self) -> None:
        got = b""
        while not got.endswith(b"\0\0\0\0"):
            got += self.request.recv(65536)
        assert got.startswith(b"zINSTREAM\0")
        self.request.sendall(self.answer)


@pytest.fixture
def clamd(settings) -> Iterator[type[Clamd]]:
    class Own(Clamd):
        pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Own) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield Own
        server.shutdown()


def test_what_the_scanner_passes_is_marked_and_what_it_never_saw_is_not(clamd, settings):
    assert keep(pdf()).scan == Scan.CLEAN
    settings.CLAMD = ""
    assert keep(pdf(2)).scan == Scan.UNSCANNED
    assert keep(pdf()).scan == Scan.CLEAN


@pytest.mark.parametrize(
    ("answer", "words"),
    [(b"stream: Eicar FOUND\0", "病毒"), (b"INSTREAM size limit exceeded. ERROR\0", "看不了")],
)
def test_T29_what_the_scanner_does_not_pass_is_refused(clamd, answer, words):
    clamd.answer = answer
    with pytest.raises(Refused, match=words):
        keep(pdf())


def test_a_scanner_that_does_not_answer_lets_nothing_in(settings):
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(Refused, match="没有应答"):
        keep(pdf())


@pytest.fixture
def client() -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(make_user())
    return found


def test_a_form_takes_no_more_bytes_than_its_purpose(client):
    answer = client.post("/engagements/new/", {"file": SimpleUploadedFile("a.pdf", bytes(21 * 1024 * 1024))})
    assert answer.status_code == 413 and "20 MB" in answer.content.decode()
    assert (
        client.post("/sign-out/", {"file": SimpleUploadedFile("a", bytes(21 * 1024 * 1024))}).status_code
        == 413
    )


def test_the_api_says_so_too(client):
    answer = client.post(
        "/api/v1/intakes", {"file": SimpleUploadedFile("a.csv", b"a")}, CONTENT_LENGTH="999999999"
    )
    assert answer.status_code == 413 and "512 MB" in answer.json()["detail"]


def test_a_file_goes_out_as_a_download_that_no_browser_runs():
    answer = uploads.download(keep(pdf(), "合同 一.pdf"))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%90%88")
    assert answer["Content-Security-Policy"] == SANDBOX and answer["Content-Type"] == "application/pdf"


def test_large_text_tables_of_the_page_are_taken():
    lines = b"".join(b"%d,a,b\n" % n for n in range(200_000))
    with uploads.as_table(io.BytesIO(b"x,y,z\n" + lines), name="名册.csv", actor=make_actor()) as taken:
        assert taken.path.stat().st_size > 2_000_000 and taken.name == "名册.csv"
