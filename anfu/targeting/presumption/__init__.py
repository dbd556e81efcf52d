"""Presumption: from name, scope and industry to grounds of class 1, industry and 工贸 sector, with the words.

Pure: no database, no clock. The words are data files beside this package. Clause: 二(一)1.
What is presumed is a suspicion that waits for a person.
"""

from .frame import Presumed, presume_all, presume_chunks, presume_frame
from .lexicon import GROUNDS, Lexicon, load_lexicon
from .one import GroundPresumption, Presumption, Span, presume_one

__all__ = [
    "GROUNDS",
    "GroundPresumption",
    "Lexicon",
    "Presumed",
    "Presumption",
    "Span",
    "load_lexicon",
    "presume_all",
    "presume_chunks",
    "presume_frame",
    "presume_one",
]
