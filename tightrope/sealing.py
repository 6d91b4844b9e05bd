"""Sealing people's words: AES-256-GCM, one key an account, each wrapped by the master key.

The master key comes from TIGHTROPE_KEY (64 hex digits) or from a file outside data/ that only its owner may
read. Without it everything but people's words still works and says what is missing.
"""

import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tightrope import paths
from tightrope.errors import Refusal

KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # the size GCM is made for (NIST SP 800-38D)
SEAL_BYTES = NONCE_BYTES + 16  # what sealing adds: the nonce before, the tag of GCM behind
CHECK = b"tightrope key check"


class Master:
    """The master key. It wraps accounts' keys and seals intake files; it never leaves the process."""

    def __init__(self, key: bytes):
        if len(key) != KEY_BYTES:
            raise Refusal("The master key must be 64 hexadecimal digits (32 bytes).")
        self._cipher = AESGCM(key)
        self._key = key

    def token(self, about: str) -> bytes:
        """32 bytes that only this key gives for `about` (HMAC-SHA-256), the same each time."""
        return hmac.digest(self._key, f"token|{about}".encode(), "sha256")

    def seal(self, plain: bytes, about: str) -> bytes:
        """Nonce and ciphertext; `about` must be given again to open it, so a sealed value cannot be moved."""
        return _seal(self._cipher, plain, about)

    def open(self, sealed: bytes, about: str) -> bytes:
        """The plain bytes. Raises Refusal for another key, another `about` or altered bytes."""
        return _open(self._cipher, sealed, about)

    def new_key(self, story_id: str) -> bytes:
        """A fresh key for one account, wrapped: the only form in which it is stored."""
        return self.seal(secrets.token_bytes(KEY_BYTES), f"key|{story_id}")

    def seal_words(self, wrapped: bytes, story_id: str, part: str, words: str) -> bytes:
        """One part of an account's words, sealed under the account's own key."""
        return _seal(self._unwrapped(wrapped, story_id), words.encode("utf-8"), f"{part}|{story_id}")

    def open_words(self, wrapped: bytes, story_id: str, part: str, sealed: bytes) -> str:
        """The words again. Raises Refusal where the account's key or the bytes do not fit."""
        return _open(self._unwrapped(wrapped, story_id), sealed, f"{part}|{story_id}").decode("utf-8")

    def seal_bytes(self, wrapped: bytes, story_id: str, part: str, plain: bytes) -> bytes:
        """A file that goes with an account, sealed under the account's own key; SEAL_BYTES longer than it was."""
        return _seal(self._unwrapped(wrapped, story_id), plain, f"{part}|{story_id}")

    def open_bytes(self, wrapped: bytes, story_id: str, part: str, sealed: bytes) -> bytes:
        """The file again. Raises Refusal where the account's key or the bytes do not fit."""
        return _open(self._unwrapped(wrapped, story_id), sealed, f"{part}|{story_id}")

    def _unwrapped(self, wrapped: bytes, story_id: str) -> AESGCM:
        return AESGCM(self.open(wrapped, f"key|{story_id}"))


def find_master() -> Master | None:
    """The master key from the environment or its file; None where there is none.

    Raises Refusal when it is there but unusable (not 64 hex digits, or readable by others).
    """
    told = os.environ.get("TIGHTROPE_KEY")
    if told:
        return Master(_from_hex(told, "TIGHTROPE_KEY"))
    path = _kept_apart(paths.master_key_file())
    try:
        if not path.is_file():
            return None
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Refusal(f"The master key {path} can be read by others. Run: chmod 600 {path}")
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise Refusal(f"The master key {path} cannot be read: {error.strerror}.") from error
    return Master(_from_hex(text, str(path)))


def make_master() -> Master:
    """Make a master key in its file (0600) for a first start. Raises Refusal if a file is there already."""
    path = _kept_apart(paths.master_key_file())
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(path, key.hex().encode("ascii") + b"\n")
    except FileExistsError:
        raise Refusal(f"There is a master key in {path} already.") from None
    except OSError as error:
        raise Refusal(f"The master key {path} cannot be written: {error.strerror}.") from error
    return Master(key)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write_new(beside, data)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _settle(path.parent)


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there (0600) and wait until it is on disk: a key that is lost loses every word."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)  # half a key would stop every later start
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder's entry on disk too; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept_apart(path: Path) -> Path:
    """The path, unless it lies with the data: whoever copies the data must not carry the key along."""
    for folder in (paths.home(), paths.ROOT / "data"):
        if path.resolve().is_relative_to(folder):
            raise Refusal(
                f"The master key must not lie in {folder}, with what it seals. "
                "Move it elsewhere and name it in TIGHTROPE_KEY_FILE."
            )
    return path


def _seal(cipher: AESGCM, plain: bytes, about: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, about.encode("utf-8"))


def _open(cipher: AESGCM, sealed: bytes, about: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode("utf-8"))
    except (InvalidTag, ValueError):
        raise Refusal("These words cannot be opened: the master key is another one, or they were altered.") from None


def _from_hex(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        raise Refusal(f"The master key in {where} is not 64 hexadecimal digits.") from None
    if len(key) != KEY_BYTES:
        raise Refusal(f"The master key in {where} is not 64 hexadecimal digits.")
    return key
