"""Names to places: countries, regions, towns, with aliases in several languages."""

from musterbook.gazetteer.candidate import Candidate
from musterbook.gazetteer.gazetteer import Gazetteer
from musterbook.gazetteer.outlines import outline, outlines

__all__ = ["Candidate", "Gazetteer", "outline", "outlines"]
