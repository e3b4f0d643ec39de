from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Buongiorno. Come va?", ["Buongiorno.", "Come va?"]),
        ("Sono 187.50 euro. Grazie.", ["Sono 187.50 euro.", "Grazie."]),
        ("Scade il 30.09.2026. È tardi!", ["Scade il 30.09.2026.", "È tardi!"]),
        ("Le scrive il sig. Rossi. Saluti.", ["Le scrive il sig. Rossi.", "Saluti."]),
        ("Vedi art. 3 e n. 12. Poi basta.", ["Vedi art. 3 e n. 12.", "Poi basta."]),
        ("La S.p.A. Acque scrive.", ["La S.p.A. Acque scrive."]),
        ("Aspetti… Ecco: «Fine.» Dopo.", ["Aspetti…", "Ecco: «Fine.»", "Dopo."]),
        ("uno ecc. due", ["uno ecc. due"]),
        ("Buongiorno {{ a }}. {{ b }} arriva.", ["Buongiorno {{ a }}.", "{{ b }} arriva."]),
        ("{{ a | join('. A') }}. Fine.", ["{{ a | join('. A') }}.", "Fine."]),
        (
            "Ecco. {% if a %}Uno. Due.{% else %}Tre. Quattro.{% endif %} Fine.",
            ["Ecco.", "{% if a %}Uno. Due.{% else %}Tre. Quattro.{% endif %} Fine."],
        ),
        (
            "{% for y in a %}{% if y %}A. B.{% endif %}{% endfor %} Ciao. Poi.",
            ["{% for y in a %}{% if y %}A. B.{% endif %}{% endfor %} Ciao.", "Poi."],
        ),
        ("Mr. Smith waits. He does.", ["Mr. Smith waits.", "He does."]),
        ("  ", []),
    ],
)
def test_sentences(text, sentences):
    assert split_sentences(text) == sentences


@given(
    st.lists(
        st.sampled_from(["Ciao", "187.50", "{{ a }}", "{{ b | x('. Q') }}", "sig.", "È", "fine"]),
        max_size=12,
    ),
    st.lists(st.sampled_from([" ", ". ", "! ", "… "]), min_size=12, max_size=12),
)
def test_nothing_is_lost_or_torn(words, gaps):
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    sentences = split_sentences(text)
    assert " ".join(sentences).split() == text.split()
    assert all(sentence.count("{{") == sentence.count("}}") for sentence in sentences)
