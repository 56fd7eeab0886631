/**
 * What a step leaves to its end: replicas of failed directories go offline, waiters of partitions that moved are looked
 * at, ISR proposals and follower fetches go out. Handlers only note these things, so that nothing is answered in the
 * middle of a change (Kafka's ActionQueue).
 */
import { invariant } from "../../core/invariant.ts";
import { sendProposals } from "./alter-partition-manager.ts";
import { checkDeletes } from "./delayed-delete-records.ts";
import { checkFetches } from "./delayed-fetch.ts";
import { checkProduces } from "./delayed-produce.ts";
import { failDirectories } from "./directory-failure.ts";
import { runFetchers } from "./fetcher-manager.ts";
import type { ReplicaManager } from "./replica-manager.ts";

export function settleStep(manager: ReplicaManager): void {
  if (manager.failedDirectories.length > 0) failDirectories(manager);
  if (manager.moved.length > 0) settleMoved(manager);
  if (manager.alterPartitions.due) sendProposals(manager);
  if (manager.fetchers.touched.length > 0) runFetchers(manager);
  invariant(manager.failedDirectories.length === 0, "no failed directory is left to the next step");
  invariant(!manager.alterPartitions.due, "no proposal is left to the next step");
  invariant(manager.fetchers.touched.length === 0, "no fetcher is left to the next step");
}

/** The list may grow while it is emptied. Popped, as cutting an array to nothing frees and allocates it every time. */
function settleMoved(manager: ReplicaManager): void {
  const { moved } = manager;
  for (let hosted = moved.pop(); hosted !== undefined; hosted = moved.pop()) {
    hosted.moved = false;
    if (hosted.partition !== null) checkFetches(manager, hosted.partition);
    if (hosted.produces.length > 0) checkProduces(manager, hosted);
    if (hosted.deletes.length > 0) checkDeletes(manager, hosted);
  }
}
