"""Passwords: hashed with scrypt, weak and common ones refused."""

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata

import zxcvbn

from tightrope.errors import Refusal

# OWASP Password Storage Cheat Sheet (2023): scrypt with N = 2^15, r = 8, p = 3.
COST, BLOCK, LANES = 2**15, 8, 3
MEMORY = 128 * COST * BLOCK * 2
GUESSABLE = 3  # zxcvbn scores 0-4; below 3 an online guesser with the common lists gets there
LONGEST = 128  # characters; bounds the work of one try

_at_once = threading.BoundedSemaphore(2)  # one hash takes 32 MB: a flood of tries waits instead of filling memory


def check(password: str, least: int, own_words: list[str]) -> None:
    """Raise Refusal, in plain words, for a password that is short, common or made of the owner's own words."""
    if len(password) < least:
        raise Refusal(f"The password has {len(password)} characters. Use at least {least}: a few words do well.")
    if len(password) > LONGEST:
        raise Refusal(f"The password is longer than {LONGEST} characters.")
    parts = [part for one in own_words for part in (one, one.replace(" ", ""), *one.split()) if part]
    if zxcvbn.zxcvbn(password[:72], user_inputs=parts)["score"] < GUESSABLE:
        raise Refusal("Guessers try this password, or one close to it, first. Use a few unrelated words.")


def hashed(password: str) -> str:
    """scrypt$N$r$p$salt$hash, the last two in base 64."""
    salt = secrets.token_bytes(16)
    return f"scrypt${COST}${BLOCK}${LANES}${_text(salt)}${_text(_scrypt(password, salt, COST, BLOCK, LANES))}"


def fits(password: str, stored: str) -> bool:
    """True when the password is the one stored; takes as long either way."""
    _, cost, block, lanes, salt, expected = stored.split("$")
    found = _scrypt(password[:LONGEST], base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, base64.b64decode(expected))


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    # The same letters typed on different keyboards must give the same bytes (NIST SP 800-63B).
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    with _at_once:
        return hashlib.scrypt(typed, salt=salt, n=cost, r=block, p=lanes, maxmem=MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
