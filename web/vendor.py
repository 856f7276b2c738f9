#!/usr/bin/env python3
"""Fetch the console's browser libraries into web/vendor/, as web/vendor.lock.json pins them.

Each library is taken out of a pinned PyPI wheel: pip checks the wheel's sha256, this script the sha256 of each file
that it takes, and only named members are taken. A file is written beside its place and renamed into it, so a reader
sees the old one or the new one, never half of one. Nothing is downloaded when all files are current.

Needs python3 (3.9 or later) and pip; uses the package index that pip is configured with. `--check` only looks.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WEB = Path(__file__).resolve().parent
LOCK = WEB / "vendor.lock.json"
VENDOR = WEB / "vendor"
NOTICES = "NOTICES"
# No library of ours comes near this; a member that claims more is not what was pinned.
MEMBER_BYTES_MAX = 8 * 1024 * 1024

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> int:
    libraries = json.loads(LOCK.read_text(encoding="utf-8"))["libraries"]
    stale = [library for library in libraries if not is_current(library)]
    if "--check" in sys.argv[1:]:
        for library in stale:
            print(f"web/vendor: {library['name']} {library['version']} is missing or changed; run `make web`")
        return 1 if stale else 0
    VENDOR.mkdir(exist_ok=True)
    if stale:
        fetch(stale)
    remove_unnamed(libraries)
    write_if_changed(VENDOR / NOTICES, notices(libraries))
    return 0


def is_current(library: dict) -> bool:
    for file in library["files"]:
        try:
            content = (VENDOR / file["name"]).read_bytes()
        except OSError:
            return False
        if sha256(content) != file["sha256"]:
            return False
    return True


def fetch(libraries: list) -> None:
    names = ", ".join(f"{library['name']} {library['version']}" for library in libraries)
    print(f"web/vendor: fetching {names}", flush=True)
    with tempfile.TemporaryDirectory(prefix="millwright-web-") as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text("".join(requirement(library["wheel"]) for library in libraries), encoding="utf-8")
        download(requirements, Path(folder))
        for library in libraries:
            take_members(library, find_wheel(library["wheel"], Path(folder)))


def requirement(wheel: dict) -> str:
    return f"{wheel['project']}=={wheel['version']} --hash=sha256:{wheel['sha256']}\n"


def download(requirements: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["--requirement", str(requirements), "--dest", str(folder)]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode == 0:
        return
    if "No module named pip" in result.stdout:
        fail("VENDOR_PIP_MISSING", "this python3 has no pip", "apt-get install python3-pip")
    fail("VENDOR_DOWNLOAD_FAILED", result.stdout.strip(), "check the network and pip's index, then run it again")


def find_wheel(wheel: dict, folder: Path) -> Path:
    """The downloaded wheel with the pinned hash, whatever its file is called."""
    for path in folder.glob("*.whl"):
        if sha256(path.read_bytes()) == wheel["sha256"]:
            return path
    fail("VENDOR_WHEEL_MISSING", f"pip brought no wheel of {wheel['project']} with the pinned hash", "run it again")


def take_members(library: dict, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for file in library["files"]:
            if archive.getinfo(file["member"]).file_size > MEMBER_BYTES_MAX:
                fail("VENDOR_FILE_TOO_LARGE", file["member"], "check web/vendor.lock.json")
            content = archive.read(file["member"])
            if sha256(content) != file["sha256"]:
                fail("VENDOR_FILE_CHANGED", f"{file['member']} is not the pinned file", "check web/vendor.lock.json")
            replace(VENDOR / file["name"], content)


def replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def write_if_changed(path: Path, text: str) -> None:
    content = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != content:
        replace(path, content)


def remove_unnamed(libraries: list) -> None:
    """What an older lock named, or a killed run left, is not served any longer."""
    named = {file["name"] for library in libraries for file in library["files"]} | {NOTICES}
    for path in VENDOR.iterdir():
        if path.is_file() and path.name not in named:
            path.unlink()


def notices(libraries: list) -> str:
    parts = ["Third-party software in the console. Made by web/vendor.py from web/vendor.lock.json.\n"]
    for library in libraries:
        head = f"{library['name']} {library['version']} ({library['licence']})\n{library['home']}\n"
        if "text" in library:
            body = (VENDOR / library["text"]).read_text(encoding="utf-8")
        else:
            body = f"{library['copyright']}\n\n{MIT}"
        parts.append(f"{'=' * 80}\n{head}\n{body.strip()}\n")
    return "\n".join(parts)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fail(code: str, message: str, action: str) -> None:
    print(f"web/vendor: {code}: {message}\n  {action}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
