/** What consumers did otherwise in earlier releases of the clients, oldest change first. */
import type { ReleaseChange } from "./change.ts";

export const consumerChanges: readonly ReleaseChange[] = [
  {
    name: "fetch-past-buffered",
    before: "4.0",
    sentence:
      "A consumer fetches from a node though something of it waits for the application; what waits falls out of the fetch session.",
    source: "KAFKA-17182, AbstractFetch.prepareFetchRequests",
    override: { consumer: { sparesBufferedNodes: false } },
  },
];
