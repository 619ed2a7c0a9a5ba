"""A page of HTML gives the article's own words: all of them, only them, unglued, with what the page says of itself."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.errors import SourceError
from musterbook.intake.pages import read_page

LEAD = "About 3,000 soldiers have been sent to the Kursk region, the defence ministry said on Friday."
SECOND = (
    '"They will be used as infantry," said Ivan Petrenko, deputy head of the agency, adding that 500 officers and '
    "three generals accompany them and that the transfer was still going on by rail and by sea."
)
LAST = "Officials in the capital expect 10,000 soldiers in total by December, according to the same agency."
TODAY = date(2025, 8, 20)


def page(inside: str, head: str = "", lang: str = "en") -> str:
    """An ordinary article page with some markup of interest between its second and last paragraphs."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Soldiers sent to Kursk | Northern Wire</title>{head}</head>'
        '<body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Soldiers sent to Kursk</h1>'
        f"<p>{LEAD}</p><p>{SECOND}</p>{inside}<p>{LAST}</p></article>"
        "<footer><p>© 2025 Northern Wire. All rights reserved.</p></footer></body></html>"
    )


def linked(data: str) -> str:
    """Linked data (JSON-LD) as a page carries it."""
    return f'<script type="application/ld+json">{{{data}}}</script>'


def body_of(inside: str) -> list[str]:
    """What stands between the second and the last paragraph of the document read."""
    lines = read_page(page(inside), today=TODAY).document.text.split("\n")
    assert lines[:2] == [LEAD, SECOND]
    assert lines[-1] == LAST
    return lines[2:-1]


@pytest.mark.parametrize(
    "furniture",
    [
        '<p>Read more: <a href="/x">Minister says 10,000 soldiers train abroad</a></p>',
        "<p><strong>READ ALSO:</strong> 40,000 soldiers to stay at the border, says minister</p>",
        "<p>Related: 20,000 soldiers killed in the south</p>",
        "<p>▶ See also – Two brigades leave for the east</p>",
        '<p><a href="/y">Ukraine hits a bridge with 12 missiles</a></p>',
        '<ul><li><a href="/a">200 tanks destroyed</a></li><li><a href="/b">300 drones launched</a></li></ul>',
        '<div class="related-articles"><h3>More stories</h3><p>20,000 soldiers were killed, officials say.</p></div>',
        '<div id="newsletter-signup"><p>Join 20,000 soldiers of news.</p></div>',
        "<p>Subscribe to our newsletter</p>",
        "<p>Follow us on Telegram: 11,000 readers already have</p>",
        "<p>Підписуйтесь на наш Telegram-канал</p>",
        "<p>Читайте також: 3 тисячі військових прибули</p>",
        "<p>Читайте также: 3 тысячи военных прибыли</p>",
        "<p>Lesen Sie auch: 5000 Soldaten verlegt</p>",
        "<p>À lire aussi : 2000 soldats déployés</p>",
        "<p>Zobacz też: 300 żołnierzy wysłanych</p>",
        "<p>관련기사: 북한군 3천 명 파병</p>",
        "<figure><img src='x'><figcaption>Five soldiers march. Photo: Agency</figcaption></figure>",
        "<p>Photo: three tanks on a road</p>",
        "<p>Two soldiers on guard in May. (AP Photo/J. Doe)</p>",
        '<p class="wp-caption-text">Two tanks in a field</p>',
        "<p>Share this article</p>",
        "<div>Facebook</div><div>Twitter</div>",
        '<p class="byline">By Jane Doe</p>',
        "<p>By Jane Doe and John Roe, Kyiv</p>",
        "<p>Updated: 18 October 2024, 14:20</p>",
        "<p>3 min read</p>",
        "<p>Advertisement</p>",
        "<p>(Reporting by Jane Doe; editing by John Roe)</p>",
        "<p>We use cookies to make this site better.</p>",
        "<script>var soldiers = 3000;</script><style>p{}</style>",
        '<p style="display: none">900 hidden soldiers arrived.</p>',
        "<!-- 700 soldiers in a comment -->",
        "<aside><p>Background: 800 soldiers were there before.</p></aside>",
    ],
)
def test_furniture_stays_out(furniture: str) -> None:
    assert body_of(furniture) == []


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (
            "<p>Some <b>3,000</b> <a href='/nk'>North Korea</a>n soldiers, <i>well</i>-armed, came.</p>",
            ["Some 3,000 North Korean soldiers, well-armed, came."],
        ),
        ("<p>One brigade came.<br>Two brigades left.</p>", ["One brigade came.", "Two brigades left."]),
        (
            "<p>11&nbsp;000 soldiers &amp; 5&thinsp;000 guards came.</p>",
            ["11\xa0000 soldiers & 5\u2009000 guards came."],
        ),
        ("<p>Sol&shy;diers came\n   by\n rail.</p>", ["Soldiers came by rail."]),
        (
            "<ul><li>1,500 soldiers landed in the east;</li><li>1,200 train in the west.</li></ul>",
            ["1,500 soldiers landed in the east;", "1,200 train in the west."],
        ),
        (
            "<table><tr><th>Country</th><th>Soldiers</th></tr><tr><td>North Korea</td><td>3,000</td></tr></table>",
            ["Country | Soldiers", "North Korea | 3,000"],
        ),
        ("<blockquote><p>We see more troops.</p></blockquote>", ["We see more troops."]),
        ("<h2>What comes next</h2>", ["What comes next"]),
        (
            "<p>Related losses on the front came to 300 soldiers.</p>",
            ["Related losses on the front came to 300 soldiers."],
        ),
        ("<p>By Friday 300 soldiers had left.</p>", ["By Friday 300 soldiers had left."]),
        ("<p>Support units, 2,000 strong, followed.</p>", ["Support units, 2,000 strong, followed."]),
        ("<p>Watch towers were manned by 50 guards.</p>", ["Watch towers were manned by 50 guards."]),
        ("<p>Details: the force counts 900 soldiers.</p>", ["Details: the force counts 900 soldiers."]),
    ],
)
def test_the_articles_own_words_stay_whole(markup: str, lines: list[str]) -> None:
    assert body_of(markup) == lines


@pytest.mark.parametrize(
    ("head", "url", "day", "precision"),
    [
        (linked('"@type":"NewsArticle","datePublished":"2025-08-15T23:30:00+09:00"'), None, date(2025, 8, 15), "day"),
        (linked('"@graph":[{"@type":["Article"],"datePublished":"2025-08"}]'), None, date(2025, 8, 1), "month"),
        (linked('"@type":"NewsArticle","dateModified":"2025-08-16"'), None, date(2025, 8, 16), "day"),
        (linked("broken")
            + '<meta property="article:published_time" content="2025-08-14">', None, date(2025, 8, 14), "day"),
        ('<meta name="pubdate" content="Fri, 15 Aug 2025 09:30:00 +0300">', None, date(2025, 8, 15), "day"),
        ('<meta name="date" content="15.08.2025">', None, date(2025, 8, 15), "day"),
        ('<meta name="date" content="03/04/2025">', None, None, "day"),
        ("", "https://example.org/2025/08/13/soldiers", date(2025, 8, 13), "day"),
        ("", "https://example.org/2025/08/soldiers", date(2025, 8, 1), "month"),
        ("", "https://example.org/soldiers", None, "day"),
        ("", "https://example.org/soldiers?from=/2025/08/13/", None, "day"),
        ("", "https://[broken/2025/08/13/soldiers", date(2025, 8, 13), "day"),
    ],
)  # fmt: skip
def test_day_of_publication(head: str, url: str | None, day: date | None, precision: str) -> None:
    document = read_page(page("", head), url=url, today=TODAY).document
    assert (document.published, document.published_precision) == (day, precision)


@pytest.mark.parametrize(
    ("shown", "lang", "day"),
    [
        ('<div class="post_time">Friday, 15 August 2025, 07:41</div>', "en", date(2025, 8, 15)),
        ('<span class="entry-date">Posted on August 15, 2025</span>', "en", date(2025, 8, 15)),
        ("<time>15.08.2025 07:41</time>", "en", date(2025, 8, 15)),
        ('<div id="date">2025/08/15</div>', "en", date(2025, 8, 15)),
        ('<p class="published">15 серпня 2025, 14:20</p>', "uk", date(2025, 8, 15)),
        ('<p class="published">15. August 2025</p>', "de", date(2025, 8, 15)),
        ('<p class="published">15 de agosto de 2025</p>', "es", date(2025, 8, 15)),
        ('<p class="published">2025년 8월 15일</p>', "ko", date(2025, 8, 15)),
        ('<p class="date">3 hours ago</p>', "en", None),
        ('<p class="date">August 2025</p>', "en", None),
        ('<p class="date">04/03/2025</p>', "en", None),
        ('<p class="date">31 soldiers 2025</p>', "en", None),
        ("<p>On 15 August 2025 some soldiers left.</p>", "en", None),
    ],
)
def test_a_day_shown_to_readers_counts_where_none_is_declared(shown: str, lang: str, day: date | None) -> None:
    said = {
        "uk": "Солдати прибули до області.",
        "de": "Die Soldaten sind gekommen.",
        "es": "Los soldados llegaron ayer.",
    }
    words = said.get(lang, "군인들이 도착했다." if lang == "ko" else "The soldiers came by rail.")
    document = read_page(f'<html lang="{lang}"><h1>X</h1>{shown}<p>{words}</p></html>', today=TODAY).document
    assert document.published == day
    if "soldiers" not in shown and day:
        assert document.text == words or document.text.endswith(f"\n{words}")


def test_lists_that_extraction_leaves_out_are_kept_in_their_place() -> None:
    counts = ["Aircraft detected: 31", "Vessels: 8", "Official ships: 2"]
    listed = "".join(f"<li>{count}</li>" for count in counts)
    markup = (
        f'<body><div class="article"><h1>Activity around the island</h1><p>{LEAD}</p><ul>{listed}</ul><p>{SECOND}</p>'
        f"<ul>{listed}</ul></div><ul><li><a href=/>Home</a></li></ul></body>"
    )
    assert read_page(markup).document.text.split("\n") == [LEAD, *counts, SECOND, *counts]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Soldiers sent - Example", "Soldiers sent"),
        ("Example | Soldiers sent", "Soldiers sent"),
        ("Soldiers sent – The Example", "Soldiers sent"),
        ("Soldiers sent - 3,000 of them", "Soldiers sent - 3,000 of them"),
        ("War - Soldiers sent - example.org", "War - Soldiers sent"),
    ],
)
def test_the_outlet_is_no_part_of_the_title(title: str, read: str) -> None:
    markup = f"<html><title>{title}</title><p>{LEAD}</p></html>"
    assert read_page(markup, url="https://www.example.org/").document.title == read


def test_a_day_in_the_future_is_not_believed_and_said_so() -> None:
    head = linked('"@type":"NewsArticle","datePublished":"2031-01-01"')
    read = read_page(page("", head), source="news.html", today=TODAY)
    assert read.document.published is None
    assert read.notices == (
        "news.html says it was published on 2031-01-01 (JSON-LD datePublished), which is in the future: not believed",
    )
    second = read_page(page("", head + '<meta name="date" content="2025-08-15">'), today=TODAY)
    assert second.document.published == date(2025, 8, 15)
    assert len(second.notices) == 1
    tomorrow = read_page(page("", '<meta name="date" content="2025-08-21">'), today=TODAY)
    assert tomorrow.document.published == date(2025, 8, 21)


def test_what_the_page_says_of_itself() -> None:
    head = '<meta property="og:site_name" content="Wire"><link rel="canonical" href="/news/1">' + linked(
        '"@type":"NewsArticle","headline":"Soldiers sent to Kursk","publisher":{"name":"Northern &amp; Wire"},'
        '"author":[{"@type":"Person","name":"Jane Doe"},{"name":"John Roe"}]'
    )
    document = read_page(page("", head), url="https://www.example.org/x?utm=1", today=TODAY).document
    assert document.title == "Soldiers sent to Kursk"
    assert document.outlet == "Northern & Wire"
    assert document.authors == ("Jane Doe", "John Roe")
    assert document.url == "https://www.example.org/news/1"
    assert document.language == "en"


def test_what_it_does_not_say_stays_empty() -> None:
    document = read_page(f"<p>{LEAD}</p>").document
    assert (document.title, document.outlet, document.authors, document.published, document.url) == (
        "",
        None,
        (),
        None,
        None,
    )
    assert read_page(f"<p>{LEAD}</p>", url="https://www.example.org/x").document.outlet == "example.org"


def test_an_address_elsewhere_is_not_taken_for_the_pages_own() -> None:
    head = '<link rel="canonical" href="https://elsewhere.example/x">'
    assert read_page(page("", head), url="https://example.org/a").document.url == "https://example.org/a"


def test_the_headline_is_not_repeated_in_the_body() -> None:
    markup = f"<title>Soldiers sent – Wire</title><h1>Soldiers sent</h1><p>Soldiers sent</p><p>{LEAD}</p>"
    document = read_page(markup).document
    assert (document.title, document.text) == ("Soldiers sent", LEAD)


@pytest.mark.parametrize(
    ("lang", "text", "language"),
    [
        ("en", "Солдати прибули до Курської області, повідомила українська розвідка у вівторок.", "uk"),
        ("", "Солдаты прибыли в Курскую область, сообщила разведка во вторник.", "ru"),
        ("ko-KR", "북한군 3천 명", "ko"),
        ("en-GB", "1,500 sent", "en"),
        ("", "ABOUT 3,000 SOLDIERS HAVE BEEN SENT TO THE KURSK REGION, THE MINISTRY SAID.", "en"),
        ("", "12 345 678", "und"),
    ],
)
def test_language_by_words_then_by_declaration(lang: str, text: str, language: str) -> None:
    assert read_page(f'<html lang="{lang}"><p>{text}</p></html>').document.language == language


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", "empty page"),
        (" \n ", "empty page"),
        ("<html><head></head><body><div></div></body></html>", "no article text"),
        ("<nav><a href='/'>Home</a></nav><script>var a = 'soldiers';</script>", "no article text"),
        ("<p>Share</p><p>Advertisement</p>", "no article text"),
        ("<div>" * 10_000 + "soldiers" + "</div>" * 10_000, "nested thousands deep"),
    ],
)
def test_a_page_without_text_is_refused_in_words(markup: str, words: str) -> None:
    with pytest.raises(SourceError, match=f"news.html .*{words}"):
        read_page(markup, source="news.html")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>" * 200_000, "<!--" * 200_000, "<b>" * 100_000, "<" * 500_000, "&" * 500_000,
        "<p " + "a='b' " * 100_000 + ">300 soldiers came.</p>", "<table><tr><td>" * 5_000 + "soldiers",
        "<div class=related>x" * 5_000, "<article>x" * 5_000, "<p>" + "soldiers and " * 16_000,
        "<ul>" + "<li><a href=x>item</a></li>" * 20_000,
        '<!DOCTYPE l [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]><p>&a; soldiers</p>',
    ],
)  # fmt: skip
def test_a_hostile_page_is_read_or_refused_in_good_time(markup: str) -> None:
    start = time.process_time()
    try:
        assert read_page(markup).document.text
    except SourceError as error:
        assert str(error)
    assert time.process_time() - start < 10


def test_too_much_text_is_refused() -> None:
    with pytest.raises(SourceError, match="one document is read up to 1,000"):
        read_page("<p>Soldiers came.</p>" * 1000, longest=1000)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("<>/=\"'& pdiv abéк1,.\n\x00\ud800\u2028"), max_size=300))
def test_any_markup_gives_storable_text_or_a_refusal(markup: str) -> None:
    try:
        document = read_page(markup).document
    except SourceError:
        return
    document.content.encode("utf-8")
    assert "\x00" not in document.content
    assert "\r" not in document.content


def test_an_ordinary_page_is_read_quickly() -> None:
    markup = page("".join(f"<p>{SECOND} Paragraph {number}.</p>" for number in range(15)))
    read_page(markup)
    times = []
    for _ in range(5):
        start = time.process_time()
        read_page(markup)
        times.append(time.process_time() - start)
    assert min(times) < 0.03
