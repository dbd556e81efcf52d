"""T40: what is installed is what was locked, byte by byte; a changed package is refused."""

import base64
import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


def test_T40_every_package_of_the_lock_is_pinned_by_its_hash():
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    others = [each for each in packages if each["source"] != {"editable": "."}]
    files = [
        file
        for each in others
        for file in [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
    ]
    assert len(others) > 100 and len(files) > len(others)
    assert [each["name"] for each in others if "registry" not in each["source"]] == []
    assert [file["url"] for file in files if not file.get("hash", "").startswith("sha256:")] == []


def test_T40_every_package_of_the_browsers_side_is_pinned_by_its_hash():
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))["packages"]
    others = {name: each for name, each in packages.items() if name and not each.get("link")}
    assert others
    assert [
        name for name, each in others.items() if not each.get("integrity", "").startswith("sha512-")
    ] == []


@pytest.mark.skipif(not UV.exists(), reason="uv installs; it is not beside this Python")
@pytest.mark.parametrize("changed", [False, True])
def test_T40_a_wheel_changed_after_it_was_locked_is_not_installed(tmp_path, changed):
    wheel = made_wheel(tmp_path, "VALUE = 1\n")
    (tmp_path / "locked.txt").write_text(f"planted==1.0 --hash=sha256:{digest(wheel)}\n")
    if changed:
        made_wheel(tmp_path, "VALUE = 2\n")
    into = tmp_path / "into"
    command = [UV, "pip", "install", "--offline", "--no-cache", "--no-index", "--find-links", tmp_path]
    done = subprocess.run(
        [
            *command,
            "--require-hashes",
            "-r",
            tmp_path / "locked.txt",
            "--target",
            into,
            "--python",
            sys.executable,
        ],
        capture_output=True,
        text=True,
    )
    assert (into / "planted.py").exists() is not changed, done.stderr
    assert ("Hash mismatch" in done.stderr) is changed


def made_wheel(folder: Path, text: str) -> Path:
    """A wheel of one module."""
    path, info = folder / "planted-1.0-py3-none-any.whl", "planted-1.0.dist-info"
    members = {
        "planted.py": text,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},{record_of(text)},{len(text)}\n" for name, text in members.items())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**members, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(name, content)
    return path


def record_of(text: str) -> str:
    """The hash as a wheel's own list has it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def digest(path: Path) -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
