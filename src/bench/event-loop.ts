/**
 * The bare event loop: three toy machines that do what brokers do most (a request in flight to each peer, an answer, a
 * request timeout re-armed each time) and nothing else. The ceiling for everything that stands on the simulator.
 */
import type { NodeId } from "../core/ids.ts";
import type { Context, Input, Machine, Named } from "../core/machine.ts";
import { mix3 } from "../core/mix.ts";
import { observerOf } from "../core/observer.ts";
import { Simulator } from "../sim/simulator.ts";
import { worldObservations } from "../sim/world.ts";

interface Ping extends Named {
  readonly kind: "Ping" | "Pong";
  readonly count: number;
}

interface ToyState {
  readonly self: NodeId;
  received: number;
}

const nodes = [1, 2, 3] as const;
const requestTimeout = 1;
const tick = 2;
const timeoutMs = 30_000;
const tickMs = 100;

function ping(self: NodeId, to: NodeId, count: number, context: Context<Ping, null>): void {
  context.send(to, 0, { kind: "Ping", name: mix3(self, to, count), count });
  context.setTimer(requestTimeout + 32 * to, timeoutMs);
}

const toyMachine: Machine<ToyState, Ping, null> = {
  boot(self, context) {
    context.setTimer(tick, tickMs);
    for (const peer of nodes) if (peer !== self) ping(self, peer, 0, context);
    return { self, received: 0 };
  },
  step(state: ToyState, input: Input<Ping>, context: Context<Ping, null>): void {
    if (input.kind === "message") {
      state.received++;
      const { kind, name, count } = input.body;
      if (kind === "Ping") context.reply(input.connection, { kind: "Pong", name: mix3(name, state.self, 1), count });
      else ping(state.self, input.from, count + 1, context);
    } else if (input.kind === "timer" && input.timer === tick) context.setTimer(tick, tickMs);
  },
  timerName: (timer) => (timer === tick ? "tick" : "request-timeout"),
};

/** Events per second of real time; `events`: how many to measure, after a tenth as warm-up. */
export function measureEventLoop(events: number): number {
  const simulator = new Simulator<Ping, null>({
    seed: "event-loop",
    observer: null,
    world: observerOf(worldObservations, []),
    latencyMicros: { min: 200, max: 5000 },
  });
  for (const node of nodes) simulator.addHost(node, toyMachine, { disks: 0 });
  for (const node of nodes) simulator.boot(node);
  const never = () => false;
  const warmUp = Math.floor(events / 10);
  simulator.runUntil(never, { untilMicros: Number.POSITIVE_INFINITY, maxEvents: warmUp });
  const started = performance.now();
  simulator.runUntil(never, { untilMicros: Number.POSITIVE_INFINITY, maxEvents: warmUp + events });
  return (events * 1000) / (performance.now() - started);
}
