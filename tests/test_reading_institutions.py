"""What a claimant speaks for, and for which side."""

from __future__ import annotations

import pytest

from musterbook.codebook.loading import validate
from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import Sources, sources
from musterbook.errors import CodebookError
from musterbook.model import Document
from musterbook.reading import institutions
from musterbook.reading.attribution import attribute
from musterbook.reading.parsing import Piece, parser

RESOLVED = [
    # words, all that is said of the claimant, institution, country
    ("Vadym Skibitskyi", "", "diu", "UA"),
    ("Skibitskyi", "", "diu", "UA"),
    ("HUR", "", "diu", "UA"),
    ("Main Directorate of Intelligence", "", "diu", "UA"),
    ("Головне управління розвідки", "", "diu", "UA"),
    ("South Korea's spy agency", "", "nis", "KR"),
    ("국가정보원", "", "nis", "KR"),
    ("the Pentagon", "", "pentagon", "US"),
    ("Pentagon's spokeswoman", "", "pentagon", "US"),
    ("U.S. Central Command", "", "centcom", "US"),
    ("TURKISH GENERAL STAFF", "", "tr-national-defence-ministry", "TR"),
    ("defence ministry", "Belarus's defence ministry", "by-defence-ministry", "BY"),
    ("Ukraine's border service", "", "ua-border-guard", "UA"),
    ("Chad's army", "", "td-armed-forces", "TD"),
    ("Nigerian police", "", "ng-police", "NG"),
    ("officials", "Ukrainian officials", "ua-government", "UA"),
    (
        "Valery Revenko",
        "Valery Revenko, head of a department in the Belarusian Defence Ministry",
        "by-defence-ministry",
        "BY",
    ),
    ("Kyiv", "", None, "UA"),
    ("Seoul", "", None, "KR"),
    ("the Kremlin", "", "kremlin", "RU"),
    ("NATO", "", "nato", None),
    ("UN spokesman", "", "un", None),
    ("Hamas", "", "hamas", None),
    ("Wagner Group", "", "wagner", None),
    ("Rapid Support Forces", "", "rsf", None),
    ("Institute for the Study of War", "", "isw", None),
    ("Reuters", "", "reuters", None),
    ("TASS", "", "ru-state-media", "RU"),
    ("American and Iraqi officers", "", None, None),
    ("residents", "", None, None),
]


@pytest.mark.parametrize(("words", "phrase", "institution", "country"), RESOLVED)
def test_a_claimant_speaks_for(words: str, phrase: str, institution: str | None, country: str | None) -> None:
    found = institutions.resolve(words, phrase)
    assert (found.institution, found.country) == (institution, country)


def test_an_office_without_a_country_takes_the_one_at_hand() -> None:
    assert institutions.resolve("ministry of defence", "", "PL").institution == "pl-defence-ministry"
    assert institutions.resolve("ministry of defence").country is None


@pytest.mark.parametrize(
    ("outlet", "text", "country"),
    [
        ("Belarus defence ministry release", "The first echelons arrived.", "BY"),
        ("Pacific Telex", "VLADIVOSTOK, SEPT 29 (NP) - RESERVISTS LEFT.", "RU"),
        ("Northern Wire", "The first echelons arrived.", None),
    ],
)
def test_the_country_a_document_speaks_from(outlet: str, text: str, country: str | None) -> None:
    assert institutions.home(outlet, text) == country


def test_a_bare_office_takes_the_side_of_its_document() -> None:
    document = Document(title="", text="MINSK, May 3 - Two trains arrived, the defence ministry said.")
    sources_ = attribute(document, [Piece(1, parser().parse(document.text))])
    place = document.content.index("Two trains")
    found = sources_.at(place, place + 3).claimant
    assert found is not None
    assert sources_.resolved(found).country == "BY"


def test_every_person_s_institution_is_in_the_codebook() -> None:
    known = sources()
    assert [
        name
        for name, entry in known.persons.items()
        if entry.institution and entry.institution not in known.institutions
    ] == []


def test_an_armed_group_an_alliance_and_a_think_tank_have_no_country() -> None:
    sided = [k for k, e in sources().institutions.items() if e.kind in ("armed group", "alliance") and e.country]
    assert sided == []


def test_every_reporting_verb_has_a_class() -> None:
    assert reporting().classes["say"] == ("say",)
    assert "deny" in reporting().classes["deny"]
    assert reporting().verbs["deny"].modality == "denied"
    assert reporting().forms["claims"] == "claim"


def test_a_mistake_in_the_data_is_named() -> None:
    text = '[institutions.x]\nkind = "ministry"\ncountry = "Ukraine"\n'
    with pytest.raises(CodebookError, match=r"own\.toml:3: institutions\.x\.country"):
        validate(Sources, {"institutions": {"x": {"kind": "ministry", "country": "Ukraine"}}}, text, "own.toml")


def test_a_person_without_a_lasting_institution_speaks_for_the_office_named_beside() -> None:
    minister = institutions.resolve("Rustem Umerov", "Ukrainian Defence Minister Rustem Umerov")
    assert minister.institution == "ua-defence-ministry"
    assert institutions.resolve("Rustem Umerov", "Rustem Umerov").institution is None
    assert institutions.resolve("Vadym Skibitskyi", "deputy minister of defence Vadym Skibitskyi").institution == "diu"


@pytest.mark.parametrize(
    ("words", "institution", "country"),
    [
        ("North Korean representative at the United Nations", None, "KP"),
        ("Chad's ambassador to the African Union", None, "TD"),
        ("representative of the United Nations", "un", None),
    ],
)
def test_who_is_sent_to_a_body_does_not_speak_for_it(words: str, institution: str | None, country: str | None) -> None:
    found = institutions.resolve(words)
    assert (found.institution == "un") == (institution == "un")
    assert found.country == country
