/**
 * Brings the faults of a scenario into a simulation, at their times or on the observations that they are anchored on,
 * and heals everything for the calm phase. Total: any list of faults means something in any cluster.
 */
import type { NodeId } from "../core/ids.ts";
import { unreachable } from "../core/invariant.ts";
import { mix } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import { Anchors } from "./anchors.ts";
import { ClockFaults } from "./clock-faults.ts";
import { DiskFaults } from "./disk-faults.ts";
import { Episode } from "./episode.ts";
import { type AnchorEvent, type Fault, isMembership } from "./fault.ts";
import type { FaultObserver } from "./fault-observer.ts";
import { concernsAnyone, inRack, victimsOf } from "./fault-targets.ts";
import { Ground, type Site } from "./ground.ts";
import { cut, isolate, loseSession, slowLink } from "./link-faults.ts";
import { addBroker, removeBroker } from "./membership-faults.ts";
import { crash, losePower, pause } from "./process-faults.ts";
import { rollingRestart, shutDown } from "./shutdown-faults.ts";

export class Nemesis {
  private readonly ground: Ground;
  private readonly anchors: Anchors;
  private readonly disks: DiskFaults;
  private readonly clocks: ClockFaults;
  private readonly observer: FaultObserver;
  private readonly active = new Set<Episode>();
  private isCalm = false;

  /** Times of faults count from the start of the simulation: make the nemesis before it runs. */
  constructor(site: Site, faults: readonly Fault[], observer: FaultObserver) {
    this.ground = new Ground(site);
    this.disks = new DiskFaults(this.ground);
    this.clocks = new ClockFaults(this.ground);
    this.observer = observer;
    const now = () => site.simulator.now;
    this.anchors = new Anchors(faults, now, (fault, index, node, dropSends) => {
      const drops = dropSends && victimsOf(fault, this.ground).includes(node);
      site.simulator.afterStep(() => this.start(fault, index), drops);
    });
    faults.forEach((fault, index) => {
      if (!("at" in fault.trigger)) return;
      site.simulator.at(microsOf(Math.max(0, fault.trigger.at)), mix(0xfa0170, fault.id), () =>
        this.start(fault, index),
      );
    });
  }

  /** Whether observations still have to be reported at all. */
  get awaitsObservations(): boolean {
    return !this.anchors.isEmpty;
  }

  /** Whether some fault waits for such an observation. */
  wants(event: AnchorEvent): boolean {
    return this.anchors.wants(event);
  }

  /** Within the observer's call; `topicPartition` as in scenarios (`orders-0`), offset and epoch -1 where there is none. */
  observed(event: AnchorEvent, node: NodeId, topicPartition: string, offset: number, leaderEpoch: number): void {
    this.anchors.observed(event, node, topicPartition, offset, leaderEpoch);
  }

  /** The brokers that belong to the cluster now, ascending. */
  get members(): readonly NodeId[] {
    return this.ground.members;
  }

  /**
   * The chaos is over: every fault ends, none begins any more, the nodes of `core` (null: all) run, their disks and clocks
   * as they should be. A node outside the core that is down now stays so, until a later call includes it.
   */
  healAll(core: readonly NodeId[] | null): void {
    const { ground } = this;
    const inCore = (node: NodeId) => core === null || core.includes(node);
    this.isCalm = true;
    this.anchors.clear();
    ground.dead.clear();
    for (const node of ground.simulator.nodes) if (!inCore(node) && !ground.isRunning(node)) ground.dead.add(node);
    for (const episode of [...this.active]) episode.end();
    this.disks.restartTainted(inCore);
    for (const node of ground.simulator.nodes) if (inCore(node)) ground.revive(node);
  }

  private start(fault: Fault, index: number): void {
    if (this.isCalm || !concernsAnyone(fault, this.ground)) return;
    const episode = new Episode(fault, index, (ended) => {
      this.active.delete(ended);
      this.observer.faultEnded(index);
    });
    this.active.add(episode);
    this.observer.faultStarted(index);
    if (!this.begin(fault, episode)) episode.end();
  }

  /** False: it was a matter of a moment. */
  private begin(fault: Fault, episode: Episode): boolean {
    const { ground } = this;
    switch (fault.kind) {
      case "power-loss":
        losePower(ground, episode, ground.nodesOf(fault.nodes), fault.downMs, fault.tail === "torn");
        return true;
      case "rack-outage":
        if (fault.power) losePower(ground, episode, inRack(fault.rack, ground), fault.downMs, true);
        else isolate(ground, episode, inRack(fault.rack, ground), fault.downMs);
        return true;
      case "rolling-restart":
        rollingRestart(ground, episode, fault.downMs, fault.gapMs);
        return true;
      case "cut": {
        const groups = { from: ground.nodesOf(fault.from), to: ground.nodesOf(fault.to), oneWay: fault.oneWay };
        cut(ground, episode, groups, fault.durationMs);
        return true;
      }
      case "slow-link":
      case "reset":
        return this.beginOnLink(fault, episode);
      case "admin":
        return this.beginAdmin(fault, episode);
      default:
        return this.beginOnNode(fault, episode, ground.nodesOf([fault.node])[0]!);
    }
  }

  private beginAdmin({ action, id, via }: Extract<Fault, { kind: "admin" }>, episode: Episode): boolean {
    const { ground } = this;
    if (isMembership(action)) {
      if (action.do === "remove-broker") removeBroker(ground, episode, action.broker);
      else addBroker(ground, action.broker);
      return action.do === "remove-broker";
    }
    if (via === "controller") ground.site.askController(action, id);
    else ground.site.admin(action, id);
    return false;
  }

  private beginOnLink(fault: Extract<Fault, { kind: "slow-link" | "reset" }>, episode: Episode): boolean {
    const { ground } = this;
    const from = ground.nodesOf([fault.from])[0]!;
    const to = ground.nodesOf([fault.to])[0]!;
    if (fault.kind === "slow-link") slowLink(ground, episode, [from, to], fault.extraMs, fault.durationMs);
    else ground.simulator.reset(from, to);
    return fault.kind === "slow-link";
  }

  private beginOnNode(fault: Extract<Fault, { node: string }>, episode: Episode, node: NodeId): boolean {
    const { ground, disks } = this;
    switch (fault.kind) {
      case "process-crash":
      case "client-crash":
        crash(ground, episode, node, fault.downMs);
        return true;
      case "pause":
      case "client-pause":
        pause(ground, episode, node, fault.durationMs);
        return true;
      case "controlled-shutdown":
        shutDown(ground, episode, node, fault.downMs);
        return true;
      case "disk-wipe":
        disks.wipe(episode, node, fault.disk, fault.downMs);
        return true;
      case "disk-fail":
        disks.fail(episode, node, fault.disk, fault.durationMs);
        return true;
      case "disk-full":
        disks.fill(episode, node, fault.disk, fault.durationMs);
        return true;
      case "disk-slow":
        disks.slow(episode, node, fault.disk, fault.factor, fault.durationMs);
        return true;
      case "isolate":
        isolate(ground, episode, [node], fault.durationMs);
        return true;
      case "session-loss":
        loseSession(ground, episode, node, fault.durationMs);
        return true;
      case "clock-jump":
        ground.simulator.jumpClock(node, fault.jumpMs);
        return false;
      case "clock-drift":
        this.clocks.drift(episode, node, fault.driftPpm, fault.durationMs);
        return true;
      default:
        return unreachable(fault);
    }
  }
}
