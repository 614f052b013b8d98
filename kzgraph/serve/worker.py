"""A process that does one job after the other, for a server that ends it when it takes too long.

A query in Oxigraph cannot be stopped, so it runs where it can be killed. Jobs come as lines of JSON on standard input; for each
one line goes to standard output, and the bytes of the answer into the file that the job names.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pyoxigraph as ox

from kzgraph.serve.answers import Answer, Head
from kzgraph.serve.jobs import JOBS, Data, Job
from kzgraph.serve.refusal import Refusal

#: The server kills at its limit; should the server be gone, the process ends itself so many seconds later.
_GRACE = 2
_LONGEST_REASON = 2000


def main() -> None:
    """Do jobs until standard input ends."""
    settings = json.loads(sys.argv[1])
    _bound(settings["memory"])
    data = Data(ox.Store.read_only(settings["store"]), settings["base"], settings["neighbours"])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin.buffer:
        job = json.loads(line)
        # The default action of this signal ends the process in the middle of a query, where no Python runs.
        signal.alarm(math.ceil(job["seconds"]) + _GRACE)
        head = done(data, job)
        signal.alarm(0)
        sys.stdout.write(json.dumps(asdict(head)) + "\n")
        sys.stdout.flush()


def done(data: Data, job: Job) -> Head:
    """Do one job.

    Args:
        data: To ask.
        job: ``do``, a key of :data:`~kzgraph.serve.jobs.JOBS`; ``file`` and ``most``, where the answer goes and how long it may
            be; and what the job needs.
    """
    with Path(job["file"]).open("wb") as file:
        answer = Answer(file, job["most"])
        try:
            head = JOBS[job["do"]](data, job, answer)
        except Refusal as refusal:
            return Head(refusal.status, reason=refusal.reason[:_LONGEST_REASON])
        except (OSError, RuntimeError) as fault:
            if answer.full:
                return Head(403, reason=f"The answer is longer than {job['most']:,} bytes. Ask for less, with LIMIT.")
            return Head(500, reason=f"This cannot be answered: {fault}"[:_LONGEST_REASON])
    return replace(head, etag=answer.etag())


def _bound(memory: int) -> None:
    """Bound memory where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
