"""What all tests share: in a run that may skip nothing, a test that a missing program would skip has failed."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

NO_SKIP = "MUSTERBOOK_NO_SKIP"
"""Environment variable of a run in which every program the tests need has to be there."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(NO_SKIP) == "1":
        reason: Any = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if "installed" in str(reason):
            report.outcome = "failed"
            report.longrepr = f"{reason}, and {NO_SKIP}=1 says that nothing may be missing"
    return report
