"""Near-duplicate documents: whole copies, cut copies, and what only looks alike."""

from __future__ import annotations

from datetime import date

from musterbook.assessment.copies import copies, likeness, shingles
from musterbook.model import Document

WIRE = (
    "SEOUL - Some 3,400 soldiers of the northern army have reached the eastern port since Monday, the intelligence "
    "service told a closed session of parliament, according to two members who attended. The men came aboard four "
    "landing ships and were taken to barracks outside the city, where they were given uniforms and rifles. The service "
    "expects a second group of the same size before the end of the month. A spokesman for the foreign ministry in the "
    "neighbouring capital declined to comment. Satellite pictures published with the account show lines of men on a "
    "parade ground. Analysts said that the move would be the largest of its kind in thirty years, and warned that it "
    "could change the balance along the river. The government has called a meeting of the security council for Friday."
)
BULLETIN = (
    "The General Staff reported in its evening bulletin that over the past day the enemy launched {} missile strikes "
    "and {} air strikes on positions of our troops and on populated areas, using {} guided bombs, and fired more than "
    "{} times, of them {} times from multiple launch rocket systems along the whole line of contact in the area."
)


def document(text: str, outlet: str, day: int = 18) -> Document:
    return Document(text=text, outlet=outlet, published=date(2024, 10, day))


def test_a_copy_with_another_head_and_tail_is_found() -> None:
    original = document(WIRE, "Wire")
    copy = document(
        "Our correspondent writes. " + WIRE.replace("declined to comment", "would not comment"), "Paper", 19
    )
    assert copies([copy, original]) == {original.id: original.id, copy.id: original.id}


def test_cut_copy_is_found_by_what_it_holds() -> None:
    sentences = WIRE.split(". ")
    original = document(
        WIRE + " " + " ".join(f"Further background line {word}." for word in "abcdefghijklmnop"), "Wire"
    )
    cut = document(". ".join(sentences[:2]) + ".", "Paper")
    alike, held = likeness(shingles(original.text), shingles(cut.text))
    assert alike < 0.5 < held
    assert copies([original, cut])[cut.id] in {original.id, cut.id}


def test_bulletins_of_two_days_share_words_but_not_numbers() -> None:
    monday = document(BULLETIN.format(3, 61, 90, 4100, 190), "Staff", 18)
    tuesday = document(BULLETIN.format(7, 58, 77, 3870, 204), "Staff", 19)
    assert likeness(shingles(monday.text), shingles(tuesday.text))[0] > 0.3
    assert copies([monday, tuesday]) == {}


def test_the_same_text_a_month_later_is_no_syndicated_copy() -> None:
    late = Document(text=WIRE, outlet="Archive", published=date(2024, 11, 30))
    assert copies([document(WIRE, "Wire"), late]) == {}


def test_the_order_of_documents_does_not_matter() -> None:
    found = [document(WIRE, "Wire"), document(WIRE[:400], "Paper"), document(BULLETIN, "Staff")]
    assert copies(found) == copies(reversed(found))
