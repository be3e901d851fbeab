"""How many Argon2id hashes this machine makes, with all its cores and nothing else."""

import json
import multiprocessing
import os
import sys
import time

from argon2 import PasswordHasher
from argon2.low_level import Type

# The parameters of eduport.core.hashers.Argon2idHasher.
HASHER = PasswordHasher(2, 19 * 1024, 1, type=Type.ID)


def hash_for(seconds: float) -> int:
    """Check one password again and again; return how often."""
    encoded = HASHER.hash("a password")
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        HASHER.verify(encoded, "a password")
        count += 1
    return count


def main() -> None:
    """Print the hashes a second as JSON."""
    seconds, cores = float(sys.argv[1]), os.cpu_count() or 1
    # Fork: the children need nothing that this process has not loaded.
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        counts = pool.map(hash_for, [seconds] * cores, chunksize=1)
    json.dump({"per_second": sum(counts) / seconds}, sys.stdout)
