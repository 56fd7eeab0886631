/**
 * Random conversations with a controller and three brokers that are scripts: ISR proposals, right and wrong, fences, new
 * processes, elections, reassignments, changed settings, controlled shutdowns. A proposal is drawn beside what the
 * partition then is.
 */
import fc from "fast-check";
import type { Described, Say } from "../conversations/answer.ts";
import type { ControllerSeat } from "../conversations/controller-conversation.ts";

export type ControllerStep =
  | {
      readonly do: "alter";
      /** The leader, or another broker. */
      readonly by: number | "leader";
      /** Beside the leader epoch and the partition epoch as they are. */
      readonly leaderEpoch: number;
      readonly partitionEpoch: number;
      readonly isr: readonly number[];
      readonly hasLeader: boolean;
    }
  | { readonly do: "fence" | "unfence" | "stop"; readonly id: number }
  | { readonly do: "register"; readonly id: number; readonly clean: boolean }
  | { readonly do: "elect"; readonly type: "preferred" | "unclean" }
  | { readonly do: "reassign"; readonly to: readonly number[] | null }
  | { readonly do: "config"; readonly minInsyncReplicas: string | null };

export interface ControllerScript {
  readonly replicas: readonly number[];
  readonly minInsyncReplicas: number;
  readonly isUnclean: boolean;
  readonly steps: readonly ControllerStep[];
}

/** What a random conversation needs beyond the recorded one. */
export interface RandomControllerSeat extends ControllerSeat {
  createTopic(
    name: string,
    configs: Readonly<Record<string, string | number>>,
    replicas?: readonly number[],
  ): Promise<void>;
}

export const scriptedBrokers = [7, 8, 9];
const steps = 20;

const broker = fc.constantFrom(...scriptedBrokers);
const shuffled = fc.shuffledSubarray([...scriptedBrokers], { minLength: 1 });
/** 0 as a rule, now and then one beside it. */
const nearly = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, -1);

const step: fc.Arbitrary<ControllerStep> = fc.oneof(
  {
    weight: 38,
    arbitrary: fc.record({
      do: fc.constant("alter" as const),
      by: fc.oneof({ weight: 7, arbitrary: fc.constant("leader" as const) }, broker),
      leaderEpoch: nearly,
      partitionEpoch: nearly,
      isr: shuffled,
      hasLeader: fc.oneof({ weight: 7, arbitrary: fc.constant(true) }, fc.constant(false)),
    }),
  },
  { weight: 18, arbitrary: fc.record({ do: fc.constant("fence" as const), id: broker }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant("unfence" as const), id: broker }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("register" as const), id: broker, clean: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stop" as const), id: broker }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("elect" as const),
      type: fc.constantFrom("preferred" as const, "preferred" as const, "unclean" as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("reassign" as const),
      to: fc.option(shuffled, { nil: null, freq: 6 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("config" as const),
      minInsyncReplicas: fc.constantFrom("1", "2", "3", "5", null),
    }),
  },
);

export const controllerScripts: fc.Arbitrary<ControllerScript> = fc.noBias(
  fc.record({
    replicas: fc.shuffledSubarray([...scriptedBrokers], { minLength: 2 }),
    minInsyncReplicas: fc.integer({ min: 1, max: 3 }),
    isUnclean: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    steps: fc
      .array(fc.option(step, { nil: null, freq: 60 }), { minLength: steps, maxLength: steps })
      .map((drawn) => drawn.filter((one) => one !== null)),
  }),
);

/** Each step is said with what was answered, then what the partition is. */
export async function playControllerScript(
  seat: RandomControllerSeat,
  topic: string,
  { replicas, minInsyncReplicas, isUnclean, steps: played }: ControllerScript,
  say: Say,
): Promise<void> {
  const configs = { "min.insync.replicas": minInsyncReplicas, "unclean.leader.election.enable": String(isUnclean) };
  await seat.createTopic(topic, configs, replicas);
  const fenced = new Set<number>();
  for (const one of played) {
    const before = await seat.describe(topic);
    say(JSON.stringify(one), await answerTo(seat, topic, one, before, fenced));
    say("  then", await seat.describe(topic));
  }
  for (const id of fenced) await seat.fence(id, false);
  say("all unfenced", await seat.describe(topic));
}

/** Null where the step means nothing then: a broker is fenced already, nobody leads. */
async function answerTo(
  seat: RandomControllerSeat,
  topic: string,
  one: ControllerStep,
  before: Described,
  fenced: Set<number>,
): Promise<unknown> {
  switch (one.do) {
    case "alter":
      return before.leader < 0 ? null : alter(seat, topic, one, before);
    case "fence":
      if (fenced.has(one.id)) return null;
      fenced.add(one.id);
      return seat.fence(one.id, true);
    case "unfence":
      return fenced.delete(one.id) ? seat.fence(one.id, false) : null;
    case "register":
      return fenced.has(one.id) ? seat.register(one.id, one.clean) : null;
    case "stop":
      return stop(seat, one.id, fenced);
    case "elect":
      return seat.elect(topic, one.type);
    case "reassign":
      return seat.reassign(topic, one.to);
    case "config":
      return seat.alterConfig(topic, { "min.insync.replicas": one.minInsyncReplicas });
  }
}

async function alter(
  seat: RandomControllerSeat,
  topic: string,
  one: Extract<ControllerStep, { do: "alter" }>,
  { leader, epoch, isr: present }: Described,
): Promise<unknown> {
  const others = one.isr.filter((id) => id !== leader);
  const kept = others.length > 0 || one.hasLeader ? others : present.filter((id) => id !== leader);
  return seat.alter({
    topic,
    by: one.by === "leader" ? leader : one.by,
    leaderEpoch: epoch + one.leaderEpoch,
    partitionEpoch: (await seat.partitionEpoch(topic)) + one.partitionEpoch,
    isr: one.hasLeader ? [leader, ...kept] : kept,
  });
}

/**
 * A controlled shutdown: asked for twice, as a broker does until it may stop; then a new process registers. The others have
 * said before what they have seen: a broker that was just unfenced counts as having seen nothing until its next heartbeat.
 */
async function stop(seat: RandomControllerSeat, id: number, fenced: Set<number>): Promise<unknown> {
  if (fenced.has(id)) return null;
  for (const other of scriptedBrokers) if (other !== id && !fenced.has(other)) await seat.fence(other, false);
  const answers = [await seat.wantShutDown(id), await seat.wantShutDown(id)];
  fenced.add(id);
  return [...answers, await seat.register(id, true)];
}
