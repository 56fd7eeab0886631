/** A toy cluster under a nemesis: a controller, three brokers in two racks, a producer, a consumer. */
import type { AdminAction, Fault, Trigger } from "../../src/chaos/fault.ts";
import { Nemesis } from "../../src/chaos/nemesis.ts";
import type { NodeId } from "../../src/core/ids.ts";
import { Simulator } from "../../src/sim/simulator.ts";
import { Diary, type Note, note, type Script, type ToyContext, type ToySimulator, toy } from "../sim/toy.ts";

export const nodes = [0, 1, 2, 3, 1000, 2000] as const;
const racks: Readonly<Record<number, string>> = { 1: "a", 2: "b", 3: "a" };

/** A fault without its id; ids are given by place, from 1. */
type Unnamed<F> = F extends Fault
  ? Omit<F, "id" | "trigger"> & { readonly trigger?: Trigger; readonly id?: number }
  : never;
export type Plan = Unnamed<Fault>;

export interface Cluster {
  readonly sim: ToySimulator;
  readonly diary: Diary;
  readonly nemesis: Nemesis;
  readonly contexts: Map<NodeId, ToyContext>;
  readonly admin: { readonly action: AdminAction; readonly fault: number }[];
  readonly asked: { readonly action: AdminAction; readonly fault: number }[];
  runTo(ms: number): void;
  /** Lines of the diary with their times in ms, rounded down: `100 b1 down …`. */
  story(filter?: RegExp): string[];
}

/** Brokers exit when told to shut down, unless `stubborn`. Faults start at 100 ms unless they say otherwise. */
export function cluster(
  plans: readonly Plan[],
  options: {
    seed?: string;
    stubborn?: boolean;
    script?: Script;
    maxLatencyMicros?: number;
    /** Brokers that do not belong to the cluster from the beginning. */
    standby?: readonly NodeId[];
    /** What is left of a broker's replicas, look after look; then they are gone. */
    moves?: ("moving" | "impossible")[];
  } = {},
): Cluster {
  const diary = new Diary();
  const contexts = new Map<NodeId, ToyContext>();
  const admin: { action: AdminAction; fault: number }[] = [];
  const asked: { action: AdminAction; fault: number }[] = [];
  const sim: ToySimulator = new Simulator<Note, null>({
    seed: options.seed ?? "chaos",
    observer: null,
    world: diary,
    latencyMicros: { min: 500, max: options.maxLatencyMicros ?? 2000 },
  });
  diary.now = () => sim.now;
  const { script } = options;
  const machine = toy(diary, {
    boot(context, self) {
      contexts.set(self, context);
      script?.boot?.(context, self);
    },
    step(input, context, self) {
      const leaves = input.kind === "message" && input.body.text === "shut down" && !options.stubborn;
      if (leaves) context.exit("controlled shutdown");
      script?.step?.(input, context, self);
    },
  });
  const { standby = [], moves = [] } = options;
  for (const node of [...nodes, ...standby]) sim.addHost(node, machine, { disks: node < 1000 ? 2 : 0 });
  const faults = plans.map((plan, i): Fault => ({ id: i + 1, trigger: { at: 100 }, ...plan }));
  const site = {
    simulator: sim,
    controllers: [0],
    brokers: [3, 1, 2],
    standby,
    rackOf: (broker: NodeId) => racks[broker] ?? "",
    shutDown: (broker: NodeId) => sim.deliver(broker, -1, note("shut down")),
    admin: (action: AdminAction, fault: number) => admin.push({ action, fault }),
    moveAway: (broker: NodeId) => {
      const left = moves.shift() ?? "gone";
      diary.lines.push(`${broker} has replicas that are ${left}`);
      diary.times.push(sim.now);
      return left;
    },
    unregister: (broker: NodeId) => {
      diary.lines.push(`${broker} unregistered`);
      diary.times.push(sim.now);
    },
    askController: (action: AdminAction, fault: number) => asked.push({ action, fault }),
  };
  const nemesis = new Nemesis(site, faults, diary);
  for (const node of nodes) sim.boot(node);
  const runTo = (ms: number) => {
    sim.at(ms * 1000, 1, () => {});
    sim.runUntil(() => false, { untilMicros: ms * 1000, maxEvents: 1_000_000 });
  };
  const story = (filter = /./) =>
    diary.lines
      .map((line, i) => `${Math.floor(diary.times[i]! / 1000)} ${line}`)
      .filter((line) => !/^0 \d+ up 0/.test(line) && filter.test(line));
  return { sim, diary, nemesis, contexts, admin, asked, runTo, story };
}

export function send(c: Cluster, from: NodeId, to: NodeId, text: string, channel = 0): void {
  c.contexts.get(from)!.send(to, channel, note(text));
}

/** Whether a message from one node reaches the other now. */
export function reaches(c: Cluster, from: number, to: number, channel = 0): boolean {
  const text = `probe at ${c.sim.now}`;
  send(c, from, to, text, channel);
  c.runTo(c.sim.now / 1000 + 20);
  return c.diary.lines.includes(`${to} message ${text} from ${from}`);
}

/** One file on a node's disk. */
export const log = (c: Cluster, node: number, disk = 0) => c.sim.disksOf(node)[disk]!.open<string>("log");
