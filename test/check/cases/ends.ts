/** Ends of runs, and how one is judged. */
import type { FinalClient, FinalState } from "../../../src/check/final-state.ts";
import type { Trial, TrialResult } from "../../../src/check/trial.ts";
import { batchOf, producer, type Stage, type StageOptions, stage, tp } from "../stage.ts";

export interface End {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly end: (s: Stage) => FinalState;
}

/** Kafka's times, under which progress is owed. */
export const defaultTimes = {
  brokerHeartbeatIntervalMs: 2000,
  brokerSessionTimeoutMs: 9000,
  replicaFetchWaitMaxMs: 500,
  replicaSocketTimeoutMs: 30_000,
  replicaFetchBackoffMs: 1000,
  producerIdExpirationMs: 86_400_000,
  calmMs: 400_000,
};

export const batches = [batchOf(0, [10, 11], 0)];
export const unhealthy = (final: FinalState, ...brokers: number[]): FinalState => ({
  ...final,
  brokers: final.brokers.map((one) => ({ ...one, healthy: !brokers.includes(one.broker) })),
  partitions: final.partitions.map((one) => ({
    ...one,
    replicas: one.replicas.filter((replica) => !brokers.includes(replica.broker)),
  })),
});

/** Once in each virtual second from the first to the last: time passes. */
export function pass(s: Stage, from: number, to: number): void {
  for (let second = from; second <= to; second++) at(s, second, () => {});
}

/** Then, and after nothing that came by itself. */
export function at(s: Stage, second: number, act: (trial: Trial) => void): void {
  s.trial.beginEvent(200 + second, second * 1_000_000);
  act(s.trial);
  s.trial.endEvent();
}

export const timed: StageOptions = { trial: { times: defaultTimes } };

export const withClient = (final: FinalState, client: number, change: Partial<FinalClient>): FinalState => ({
  ...final,
  clients: final.clients.map((one) => (one.client === client ? { ...one, ...change } : one)),
});

/** A producer whose sends may take so long. */
export const within = (decidedWithinMs: number): StageOptions => ({
  trial: {
    producers: [
      {
        client: producer,
        topics: ["orders"],
        acks: -1,
        enableIdempotence: true,
        maxInFlightRequestsPerConnection: 5,
        decidedWithinMs,
      },
    ],
  },
});

/** Judges the end; the stage that it was judged on, and what the trial made of it. */
export function judgeEnd(one: End, options = one.options): { readonly s: Stage; readonly result: TrialResult } {
  const s = stage(options);
  s.commit(1, 0, [10, 11]);
  s.event((t) => {
    for (const id of [10, 11]) t.sendCompleted(producer, id, tp, "ok", 0, id - 10);
  });
  s.trial.enterCalm();
  return { s, result: s.finish(one.end(s)) };
}
