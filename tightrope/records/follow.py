"""The six words by which whoever told us something follows it: made from the master key, kept only as a hash."""

import hashlib
from functools import cache

from mnemonic import Mnemonic

from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.sealing import Master

WORDS = 6
BITS = 11  # a word: one of 2,048. Six are 66 bits, more than anybody can try at the door or against the hash
COST, BLOCK = 2**13, 8  # of scrypt, 8 MB and about 20 ms: looked up at the door, so not slower
SALT = b"tightrope follow code"  # the same for all: the code itself is the secret, and it has to be looked up


@cache
def words() -> tuple[str, ...]:
    """2,048 short English words, no two of which begin with the same four letters (BIP 39)."""
    return tuple(Mnemonic("english").wordlist)


def code(master: Master, source_id: str) -> str:
    """The code of one account: the same each time it is asked for with the same reference, so that an answer that
    was lost on the way can be given again."""
    number = int.from_bytes(master.token(f"follow|{source_id}"), "big")
    return " ".join(words()[number >> (BITS * place) & (2**BITS - 1)] for place in range(WORDS))


def hashed(given: str) -> str:
    """What is kept of a code. Capitals, hyphens and spaces do not matter."""
    plain = " ".join(given.casefold().replace("-", " ").split())
    return hashlib.scrypt(plain.encode(), salt=SALT, n=COST, r=BLOCK, p=1, dklen=32).hex()


def story_of(house: House, given: str) -> str:
    """The account behind a code. Raises NotFound: one answer for a wrong, a mistyped and a made-up one."""
    row = house.stores.one("follow/by_code", code_hash=hashed(given[:200]))
    if row is None:
        raise NotFound("No account has this code. Check the six words; capitals do not matter.")
    return row["story_id"]
