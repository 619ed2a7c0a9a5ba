"""What all tests share: in a run that may skip nothing, a test that a missing program would skip has failed."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any, TypeVar

import pytest

NO_SKIP = "MUSTERBOOK_NO_SKIP"
"""Environment variable of a run in which every program the tests need has to be there."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test's report."""
    report = yield
    return report if hasattr(report, "wasxfail") else _judged(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The report of a file that was looked through for tests, and may have been skipped whole."""
    return _judged((yield))


def _judged(report: Report) -> Report:
    if report.skipped and os.environ.get(NO_SKIP) == "1":
        reason: Any = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if "installed" in str(reason):
            report.outcome = "failed"
            report.longrepr = f"{reason}, and {NO_SKIP}=1 says that nothing may be missing"
    return report
