/**
 * The tables of fields are right: a copy shares nothing, and what a key leaves out makes no difference. Walks through a
 * model bring up values that are told the same though they came about in other ways; those must go on the same.
 */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { silentTrial } from "../../src/check/observer.ts";
import { mix3, pick } from "../../src/core/mix.ts";
import { keyOf } from "../../src/explorer/shape.ts";
import type { MetadataImage } from "../../src/kafka/metadata/image.ts";
import type { ClusterModel } from "../../src/prove/cluster.ts";
import { parcel } from "../../src/prove/fields/message-fields.ts";
import { partitionOf, type Replica, replicaField } from "../../src/prove/machines/replica.ts";
import { type ReplicaInput, stepReplica } from "../../src/prove/machines/replica-steps.ts";
import { newCluster, type Question } from "../../src/prove/prove.ts";
import { modelSettings } from "../../src/prove/settings.ts";
import { viewOfReplica } from "../../src/prove/state/views.ts";
import { question } from "./questions.ts";

/** Everything about a value, with whom it refers to. */
const whole = (value: unknown): string => inspect(value, { depth: 30, maxArrayLength: null, maxStringLength: null });

/** Walks, and tells of each state. */
function wander(model: ClusterModel, walks: number, depth: number, visit: (state: Int32Array) => void): void {
  for (let walk = 0; walk < walks; walk++) {
    let state = model.start();
    for (let step = 0; step < depth; step++) {
      const offered: Int32Array[] = [];
      model.expand(state, {
        next: new Int32Array(state.length),
        offer() {
          offered.push(this.next.slice());
        },
        excuse() {},
      });
      if (offered.length === 0) break;
      state = offered[pick(mix3(walk, step, 7), offered.length)]!;
      visit(state);
    }
  }
}

const scopes: readonly (readonly [string, Question])[] = [
  ["replication", question("replication", "kafka-4", { disconnects: 1 })],
  ["fetch sessions", question("replication", "kafka-4", { sessions: true, disconnects: 1 })],
  ["look-ups", question("replication", "kip-320", { disconnects: 1, crashes: 1 })],
  ["three replicas", question("isr", "kafka-4", { replicas: 3, crashes: 1, fences: 1, elections: 1, disconnects: 1 })],
  ["crashes", question("isr", "kafka-4", { crashes: 2, lostDisks: 1, fences: 1, elections: 1 })],
];

/** Any input that a broker may meet, sensible or not. */
function inputsFor(model: ClusterModel, replica: Replica): readonly ReplicaInput[] {
  if (replica.manager === null) return [{ kind: "boot", brokerEpoch: 3 }];
  const inputs: ReplicaInput[] = [{ kind: "retry" }, { kind: "wait-over" }, { kind: "closed", peer: 1000 }];
  if (partitionOf(replica) !== null) inputs.push({ kind: "append" }, { kind: "lag" }, { kind: "closed", peer: 2 });
  for (const peer of [0, 1, 2, 3]) inputs.push({ kind: "disconnect", peer });
  for (const checkpointsHighWatermark of [true, false])
    inputs.push({ kind: "crash", checkpointsHighWatermark, losesDisk: false });
  const { messages, versions } = model.families;
  for (let id = 1; id < messages.size; id++) {
    const one = messages.valueOf(id)!;
    const isRequest = model.families.places.at(id).isRequest;
    // Who does not serve yet gets no requests, and who asked nothing no answers.
    const isHeard = isRequest ? partitionOf(replica) !== null : view(replica).asks.includes(one.from) || one.from === 0;
    if (one.to === replica.self && isHeard) inputs.push({ kind: "message", parcel: one, isLate: id % 2 === 0 });
  }
  for (let id = 0; id < versions.size; id++) inputs.push(metadata(versions.valueOf(id)));
  return inputs;
}

const view = viewOfReplica;
const metadata = (version: MetadataImage): ReplicaInput => ({ kind: "metadata", version });

/** What an input makes of a copy: the key afterwards, and what was sent. */
function outcome(asked: Question, replica: Replica, input: ReplicaInput): string {
  const world = {
    rules: asked.rules,
    settings: modelSettings(asked.scope, asked.rules.name),
    observer: silentTrial,
  };
  const copy = copied(replica);
  const sent = stepReplica(world, copy, input);
  return `${keyOf(replicaField, copy)} ${sent.map((one) => keyOf(parcel, one)).join(" ")}`;
}

const copied = (replica: Replica): Replica => replicaField.copy(replica, { renaming: [], seen: new Map() });

describe.each(scopes)("replicas of %s", (_name, asked) => {
  test("a step on a copy leaves the original as it was", () => {
    const model = newCluster(asked);
    let looked = 0;
    wander(model, 8, 40, (state) => {
      const id = state[0]!;
      const original = model.families.replicas.valueOf(id);
      const before = whole(original);
      expect(whole(copied(original))).toBe(before);
      for (const input of inputsFor(model, original).slice(0, 25)) outcome(asked, original, input);
      expect(whole(original)).toBe(before);
      looked++;
    });
    expect(looked).toBeGreaterThan(150);
  });

  test("values with one key go on the same, whatever comes", () => {
    const model = newCluster(asked);
    const { replicas } = model.families;
    const twins: { readonly known: Replica; readonly other: Replica }[] = [];
    const idOf = replicas.idOf.bind(replicas);
    replicas.idOf = (value) => {
      const before = replicas.size;
      const id = idOf(value);
      const known = replicas.valueOf(id);
      if (id < before && known !== value && whole(known) !== whole(value)) twins.push({ known, other: value });
      return id;
    };
    wander(model, 60, 50, () => {});
    expect(twins.length).toBeGreaterThan(0);
    const wrong = twins
      .slice(0, 30)
      .flatMap(({ known, other }) =>
        inputsFor(model, known).filter((input) => outcome(asked, known, input) !== outcome(asked, other, input)),
      );
    expect(wrong).toEqual([]);
  });

  test("a state that is renamed does what the state does, renamed", () => {
    const model = newCluster(asked);
    const { renamings, layout, slots } = model;
    const rename = (state: Int32Array, renaming: number): Int32Array => {
      const result = new Int32Array(state.length);
      for (const [i, slot] of slots.entries())
        result[slot.movesTo[renaming]!] = slot.family?.renamed(renaming, state[i]!) ?? state[i]!;
      return result;
    };
    const successors = (state: Int32Array): readonly Int32Array[] => {
      const offered: Int32Array[] = [];
      model.expand(state, {
        next: new Int32Array(layout.width),
        offer() {
          offered.push(this.next.slice());
        },
        excuse() {},
      });
      return offered;
    };
    const texts = (states: readonly Int32Array[]): readonly string[] =>
      [...new Set(states.map((state) => state.join()))].sort();
    wander(model, 6, 30, (state) => {
      for (let renaming = 1; renaming < renamings.length; renaming += 2) {
        const renamed = texts(successors(rename(state, renaming)));
        expect(renamed).toEqual(texts(successors(state).map((next) => rename(next, renaming))));
      }
    });
    expect(renamings.length).toBeGreaterThan(1);
  });
});

describe("a producer", () => {
  const asked = question("producer", "kafka-4");

  test("a step on a copy leaves the original as it was", () => {
    const model = newCluster(asked);
    const { producers } = model.families;
    const seen = new Map<number, string>();
    wander(model, 60, 60, (state) => {
      const id = state[model.layout.producer]!;
      if (!seen.has(id)) seen.set(id, whole(producers.valueOf(id)));
    });
    expect(seen.size).toBeGreaterThan(20);
    for (const [id, before] of seen) expect(whole(producers.valueOf(id))).toBe(before);
  });

  test("values with one key go on the same, whatever comes", () => {
    const model = newCluster(asked);
    const { producers, messages } = model.families;
    const twins: (readonly [number, Parameters<typeof producers.idOf>[0]])[] = [];
    const idOf = producers.idOf.bind(producers);
    producers.idOf = (value) => {
      const before = producers.size;
      const id = idOf(value);
      if (id < before && whole(producers.valueOf(id)) !== whole(value)) twins.push([id, value]);
      return id;
    };
    wander(model, 80, 60, () => {});
    producers.idOf = idOf;
    expect(twins.length).toBeGreaterThan(10);
    const producer = model.steps.producer!;
    const answers = Array.from({ length: messages.size }, (_, id) => messages.valueOf(id)).flatMap((one) =>
      one?.body.kind === "ProduceResponse" ? [{ kind: "answer" as const, from: one.from, body: one.body }] : [],
    );
    const views = [0, 1].map((leaderEpoch) => ({
      kind: "metadata" as const,
      view: { leaderId: leaderEpoch + 1, leaderEpoch },
    }));
    const losses = [1, 2].map((peer) => ({ kind: "disconnect" as const, peer }));
    const result = (
      value: Parameters<typeof producers.idOf>[0],
      input: Parameters<typeof producer.step>[1],
    ): string => {
      const copy = producers.copyOf(producers.idOf(value));
      const step = producer.step(copy, input, () => 0, silentTrial);
      return `${producers.idOf(step.state)} ${step.sent.map((one) => keyOf(parcel, one)).join()} ${JSON.stringify(step.acked)}`;
    };
    for (const [id, other] of twins.slice(0, 100))
      for (const input of [...answers, ...views, ...losses])
        expect(result(other, input)).toBe(result(producers.valueOf(id), input));
  });
});
