"""Who says what: sources, cues, contents, and the account that goes on after them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musterbook.model import Document
from musterbook.reading import statements
from musterbook.reading.attribution import Sources, attribute
from musterbook.reading.casing import lexicon, recased
from musterbook.reading.parsing import ParserError, Piece, parser, stretched
from musterbook.reading.quotations import quotations
from musterbook.reading.statement_authors import speeches

SAID = [
    # text, source, words that must be in the content, form
    ("The ministry said that 300 soldiers were killed.", "ministry", "300 soldiers", "indirect"),
    ("Some 300 soldiers were killed, the ministry said on Monday.", "ministry", "300 soldiers", "indirect"),
    ('"We lost 40 men," said Colonel Ivan Petrenko.', "Ivan Petrenko", "40 men", "direct"),
    ("At least 40 men were lost, according to the general staff.", "general staff", "40 men", "indirect"),
    (
        "According to Ukrainian intelligence, 11,000 soldiers are in Kursk.",
        "Ukrainian intelligence",
        "11,000",
        "indirect",
    ),
    (
        "There is no strike group in Belarus, the spokesman added, whatever Moscow writes.",
        "spokesman",
        "strike group",
        "indirect",
    ),
    ("Kyrylo Budanov told Suspilne that 12,000 men had left.", "Kyrylo Budanov", "12,000 men", "indirect"),
    ("Losses are put by the agency at 4,700.", "agency", "4,700", "indirect"),
    (
        "More men were sent by Diego Molano, the defence minister, who said that 600 would patrol.",
        "Diego Molano",
        "600 would patrol",
        "indirect",
    ),
    ("The Pentagon puts the contingent at 10,000.", "Pentagon", "10,000", "indirect"),
    ("The headquarters has logged 3,388 deaths.", "headquarters", "3,388 deaths", "indirect"),
    ("By its own count, the brigade received 1,910 recruits, officials believe.", "officials", "1,910", "indirect"),
    ("Ivanov was quoted by Reuters as saying that 40 men had died.", "Ivanov", "40 men", "indirect"),
    ("Reuters reported, citing a senior official, that 40 men had died.", "senior official", "40 men", "indirect"),
    ("As a senior officer put it, two brigades were moved.", "senior officer", "two brigades", "indirect"),
    ("Moscow's claim that 5,000 soldiers surrendered was not confirmed.", "Moscow", "5,000 soldiers", "indirect"),
    ("Seoul: 1,500 soldiers have reached Vladivostok.", "Seoul", "1,500 soldiers", "direct"),
    ("Army spokesman: two companies will be sent north.", "Army spokesman", "two companies", "direct"),
    ("TWO BATTALIONS MOVED TO HAKKARI, GENERAL STAFF SAYS.", "GENERAL STAFF", "TWO BATTALIONS", "indirect"),
    ("Havana denies that it sent soldiers to Luhansk.", "Havana", "sent soldiers", "indirect"),
    ("The official, who said 200 men had deserted, declined to be named.", "official", "200 men", "indirect"),
]


@pytest.mark.parametrize(("text", "source", "content", "form"), SAID)
def test_a_statement_names_its_source_and_holds_its_content(text: str, source: str, content: str, form: str) -> None:
    found = statements.find(text)
    place = text.index(content)
    holding = [s for s in found if s.source is not None and s.source.text == source and s.holds(place)]
    assert holding, [(s.source and s.source.text, [text[a:b] for a, b in s.content]) for s in found]
    assert any(s.form == form for s in holding)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Kyrylo Budanov told Suspilne that 12,000 men had left.", "Suspilne"),
        ("Reuters reported, citing a senior official, that 40 men had died.", "Reuters"),
        ("Ivanov was quoted by Interfax as saying that 40 men had died.", "Interfax"),
        ("Forty men had died, Ivanov said in an interview with the Georgian broadcaster Mtavari.", "Mtavari"),
        ("They came, but the road is cut, Ana Kobia, deputy head of the Guard (NGX), told Obieqtivi.", "Obieqtivi"),
    ],
)
def test_the_relayer_is_kept_apart_from_the_source(text: str, via: str) -> None:
    assert via in {s.via.text for s in statements.find(text) if s.via is not None}


@pytest.mark.parametrize(
    "text",
    [
        "The brigade has 3,000 men.",
        "Result: two tanks destroyed.",
        "The column moved north at dawn and stopped near the bridge.",
        "In 2022 the alliance raised its forces from 40,000 to 300,000.",
    ],
)
def test_plain_narration_has_no_statement(text: str) -> None:
    assert statements.find(text) == []


def attributed(text: str, title: str = "", outlet: str | None = None) -> tuple[Document, Sources]:
    document = Document(title=title, text=text, outlet=outlet)
    position, pieces = 0, []
    for line in document.content.split("\n"):
        if line.strip():
            pieces.append(Piece(position, parser().parse(line)))
        position += len(line) + 1
    return document, attribute(document, pieces)


def claimant(text: str, words: str, title: str = "") -> tuple[str | None, str | None]:
    document, sources = attributed(text, title)
    start = document.content.index(words)
    found = sources.at(start, start + len(words))
    return (found.claimant.text if found.claimant else None, found.via.text if found.via else None)


TOLD = "Forty men came by ship, Ivanov told the news agency Interpress. He said 300 more were waiting in Batumi."


def test_whoever_told_a_medium_goes_on_telling_it() -> None:
    document, sources = attributed(TOLD)
    said = sources.at(document.content.index("300 more"), len(document.content)).claimant
    assert said is not None
    relayer = sources.relayer(said, document.content.index("300 more"))
    assert relayer is not None
    assert relayer.text == "Interpress"
    assert sources.relayer(said, 0) is None, "not before it was told"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "Olga Saban spoke of 40 tanks. Another 10 are broken, according to the lieutenant colonel.",
            "10",
            "Olga Saban",
        ),
        ("Editor's note: the Coast Guard told the Senate last week of 40 boats.", "40 boats", "Coast Guard"),
    ],
)
def test_a_rank_takes_up_who_spoke_and_a_note_is_the_outlets_own(text: str, words: str, speaker: str | None) -> None:
    found, _ = claimant(text, words)
    assert found == speaker


def test_a_month_does_not_speak() -> None:
    found = statements.find("JUL '25 - A Ghanaian paper leaked to Kanal 5 has 250 soldiers coming by November.")
    assert all(s.source is None or s.source.text != "JUL" for s in found)


def test_a_last_name_in_the_title_is_the_person_named_in_full_below() -> None:
    text = "Defence Minister Levan Orjo said on Monday that the border was quiet. 300 men are there, Orjo said."
    document, found = attributed(text, "Orjo puts the force on the border at 4,000 men")
    said = found.at(document.content.index("4,000"), document.content.index("4,000") + 5).claimant
    assert said is not None
    assert said.text == "Levan Orjo"


def test_a_place_that_is_promised_something_relays_nothing() -> None:
    found = statements.find("The governor promised Kutaisi 500 builders.")
    assert all(statement.via is None for statement in found)


CARRIED = [
    # a pronoun is the person or office named before
    ("Andrii Lavrenko spoke on Monday. The contingent, he said, has 2,000 men.", "2,000 men", "Andrii Lavrenko"),
    (
        "The General Staff said 40 tanks had arrived. Two more trains, it added, are expected.",
        "Two more",
        "General Staff",
    ),
    (
        "Vadym Skibitskyi said 11,000 were in Kursk. Skibitskyi noted that 1,200 would come first.",
        "1,200",
        "Vadym Skibitskyi",
    ),
    # an account goes on where the sentence takes up what was said
    (
        "The agency said 11,000 soldiers were in Kursk. Another 6,000 are expected in the coming weeks.",
        "6,000",
        "agency",
    ),
    ("The ministry said 128 vehicles had arrived. Of these, 30 are tanks.", "30 are", "ministry"),
    # and not where it turns to something else
    ("The mayor said 300 men had been buried. Meanwhile Poland sent 40 trucks to the border.", "40 trucks", None),
    # the innermost source claims
    ("Lawmaker Kim Min-su said the NIS believes 300 soldiers were killed.", "300 soldiers", "NIS"),
    # the outlet's own people are its own voice
    ("Our reporter says two columns of tanks passed the village.", "two columns", None),
    # who is quoted claims, not who quotes
    ("Some 300 were killed, lawmaker Kim Min-su quoted the agency as saying on Monday.", "300", "agency"),
    # a quotation over several sentences is one speaker's
    ('"We lost 40 men. Ten more are missing," the colonel said.', "Ten more", "colonel"),
]


@pytest.mark.parametrize(("text", "words", "expected"), CARRIED)
def test_whose_words_a_place_gives(text: str, words: str, expected: str | None) -> None:
    assert claimant(text, words)[0] == expected


def test_a_lawmaker_relays_the_agency_that_briefed() -> None:
    text = (
        "Some 5,000 construction troops are moving to Russia, lawmaker Lee Seong-kweun said on Tuesday after "
        "the National Intelligence Service briefed his committee."
    )
    assert claimant(text, "5,000") == ("National Intelligence Service", "Lee Seong-kweun")


def test_a_statement_is_its_author_s_throughout() -> None:
    title = "Statement by Minister Anna Berg on the deployment"
    assert claimant("We have sent 300 soldiers. Their task is to guard the airport.", "300", title) == (
        "Anna Berg",
        None,
    )


def test_a_transcript_gives_each_speaker_their_turn() -> None:
    text = (
        "MINISTER: We have dispatched 28 officers.\nJOURNALIST: Is that the lot?\n"
        "MINISTER: A further 45 are ready.\nThey leave tomorrow."
    )
    assert claimant(text, "28 officers") == ("MINISTER", None)
    assert claimant(text, "45 are ready") == ("MINISTER", None)
    assert claimant(text, "They leave") == ("MINISTER", None)


def test_a_list_opened_by_a_source_is_its_word() -> None:
    text = "General Staff: the enemy's losses come to:\n• personnel - 580\n• tanks - 12"
    assert claimant(text, "tanks - 12")[0] == "General Staff"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "((((", '"', "'''", "a" * 5_000, "said said said", ": : :", "Q. A."])
def test_odd_text_has_a_clean_result(text: str) -> None:
    assert isinstance(statements.find(text), list)


def test_a_sentence_of_two_hundred_thousand_characters_is_read_in_reasonable_time() -> None:
    text = "the officials said that the soldiers and " * 5_000
    started = time.monotonic()
    doc = parser().parse(text)
    assert doc.text == text
    statements.of(doc)
    assert time.monotonic() - started < 60


def test_an_unknown_model_is_named_with_what_to_do() -> None:
    with pytest.raises(ParserError, match=r"no_such_model.*pip install"):
        parser("no_such_model")


PIECES = [
    "Kyiv",
    " said ",
    "that ",
    '"',
    "“",
    "”",
    "40 soldiers ",
    "left. ",
    "\n",
    "MINISTRY SAYS ",
    ", ",
    ": ",
    "according to ",
    "he ",
    "(HUR) ",
    "İ",
    "— ",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_every_statement_stands_in_its_text(text: str) -> None:
    for statement in statements.find(text):
        if statement.source is not None:
            assert text[statement.source.start : statement.source.end] == statement.source.text
        for start, end in statement.content:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_quotations_are_ordered_and_apart(text: str) -> None:
    found = quotations(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(min_value=1, max_value=50))
def test_stretches_joined_are_the_text(text: str, limit: int) -> None:
    cut = list(stretched(text, limit))
    assert "".join(cut) == text
    assert all(len(stretch) <= limit for stretch in cut)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_recasing_keeps_every_offset(text: str) -> None:
    assert len(recased(text, lexicon())) == len(text)


RECASED = [
    "Managua, 22 Jul (ACAN) -- President Daniel Ortega said tonight that the $100 million will not end the war.",
    "Its commander, Gen. Antoine Lahad, said that 6 of the M-16 rifles of the U.S. soldiers are new.",
    "There is a new attack on San Miguel in El Salvador, FMLN units told the United Nations on May 18.",
    "Major General Salah Halabi, whom Saudi officers know, left New York without guards.",
]


@pytest.mark.parametrize("text", RECASED)
def test_capitals_are_given_the_letters_of_ordinary_text(text: str) -> None:
    assert recased(text.upper(), lexicon()) == text


@pytest.mark.parametrize("text", RECASED)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert recased(text, lexicon()) == text


def test_a_name_in_brackets_is_taken_for_an_acronym() -> None:
    text = "THE ARMED FORCES PRESS COMMITTEE (COPREFA) REPORTED TODAY [EXCERPTS]."
    assert recased(text, lexicon()) == "The armed forces press committee (COPREFA) reported today [excerpts]."


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("THE COMMANDER OF THE 3D BRIGADE, GENERAL RENE QUINTO, SAID TODAY THAT THE TOWN IS CALM.", "RENE QUINTO"),
        ("THEIR COMMANDER, MAJOR GENERAL SALAH HALABI, TOLD ME THAT THEY ARE TRAINING.", "SALAH HALABI"),
        ("PUCALLPA, 14 JUL 89 -- [TEXT] THE CAPTAIN OF THE PORT, FELIX ROJAS, ANNOUNCED A PARADE.", "FELIX ROJAS"),
    ],
)
def test_who_speaks_in_capitals(text: str, source: str) -> None:
    assert [s.source.text for s in statements.find(text) if s.source and s.strong] == [source]


def test_capitals_are_parsed_as_ordinary_text_but_kept_as_written() -> None:
    text = "TWO COMMANDO BATTALIONS MOVED FROM BOLU TO YUKSEKOVA."
    doc = parser().parse(text)
    assert doc.text == text
    assert [token.text for token in doc if token.pos_ == "VERB"] == ["MOVED"]


ATTITUDES = [
    # text, cue, source
    ("Doctors hope the vaccine will be ready by winter.", "hope", "Doctors"),
    ("The coach asked whether the pitch was fit.", "asked", "coach"),
    ("A spokeswoman for the ministry declined to comment.", "declined", "spokeswoman for the ministry"),
    ("The airline is confident that flights will resume.", "is confident", "airline"),
    ("The pope urged the rich countries to forgive debts.", "urged", "pope"),
    ("The senator accused the mayor of lying.", "accused", "senator"),
    ("The mayor expressed concern that the dam would fail.", "concern", "mayor"),
    ("Many regard him as a hero.", "regard", "Many"),
    ("The chairman insisted on a new trial.", "insisted on", "chairman"),
]


@pytest.mark.parametrize(("text", "cue", "source"), ATTITUDES)
def test_an_attitude_is_a_statement_and_makes_nobody_the_source_of_a_claim(text: str, cue: str, source: str) -> None:
    found = {text[s.cue[0] : s.cue[1]]: s for s in statements.find(text) if s.cue is not None}
    assert cue in found
    statement = found[cue]
    assert statement.source is not None
    assert statement.source.text == source


def test_what_is_believed_by_nobody_named_has_no_source() -> None:
    for text in ("It is believed that the painting was stolen.", "There was speculation that he would resign."):
        (found,) = statements.find(text)
        assert found.source is None
        assert not found.reports


def test_a_cue_is_told_once() -> None:
    text = (
        "Citing officials, the paper said two had died. An aide, speaking on condition of anonymity, said it was one."
    )
    cues = [text[s.cue[0] : s.cue[1]] for s in statements.find(text) if s.cue is not None]
    assert cues == ["Citing", "said", "said"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Issued by the Ministry of Defence, Accra.\nThe border force lost 14 men in April.", "Ministry of Defence"),
        ("The Ministry of Defence of Georgia informs. 300 men came by train.", "Ministry of Defence of Georgia"),
        ("Issued by the Daily Post.\n300 men came by train.", None),
    ],
)
def test_who_gives_a_document_out_says_what_stands_in_it(text: str, speaker: str | None) -> None:
    assert claimant(text, "men", "Update of 3 May")[0] == speaker


@pytest.mark.parametrize(
    ("title", "text", "author"),
    [
        ("War Communiqué No. 9 of the General Staff", "1. Our columns took the town.", "General Staff"),
        ("FAPLA General Staff: War Communiqué No. 9", "1. Our columns took the town.", "FAPLA General Staff"),
        ("Written statement: Malta", "The Minister of State (Ms Ada Cole): I wish to report. Two died.", "Ada Cole"),
        ("Evening briefing, 9 May: Colonel Ada Cole of the ministry", "Two of our men died.", "Ada Cole"),
        ("Statement by the Commander, Brigadier Ada Cole, on the losses", "Two of our men died.", "Ada Cole"),
        ("Letter from the President -- Our Forces in Chad", "I sent two men.\nSincerely,\nADA COLE", "ADA COLE"),
        ("Statement by the General Staff -- Losses in May", "Two of our men died.", "General Staff"),
    ],
)
def test_whose_text_a_heading_says_it_is(title: str, text: str, author: str) -> None:
    found = speeches(Document(title=title, text=text))
    assert [(speech.source.text, speech.whole) for speech in found if speech.source] == [(author, True)]


def test_a_surname_that_is_a_verb_labels_its_words() -> None:
    text = "BRIGADIER WERE: Two men died.\nQUESTION: Where?\nBRIGADIER WERE: In Kismayo."
    found = speeches(Document(title="Transcript", text=text))
    assert [speech.source.text for speech in found if speech.source] == ["WERE", "WERE"]


def test_a_record_names_country_and_language_behind_the_speaker() -> None:
    text = (
        "Mr. Orsini (Italy): Two men died.\nMs. Bakari (Niger) (spoke in French): None did.\nMr. Orsini (Italy): Two."
    )
    found = speeches(Document(title="Provisional verbatim record", text=text))
    assert [speech.source.text for speech in found if speech.source] == ["Orsini", "Bakari", "Orsini"]


INTERVIEWS = [
    # title, text, who speaks in each turn
    (
        "Ada Cole on the camp",
        "Hill Post: How many are left?\nAda Cole: Seventy men.\nHill Post: And before?\nAda Cole: Ninety of them.",
        [None, "Ada Cole", None, "Ada Cole"],
    ),
    (
        "'We count boots': an hour with the brigade",
        "Colonel Ada Cole waits in a cellar.\nHow many are left?\nSeventy men.\nAnd before?\nNinety. Some left."
        "\nWill they come back?\nNo.",
        [None, "Ada Cole", None, "Ada Cole", None, "Ada Cole"],
    ),
    (
        '"We count boots": Ada Cole on her brigade',
        "Q: How many are left?\nA: Seventy men.\nQ: And before?\nA: Ninety of them.",
        [None, "Ada Cole", None, "Ada Cole"],
    ),
    ("Five questions on the brigade", "Ada Cole leads it.\nHow many?\nNinety.\nWhere?\nIn Gao.\nWhen?\nNow.", []),
    (
        "Losses by region",
        "Kursk: Two men died.\nBelgorod: Three men died.\nKursk: Four died.\nBelgorod: None died.",
        [],
    ),
    ("Losses", "Killed: Two men died.\nTaken: Three were.\nKilled: Four died.\nTaken: None were.", []),
]


@pytest.mark.parametrize(("title", "text", "names"), INTERVIEWS)
def test_who_speaks_in_an_interview(title: str, text: str, names: list[str | None]) -> None:
    found = speeches(Document(title=title, text=text, outlet="The Hill Post"))
    assert [speech.source.text if speech.source else None for speech in found] == names


def test_a_voice_is_marked_wherever_it_is_taken_up() -> None:
    text = "Adm. Ada Cole said two ships had sailed. She said that a third would follow."
    content = f"Ships sail\n{text}"
    pieces = [Piece(len("Ships sail\n"), parser().parse(text))]
    [cole] = attribute(Document(title="Ships sail", text=text), pieces).speaking
    assert cole.sentences == (0, 1)
    assert [content[mark:].split(maxsplit=1)[0] for mark in cole.marks] == ["Ada", "She"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("CHISINAU, May 14 - A ministry spokesman said two ships had sailed.", "MD"),
        ("CHISINAU, May 14 - A Western diplomat said two ships had sailed.", None),
        ("CHISINAU, May 14 - A French diplomat said two ships had sailed.", "FR"),
    ],
)
def test_who_speaks_for_the_side_at_hand(text: str, country: str | None) -> None:
    sources = attribute(Document(title="Ships", text=text), [Piece(len("Ships\n"), parser().parse(text))])
    [one] = sources.speaking
    assert sources.resolved(one.source).country == country


def spoken(text: str, title: str = "War news") -> list[tuple[str | None, str]]:
    """Who speaks in each marked turn of a broadcast, and how the turn begins behind its mark."""
    document = Document(title=title, text=text)
    found = [(s.source.text if s.source else None, document.content[s.start : s.end]) for s in speeches(document)]
    return [(name, words.split("]", 1)[-1].split(maxsplit=1)[0]) for name, words in found]


BROADCASTS = [
    (
        "BOGOTA, 26 AUG 89 -- GEN. OSCAR BOTERO TOLD THIS NETWORK THAT THE TROOPS STAY. [BEGIN RECORDING]"
        " [REPORTER] ARE MORE COMING? [BOTERO] NO, SIR. TWO MEN ARE. [END RECORDING] THE MAYOR SAID NOTHING.",
        [(None, "ARE"), ("OSCAR BOTERO", "NO,")],
    ),
    (
        "LT. ADA COLE SPOKE TO MOTHERS. [BEGIN COLE RECORDING] WE SEND 300 BOYS. [END RECORDING] THEY WEPT.",
        [("ADA COLE", "WE")],
    ),
    (
        "[INTERVIEW WITH COLONEL ADA COLE, CHIEF OF STAFF, BY CORRESPONDENT IDA MOSS -- RECORDED]\n"
        "[MOSS] HOW MANY ARE LEFT?\n[COLE] SEVENTY. [APPLAUSE] THEY HOLD.\n[ANNOUNCER] THUS SPOKE THE COLONEL.",
        [(None, "HOW"), ("ADA COLE", "SEVENTY.")],
    ),
    (
        "A BAND CAME DOWN FROM THE HILLS. ITS CHIEF IS CALLED ROLANDO. [REPORTER] WHO ARE YOU? [ROLANDO] ONE OF 60.",
        [(None, "WHO"), ("ROLANDO", "ONE")],
    ),
    ("THE ARMY [NATIONAL GUARD] LEFT. [TEXT] COLE STAYED. THE FRONT [FLN] SENT GENERAL COLE 60 MEN. [MUSIC]", []),
]


@pytest.mark.parametrize(("text", "turns"), BROADCASTS)
def test_whose_turn_a_mark_in_a_broadcast_opens(text: str, turns: list[tuple[str | None, str]]) -> None:
    assert spoken(text) == turns


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("HAVANA, 5 DEC 88 -- [SPEECH BY PRESIDENT ADA COLE ON ARMY DAY; LIVE]\nWE SENT 40 TANKS.", "ADA COLE"),
        (
            "[COMMUNIQUE NO. 3247 ISSUED BY THE GENERAL COMMAND OF THE ARMED FORCES; READ BY ANNOUNCER]\nWE WON.",
            "GENERAL COMMAND OF THE ARMED FORCES",
        ),
        (
            "LUANDA, 7 OCT -- [TEXT] THE MINISTRY OF DEFENSE HEREBY INFORMS THE PEOPLE OF THE FOLLOWING:\n1. WE WON.",
            "MINISTRY OF DEFENSE",
        ),
        ("PARIS, 7 OCT -- COMMUNIQUE ISSUED BY THE ARMY PRESS COMMITTEE (CPA)\nTEN DIED.", "ARMY PRESS COMMITTEE"),
        (
            "GOD IS GREAT. TEN DIED.\n[SIGNED] GENERAL COMMAND OF THE ARMY, 2 RAMADAN 1408",
            "GENERAL COMMAND OF THE ARMY",
        ),
    ],
)
def test_whose_broadcast_or_communique_it_is(text: str, author: str) -> None:
    [speech] = speeches(Document(title="War news", text=text))
    assert speech.source is not None
    assert (speech.source.text, speech.whole) == (author, True)


def test_a_name_that_an_outlet_puts_into_a_quotation_opens_no_turn() -> None:
    text = 'General Ada Cole left. "[Cole] wants war," he said. [Cole] denies it. [Applause] "I do. [Cole] does."'
    assert not spoken(text.replace("[Applause] ", ""))
    assert not spoken(text.replace(" [Cole] denies it.", "").replace("[Applause] ", ""))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["[", "]", "[TEXT]", "[COLE]", "COLE", "ADA", "GEN.", "[ ]", " ", "\n", "--", "BEGIN", "END"])
    )
)
def test_marks_of_any_shape_are_read(parts: list[str]) -> None:
    for speech in speeches(Document(title="News", text="".join(parts))):
        assert 0 <= speech.start <= speech.end <= len("News\n" + "".join(parts))


def test_a_text_of_marks_alone_is_read() -> None:
    marks = " ".join(f"[NAME{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}] YES. [QUESTION] NO." for i in range(20_000))
    assert len(speeches(Document(title="News", text=f"GEN. NAMEAA CAME. {marks}"))) < 1_000


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("IN MANAGUA, THE DEFENSE MINISTRY DENIED THAT 300 MEN CAME.", "NI"),
        ("In Managua, the defense ministry denied that 300 men came.", "NI"),
        ("In Colorado, the defense ministry denied that 300 men came.", "HN"),
        ("In May, the defense ministry denied that 300 men came.", "HN"),
        ("The defense ministry denied that 300 men came.", "HN"),
    ],
)
def test_an_office_is_that_of_the_capital_its_sentence_opens_with(text: str, country: str) -> None:
    text = f"TEGUCIGALPA, 14 FEB 87 (HRN) -- Troops came.\n{text}"
    document = Document(title="Troops", text=text)
    start = document.content.rindex("\n") + 1
    piece = Piece(start, parser().parse(document.content[start:]))
    sources = attribute(document, [piece])
    [speaking] = sources.speaking
    assert sources.resolved(speaking.source).country == country
    assert sources.speaks_at(start + len("In ")) == (country == "NI")
