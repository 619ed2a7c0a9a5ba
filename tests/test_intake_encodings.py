"""Bytes become the text that was meant, whatever they were written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterbook.errors import SourceError
from musterbook.intake.cleaning import clean, fit
from musterbook.intake.encodings import decode

UKRAINIAN = "Про це повідомив речник: у Курській області перебуває близько 11 тисяч військових."
RUSSIAN = "Солдаты прибыли в Курскую область, сообщила разведка; по её данным, их около 11 тысяч."
GERMAN = "Für die Brigade fehlen noch fünf Züge, hieß es am Dienstag; die Führung räumte Verzögerungen ein."
FRENCH = "Des milliers de soldats ont été déployés à la frontière, a annoncé le ministère de la Défense."
POLISH = "Żołnierze zostali wysłani na granicę, poinformowało ministerstwo, łącznie około tysiąca osób."
KOREAN = "북한군 약 1만1천 명이 쿠르스크 지역에 배치됐다고 국가정보원이 밝혔다."
ENGLISH = "The agency said “about 3,000” soldiers – all infantry – had been sent."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (UKRAINIAN, "utf-16-le"),
        (UKRAINIAN, "utf-16"),
        (UKRAINIAN, "utf-8-sig"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "utf-16-be"),
        (GERMAN, "latin-1"),
        (FRENCH, "latin-1"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (KOREAN, "cp949"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        ("Plain words only.", "ascii"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_undeclared_encodings(text: str, encoding: str, times: int) -> None:
    text = "\n".join([text] * times)
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "declared", "meta"),
    [
        ("koi8-r", "koi8-r", ""),
        ("cp1251", None, '<meta charset="windows-1251">'),
        ("cp1251", None, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
        ("cp1251", None, '<?xml version="1.0" encoding="windows-1251"?>'),
        ("utf-8", "iso-8859-1", ""),
        ("utf-8", None, '<meta charset="windows-1251">'),
        ("cp1251", "windows-1251", '<meta charset="utf-8">'),
        ("cp1251", "no-such-charset", ""),
        ("cp1251", "utf-8", ""),
    ],
)
def test_declarations_are_heard_and_false_ones_seen_through(encoding: str, declared: str | None, meta: str) -> None:
    text = f"{meta}<p>{RUSSIAN}</p>" * 3
    assert decode(text.encode(encoding), declared=declared, page=True).text == text


def test_broken_utf_8_keeps_all_but_what_is_broken() -> None:
    decoded = decode((UKRAINIAN * 20).encode().replace("речник".encode(), b"\xd1 \xff", 1))
    assert decoded.encoding == "utf-8"
    assert decoded.text == (UKRAINIAN * 20).replace("речник", "\ufffd \ufffd", 1)


@pytest.mark.parametrize("body", [bytes(range(256)) * 10, b"\x00" * 100, b"\x01\x02\x03\x04\x05soldiers"])
def test_what_is_no_text_is_refused_by_name(body: bytes) -> None:
    with pytest.raises(SourceError, match="junk is binary data"):
        decode(body, source="junk")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(body: bytes) -> None:
    try:
        decoded = decode(body, page=True)
    except SourceError:
        return
    clean(decoded.text).encode("utf-8")


@given(st.text())
def test_utf_8_is_read_as_it_is(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    try:
        decoded = decode(body)
    except SourceError:
        return
    if decoded.by == "valid UTF-8":
        assert decoded.text.encode() == body


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one\r\ntwo\rthree\u2028four\x0cfive\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("NUL\x00 and half \ud800 pair", "NUL\ufffd and half \ufffd pair"),
        ("\ufeffmark\x07 and bell", "mark and bell"),
        ("11\xa0000 – “é” e\u0301", "11\xa0000 – “é” e\u0301"),
    ],
)
def test_cleaning_makes_text_storable_and_changes_nothing_else(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_is_done_once_and_fitting_keeps_offsets(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")
    assert len(fit(text)) == len(text)
    fit(text).encode("utf-8")
