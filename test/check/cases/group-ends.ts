/** How groups may end, and how not. */
import type { FinalGroup } from "../../../src/check/final-state.ts";
import { finalState, reader, type StageOptions, tp } from "../stage.ts";
import { batches, defaultTimes, type End } from "./ends.ts";

const good: FinalGroup = {
  groupId: "g",
  state: "Stable",
  members: [{ client: reader, healthy: true, isIdle: true }],
  unowned: [],
  unheard: [],
};

const options = (sessionTimeoutMs: number): StageOptions => ({
  trial: {
    times: defaultTimes,
    consumers: [
      {
        client: reader,
        topics: ["orders"],
        start: "earliest",
        group: {
          groupId: "g",
          sessionTimeoutMs,
          maxPollIntervalMs: 10_000,
          requestTimeoutMs: 1000,
          groupInstanceId: null,
        },
      },
    ],
  },
});

const ending = (name: string, group: Partial<FinalGroup>, given = options(10_000)): End => ({
  check: "group-progress",
  name,
  options: given,
  end: (s) => ({ ...finalState(s, batches), groups: [{ ...good, ...group }] }),
});

export const refusedGroupEnds: readonly End[] = [
  ending("a group that never comes out of its rebalance (G-10)", { state: "PreparingRebalance" }),
  ending("a partition that nobody holds", { unowned: [tp] }),
  ending("a member that never ends its commit", { members: [{ client: reader, healthy: true, isIdle: false }] }),
];

export const acceptedGroupEnds: readonly End[] = [
  ending("a group at rest", {}),
  ending("a group without living members", {
    state: "Empty",
    members: [{ client: reader, healthy: false, isIdle: false }],
    unowned: [tp],
  }),
];
