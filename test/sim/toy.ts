/** Small machines and worlds for the tests of the simulator: what comes in is noted, what goes out is scripted. */
import type { NodeId } from "../../src/core/ids.ts";
import type { Context, Input, Machine, Named } from "../../src/core/machine.ts";
import { Simulator } from "../../src/sim/simulator.ts";
import type { SimulatorOptions } from "../../src/sim/simulator-options.ts";
import type { WorldObserver } from "../../src/sim/world.ts";

export interface Note extends Named {
  readonly kind: "Note";
  readonly text: string;
}

export type ToyContext = Context<Note, null>;

export const note = (text: string, name = [...text].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) >>> 0): Note => ({
  kind: "Note",
  name,
  text,
});

/** Everything that machines and world said, in order: `b1 message hello from 2`. */
export class Diary implements WorldObserver {
  readonly lines: string[] = [];
  readonly times: number[] = [];
  now: () => number = () => 0;

  write(line: string): void {
    this.lines.push(line);
    this.times.push(this.now());
  }
  of(node: NodeId): string[] {
    return this.lines.filter((line) => line.startsWith(`${node} `));
  }
  timeOf(line: string): number {
    const place = this.lines.indexOf(line);
    return place === -1 ? -1 : this.times[place]!;
  }
  nodeDown(node: NodeId, cause: string): void {
    this.write(`${node} down ${cause}`);
  }
  nodeUp(node: NodeId, incarnation: number): void {
    this.write(`${node} up ${incarnation}`);
  }
  nodePaused(node: NodeId): void {
    this.write(`${node} paused`);
  }
  nodeResumed(node: NodeId): void {
    this.write(`${node} resumed`);
  }
  fileTorn(node: NodeId, disk: number, file: string, kept: number, had: number): void {
    this.write(`${node} torn ${disk}:${file} ${kept}/${had}`);
  }
  diskWiped(node: NodeId, disk: number): void {
    this.write(`${node} wiped ${disk}`);
  }
  faultStarted(index: number): void {
    this.write(`fault ${index} started`);
  }
  faultEnded(index: number): void {
    this.write(`fault ${index} ended`);
  }
}

export interface Script {
  boot?(context: ToyContext, self: NodeId): void;
  /** Default: answers every text that starts with `ask`. */
  step?(input: Input<Note>, context: ToyContext, self: NodeId): void;
}

export function toy(diary: Diary, script: Script = {}): Machine<{ self: NodeId }, Note, null> {
  return {
    boot(self, context) {
      script.boot?.(context, self);
      return { self };
    },
    step(state, input, context) {
      diary.write(`${state.self} ${describe(input)}`);
      if (script.step) script.step(input, context, state.self);
      else if (input.kind === "message" && input.body.text.startsWith("ask")) {
        context.reply(input.connection, note(input.body.text.replace("ask", "answer")));
      }
    },
    timerName: (timer) => `t${timer}`,
  };
}

function describe(input: Input<Note>): string {
  switch (input.kind) {
    case "message":
      return `message ${input.body.text} from ${input.from}`;
    case "disconnect":
      return `disconnect ${input.outgoing ? "to" : "from"} ${input.peer}`;
    case "timer":
      return `timer ${input.timer}`;
    case "flushed":
      return `flushed ${input.disk}:${input.file} ${input.count}`;
  }
}

export type ToySimulator = Simulator<Note, null>;

export interface ToyWorld {
  readonly sim: ToySimulator;
  readonly diary: Diary;
  /** The context of a running node, for sending from outside a step. */
  readonly contexts: Map<NodeId, ToyContext>;
  runMs(ms: number): void;
}

/** Nodes 1..n, booted. Latency 1 to 2 ms unless told otherwise. */
export function world(
  n: number,
  options: Partial<SimulatorOptions<null>> & { script?: Script; disks?: number } = {},
): ToyWorld {
  const diary = new Diary();
  const contexts = new Map<NodeId, ToyContext>();
  const { script = {}, disks = 1, ...rest } = options;
  const sim: ToySimulator = new Simulator<Note, null>({
    seed: "toy",
    observer: null,
    world: diary,
    latencyMicros: { min: 1000, max: 2000 },
    ...rest,
  });
  diary.now = () => sim.now;
  const machine = toy(diary, {
    ...script,
    boot(context, self) {
      contexts.set(self, context);
      script.boot?.(context, self);
    },
  });
  for (let id = 1; id <= n; id++) sim.addHost(id, machine, { disks });
  for (let id = 1; id <= n; id++) sim.boot(id);
  const runMs = (ms: number) => {
    const untilMicros = sim.now + ms * 1000;
    sim.runUntil(() => false, { untilMicros, maxEvents: 1_000_000 });
    if (sim.now < untilMicros) {
      sim.at(untilMicros, 0, () => {});
      sim.runUntil(() => sim.now >= untilMicros, { untilMicros, maxEvents: 1_000_000 });
    }
  };
  return { sim, diary, contexts, runMs };
}

/** Sends from a running node. */
export function tell(from: ToyWorld, node: NodeId, to: NodeId, text: string, channel = 0): void {
  from.contexts.get(node)!.send(to, channel, note(text));
}
