"""Reading a backup: every byte is authentic, every file has the hash of its name, and the end is there."""

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from pyrage import x25519

from anfu.core.backup import layout
from anfu.core.backup.keys import Key
from anfu.core.backup.streams import BUFFER, opened
from anfu.core.refusal import Refused


@dataclass
class Read:
    """What a whole backup said."""

    manifest: dict[str, Any]
    files: int = 0


def read(path: Path, identity: x25519.Identity, into: Path | None = None) -> Read:
    """Check a whole backup, and unpack it into an empty folder where one is given. Refused at the first thing wrong."""
    with opened(path, identity) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                return _members(tar, path.name, into)
        except tarfile.TarError as why:
            raise Refused(f"{path.name} 里面的次序坏了，不能用。请换一份备份。") from why


def _members(tar: tarfile.TarFile, name: str, into: Path | None) -> Read:
    found, end, database = Read({}), None, ""
    for member in tar:
        if not (member.isreg() and layout.known(member.name)) or end is not None:
            raise Refused(f"备份里有不该有的东西（{member.name[:60]}），没有恢复。")
        data = cast(IO[bytes], tar.extractfile(member))
        if member.name == layout.MANIFEST:
            found.manifest = _manifest(json.loads(data.read()))
        elif member.name == layout.END:
            end = json.loads(data.read())
        else:
            digest = _copy(data, into / member.name if into else Path(os.devnull))
            database = digest if member.name in layout.DATABASES else database
            found.files += _is_kept(member.name, digest)
    if end is None or end != {"database": database, "files": found.files}:
        raise Refused(f"{name} 没有写完，或者少了文件，不能用。请换一份备份。")
    return found


def _manifest(told: dict[str, Any]) -> dict[str, Any]:
    if told.get("format") != layout.FORMAT:
        raise Refused("这份备份是更新的版本做的，这个版本不认识。请换用新版本恢复。")
    return told


def _is_kept(name: str, digest: str) -> int:
    wanted = layout.hash_in(name)
    if wanted and wanted != digest:
        raise Refused(f"备份里的文件 {wanted[:12]} 与它的校验码不符，不能用。请换一份备份。")
    return int(bool(wanted))


def _copy(data: IO[bytes], to: Path) -> str:
    to.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open(os.open(to, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
        while chunk := data.read(BUFFER):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def read_back(path: Path, key: Key, written: str) -> str:
    """Read from the disk what was just written. "whole" where the key opens it, else "bytes"."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # from the disk, not from memory
        if hashlib.file_digest(file, "sha256").hexdigest() != written:
            raise Refused("写到盘上的与读回来的不一样，这个盘不可靠。没有留下这份备份。")
    if key.identity is None:
        return "bytes"
    read(path, key.identity)
    return "whole"
