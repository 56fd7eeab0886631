/** What groups must not do, and what they may. */
import type { FinalState } from "../../../src/check/final-state.ts";
import type { ConsumerTerms } from "../../../src/check/options.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { offsetsTopic } from "../../../src/kafka/group/records.ts";
import { firstInternalId, type RecordBatch } from "../../../src/kafka/records.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { freshPartition } from "../../kafka/metadata/fresh-partition.ts";
import { batchOf, finalState, reader, type Stage, type StageOptions, tp } from "../stage.ts";
import { type Case, ids, three } from "./case.ts";

const other = reader + 1;
const offsets = topicPartition(2, 0);
const first = (): RecordBatch => batchOf(0, ids, 0);

const member = (changes: Partial<ConsumerTerms> = {}): StageOptions => ({
  trial: {
    consumers: [
      {
        client: reader,
        topics: ["orders"],
        start: "earliest",
        group: {
          groupId: "g",
          sessionTimeoutMs: 45_000,
          maxPollIntervalMs: 300_000,
          requestTimeoutMs: 30_000,
          groupInstanceId: null,
        },
        autoOffsetReset: "earliest",
        ...changes,
      },
    ],
  },
});

/** The topic of the offsets, led by broker 1. */
function withOffsets(s: Stage): void {
  s.event((t) => {
    t.topicCreated(offsetsTopic, [offsets]);
    t.partitionChanged(offsets, null, freshPartition([1, 2, 3]), "none");
  });
  for (const broker of [1, 2, 3]) s.event((t) => t.logOpened(broker, offsets, 0, 0, 0, false));
  s.event((t) => t.becameLeader(1, offsets, 0, 0));
}

/** A commit of `offset` stands at `at` in the log of the group. */
const appendCommit = (s: Stage, at: number, offset: number, broker = 1, epoch = 0): void =>
  s.event((t) => {
    const key = JSON.stringify(["offset", "g", "orders", 0]);
    const value = { type: "OffsetCommit", offset, leaderEpoch: 0, metadata: "", commitTimestamp: 0 };
    const record = { id: firstInternalId + at, key, value, headers: [], timestamp: 0, offsetDelta: 0, sizeInBytes: 10 };
    t.appended(broker, offsets, batchOf(at, [], epoch, { records: [record], lastOffsetDelta: 0 }), true, epoch);
  });

const ackCommit = (s: Stage, offset: number): void =>
  s.event((t) =>
    t.commitCompleted(
      reader,
      "g",
      [{ topic: "orders", partition: 0, offset, leaderEpoch: 0, metadata: "" }],
      Errors.NONE,
    ),
  );

const told = (s: Stage, offset: number): void => s.event((t) => t.committedFetched(other, "g", tp, offset));

const processes = (s: Stage, client: number, generation: number, to = 3): void =>
  s.event((t) => t.processed(client, "g", generation, tp, first(), 0, to));

const atRest = (s: Stage): FinalState => ({
  ...finalState(s, [first()]),
  groups: [
    {
      groupId: "g",
      state: "Stable",
      members: [{ client: reader, healthy: true, isIdle: true }],
      unowned: [],
      unheard: [],
    },
  ],
});

export const refusedGroupHistories: readonly Case[] = [
  {
    check: "one-owner",
    name: "two members process a partition in one generation (G-04)",
    act: (s) => {
      three(s);
      processes(s, reader, 4);
      processes(s, other, 4);
    },
  },
  {
    check: "commits-kept",
    name: "the next owner starts from an older commit (G-02)",
    act: (s) => {
      withOffsets(s);
      for (const [at, offset] of [1, 2].entries()) appendCommit(s, at, offset);
      ackCommit(s, 2);
      told(s, 1);
    },
  },
  {
    check: "commits-kept",
    name: "an acknowledged commit is gone",
    act: (s) => {
      withOffsets(s);
      appendCommit(s, 0, 2);
      ackCommit(s, 2);
      told(s, -1);
    },
  },
  {
    check: "no-skip",
    name: "nobody processed the last record (G-14)",
    options: member(),
    act: (s) => {
      three(s);
      processes(s, reader, 1, 2);
      s.finish(atRest(s));
    },
  },
];

/** By unclean election, as a loss of what the group reads. */
const losing =
  (act: (s: Stage) => void): ((s: Stage) => void) =>
  (s) => {
    three(s);
    s.isr([1]);
    s.down(1);
    s.elect(2, "unclean", { isr: [2] });
    act(s);
  };

export const acceptedGroupHistories: readonly Case[] = [
  {
    check: "one-owner",
    name: "an excluded member goes on in its generation (§6.6)",
    act: (s) => {
      three(s);
      processes(s, reader, 4);
      processes(s, other, 5);
      processes(s, reader, 4);
    },
  },
  {
    check: "commits-kept",
    name: "a later commit with a smaller offset counts (§6.7)",
    act: (s) => {
      withOffsets(s);
      for (const [at, offset] of [7, 2].entries()) appendCommit(s, at, offset);
      ackCommit(s, 7);
      ackCommit(s, 2);
      told(s, 2);
    },
  },
  {
    check: "commits-kept",
    name: "a commit that nobody answered may count",
    act: (s) => {
      withOffsets(s);
      for (const [at, offset] of [2, 5].entries()) appendCommit(s, at, offset);
      ackCommit(s, 2);
      told(s, 5);
    },
  },
  {
    check: "commits-kept",
    name: "a leader that was replaced still writes, which never counts",
    act: (s) => {
      withOffsets(s);
      appendCommit(s, 0, 2, 2, 1);
      ackCommit(s, 2);
      appendCommit(s, 0, 9);
      told(s, 2);
    },
  },
  {
    check: "commits-kept",
    name: "what the group reads has lost its history (§6.34)",
    act: losing((s) => {
      withOffsets(s);
      appendCommit(s, 0, 2);
      ackCommit(s, 2);
      told(s, -1);
    }),
  },
  {
    check: "no-skip",
    name: "an application that commits before it processes may skip",
    options: member({ commitsBefore: true }),
    act: (s) => {
      three(s);
      processes(s, reader, 1, 2);
      s.finish(atRest(s));
    },
  },
  {
    check: "no-skip",
    name: "a group that began at the end has skipped what was there (§6.13)",
    options: member({ autoOffsetReset: "latest" }),
    act: (s) => {
      three(s);
      processes(s, reader, 1, 2);
      s.finish(atRest(s));
    },
  },
  {
    check: "no-skip",
    name: "a partition that was added: not all members have heard of it yet",
    options: member(),
    act: (s) => {
      three(s);
      processes(s, reader, 1, 2);
      const end = atRest(s);
      s.finish({ ...end, groups: end.groups.map((group) => ({ ...group, unheard: [tp] })) });
    },
  },
  {
    check: "no-skip",
    name: "a record that compaction took where it would have been read, and not elsewhere",
    options: { ...member(), compact: true },
    act: (s) => {
      s.isr([1, 2]);
      const before = batchOf(0, ids, 0, { records: first().records.map((record) => ({ ...record, key: "k" })) });
      s.commit(1, 0, ids, [2]);
      processes(s, reader, 1, 2);
      s.event((t) => t.compacted(1, tp, [before], [{ ...before, records: before.records.slice(2) }], 0));
      s.finish(atRest(s));
    },
  },
  {
    check: "no-skip",
    name: "records processed twice (§6.6)",
    options: member(),
    act: (s) => {
      three(s);
      processes(s, reader, 1);
      processes(s, reader, 2);
      s.finish(atRest(s));
    },
  },
];

const begins = (s: Stage, broker: number, generation: number): void =>
  s.event((t) => t.generationStarted(broker, "g", generation, "range", "m", ["m"]));

export const refusedCommits: readonly Case[] = [
  {
    check: "commit-fenced",
    name: "a commit of the generation before is taken (G-01)",
    act: (s) => {
      begins(s, 1, 4);
      begins(s, 1, 5);
      s.event((t) => t.commitTaken(1, "g", "m", 4));
    },
  },
];

export const acceptedCommits: readonly Case[] = [
  {
    check: "commit-fenced",
    name: "another coordinator has not heard of the newer generation",
    act: (s) => {
      begins(s, 1, 5);
      begins(s, 2, 4);
      s.event((t) => t.commitTaken(2, "g", "m", 4));
    },
  },
  {
    check: "commit-fenced",
    name: "a coordinator that loads its groups anew counts on from its log",
    act: (s) => {
      begins(s, 1, 5);
      s.event((t) => t.coordinatorLoaded(1, offsets, 2));
      s.event((t) => t.commitTaken(1, "g", "m", 4));
    },
  },
];
