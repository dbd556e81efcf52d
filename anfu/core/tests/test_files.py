import io

from anfu.core import files
from anfu.core.models import StoredFile


def test_the_same_bytes_are_kept_once(db):
    one = files.keep(b"abc", name="a.txt", kind="txt")
    two = files.keep_stream(io.BytesIO(b"abc"), name="b.txt", kind="txt")
    assert one.pk == two.pk
    assert StoredFile.objects.count() == 1
    assert files.path(one).read_bytes() == b"abc"


def test_changed_or_missing_bytes_are_noticed(db):
    stored = files.keep(b"abc", name="a.txt", kind="txt")
    assert files.intact(stored)
    files.path(stored).write_bytes(b"abd")
    assert not files.intact(stored)
    files.path(stored).unlink()
    assert not files.intact(stored)


def test_a_stream_larger_than_a_chunk_is_kept_whole(db):
    data = b"x" * (files.CHUNK * 2 + 7)
    stored = files.keep_stream(io.BytesIO(data), name="big", kind="bin")
    assert (stored.size, files.intact(stored)) == (len(data), True)
