"""Alerts: what is news to a scope is told once, where it was asked to be told, and told again only after a crash."""

from __future__ import annotations

import base64
import hmac
import json
import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest

from cli_cases import rows, run
from ledger_cases import claim, document
from musterbook.alerting.conditions import Condition, news
from musterbook.alerting.delivering import Outcome as Sent
from musterbook.alerting.delivering import look_after
from musterbook.alerting.mailbox import Server
from musterbook.alerting.targets import DeliveryError, secret_of, target_of
from musterbook.ledger import Ledger
from musterbook.ledger.alerts import Notice
from musterbook.model import Kind, Outcome, Scope
from watch_cases import Site, site

__all__ = ["site"]

SCOPE = Scope(country="KP", area="RU")
EVERYTHING = frozenset(Condition)
SECRET = "a secret of more than sixteen bytes"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "muster.db") as opened:
        yield opened


def says(ledger: Ledger, who: str, low: float, day: date, **slots: Any) -> str:
    """Enter that an institution gives a figure of North Koreans in Kursk region; the claim's id."""
    source = document(
        f"{low:,.0f} soldiers were there on {day}, {who.upper()} said.", published=day, url=f"https://d.example/{low}"
    )
    given = {
        "area": "RU-KRS",
        "low": low,
        "high": low,
        "claimant": who.upper(),
        "institution": who,
        "side": "UA",
    } | slots
    made = claim(source, **given)
    ledger.add(source, [made])
    return made.id


def told(ledger: Ledger, since: datetime, today: date, *conditions: Condition) -> list[Notice]:
    """What is news since a moment."""
    return news(
        SCOPE,
        ledger.scope(SCOPE, recorded_on=since),
        ledger.scope(SCOPE),
        conditions or EVERYTHING,
        since=today - timedelta(1),
        today=today,
    )


@pytest.mark.parametrize(
    ("figure", "slots", "outside"),
    [
        (11_000, {}, False),
        (10_000, {}, False),
        (15_000, {}, True),
        (4_000, {}, True),
        (4_000, {"area": "RU-KRS/Sudzha"}, False),  # a part may be less than the whole
        (15_000, {"area": "RU-KRS/Sudzha"}, True),
        (15_000, {"modality": "expected"}, False),
        (15_000, {"country": "RU"}, False),
    ],
)
def test_a_figure_outside_the_band_is_news(ledger: Ledger, figure: float, slots: dict[str, Any], outside: bool) -> None:
    scope = Scope(country="KP", area="RU-KRS")
    says(ledger, "gur", 10_000, date(2025, 1, 10))
    says(ledger, "nis", 12_000, date(2025, 1, 11), side="KR")
    since = ledger.alerts.moment()
    made = says(ledger, "pentagon", figure, date(2025, 1, 12), side="US", **slots)
    before, now = ledger.scope(scope, recorded_on=since), ledger.scope(scope)
    found = news(scope, before, now, {Condition.OUTSIDE_BAND}, since=date(2025, 1, 12), today=date(2025, 1, 12))
    assert [notice.claims for notice in found] == ([(made,)] if outside else [])
    if outside:
        more = " or more" if "area" in slots else ""
        assert (
            found[0].title == f"North Korea in Kursk: {figure:,.0f}{more} according to Pentagon, outside 10,000–12,000"
        )
        assert found[0].url == f"https://d.example/{figure}"


def test_a_running_total_may_grow_and_is_news_when_it_leaps_or_falls(ledger: Ledger) -> None:
    scope = Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED)
    loss = {"kind": "loss", "outcome": "killed"}
    says(ledger, "gur", 1_000, date(2025, 1, 10), **loss)
    since = ledger.alerts.moment()
    figures = {
        who: says(ledger, who, low, date(2025, 1, 12), **loss) for who, low in (("nis", 1_100), ("pentagon", 2_000))
    }
    before, now = ledger.scope(scope, recorded_on=since), ledger.scope(scope)
    found = news(scope, before, now, {Condition.OUTSIDE_BAND}, since=date(2025, 1, 12), today=date(2025, 1, 12))
    assert [notice.claims for notice in found] == [(figures["pentagon"],)]


def test_an_institution_is_news_once(ledger: Ledger) -> None:
    says(ledger, "gur", 10_000, date(2025, 1, 10))
    since = ledger.alerts.moment()
    says(ledger, "gur", 10_500, date(2025, 1, 11))
    first = says(ledger, "nis", 10_000, date(2025, 1, 12), side="KR")
    says(ledger, "nis", 10_000, date(2025, 1, 13), side="KR")
    found = told(ledger, since, date(2025, 1, 14), Condition.NEW_INSTITUTION)
    assert [(notice.title, notice.claims) for notice in found] == [
        ("North Korea in Russia: National Intelligence Service speaks of it for the first time", (first,))
    ]


def test_an_expectation_is_news_when_it_falls_due_and_nothing_has_met_it(ledger: Ledger) -> None:
    source = document("Kyiv expects 25,000 soldiers by 31 January.", published=date(2025, 1, 10))
    words = source.quote(len(source.title) + 1, len(source.content))
    period = {"start": None, "end": date(2025, 1, 31), "words": words}
    made = claim(source, modality="expected", area="RU", low=25_000, high=25_000, claimant="Kyiv", period=period)
    ledger.add(source, [made])
    since = ledger.alerts.moment()
    assert told(ledger, since, date(2025, 1, 30), Condition.DUE_EXPECTATION) == []
    (due,) = told(ledger, since, date(2025, 1, 31), Condition.DUE_EXPECTATION)
    assert due.title == "North Korea in Russia: Kyiv expected 25,000 until 31 Jan 2025: pending"
    assert told(ledger, since, date(2025, 2, 10), Condition.DUE_EXPECTATION) == []  # told by then
    says(ledger, "gur", 24_000, date(2025, 1, 20), area="RU")
    assert told(ledger, since, date(2025, 1, 31), Condition.DUE_EXPECTATION) == []


def test_a_conflict_is_news_when_it_arises(ledger: Ledger) -> None:
    says(ledger, "gur", 10_000, date(2025, 1, 10))
    since = ledger.alerts.moment()
    assert told(ledger, since, date(2025, 1, 12), Condition.NEW_CONFLICT) == []
    says(ledger, "nis", 20_000, date(2025, 1, 12), side="KR")
    (conflict,) = told(ledger, since, date(2025, 1, 12), Condition.NEW_CONFLICT)
    assert conflict.title.startswith("North Korea in Russia: conflict (figures), ")
    assert "10,000 soldiers" in conflict.words
    assert "20,000 soldiers" in conflict.words


def alert(ledger: Ledger, target: str, *conditions: str, secret: str | None = None) -> None:
    asked = conditions or ("outside-band", "new-institution")
    ledger.alerts.add("kp", SCOPE, asked, target=target, who="anna", secret=secret)


def looked(ledger: Ledger, at: datetime | None = None) -> Sent:
    (outcome,) = look_after(ledger, chance=Random(1), now=lambda: at or datetime.now(UTC), today=date(2025, 1, 12))
    return outcome


def two_notices(ledger: Ledger, target: str, secret: str | None = None) -> None:
    """An alert with two notices to tell: a new institution, with a figure outside the band."""
    says(ledger, "gur", 10_000, date(2025, 1, 10))
    alert(ledger, target, secret=secret)
    says(ledger, "nis", 20_000, date(2025, 1, 12), side="KR")


def test_an_atom_file_tells_each_notice_once_and_keeps_the_older_ones(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "kp.atom"
    two_notices(ledger, f"atom:{path}")
    assert str(looked(ledger)) == "alert kp: 2 notices found, 2 sent"
    first = path.read_text(encoding="utf-8")
    assert str(looked(ledger)) == "alert kp: 0 notices found, 0 sent"
    assert path.read_text(encoding="utf-8") == first
    says(ledger, "pentagon", 15_000, date(2025, 1, 12), side="US")
    assert looked(ledger).sent == 1
    named = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.parse(path).getroot().findall(f"{named}entry")
    assert len(entries) == 3
    assert "Pentagon" in (entries[0].findtext(f"{named}title") or "")
    assert len({entry.findtext(f"{named}id") for entry in entries}) == 3
    assert entries[0].find(f"{named}link") is not None


def test_a_webhook_gets_each_notice_signed(
    ledger: Ledger, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", SECRET)
    site.put("/hook", b"")
    two_notices(ledger, f"{site.url}/hook", secret="env:HOOK")
    assert looked(ledger).sent == 2
    assert looked(ledger).sent == 0
    assert len(site.posted) == 2
    for headers, body in site.posted:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        made = base64.b64encode(hmac.new(SECRET.encode(), signed, sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{made}"
        assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60
        sent = json.loads(body)
        assert (sent["id"], sent["data"]["scope"]) == (headers["webhook-id"], "KP in RU")
        assert sent["data"]["claims"]
    for kept in tmp_path.iterdir():
        assert SECRET.encode() not in kept.read_bytes()


def test_what_a_webhook_refuses_is_tried_again_later(
    ledger: Ledger, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", SECRET)
    site.refuse("/hook", 503, Retry_After="1800")
    two_notices(ledger, f"{site.url}/hook", secret="env:HOOK")
    now = datetime.now(UTC)
    refused = looked(ledger, now)
    assert (refused.sent, refused.failed) == (0, 2)
    assert "the webhook answered 503" in str(refused)
    assert len(site.posted) == 1  # one refusal is enough for now
    site.put("/hook", b"")
    assert looked(ledger, now + timedelta(minutes=29)).sent == 0
    assert looked(ledger, now + timedelta(minutes=31)).sent == 2
    assert site.posted[0][0]["webhook-id"] == site.posted[1][0]["webhook-id"]


CRASHING = """
import sys
from musterbook.alerting.delivering import look_after
from musterbook.ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    list(look_after(ledger))
"""


def test_killed_between_sending_and_recording_a_notice_is_sent_once_more_with_its_id(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", SECRET)
    path = tmp_path / "muster.db"
    with Ledger.open(path) as ledger:
        two_notices(ledger, f"{site.url}/hook", secret="env:HOOK")
    program = subprocess.Popen([sys.executable, "-c", CRASHING, str(path)], env=os.environ | {"HOOK": SECRET})
    site.received = lambda: os.kill(program.pid, signal.SIGKILL)
    site.put("/hook", b"")
    assert program.wait(60) == -signal.SIGKILL
    site.received = lambda: None
    assert len(site.posted) == 1
    with Ledger.open(path) as ledger:
        assert looked(ledger).sent == 0  # the other program might still be at work
        later = datetime.now(UTC) + timedelta(minutes=11)
        assert looked(ledger, later).sent == 2
        assert looked(ledger, later + timedelta(hours=1)).sent == 0
        assert list(ledger.check()) == []
    identities = [headers["webhook-id"] for headers, _ in site.posted]
    assert len(identities) == 3
    assert len(set(identities)) == 2


class Post(socketserver.StreamRequestHandler):
    """A mail server that takes every message."""

    letters: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                taken = b""
                while not taken.endswith(b"\r\n.\r\n"):
                    taken += self.rfile.readline()
                type(self).letters.append(taken.removesuffix(b".\r\n"))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 post\r\n")


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What arrives at a mail server that the environment names."""

    class Handler(Post):
        letters: list[bytes] = []  # noqa: RUF012 - one server's

    server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    known = {"HOST": "127.0.0.1", "PORT": server.server_address[1], "SECURITY": "none", "FROM": "muster@example.org"}
    for name, value in known.items():
        monkeypatch.setenv(f"MUSTERBOOK_SMTP_{name}", str(value))
    yield Handler.letters
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_mailbox_gets_one_letter_for_all_that_is_new(ledger: Ledger, letters: list[bytes]) -> None:
    two_notices(ledger, "mailto:desk@example.org")
    assert looked(ledger).sent == 2
    assert looked(ledger).sent == 0
    (letter,) = letters
    read = message_from_bytes(letter, _class=EmailMessage, policy=policy.default)
    assert (read["From"], read["To"], read["Subject"]) == (
        "muster@example.org",
        "desk@example.org",
        "KP in RU: 2 notices",
    )
    assert read["Message-ID"].endswith("@example.org>")
    text = read.get_content()
    assert "National Intelligence Service speaks of it for the first time" in text
    assert "outside 10,000" in text


def test_a_mail_server_that_is_not_there_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    two_notices(ledger, "mailto:desk@example.org")
    assert "set MUSTERBOOK_SMTP_HOST" in str(looked(ledger).trouble)
    for name, value in {"HOST": "127.0.0.1", "PORT": "1", "SECURITY": "none", "FROM": "m@example.org"}.items():
        monkeypatch.setenv(f"MUSTERBOOK_SMTP_{name}", value)
    later = datetime.now(UTC) + timedelta(hours=1)
    assert "the mail to desk@example.org could not be sent" in str(looked(ledger, later).trouble)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"HOST": "mail.example.org"}, "set MUSTERBOOK_SMTP_FROM"),
        ({"HOST": "mail.example.org", "FROM": "nobody"}, "MUSTERBOOK_SMTP_FROM=nobody"),
        ({"HOST": "mail.example.org", "FROM": "a@b.org", "SECURITY": "none"}, "MUSTERBOOK_SMTP_SECURITY=none"),
        ({"HOST": "mail.example.org", "FROM": "a@b.org", "PORT": "many"}, "MUSTERBOOK_SMTP_PORT=many"),
        ({"HOST": "mail.example.org", "FROM": "a@b.org", "PASSWORD_FILE": "/none"}, "/none: the password"),
    ],
)
def test_wrong_settings_are_named(monkeypatch: pytest.MonkeyPatch, known: dict[str, str], words: str) -> None:
    for name, value in known.items():
        monkeypatch.setenv(f"MUSTERBOOK_SMTP_{name}", value)
    with pytest.raises(DeliveryError, match=words):
        Server.of_environment()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://example.org/hook", "https://example.org/hook"),
        ("webhook https://example.org/hook", "https://example.org/hook"),
        ("http://127.0.0.1:9000/hook", "http://127.0.0.1:9000/hook"),
        ("mailto:desk@example.org?subject=x", "mailto:desk@example.org"),
        ("atom:/tmp/kp.atom", "atom:/tmp/kp.atom"),
        ("/tmp/kp.atom", "atom:/tmp/kp.atom"),
    ],
)
def test_targets(written: str, kept: str) -> None:
    assert target_of(written) == kept


@pytest.mark.parametrize(
    "written",
    ["http://example.org/hook", "https://user:secret@example.org/", "https:///x", "mailto:nobody", "ftp://x", "kp",
     "mailto:a@b.org, c@d.org", "mailto:a@b.org\nBcc: c@d.org", "https://[::1"],
)  # fmt: skip
def test_what_is_no_target_is_refused(written: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        target_of(written)
    assert "secret" not in str(refused.value)


def test_secrets_are_read_where_they_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    (tmp_path / "empty").write_text("")
    monkeypatch.setenv("HOOK", SECRET)
    monkeypatch.setenv("SHORT", "short")
    assert secret_of("env:HOOK") == secret_of(f"file:{tmp_path / 'secret'}") == SECRET.encode()
    for where, words in {
        "env:NONE": "set the environment variable NONE",
        "env:SHORT": "shorter than 16",
        f"file:{tmp_path / 'none'}": "cannot be read",
        f"file:{tmp_path / 'empty'}": "is empty",
        SECRET: "env:NAME or file:PATH",
    }.items():
        with pytest.raises(DeliveryError, match=words):
            secret_of(where)


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, feed = tmp_path / "muster.db", tmp_path / "kp.atom"
    monkeypatch.setenv("MUSTERBOOK_WHO", "anna")
    with Ledger.open(path) as ledger:
        says(ledger, "gur", 10_000, date(2025, 1, 10))
        ledger.dossiers.save("koreans", "Koreans", SCOPE, "anna")
    known = ("--ledger", path)
    assert "alert kp-in-ru: KP in RU" in run("alert", "add", "KP", "in", "RU", "--to", f"atom:{feed}", *known).stdout
    again = run("alert", "add", "koreans", "--on", "new-conflict", "--to", feed, *known).stdout
    assert again == f"alert kp-in-ru-2: KP in RU, on new-conflict, to atom:{feed}\n"
    with Ledger.open(path) as ledger:
        says(ledger, "nis", 20_000, date(2025, 1, 12), side="KR")
    done = run("alert", "run", *known)
    assert (done.exit_code, done.stderr) == (0, "")
    listed = rows(run("alert", "list", "--format", "jsonl", *known))
    assert [(row["alert"], row["waiting"]) for row in listed] == [("kp-in-ru", 0), ("kp-in-ru-2", 0)]
    assert listed[0]["sent"] >= 2
    assert feed.is_file()
    assert run("alert", "remove", "kp-in-ru", *known).exit_code == 0
    gone = run("alert", "run", "kp-in-ru", *known)
    assert (gone.exit_code, gone.stderr) == (
        1,
        "muster: there is no alert 'kp-in-ru'; muster alert list shows what there is\n",
    )
    for words in (
        ("KP", "in", "RU", "--to", "https://example.org/"),
        ("KP", "in", "RU", "--to", "kp"),
        ("KP", "in", "RU", "--to", "atom", "--on", "news"),
        ("Nobody", "--to", "atom"),
    ):
        assert run("alert", "add", *words, *known).exit_code == 2
