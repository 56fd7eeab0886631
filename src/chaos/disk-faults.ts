/** Faults of disks: one comes back empty, fails, fills up, is slow. `disk` -1 means all disks of the node. */
import type { NodeId } from "../core/ids.ts";
import type { SimDisk } from "../sim/disk.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

export class DiskFaults {
  private readonly ground: Ground;
  private readonly failures = new Map<SimDisk, number>();
  private readonly fillings = new Map<SimDisk, number>();
  private readonly slownesses = new Map<SimDisk, number[]>();
  /** Brokers whose process saw a disk refuse writes: Kafka gives up such a directory until the next start. */
  private readonly tainted = new Map<NodeId, number>();

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** The broker dies; a new disk is put in while it is down. */
  wipe(episode: Episode, node: NodeId, disk: number, downMs: number): void {
    const { ground } = this;
    ground.hold(node);
    ground.simulator.crash(node, episode.anchored);
    for (const each of this.disksOf(node, disk)) ground.simulator.wipe(node, each.index);
    episode.lasts(ground, downMs, () => ground.release(node));
  }

  fail(episode: Episode, node: NodeId, disk: number, durationMs: number): void {
    this.refuse(this.failures, (each, refuses) => each.setFailed(refuses), episode, node, disk, durationMs);
  }

  fill(episode: Episode, node: NodeId, disk: number, durationMs: number): void {
    this.refuse(this.fillings, (each, refuses) => each.setFull(refuses), episode, node, disk, durationMs);
  }

  /** Overlapping ones: the slowest counts. */
  slow(episode: Episode, node: NodeId, disk: number, factor: number, durationMs: number): void {
    const disks = this.disksOf(node, disk);
    const settle = (each: SimDisk) => each.setSlowness(Math.max(1, ...(this.slownesses.get(each) ?? [])));
    for (const each of disks) {
      this.slownesses.set(each, [...(this.slownesses.get(each) ?? []), factor]);
      settle(each);
    }
    episode.lasts(this.ground, durationMs, () => {
      for (const each of disks) {
        const factors = this.slownesses.get(each) ?? [];
        factors.splice(factors.indexOf(factor), 1);
        settle(each);
      }
    });
  }

  /** Starts those processes anew that still go without a directory whose disk is well again. */
  restartTainted(allowed: (node: NodeId) => boolean): void {
    const { simulator } = this.ground;
    for (const [node, incarnation] of [...this.tainted]) {
      if (!allowed(node) || this.ground.absent.has(node)) continue;
      this.tainted.delete(node);
      if (simulator.incarnationOf(node) !== incarnation) continue;
      simulator.crash(node);
      this.ground.revive(node);
    }
  }

  /** Ends with a repaired disk, contents intact; a broker that had halted for it is started again. */
  private refuse(
    counts: Map<SimDisk, number>,
    apply: (disk: SimDisk, refuses: boolean) => void,
    episode: Episode,
    node: NodeId,
    disk: number,
    durationMs: number,
  ): void {
    const disks = this.disksOf(node, disk);
    for (const each of disks) {
      counts.set(each, (counts.get(each) ?? 0) + 1);
      apply(each, true);
    }
    episode.lasts(this.ground, durationMs, () => {
      for (const each of disks) {
        const left = (counts.get(each) ?? 1) - 1;
        counts.set(each, left);
        if (left === 0) apply(each, false);
      }
      if (disks.length === 0) return;
      if (this.ground.isRunning(node)) this.tainted.set(node, this.ground.simulator.incarnationOf(node));
      else this.ground.revive(node);
    });
  }

  private disksOf(node: NodeId, disk: number): readonly SimDisk[] {
    return this.ground.simulator.disksOf(node).filter((each) => disk === -1 || disk === each.index);
  }
}
