"""The draw `anfu-draw-1`, without database or clock: commitment, sources, seed, choice, answers, public record.

`scripts/verify_draw.py` does all of it again from the published record alone, with code of its own.
"""

from anfu.experts.draw.answers import Answer, Calls, replay
from anfu.experts.draw.choosing import Selection, choose, select
from anfu.experts.draw.commitment import ALGORITHM, commitment, commitment_hash, line_hash
from anfu.experts.draw.record import public_record, written
from anfu.experts.draw.sources import nonce_hash, seed_of, settled

__all__ = [
    "ALGORITHM",
    "Answer",
    "Calls",
    "Selection",
    "choose",
    "commitment",
    "commitment_hash",
    "line_hash",
    "nonce_hash",
    "public_record",
    "replay",
    "seed_of",
    "select",
    "settled",
    "written",
]
