/**
 * A controller's conversation with the brokers 7, 8 and 9, which are seats: what AlterPartition refuses, how the ELR fills
 * and empties with min.insync.replicas, with fences and with new processes, elections, reassignments, a controlled shutdown.
 */
import type { Described, Say } from "./answer.ts";

/** A broker by id, or one that names another broker epoch than its own. */
export type BrokerRef = number | readonly [id: number, epochOffset: number];

export interface AlterDraft {
  /** `null`: a topic that does not exist. */
  readonly topic: string | null;
  readonly by: BrokerRef;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isr: readonly MemberRef[];
  readonly isRecovering?: boolean;
}

/** A member of the proposed ISR, with its own broker epoch or another one. */
export type MemberRef = number | readonly [id: number, brokerEpoch: number];

export interface ControllerSeat {
  /** One partition on 7, 8 and 9, led by 7. */
  createTopic(name: string, configs: Readonly<Record<string, string | number>>): Promise<void>;
  describe(topic: string): Promise<Described>;
  alter(draft: AlterDraft): Promise<unknown>;
  partitionEpoch(topic: string): Promise<number>;
  /** The error of IncrementalAlterConfigs; null deletes. */
  alterConfig(topic: string, configs: Readonly<Record<string, string | null>>): Promise<number>;
  fence(broker: number, on: boolean): Promise<{ readonly err: number; readonly fenced: boolean }>;
  /** A new process registers, fenced, once the old session is over; refused, the old one goes on. The error. */
  register(broker: number, clean: boolean): Promise<number>;
  elect(topic: string, type: "preferred" | "unclean"): Promise<number>;
  /** `null` cancels. */
  reassign(topic: string, replicas: readonly number[] | null): Promise<number>;
  wantShutDown(broker: number): Promise<{ readonly err: number; readonly fenced: boolean; readonly stop: boolean }>;
  deleteTopic(topic: string): Promise<void>;
}

export async function controllerConversation(seat: ControllerSeat, say: Say): Promise<void> {
  const talk = new Talk(seat, say);
  await refusedProposals(talk);
  await elrAndMinIsr(talk);
  await newProcesses(talk);
  await lastReplicas(talk);
  await elections(talk);
  await reassignments(talk);
  await controlledShutdown(talk);
  await deletedWithClearedElr(talk);
}

/** The steps of the conversation, each said with what the partition is then. */
class Talk {
  readonly seat: ControllerSeat;
  readonly say: Say;
  topic = "";

  constructor(seat: ControllerSeat, say: Say) {
    this.seat = seat;
    this.say = say;
  }

  async begin(topic: string, configs: Readonly<Record<string, string | number>>): Promise<void> {
    this.topic = topic;
    await this.seat.createTopic(topic, configs);
    await this.describe(`--- ${topic} ${JSON.stringify(configs)}`);
  }

  async describe(label = "  then"): Promise<void> {
    this.say(label, await this.seat.describe(this.topic));
  }

  async alter(
    by: number,
    leaderEpoch: number,
    partitionEpoch: number,
    isr: readonly MemberRef[],
    isRecovering = false,
  ) {
    const draft = { topic: this.topic, by, leaderEpoch, partitionEpoch, isr, isRecovering };
    const label = `AlterPartition by ${by} le ${leaderEpoch} pe ${partitionEpoch} isr ${JSON.stringify(isr)}`;
    this.say(isRecovering ? `${label} RECOVERING` : label, await this.seat.alter(draft));
    await this.describe();
  }

  /** By the leader as it is now. */
  async alterNow(isr: (present: readonly number[]) => readonly number[]): Promise<void> {
    const { leader, epoch, isr: present } = await this.seat.describe(this.topic);
    await this.alter(leader, epoch, await this.seat.partitionEpoch(this.topic), isr(present));
  }

  async config(configs: Readonly<Record<string, string | null>>): Promise<void> {
    this.say(`config ${JSON.stringify(configs)}`, await this.seat.alterConfig(this.topic, configs));
    await this.describe();
  }

  async minIsr(value: string | null): Promise<void> {
    await this.config({ "min.insync.replicas": value });
  }

  async fence(...brokers: readonly number[]): Promise<void> {
    for (const broker of brokers) await this.#fence(broker, true);
  }

  async unfence(...brokers: readonly number[]): Promise<void> {
    for (const broker of brokers) await this.#fence(broker, false);
  }

  async #fence(broker: number, on: boolean): Promise<void> {
    this.say(`${on ? "fence" : "unfence"} ${broker}`, await this.seat.fence(broker, on));
    await this.describe();
  }

  async anew(broker: number, clean: boolean): Promise<void> {
    const error = await this.seat.register(broker, clean);
    if (error !== 0) this.say(`${broker} is refused`, error);
    await this.describe(`${broker} registered anew, ${clean ? "clean" : "unclean"}`);
  }

  async reassign(replicas: readonly number[] | null, label = JSON.stringify(replicas)): Promise<void> {
    this.say(`to ${label}`, await this.seat.reassign(this.topic, replicas));
  }
}

async function refusedProposals(talk: Talk): Promise<void> {
  await talk.begin("alter", { "min.insync.replicas": 2 });
  await talk.alter(7, 1, 0, [7]);
  await talk.alter(7, 0, 5, [7]);
  await talk.alter(8, 0, 0, [8]);
  await talk.alter(7, 0, 0, [8]);
  await talk.alter(7, 0, 0, [7, [2, -1]]);
  await talk.alter(7, 0, 0, [7, [8, 5]]);
  await talk.alter(7, 0, 0, [7, 7]);
  await talk.alter(7, 0, 0, [7, 8], true);
  await talk.alter(7, 0, 0, [7], true);
  await talk.alter(7, 0, 0, []);
  await talk.alter(7, 0, 0, [7, [8, -1]]);
  await talk.alter(7, 0, 1, [7, 8]);
  await talk.alter(7, 0, 0, [7]);
  await talk.alter(7, 0, 0, [7, 8]);
  const stale = { topic: talk.topic, by: [7, -1] as const, leaderEpoch: 0, partitionEpoch: 1, isr: [7] };
  talk.say("old broker epoch of the sender", await talk.seat.alter(stale));
  talk.say("unknown topic", await talk.seat.alter({ topic: null, by: 7, leaderEpoch: 0, partitionEpoch: 0, isr: [7] }));
}

async function elrAndMinIsr(talk: Talk): Promise<void> {
  await talk.begin("elr", { "min.insync.replicas": 2 });
  await talk.alter(7, 0, 0, [7]);
  await talk.minIsr("2");
  await talk.config({ "retention.ms": "100000" });
  for (const value of ["3", "1", "2"]) await talk.minIsr(value);
  await talk.begin("elrlow", { "min.insync.replicas": 3 });
  await talk.alter(7, 0, 0, [7]);
  await talk.minIsr("2");
  await talk.alter(7, 0, await talk.seat.partitionEpoch(talk.topic), [7, 8]);
  await talk.begin("elrbig", { "min.insync.replicas": 5 });
  await talk.alter(7, 0, 0, [7, 8]);
  await talk.minIsr("4");
  await talk.minIsr(null);
  await talk.begin("raise", { "min.insync.replicas": 1 });
  await talk.alter(7, 0, 0, [7, 8]);
  await talk.minIsr("3");
  await talk.alter(7, 0, 1, [7]);
  await talk.fence(7);
  await talk.unfence(7);
}

async function newProcesses(talk: Talk): Promise<void> {
  await talk.begin("restart", { "min.insync.replicas": 2 });
  await talk.alter(7, 0, 0, [7]);
  await talk.fence(7);
  await talk.unfence(7);
  await talk.fence(9);
  await talk.anew(9, false);
  await talk.unfence(9);
  await talk.fence(7);
  await talk.anew(7, true);
  await talk.unfence(7);
}

async function lastReplicas(talk: Talk): Promise<void> {
  await talk.begin("last", { "min.insync.replicas": 1 });
  await talk.alter(7, 0, 0, [7]);
  await talk.fence(7);
  await talk.anew(7, false);
  await talk.unfence(7);
  await talk.begin("lastclean", { "min.insync.replicas": 1 });
  await talk.alter(7, 0, 0, [7]);
  await talk.fence(7);
  await talk.anew(7, true);
  await talk.unfence(7);
  await talk.fence(8, 9);
  await talk.unfence(8, 9);
  await talk.begin("last2", { "min.insync.replicas": 2 });
  await talk.alter(7, 0, 0, [7, 8]);
  await talk.fence(7, 8);
  await talk.anew(7, false);
  await talk.anew(8, false);
  await talk.unfence(7, 8);
  await talk.begin("last3", { "min.insync.replicas": 2 });
  await talk.fence(9, 8, 7);
  await talk.unfence(9, 8, 7);
}

async function elections(talk: Talk): Promise<void> {
  await talk.begin("unclean", { "min.insync.replicas": 1, "unclean.leader.election.enable": "true" });
  await talk.alter(7, 0, 0, [7]);
  await talk.fence(7);
  await talk.unfence(7);
  await talk.begin("elect", { "min.insync.replicas": 1 });
  const elect = async (label: string, type: "preferred" | "unclean"): Promise<void> =>
    talk.say(label, await talk.seat.elect(talk.topic, type));
  await elect("preferred, needless", "preferred");
  await talk.fence(7);
  await talk.unfence(7);
  await elect("preferred, not in ISR", "preferred");
  await talk.describe();
  await talk.alterNow(() => [8, 9, 7]);
  await elect("preferred", "preferred");
  await talk.describe();
  await elect("unclean, needless", "unclean");
}

async function reassignments(talk: Talk): Promise<void> {
  await talk.begin("reassign", { "min.insync.replicas": 1 });
  for (const replicas of [
    [8, 9],
    [9, 8],
    [9, 7],
  ]) {
    await talk.reassign(replicas);
    await talk.describe();
  }
  await talk.alterNow((present) => [...present, 7]);
  talk.say("cancel none", await talk.seat.reassign(talk.topic, null));
  await talk.reassign([9, 9]);
  await talk.reassign([]);
  await talk.reassign([9, 55], "unknown 55");
}

async function controlledShutdown(talk: Talk): Promise<void> {
  await talk.begin("shutdown", { "min.insync.replicas": 1 });
  talk.say("7 wants to stop", await talk.seat.wantShutDown(7));
  await talk.describe();
  await talk.alterNow(() => [8, 9, 7]);
}

/** The last thing that is asked: a controller of Kafka resigns over it. */
async function deletedWithClearedElr(talk: Talk): Promise<void> {
  await talk.begin("deleted", { "min.insync.replicas": 2 });
  await talk.unfence(7, 8, 9);
  await talk.fence(9, 8);
  await talk.minIsr("1");
  await talk.seat.deleteTopic(talk.topic);
  talk.say("8 registered anew, unclean, its topic deleted", await talk.seat.register(8, false));
}
