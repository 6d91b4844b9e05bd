"""Sealing: what goes in comes out, and only with the right key, in the right place, unaltered."""

import os
import stat

import pytest

from tightrope import paths, sealing
from tightrope.errors import Refusal
from tightrope.sealing import Master

WORDS = "She had her coat on. বাংলা — “so”."
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def key(byte: int) -> Master:
    return Master(bytes([byte]) * 32)


def test_words_come_back_as_they_went_in():
    master = key(1)
    wrapped = master.new_key("S1")
    sealed = master.seal_words(wrapped, "S1", "shown", WORDS)
    assert master.open_words(wrapped, "S1", "shown", sealed) == WORDS
    assert b"coat" not in sealed
    assert master.seal_words(wrapped, "S1", "shown", WORDS) != sealed, "a nonce was used twice"


@pytest.mark.parametrize(
    "opening",
    [
        lambda wrapped, other, sealed: (key(2), wrapped, "S1", "shown", sealed),
        lambda wrapped, other, sealed: (key(1), wrapped, "S2", "shown", sealed),
        lambda wrapped, other, sealed: (key(1), other, "S1", "shown", sealed),
        lambda wrapped, other, sealed: (key(1), wrapped, "S1", "verbatim", sealed),
        lambda wrapped, other, sealed: (key(1), wrapped, "S1", "shown", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        lambda wrapped, other, sealed: (key(1), wrapped, "S1", "shown", bytes([sealed[0] ^ 1]) + sealed[1:]),
        lambda wrapped, other, sealed: (key(1), wrapped, "S1", "shown", sealed[:20]),
        lambda wrapped, other, sealed: (key(1), wrapped, "S1", "shown", b""),
    ],
    ids=["another key", "moved to another story", "another story's key", "another part", "altered at the end",
         "altered nonce", "cut off", "empty"],
)  # fmt: skip
def test_nothing_opens_elsewhere_or_altered(opening):
    master = key(1)
    wrapped, other = master.new_key("S1"), master.new_key("S2")
    sealed = master.seal_words(wrapped, "S1", "shown", WORDS)
    opener, *told = opening(wrapped, other, sealed)
    with pytest.raises(Refusal, match="cannot be opened"):
        opener.open_words(*told)


def test_aes_256_gcm_as_published():
    # McGrew and Viega, The Galois/Counter Mode of Operation, test case 14: zero key, zero nonce, one zero block.
    sealed = bytes(12) + bytes.fromhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    assert Master(bytes(32)).open(sealed, "") == bytes(16)


def test_the_key_comes_from_the_environment_before_the_file(home, monkeypatch):
    sealing.make_master()
    monkeypatch.setenv("TIGHTROPE_KEY", "01" * 32)
    assert key(1).open(sealing.find_master().seal(b"x", "a"), "a") == b"x"


def test_without_a_key_there_is_none(home):
    assert sealing.find_master() is None


@pytest.mark.parametrize("text", ["", "words", "ab" * 31, "ab" * 33, "zz" * 32, "é" * 64])
def test_a_key_that_is_not_hex_is_refused(home, monkeypatch, text):
    path = paths.master_key_file()
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(Refusal, match="64 hexadecimal digits"):
        sealing.find_master()


def test_a_key_in_the_environment_that_is_not_hex_is_refused(home, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_KEY", "hunter2")
    with pytest.raises(Refusal, match="TIGHTROPE_KEY is not 64 hexadecimal digits") as refused:
        sealing.find_master()
    assert "hunter2" not in str(refused.value)


@posix
def test_a_key_that_others_may_read_is_refused(home):
    sealing.make_master()
    assert stat.S_IMODE(paths.master_key_file().stat().st_mode) == 0o600
    paths.master_key_file().chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        sealing.find_master()


def test_a_key_is_never_written_over(home):
    sealing.make_master()
    before = paths.master_key_file().read_bytes()
    with pytest.raises(Refusal, match="already"):
        sealing.make_master()
    assert paths.master_key_file().read_bytes() == before


def test_a_key_among_the_data_is_refused(home, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(home / "master.key"))
    for asked in (sealing.make_master, sealing.find_master):
        with pytest.raises(Refusal, match="must not lie in"):
            asked()
    assert not (home / "master.key").exists()


def test_half_a_key_is_not_left_behind(home, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="No space left"):
        sealing.make_master()
    assert not paths.master_key_file().exists()


@posix
def test_a_private_file_is_private_even_beside_an_open_one(tmp_path):
    target = tmp_path / "note"
    target.write_text("old")
    target.chmod(0o644)
    sealing.write_private(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]
