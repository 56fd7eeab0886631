/**
 * Whatever groups did and however far the log of their coordinator has been compacted: who loads it knows the same groups and offsets as
 * who wrote it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { commitOffsets, type GroupCommand, type GroupLedgerState, groupLedger } from "../src/kafka/group/ledger.ts";
import { type GroupRecord, groupCodec, recordOf } from "../src/kafka/group/records.ts";
import { tooSeldom } from "./vacuity.ts";

const groupIds = ["a", "b"] as const;
const named = fc.record({ topic: fc.constantFrom("t", "u"), partition: fc.integer({ min: 0, max: 1 }) });
const groupId = fc.constantFrom(...groupIds);

const command: fc.Arbitrary<GroupCommand> = fc.oneof(
  fc.record({
    kind: fc.constant("commit-offsets" as const),
    groupId,
    offsets: fc.uniqueArray(
      fc.tuple(named, fc.nat(99)).map(([tp, offset]) => ({ ...tp, offset, leaderEpoch: 0, metadata: "" })),
      { maxLength: 3, selector: ({ topic, partition }) => `${topic}-${partition}` },
    ),
    nowMs: fc.nat(1000),
  }),
  fc.record({ kind: fc.constant("store-group" as const), groupId, value: fc.nat(9).map(groupValue) }),
  fc.record({
    kind: fc.constant("delete-offsets" as const),
    groupId,
    partitions: fc.uniqueArray(named, { maxLength: 2, selector: ({ topic, partition }) => `${topic}-${partition}` }),
    andGroup: fc.boolean(),
  }),
);

function groupValue(generation: number): Extract<GroupCommand, { kind: "store-group" }>["value"] {
  const value = { protocolType: "consumer", protocol: null, leader: null, currentStateTimestamp: 0, members: [] };
  return { type: "GroupMetadata", generation, ...value };
}

interface Stored {
  readonly key: string;
  readonly record: GroupRecord;
  readonly at: number;
}

/** The log that these commands leave. */
function write(commands: readonly GroupCommand[]): {
  readonly log: readonly Stored[];
  readonly state: GroupLedgerState;
} {
  const state = groupLedger.empty();
  const log: Stored[] = [];
  for (const one of commands) {
    for (const record of groupLedger.decide(state, one).records) {
      const { key, value } = groupCodec.encode(record);
      log.push({ key, record: recordOf(key, value), at: log.length });
      groupLedger.replay(state, record, log.length - 1);
    }
  }
  return { log, state };
}

/** Up to `clean` of each key the last record only stays, and of deletions perhaps none. */
const compact = (log: readonly Stored[], clean: number, dropsDeletions: boolean): readonly Stored[] =>
  log.filter(({ key, record, at }) => {
    if (at >= clean) return true;
    const isLast = !log.some((other) => other.key === key && other.at > at && other.at < clean);
    return isLast && !(dropsDeletions && record.value === null);
  });

function load(log: readonly Stored[]): GroupLedgerState {
  const state = groupLedger.empty();
  for (const { record, at } of log) groupLedger.replay(state, record, at);
  return state;
}

/** What members and operators can see of it. */
function seen(state: GroupLedgerState): object {
  commitOffsets(state, Number.POSITIVE_INFINITY);
  return groupIds.map((id) => ({
    group: state.groups.get(id) ?? null,
    offsets: [...(state.offsets.get(id) ?? [])]
      .flatMap(([name, { appended, committed }]) =>
        appended === null && committed === null ? [] : { name, appended, committed },
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

test("coordinator load", () => {
  let dropped = 0;
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), fc.nat(80), fc.boolean(), (commands, clean, dropsDeletions) => {
      const { log, state } = write(commands);
      const kept = compact(log, clean, dropsDeletions);
      dropped += log.length - kept.length;
      expect(seen(load(kept))).toEqual(seen(state));
    }),
    { numRuns: 300, seed: 31 },
  );
  expect(dropped, tooSeldom).toBeGreaterThan(500);
});
