/**
 * Replicas of one counter over a toy quorum (elections and majorities of Raft, without time), and a judge of their hosts:
 *
 *   state     is the fold of the log, up to what the status says
 *   replies   come at most once, and never before what they tell of is committed
 *   facts     are told in the order of the log, once, and only of what is committed
 */
import type * as Host from "../../../src/kafka/ledger/ledger-host.ts";
import type { LedgerHost, LedgerPort } from "../../../src/kafka/ledger/ledger-host.ts";
import { type CounterReply, type CounterTypes, counterLedger } from "./counter-ledger.ts";
import { type Entry, ReplicaLog } from "./replica-log.ts";

/** What the world calls of a host; a planted error overrides one of these. */
export type HostApi = Pick<
  typeof Host,
  "newLedgerHost" | "execute" | "onCommitted" | "onTruncated" | "load" | "continueLoad" | "follow" | "unload"
>;

interface Replica {
  readonly id: number;
  readonly log: ReplicaLog;
  host: LedgerHost<CounterTypes>;
  isUp: boolean;
  /** The newest epoch it voted in or heard of; on its disk. */
  epoch: number;
  /** The ids of commands that wait for an answer of this process. */
  waiting: Set<number>;
}

export const notLeader = 6;
export const lostTail = 56;

export class Quorum {
  readonly replicas: Replica[] = [];
  readonly marks = new Set<string>();
  readonly told: number[] = [];
  problem: string | null = null;
  readonly #api: HostApi;
  readonly #dropsState: boolean;
  /** Ends of the batches that some leader ever committed, by command. */
  readonly #committed = new Map<number, number>();
  /** The log up to the newest committed end, as the leader that committed it has it. */
  #chosen: readonly Entry[] = [];
  #epochs = 0;
  #commands = 0;

  /** `dropsState`: a replica that does not lead holds nothing, as a coordinator. */
  constructor(api: HostApi, dropsState: boolean) {
    this.#api = api;
    this.#dropsState = dropsState;
    for (let id = 0; id < 3; id++) {
      const log = new ReplicaLog();
      const host = this.#newHost(id, log);
      this.replicas.push({ id, log, host, isUp: true, epoch: 0, waiting: new Set() });
    }
    for (const replica of this.replicas) this.#follow(replica, 0);
  }

  leads(replica: Replica): boolean {
    const { status, epoch } = replica.host;
    return replica.isUp && (status === "leading" || status === "loading") && epoch === replica.epoch;
  }

  /** Becomes leader if a majority may vote for it: up, and with a log that is no newer. Loads nothing yet. */
  elect(id: number): void {
    const candidate = this.replicas[id]!;
    if (!candidate.isUp) return;
    const isNewer = ({ log }: Replica): boolean =>
      log.lastEpoch > candidate.log.lastEpoch ||
      (log.lastEpoch === candidate.log.lastEpoch && log.endOffset > candidate.log.endOffset);
    const voters = this.replicas.filter((one) => one.isUp && !isNewer(one));
    if (voters.length < 2) return;
    const epoch = ++this.#epochs;
    for (const voter of voters) {
      voter.epoch = epoch;
      if (voter !== candidate) this.#follow(voter, epoch);
    }
    if (candidate.host.status === "leading") this.marks.add("a leader is elected again");
    if (!this.#api.load(candidate.host, epoch)) this.#fail("the news of an election is not late");
    candidate.log.appendControl(epoch);
  }

  loadMore(id: number, offsets: number): void {
    const { host, isUp, epoch } = this.replicas[id]!;
    if (!isUp || host.status !== "loading") return;
    if (offsets < host.log.endOffset - host.appliedEnd) this.marks.add("a load goes on later");
    this.#api.continueLoad(host, epoch, offsets, null);
  }

  command(id: number, amount: number, times: number, isRefused: boolean): void {
    const replica = this.replicas[id]!;
    if (!replica.isUp || replica.host.status !== "leading") return;
    const command = ++this.#commands;
    replica.waiting.add(command);
    replica.log.refusesNext = isRefused && times > 0;
    const asked =
      times === 0 ? { kind: "read" as const, id: command } : { kind: "add" as const, id: command, amount, times };
    this.#api.execute(replica.host, asked, command, null);
    if (replica.log.refusesNext || (isRefused && times > 0 && replica.waiting.has(command)))
      this.#fail("a refusal is told");
    if (times === 0 && replica.waiting.has(command)) this.marks.add("a read waits");
  }

  /** `from` sends `to` what it lacks, at most `entries` of it. Whoever hears of a newer epoch follows it. */
  replicate(from: number, to: number, entries: number): void {
    const leader = this.replicas[from]!;
    const follower = this.replicas[to]!;
    if (from === to || !follower.isUp || !this.leads(leader)) return;
    if (follower.epoch > leader.epoch) {
      leader.epoch = follower.epoch;
      this.#follow(leader, leader.epoch);
      return;
    }
    follower.epoch = leader.epoch;
    this.#follow(follower, leader.epoch);
    const same = commonLength(leader.log.entries, follower.log.entries);
    if (same < follower.log.entries.length) this.marks.add("a follower truncates");
    follower.log.entries.length = same;
    this.#api.onTruncated(follower.host, lostTail, null);
    follower.log.entries.push(...leader.log.entries.slice(same, same + entries));
    follower.log.startOffset = Math.max(follower.log.startOffset, this.#snapshotFor(leader, follower));
    const committedEnd = Math.min(leader.log.committedEnd, follower.log.endOffset);
    follower.log.committedEnd = Math.max(follower.log.committedEnd, committedEnd, follower.log.startOffset);
    this.#api.onCommitted(follower.host, null);
  }

  /** The leader commits what a majority of its epoch holds, if that ends with an entry of its epoch. */
  commit(id: number): void {
    const leader = this.replicas[id]!;
    if (!this.leads(leader)) return;
    const { log } = leader;
    const held = this.replicas
      .filter((one) => one.epoch === leader.epoch)
      .map((one) => commonLength(log.entries, one.log.entries))
      .sort((a, b) => b - a);
    const last = log.entries[(held[1] ?? 0) - 1];
    if (last === undefined || last.epoch !== leader.epoch || last.endOffset <= log.committedEnd) return;
    log.committedEnd = last.endOffset;
    const isLonger = last.endOffset > (this.#chosen.at(-1)?.endOffset ?? 0);
    if (isLonger) this.#chosen = log.entries.slice(0, held[1]);
    for (const { batch, endOffset } of this.#chosen)
      if (batch !== null) this.#committed.set(batch.records[0]!.id, endOffset);
    this.#api.onCommitted(leader.host, null);
  }

  /** What only the leader holds is lost to it, as when a batch that was still forming cannot be written. */
  loseTail(id: number): void {
    const leader = this.replicas[id]!;
    if (!this.leads(leader)) return;
    const others = this.replicas.filter((one) => one !== leader);
    const held = Math.max(...others.map((one) => commonLength(leader.log.entries, one.log.entries)));
    const kept = Math.max(held, leader.log.entries.findLastIndex((one) => one.batch === null) + 1);
    if (kept >= leader.log.entries.length) return;
    leader.log.entries.length = kept;
    this.marks.add("a leader loses its tail");
    this.#api.onTruncated(leader.host, lostTail, null);
  }

  /** What is applied and committed moves into a snapshot. */
  takeSnapshot(id: number): void {
    const { log, host, isUp } = this.replicas[id]!;
    if (isUp) log.startOffset = Math.max(log.startOffset, Math.min(host.appliedEnd, host.committedEnd));
  }

  /** The process ends: the log stays, its committed end is forgotten. */
  crash(id: number): void {
    const replica = this.replicas[id]!;
    replica.isUp = false;
    replica.waiting.clear();
    replica.log.committedEnd = replica.log.startOffset;
  }

  start(id: number): void {
    const replica = this.replicas[id]!;
    if (replica.isUp) return;
    replica.isUp = true;
    replica.host = this.#newHost(id, replica.log);
    this.#follow(replica, replica.epoch);
  }

  lateNews(id: number): void {
    const { host, isUp } = this.replicas[id]!;
    const { status, epoch } = host;
    if (!isUp) return;
    const isTaken =
      this.#api.load(host, epoch) ||
      this.#api.load(host, epoch - 1) ||
      this.#api.continueLoad(host, epoch - 1, Infinity, null) ||
      this.#api.follow(host, epoch - 1, notLeader, null) ||
      this.#api.unload(host, epoch - 1, notLeader, null);
    if (isTaken || host.status !== status || host.epoch !== epoch) this.#fail("late news is dropped");
  }

  /** Everybody runs, one leads, and all that is in its log gets committed. */
  settle(): void {
    for (const { id } of this.replicas) this.start(id);
    const leader = this.replicas.find(({ id }) => {
      const before = this.#epochs;
      this.elect(id);
      return this.#epochs > before;
    })!;
    this.loadMore(leader.id, Infinity);
    this.command(leader.id, 1, 1, false);
    for (let round = 0; round < 2; round++) {
      for (const { id } of this.replicas) this.replicate(leader.id, id, Infinity);
      this.commit(leader.id);
    }
    this.judge();
    const missing = [...this.#committed.keys()].filter((id) => !this.told.includes(id));
    if (missing.length > 0) this.#fail("every committed fact is told");
    if (this.replicas.some(({ waiting }) => waiting.size > 0)) this.#fail("nobody waits for ever");
  }

  judge(): void {
    for (const { host, log, isUp, waiting } of this.replicas) {
      if (!isUp) continue;
      const { status, state, appliedEnd } = host;
      const end =
        status === "leading"
          ? log.endOffset
          : status === "loading"
            ? appliedEnd
            : status === "following"
              ? log.committedEnd
              : 0;
      const expected = log.foldTo(end);
      if (state.total !== expected.total || state.records !== expected.records)
        this.#fail(`the ${status} state is the fold`);
      if (status !== "leading" && waiting.size > 0) this.#fail("only a leader lets commands wait");
    }
  }

  #newHost(id: number, log: ReplicaLog): LedgerHost<CounterTypes> {
    const port: LedgerPort<CounterTypes> = {
      tell: (fact) => this.#onTold(fact.id, fact.replica !== id),
      answer: (command, reply) => this.#onAnswer(id, command, reply),
      fail: (command) => {
        if (command === null || !this.replicas[id]!.waiting.delete(command)) this.#fail("a failure is told once");
        this.marks.add("a command fails");
      },
    };
    return this.#api.newLedgerHost<CounterTypes>(counterLedger(id), log, port);
  }

  #onTold(command: number, isInherited: boolean): void {
    if (this.told.includes(command)) this.#fail("a fact is told once");
    const end = this.#committed.get(command);
    if (end === undefined) this.#fail("a fact is committed when it is told");
    const last = this.told.at(-1);
    if (last !== undefined && (this.#committed.get(last) ?? 0) > (end ?? 0)) this.#fail("facts are told in order");
    this.told.push(command);
    if (isInherited) this.marks.add("an heir tells");
  }

  #onAnswer(id: number, command: number, reply: CounterReply): void {
    if (!this.replicas[id]!.waiting.delete(command)) this.#fail("a command is answered once");
    let total = 0;
    let records = 0;
    for (const { batch } of this.#chosen) {
      if (records === reply.records) break;
      for (const { amount } of batch?.records ?? []) {
        total += amount;
        records += 1;
      }
    }
    if (records !== reply.records || total !== reply.total) this.#fail("a reply tells of committed records");
  }

  #follow({ host }: Replica, epoch: number): void {
    if (host.status === "leading" && host.waiting.length > 0)
      this.marks.add("a leader with waiting commands is deposed");
    const lose = this.#dropsState ? this.#api.unload : this.#api.follow;
    if (!lose(host, epoch, notLeader, null)) this.#fail("the news of another leader is not late");
  }

  /** The follower gets the leader's snapshot instead of entries that the leader has no longer. */
  #snapshotFor(leader: Replica, follower: Replica): number {
    const { startOffset } = leader.log;
    if (startOffset <= follower.log.startOffset || startOffset > follower.log.endOffset) return 0;
    this.marks.add("a snapshot is taken over");
    return startOffset;
  }

  #fail(sentence: string): void {
    this.problem ??= sentence;
  }
}

function commonLength(a: readonly Entry[], b: readonly Entry[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
