/** Which rules of docs/protocol.md which part of the comparison asks about, and which none does. */

export interface Area {
  readonly area: string;
  /** Ids of docs/protocol.md. */
  readonly rules: readonly string[];
  /** Parts of the command that ask; empty: nobody has asked a real broker. */
  readonly parts: readonly string[];
}

export const areas: readonly Area[] = [
  {
    area: "append, offsets, duplicates",
    rules: ["L-3", "L-10", "L-11", "P-10", "P-11", "P-12", "P-13", "P-14"],
    parts: ["recorded", "leader", "log"],
  },
  {
    area: "rolled segments, retention by time and by log start",
    rules: ["L-13", "L-34", "L-40", "L-42"],
    parts: ["log"],
  },
  {
    area: "restart after a crash and after a clean stop",
    rules: ["L-21", "L-25", "L-26", "L-71", "L-72"],
    parts: ["recorded", "log"],
  },
  { area: "order of log start, high watermark and log end", rules: ["L-30", "L-31", "L-33"], parts: ["leader", "log"] },
  { area: "leader epoch cache", rules: ["L-60", "L-61", "L-62", "L-63"], parts: ["recorded", "leader", "log"] },
  { area: "a follower's appends, truncation", rules: ["L-12", "L-80", "L-81"], parts: ["log"] },
  { area: "acks and min.insync.replicas", rules: ["P-1", "P-2", "P-4", "P-6", "P-8"], parts: ["recorded"] },
  {
    area: "fences and divergence of a fetch",
    rules: ["R-2", "R-3", "R-4", "R-5", "R-6"],
    parts: ["recorded", "leader"],
  },
  { area: "high watermark of a leader", rules: ["R-13", "R-14", "R-15"], parts: ["recorded", "leader"] },
  { area: "who leaves and joins the ISR", rules: ["R-12", "R-20", "R-22"], parts: ["recorded"] },
  { area: "what AlterPartition refuses", rules: ["R-22", "R-23", "R-25"], parts: ["recorded", "controller"] },
  {
    area: "elections, clean, unclean and preferred",
    rules: ["R-40", "R-41", "R-42", "R-43", "R-47", "R-52", "K-25"],
    parts: ["recorded", "controller"],
  },
  { area: "eligible leader replicas", rules: ["R-44", "R-45"], parts: ["recorded", "controller"] },
  { area: "reassignment", rules: ["R-48", "R-50", "R-53"], parts: ["recorded", "controller"] },
  {
    area: "registration, heartbeats, controlled shutdown",
    rules: ["K-21", "K-22", "K-23", "K-24", "K-27"],
    parts: ["recorded", "controller"],
  },
  { area: "a follower's fetches", rules: ["R-32", "R-34", "R-35", "R-37"], parts: [] },
  { area: "compaction", rules: ["L-50", "L-51", "L-53"], parts: [] },
  { area: "preferred read replicas", rules: ["R-7"], parts: [] },
  { area: "Raft among controllers", rules: ["K-3", "K-4", "K-5", "K-6", "K-8"], parts: [] },
  { area: "producer and consumer", rules: ["P-20", "P-21", "P-23", "P-24", "P-26", "P-27"], parts: [] },
];

/** Claims of docs/invariants.md §6 about what Kafka itself does, and which release showed it. */
export interface TriedClaim {
  readonly claim: number;
  readonly shown: string;
}

export const triedClaims: readonly TriedClaim[] = [
  { claim: 14, shown: "shown by 4.1.2 and 4.3.1: a follower with stale records is not told to truncate" },
  { claim: 15, shown: "shown by 4.1.2, also that a retry below the log start is answered as a duplicate" },
  { claim: 16, shown: "shown by 4.1.2" },
  {
    claim: 17,
    shown:
      "shown by 4.1.2 and 4.3.1: the partition is given up until the next leader epoch; an empty log does take such a batch",
  },
  { claim: 18, shown: "shown by 4.1.2 and 4.4.0: a consumer got records that were not committed" },
  {
    claim: 19,
    shown:
      "the place that a restart forgets was shown by 4.1.2 and 4.4.0, after a crash and after a clean stop; nobody has tried the rest",
  },
  { claim: 20, shown: "nobody has tried it: it needs a broker that is cut off from its controller alone" },
  { claim: 21, shown: "nobody has tried it" },
];
