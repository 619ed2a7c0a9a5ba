"""Reading against the bare parser on the same texts, in one run: python benchmarks/reading.py [--quick].

Dense articles are the bundled digests (and, where the corpus lies beside the project, its world set); ordinary news are
the corpus's documents about something else; further plain English is the documentation that comes with Python. Printed
are times and their ratios, the peak memory of a worker, the time from start to the first claim, and what a second
worker brings.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from importlib import resources
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from pydoc_data import topics
from typing import Any

import spacy

from musterbook.exchange.corpus import read_document
from musterbook.model import Document
from musterbook.reading.parsing import MEDIUM
from musterbook.reading.reader import reader

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
ROUNDS = 3
MEASURE = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(json.dumps([time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""
PROGRAM = [sys.executable, "-c", "from musterbook.cli import main; main()"]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a fifth of the texts, once")
    quick = options.parse_args().quick
    share, rounds = (5, 1) if quick else (1, ROUNDS)
    digests = [read_document(record) for record in records(digests_path())]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, spaCy {version('spacy')} with {MEDIUM}")
    warnings.filterwarnings("ignore", message=r"\[W095\]")  # the model is of spaCy 3.7; 3.8 reads it the same
    bare = spacy.load(MEDIUM)
    drain(bare.pipe([document.content for document in digests[:3]]))
    drain(reader().read_all(digests[:3]))
    sets = {
        "dense: digests": digests,
        "dense: world": corpus(negative=False),
        "ordinary: negatives": corpus(negative=True),
        "ordinary: manuals": manuals(),
    }
    for name, documents in sets.items():
        compare(name, documents[::share], bare, rounds)
    start_to_first_claim(digests[0], rounds)
    workers(digests, 2 if quick else 12)


def compare(name: str, documents: list[Document], bare: spacy.language.Language, rounds: int) -> None:
    """Time both on the same texts, in turns; the best round of each counts.

    It is processor time, which other work on the machine disturbs least: both run in this one process.
    """
    if not documents:
        print(f"{name:<22} not here")
        return
    texts = [document.content for document in documents]
    words = sum(len(text.split()) for text in texts)
    parsed, read = [], []
    for _ in range(rounds):
        parsed.append(timed(lambda: drain(bare.pipe(texts)), time.process_time))
        read.append(timed(lambda: drain(reader().read_all(documents)), time.process_time))
    one, other = min(parsed), min(read)
    ratio = f"{other / one:.2f} of the parser's time" if other > one else f"{one / other:.1f} times faster"
    print(
        f"{name:<22} {len(documents):>5} documents {words:>8,} words   "
        f"parser {one:6.2f} s ({words / one:,.0f} words/s)   reader {other:6.2f} s ({words / other:,.0f} words/s)   "
        f"{ratio}"
    )


def start_to_first_claim(document: Document, rounds: int) -> None:
    """From starting the program to its first line of output."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "article.txt")
        path.write_text(document.content, encoding="utf-8")
        found = min(
            timed(lambda: first_line([*PROGRAM, "read", str(path), "--format", "jsonl"])) for _ in range(rounds)
        )
        help_shown = min(timed(lambda: first_line([*PROGRAM, "--help"])) for _ in range(rounds))
    print(f"start to first claim   {found:.2f} s   start to help {help_shown:.2f} s")


def first_line(command: list[str]) -> None:
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline()
        program.stdout.read()


def workers(documents: Iterable[Document], times: int) -> None:
    """One worker and two on the same file; what starting takes is told by a file of one document."""
    lines = [
        json.dumps({"id": f"{number}-{document.key}", "title": document.title, "text": document.text})
        for number in range(times)
        for document in documents
    ]
    seconds: dict[tuple[int, int], float] = {}
    peak = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for count in (1, len(lines)):
            path = Path(folder, f"{count}.jsonl")
            path.write_text("\n".join(lines[:count]), encoding="utf-8")
            for number in (1, 2):
                out = Path(folder, f"{count}-{number}.out")
                command = [*PROGRAM, "code", str(path), "-o", str(out), "--workers", str(number)]
                seconds[number, count], memory = measured(command)
                peak = max(peak, memory)
    one, two = (seconds[number, len(lines)] - seconds[number, 1] for number in (1, 2))
    print(
        f"two workers            {one / two:.2f} times one ({len(lines)} documents: {one:.1f} s and {two:.1f} s, "
        f"without starting; with it {seconds[1, len(lines)] / seconds[2, len(lines)]:.2f} times)"
    )
    print(f"peak memory            {peak:.0f} MB in the largest process")


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds of a program, and the peak memory in MB of the largest process in it.

    It is started by a small process of its own: Linux counts to a new process what the one that started it held.
    """
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], check=True, capture_output=True, text=True)
    seconds, kilobytes = json.loads(done.stdout)
    return float(seconds), float(kilobytes) / 1024


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def digests_path() -> Path:
    return Path(str(resources.files("musterbook.data") / "digests.jsonl"))


def corpus(negative: bool) -> list[Document]:
    """Of the corpus beside the project: documents about something else, or its dense world set."""
    names = ["train-1", "train-2", "train-3", "train-4", "dev-ukraine", "dev-world"] if negative else ["dev-world"]
    paths = [CORPUS / f"{name}.jsonl" for name in names]
    found = [record for path in paths if path.is_file() for record in records(path)]
    return [read_document(record) for record in found if bool(record.get("negative")) is negative]


def manuals() -> list[Document]:
    """Python's manual pages, as plain English without a claim."""
    return [Document(title=name, text=text) for name, text in islice(sorted(topics.topics.items()), 60)]


def drain(items: Iterable[object]) -> None:
    for _ in items:
        pass


def timed(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    run()
    return clock() - started


if __name__ == "__main__":
    main()
