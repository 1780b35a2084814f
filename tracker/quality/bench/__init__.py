"""How quick this program is, beside what one would otherwise use.

All input is made here, from a seed: two runs on one machine measure the same.
"""

from tracker.quality.bench.dedup import STORED, dedup_bench
from tracker.quality.bench.deliver import DELIVERED, FEW_DELIVERED, deliver_bench
from tracker.quality.bench.match import FULL, SMALL, match_bench, sized
from tracker.quality.bench.parse import parse_bench
from tracker.quality.bench.poll import poll_bench

__all__ = [
    "DELIVERED",
    "FEW_DELIVERED",
    "FULL",
    "SMALL",
    "STORED",
    "dedup_bench",
    "deliver_bench",
    "match_bench",
    "parse_bench",
    "poll_bench",
    "sized",
]
