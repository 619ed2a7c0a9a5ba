"""Claims kept: tables, writing, asking, history."""

from musterbook.ledger.adding import Added, Addition
from musterbook.ledger.asking import FacetCount, Facets, Page, Query
from musterbook.ledger.ledger import Ledger

__all__ = ["Added", "Addition", "FacetCount", "Facets", "Ledger", "Page", "Query"]
