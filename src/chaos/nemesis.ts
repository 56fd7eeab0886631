/**
 * Brings the faults of a scenario into a simulation, at their times or on the observations that they are anchored on,
 * and heals everything for the calm phase. Total: any list of faults means something in any cluster.
 */
import type { NodeId } from "../core/ids.ts";
import { mix } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import { Anchors } from "./anchors.ts";
import { Episode } from "./episode.ts";
import { cardOf, type Fault, namesIn } from "./fault.ts";
import type { FaultObserver } from "./fault-observer.ts";
import { type ClusterControl, FaultWorld } from "./fault-world.ts";
import type { AnchorEvent } from "./trigger.ts";

export class Nemesis {
  readonly #world: FaultWorld;
  readonly #anchors: Anchors;
  readonly #observer: FaultObserver;
  readonly #active = new Set<Episode>();
  #isCalm = false;

  /** Times of faults count from the start of the simulation: make the nemesis before it runs. */
  constructor(cluster: ClusterControl, faults: readonly Fault[], observer: FaultObserver) {
    this.#world = new FaultWorld(cluster);
    this.#observer = observer;
    const { simulator } = cluster;
    const now = () => simulator.now;
    this.#anchors = new Anchors(faults, now, (fault, index, node, dropSends) => {
      const victims = cardOf(fault.kind).victims?.(this.#onsetOf(fault)) ?? [];
      const drops = dropSends && victims.includes(node);
      simulator.afterStep(() => this.#start(fault, index), drops);
    });
    faults.forEach((fault, index) => {
      if (!("at" in fault.trigger)) return;
      simulator.at(microsOf(Math.max(0, fault.trigger.at)), mix(0xfa0170, fault.id), () => this.#start(fault, index));
    });
  }

  /** Whether observations still have to be reported at all. */
  get awaitsObservations(): boolean {
    return !this.#anchors.isEmpty;
  }

  /** Whether some fault waits for such an observation. */
  wants(event: AnchorEvent): boolean {
    return this.#anchors.wants(event);
  }

  /** Within the observer's call; `topicPartition` as in scenarios (`orders-0`), offset and epoch -1 where there is none. */
  observed(event: AnchorEvent, node: NodeId, topicPartition: string, offset: number, leaderEpoch: number): void {
    this.#anchors.observed(event, node, topicPartition, offset, leaderEpoch);
  }

  /** The brokers that belong to the cluster now, ascending. */
  get members(): readonly NodeId[] {
    return this.#world.members;
  }

  /**
   * The chaos is over: every fault ends, none begins any more, the nodes of `core` (null: all) run, their disks and clocks
   * as they should be. A node outside the core that is down now stays so, until a later call includes it.
   */
  healAll(core: readonly NodeId[] | null): void {
    const world = this.#world;
    const inCore = (node: NodeId) => core === null || core.includes(node);
    this.#isCalm = true;
    this.#anchors.clear();
    world.dead.clear();
    for (const node of world.simulator.nodes) if (!inCore(node) && !world.isRunning(node)) world.dead.add(node);
    for (const episode of [...this.#active]) episode.end();
    world.restartTainted(inCore);
    for (const node of world.simulator.nodes) if (inCore(node)) world.revive(node);
  }

  #start(fault: Fault, index: number): void {
    const card = cardOf(fault.kind);
    const onset = this.#onsetOf(fault);
    const concerns = card.concerns?.(onset) ?? Object.values(onset.at).every((nodes) => nodes.length > 0);
    if (this.#isCalm || !concerns) return;
    const episode = new Episode(fault, index, (ended) => {
      this.#active.delete(ended);
      this.#observer.faultEnded(index);
    });
    this.#active.add(episode);
    this.#observer.faultStarted(index);
    if (!card.begin(onset, episode)) episode.end();
  }

  /** Here alone names become nodes. A fault that concerns nobody does nothing, so that any shrunk scenario has a meaning. */
  #onsetOf(fault: Fault) {
    const world = this.#world;
    const named = Object.entries(namesIn(fault)).map(([field, names]) => [field, world.nodesOf(names)] as const);
    return { fault, at: Object.fromEntries(named), world };
  }
}
