/**
 * What a step leaves to its end: replicas of failed directories go offline, waiters of partitions that moved are looked
 * at, ISR proposals and follower fetches go out. Handlers only note these things, so that nothing is answered in the
 * middle of a change (Kafka's ActionQueue).
 */
import { sendProposals } from "./alter-partition-manager.ts";
import { checkDeletes } from "./delayed-delete-records.ts";
import { checkFetches } from "./delayed-fetch.ts";
import { checkProduces } from "./delayed-produce.ts";
import { failDirectories } from "./directory-failure.ts";
import { runFetchers } from "./fetcher-manager.ts";
import type { BrokerState } from "./state.ts";

export function settleStep(state: BrokerState): void {
  if (state.failedDirectories.length > 0) failDirectories(state);
  if (state.moved.length > 0) settleMoved(state);
  if (state.alterPartitions.due) sendProposals(state);
  if (state.fetchers.touched.length > 0) runFetchers(state);
}

/** The list may grow while it is emptied. Popped, as cutting an array to nothing frees and allocates it every time. */
function settleMoved(state: BrokerState): void {
  const { moved } = state;
  for (let hosted = moved.pop(); hosted !== undefined; hosted = moved.pop()) {
    hosted.moved = false;
    if (hosted.partition !== null) checkFetches(state, hosted.partition);
    if (hosted.produces.length > 0) checkProduces(state, hosted);
    if (hosted.deletes.length > 0) checkDeletes(state, hosted);
  }
}
