"""No question that the described interface allows breaks it: schemathesis asks every call, oddly and rightly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.schemas import OpenApiSchema

from musterbook.ledger import Ledger
from musterbook.web.settings import LOOPBACK
from web_cases import client, fill

KNOWN: dict[str, str] = {"name": "kp-in-ru"}
"""Names that exist, filled in when the ledger is made."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenApiSchema]:
    """The interface as it describes itself, over a ledger of the digests that the calls may change."""
    folder = tmp_path_factory.mktemp("openapi")
    with Ledger.open(folder / "muster.db") as ledger:
        fill(ledger)
        entry = next(ledger.entries())
        KNOWN["claim"], KNOWN["document"] = entry.claim.id, entry.document.id
        yield schemathesis.openapi.from_asgi(
            "/api/v1/openapi.json", client(ledger, folder, hosts=(*LOOPBACK, "testserver")).app
        )


def known(case: Case[Any]) -> None:
    """Of every two calls about something that has a name, let one be about something that is there."""
    parameters: dict[str, Any] = case.path_parameters or {}
    for name, value in parameters.items():
        if name in KNOWN and len(str(value)) % 2 == 0:
            parameters[name] = KNOWN[name]


def test_no_call_breaks_the_interface(described: OpenApiSchema) -> None:
    calls = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert len(calls) > 10
    for call in calls:

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=call.as_strategy())
        def ask(case: Case[Any]) -> None:
            known(case)
            case.call_and_validate(checks=[not_a_server_error], headers={"X-Muster": "1"})

        ask()
