"""A run: compare what is here with what the store remembers, send what changed, remember it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kzgraph import __version__
from kzgraph.errors import StoreError
from kzgraph.publish.endpoint import Endpoint
from kzgraph.publish.line import UnreachableError
from kzgraph.publish.loading import Loader
from kzgraph.publish.records import Record, Records
from kzgraph.publish.results import Action, Outcome

#: Told the name of a stage, the steps done and all steps.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph that is to be in the store.

    Args:
        iri: Its name there.
        triples: How many statements it has.
        digest: SHA-256 of its canonical lines.
        staging: The graph that is filled beside it, where the store needs that; it has the digest in its name.
    """

    iri: str
    triples: int
    digest: str
    staging: str


class Publisher:
    """Brings a store up to date.

    Args:
        endpoint: The store.
        loader: How graphs get into it.
        records: What it remembers.
        at: When, as a date or a moment of XML Schema; empty where that is not said.
    """

    def __init__(self, endpoint: Endpoint, loader: Loader, records: Records, *, at: str = "") -> None:
        self._endpoint = endpoint
        self._loader = loader
        self._records = records
        self._at = at
        self._left_over: tuple[str, ...] = ()

    def plan(
        self, graphs: Sequence[Graph], *, kept: frozenset[str] = frozenset(), everything: bool = False, delete: bool = False
    ) -> list[Outcome]:
        """Return what is to be done; the store is only asked.

        Args:
            graphs: All that are to be in the store.
            kept: IRIs of others that stay as they are and are not spoken of.
            everything: Send what has not changed too.
            delete: Remove what was published before and is not among the graphs.

        Raises:
            StoreError: The store cannot be asked.
        """
        known = self._records.read()
        here = {graph.iri: graph for graph in graphs}
        same = [graph.iri for graph in graphs if known.get(graph.iri, Record()).digest == graph.digest]
        counts = self._endpoint.counts(same)
        plan = []
        for graph in graphs:
            record = known.get(graph.iri)
            if graph.iri not in counts:
                began = record is not None and not record.digest
                why = "new" if record is None else "an earlier run did not end" if began else "changed"
            elif counts[graph.iri] != graph.triples:
                why = f"the store has {counts[graph.iri]:,} statements of it"
            else:
                why = "asked for" if everything else ""
            action = Action.SENT if why else Action.UNCHANGED
            plan.append(Outcome(graph.iri, action, graph.triples, graph.digest, why))
        for iri in sorted(known.keys() - here.keys() - kept):
            action, why = (Action.REMOVED, "missing") if delete else (Action.LEFT, "missing; --delete-missing removes it")
            plan.append(Outcome(iri, action, why=why))
        useful = {graph.staging for graph in graphs}
        self._left_over = tuple(sorted({record.staging for record in known.values() if record.staging} - useful))
        return plan

    def run(
        self,
        plan: Sequence[Outcome],
        graphs: Sequence[Graph],
        lines_of: Callable[[str], Sequence[str]],
        progress: Progress = lambda *_: None,
    ) -> list[Outcome]:
        """Do what is planned; what fails keeps nothing else from being done, unless the store is gone.

        Args:
            plan: As :meth:`plan` returned it; what is refused there stays as it is.
            graphs: As they were given to it.
            lines_of: The canonical lines of a graph.
            progress: Told how far the run is.

        Returns:
            What came of each graph, in the order of the plan.
        """
        here = {graph.iri: graph for graph in graphs}
        due = [outcome for outcome in plan if outcome.action in (Action.SENT, Action.REMOVED)]
        gone: StoreError | None = None
        try:
            for staging in self._left_over:
                self._endpoint.remove(staging)
            # Before the first change: whatever happens from here on, a record never speaks of what is no longer there.
            sent = [outcome.graph for outcome in due if outcome.action is Action.SENT]
            self._records.begin({iri: here[iri].staging if self._loader.stages else "" for iri in sent})
        except StoreError as fault:
            gone = fault
        done = []
        steps = 0
        for outcome in plan:
            if outcome not in due:
                done.append(outcome)
                continue
            progress("publish", steps, len(due))
            steps += 1
            if gone is None:
                try:
                    done.append(self._do(outcome, here, lines_of))
                    continue
                except UnreachableError as fault:
                    gone = fault
                except StoreError as fault:
                    done.append(replace(outcome, action=Action.FAILED, fault=fault))
                    continue
            done.append(replace(outcome, action=Action.FAILED, fault=gone))
        return done

    def _do(self, outcome: Outcome, here: dict[str, Graph], lines_of: Callable[[str], Sequence[str]]) -> Outcome:
        if outcome.action is Action.REMOVED:
            self._endpoint.remove(outcome.graph)
            if left := self._endpoint.count(outcome.graph):
                raise StoreError(outcome.graph, f"{left:,} statements stay in it", "Run the command again.")
            self._records.forget([outcome.graph])
            return replace(outcome, verified="count")
        graph = here[outcome.graph]
        self._loader.replace(graph.iri, lines_of(graph.iri), graph.digest, graph.staging)
        self._records.write(graph.iri, Record(graph.digest, graph.triples), software=f"kzgraph {__version__}", at=self._at)
        return replace(outcome, verified=self._loader.verified_by)
