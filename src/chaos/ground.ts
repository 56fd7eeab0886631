/**
 * What faults act on: the simulator as they see it, and the cluster's shape.
 *
 * Faults on one node compose by counting. While any fault holds a node down it stays down, and the release of the last
 * one starts it: the last restart wins. Pauses and disk states are counted likewise.
 */
import { type NodeId, nodeNamed } from "../core/ids.ts";
import type { Named } from "../core/machine.ts";
import { microsOf } from "../core/time.ts";
import type { Simulator } from "../sim/simulator.ts";
import type { DownListener } from "../sim/simulator-options.ts";
import type { AdminAction, NodeName } from "./fault.ts";

/** The part of the simulator that faults use; independent of what its messages are. */
type Field = Pick<
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

export interface Site {
  readonly simulator: Field;
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

export class Ground {
  readonly site: Site;
  readonly simulator: Field;
  /** Nodes that nothing starts again. */
  readonly dead = new Set<NodeId>();
  /** Brokers that do not belong to the cluster, not yet or not any more: faults do not concern them. */
  readonly absent: Set<NodeId>;
  private readonly holds = new Map<NodeId, number>();
  private readonly pauses = new Map<NodeId, number>();
  private readonly awaited = new Map<NodeId, DownListener[]>();

  constructor(site: Site) {
    this.site = site;
    this.simulator = site.simulator;
    this.absent = new Set(site.standby);
    this.simulator.onDown((node, cause) => {
      const listeners = this.awaited.get(node);
      this.awaited.delete(node);
      for (const listener of listeners ?? []) listener(node, cause);
    });
  }

  /** The brokers that belong to the cluster now. */
  get members(): readonly NodeId[] {
    return [...this.site.brokers, ...this.site.standby].filter((broker) => !this.absent.has(broker));
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
    const listeners = this.awaited.get(node);
    if (listeners === undefined) this.awaited.set(node, [listener]);
    else listeners.push(listener);
  }

  /** The node is down, or goes down now, and stays so until `release`. */
  hold(node: NodeId): void {
    this.holds.set(node, (this.holds.get(node) ?? 0) + 1);
  }

  release(node: NodeId): void {
    this.holds.set(node, Math.max(0, (this.holds.get(node) ?? 0) - 1));
    this.revive(node);
  }

  /** Starts the node unless a fault holds it down. */
  revive(node: NodeId): void {
    if ((this.holds.get(node) ?? 0) > 0 || this.dead.has(node) || this.absent.has(node)) return;
    this.simulator.boot(node);
  }

  pause(node: NodeId): void {
    this.pauses.set(node, (this.pauses.get(node) ?? 0) + 1);
    this.simulator.pause(node);
  }

  resume(node: NodeId): void {
    const left = Math.max(0, (this.pauses.get(node) ?? 0) - 1);
    this.pauses.set(node, left);
    if (left === 0) this.simulator.resume(node);
  }
}
