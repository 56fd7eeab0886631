/** What a rebalance costs, and what it leaves. */
import { Errors } from "../../kafka/errors.ts";
import type { Gauge } from "./gauge.ts";

export interface GroupMeasures {
  readonly recordsProcessedTwice: number;
  readonly refusedCommits: number;
  readonly generations: number;
}

export const groupSentences: Readonly<Record<keyof GroupMeasures, string>> = {
  recordsProcessedTwice: "records that the members of a group processed more than once",
  refusedCommits: "commits that a coordinator refused as those of a member that it had excluded",
  generations: "generations that groups began: one for each rebalance",
};

const fences: ReadonlySet<number> = new Set([
  Errors.ILLEGAL_GENERATION,
  Errors.UNKNOWN_MEMBER_ID,
  Errors.FENCED_INSTANCE_ID,
]);

export function groupGauge(): Gauge<GroupMeasures> {
  const times = new Map<string, { readonly record: number; count: number }>();
  let refusedCommits = 0;
  let generations = 0;
  const twice = (): number[] => [...times.values()].filter(({ count }) => count > 1).map(({ record }) => record);
  return {
    observer: {
      processed(_client, groupId, _generationId, _tp, batch, from, to) {
        for (const { id, offsetDelta } of batch.records) {
          const offset = batch.baseOffset + offsetDelta;
          if (offset < from || offset >= to) continue;
          const key = `${groupId} ${id}`;
          const seen = times.get(key) ?? { record: id, count: 0 };
          seen.count++;
          times.set(key, seen);
        }
      },
      commitAnswered(_broker, _groupId, _memberId, _generationId, _offsets, errorCode) {
        if (fences.has(errorCode)) refusedCommits++;
      },
      generationStarted() {
        generations++;
      },
    },
    values: () => ({ recordsProcessedTwice: twice().length, refusedCommits, generations }),
    witnesses: () => ({ recordsProcessedTwice: twice() }),
  };
}
