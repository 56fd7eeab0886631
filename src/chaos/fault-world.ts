/**
 * What faults act on: the simulator as they see it, and the cluster's shape.
 *
 * Faults on one node compose by counting. While any fault holds a node down it stays down, and the release of the last
 * one starts it: the last restart wins. Pauses and disk states are counted likewise.
 */
import { type NodeId, nodeNamed } from "../core/ids.ts";
import type { Named } from "../core/machine.ts";
import { microsOf } from "../core/time.ts";
import type { AdminAction } from "../kafka/messages/operator.ts";
import type { SimDisk } from "../sim/disk.ts";
import type { Simulator } from "../sim/simulator.ts";
import type { DownListener } from "../sim/simulator-options.ts";
import type { NodeName } from "./fault-fields.ts";

/** The part of the simulator that faults use; independent of what its messages are. */
type SimulatorPort = Pick<
  Simulator<Named, unknown>,
  | "now"
  | "nodes"
  | "has"
  | "statusOf"
  | "incarnationOf"
  | "disksOf"
  | "at"
  | "afterStep"
  | "boot"
  | "crash"
  | "losePower"
  | "pause"
  | "resume"
  | "wipe"
  | "cut"
  | "heal"
  | "slow"
  | "reset"
  | "jumpClock"
  | "setDrift"
  | "onDown"
>;

export interface ClusterControl {
  readonly simulator: SimulatorPort;
  /** The nodes of the control plane. */
  readonly controllers: readonly NodeId[];
  /** Those that belong to the cluster from the beginning. */
  readonly brokers: readonly NodeId[];
  /** Those that stand by until they are added. */
  readonly standby: readonly NodeId[];
  rackOf(broker: NodeId): string;
  /** Delivers the operator's `ControlledShutdown` to a broker, which exits when it has moved its leaderships away. */
  shutDown(broker: NodeId): void;
  /** Hands an operator's action to an admin client; `fault` is the id of the fault that wants it. */
  admin(action: AdminAction, fault: number): void;
  /** Hands it to the controller, which decides at once; nothing happens while the controller is down. */
  askController(action: AdminAction, fault: number): void;
  /** Has the broker's replicas moved to others; `moving` until that is done, `impossible` if nobody can take one. */
  moveAway(broker: NodeId): "gone" | "moving" | "impossible";
  /** The controller forgets a broker that is gone. */
  unregister(broker: NodeId): void;
}

export class FaultWorld {
  readonly cluster: ClusterControl;
  readonly simulator: SimulatorPort;
  /** Nodes that nothing starts again. */
  readonly dead = new Set<NodeId>();
  /** Brokers that do not belong to the cluster, not yet or not any more: faults do not concern them. */
  readonly absent: Set<NodeId>;
  readonly #holds = new Map<NodeId, number>();
  readonly #pauses = new Map<NodeId, number>();
  readonly #awaited = new Map<NodeId, DownListener[]>();
  /** How many faults have a disk fail or fill up, by what factors it is slow, what lets a clock drift: the latest last. */
  readonly failures = new Map<SimDisk, number>();
  readonly fillings = new Map<SimDisk, number>();
  readonly slownesses = new Map<SimDisk, number[]>();
  readonly drifts = new Map<NodeId, { readonly driftPpm: number }[]>();
  /** Brokers whose process saw a disk refuse writes: Kafka gives up such a directory until the next start. */
  readonly #tainted = new Map<NodeId, number>();

  constructor(cluster: ClusterControl) {
    this.cluster = cluster;
    this.simulator = cluster.simulator;
    this.absent = new Set(cluster.standby);
    this.simulator.onDown((node, cause) => {
      const listeners = this.#awaited.get(node);
      this.#awaited.delete(node);
      for (const listener of listeners ?? []) listener(node, cause);
    });
  }

  /** The brokers that belong to the cluster now. */
  get members(): readonly NodeId[] {
    return [...this.cluster.brokers, ...this.cluster.standby].filter((broker) => !this.absent.has(broker));
  }

  /** Those of the named nodes that exist, each once. */
  nodesOf(names: readonly NodeName[]): NodeId[] {
    const nodes = new Set<NodeId>();
    for (const name of names) {
      const node = nodeNamed(name);
      if (node !== undefined && this.simulator.has(node) && !this.absent.has(node)) nodes.add(node);
    }
    return [...nodes];
  }

  isRunning(node: NodeId): boolean {
    const status = this.simulator.statusOf(node);
    return status === "up" || status === "paused";
  }

  /** `key`: structural, of the fault. */
  after(delayMs: number, key: number, action: () => void): void {
    this.simulator.at(this.simulator.now + microsOf(Math.max(0, delayMs)), key, action);
  }

  /** Called once, at the next end of the node's process. */
  onceDown(node: NodeId, listener: DownListener): void {
    const listeners = this.#awaited.get(node);
    if (listeners === undefined) this.#awaited.set(node, [listener]);
    else listeners.push(listener);
  }

  /** The node is down, or goes down now, and stays so until `release`. */
  hold(node: NodeId): void {
    this.#holds.set(node, (this.#holds.get(node) ?? 0) + 1);
  }

  release(node: NodeId): void {
    this.#holds.set(node, Math.max(0, (this.#holds.get(node) ?? 0) - 1));
    this.revive(node);
  }

  /** Starts the node unless a fault holds it down. */
  revive(node: NodeId): void {
    if ((this.#holds.get(node) ?? 0) > 0 || this.dead.has(node) || this.absent.has(node)) return;
    this.simulator.boot(node);
  }

  pause(node: NodeId): void {
    this.#pauses.set(node, (this.#pauses.get(node) ?? 0) + 1);
    this.simulator.pause(node);
  }

  resume(node: NodeId): void {
    const left = Math.max(0, (this.#pauses.get(node) ?? 0) - 1);
    this.#pauses.set(node, left);
    if (left === 0) this.simulator.resume(node);
  }

  /** A broker that had halted for it is started again; one that runs goes without the directory. */
  diskRepaired(node: NodeId): void {
    if (this.isRunning(node)) this.#tainted.set(node, this.simulator.incarnationOf(node));
    else this.revive(node);
  }

  /** Starts those processes anew that still go without a directory whose disk is well again. */
  restartTainted(allowed: (node: NodeId) => boolean): void {
    for (const [node, incarnation] of [...this.#tainted]) {
      if (!allowed(node) || this.absent.has(node)) continue;
      this.#tainted.delete(node);
      if (this.simulator.incarnationOf(node) !== incarnation) continue;
      this.simulator.crash(node);
      this.revive(node);
    }
  }
}
