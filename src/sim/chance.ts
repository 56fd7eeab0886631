/**
 * All chance of a run: one method per kind of decision, each with a stable name (decision-name.ts) and, on top of the
 * seed, an override by that name. Replay, shrinking and edits by hand are edits of the map of overrides.
 */
import type { NodeId } from "../core/ids.ts";
import { hashText, mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import { chooseName, DecisionKind, lateName, latencyName, tornName } from "./decision-name.ts";
import { longTailed } from "./latency-table.ts";
import { namedSource, type RandomSource } from "./random-source.ts";

interface LatencyRange {
  readonly min: Micros;
  readonly max: Micros;
  readonly stragglers?: Stragglers;
}

/** One message in so many takes anything up to `max`, as after a lost packet. What follows on its connection waits for it. */
interface Stragglers {
  readonly oneIn: number;
  readonly max: Micros;
}

/** Told of every decision; the same name may come again with the same value. */
export type DecisionRecorder = (name: string, value: number) => void;

export interface ChanceOptions {
  readonly seed: string;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly source?: RandomSource;
  readonly recorder?: DecisionRecorder | null;
  readonly latencyMicros: LatencyRange;
}

/** A late request of a dead connection may take this many times the longest latency. */
const lateSpanFactor = 64;
/** Tells a second draw about a message from the first. */
const stragglerSalt = 0x57a6;
const twoTo32 = 4294967296;

export class Chance {
  readonly #source: RandomSource;
  readonly #overrides: ReadonlyMap<string, number>;
  readonly #recorder: DecisionRecorder | null;
  /** Names are needed: there are overrides or a recorder. The one check that a decision costs otherwise. */
  readonly #named: boolean;
  readonly #min: Micros;
  readonly #span: Micros;
  readonly #lateSpan: Micros;
  /** 0: there are none. */
  #stragglersOneIn: number;
  readonly #stragglersMax: Micros;

  constructor(options: ChanceOptions) {
    this.#source = options.source ?? namedSource(options.seed);
    this.#overrides = new Map(Object.entries(options.overrides ?? {}));
    this.#recorder = options.recorder ?? null;
    this.#named = this.#overrides.size > 0 || this.#recorder !== null;
    this.#min = Math.max(1, options.latencyMicros.min);
    this.#span = Math.max(0, options.latencyMicros.max - this.#min);
    this.#lateSpan = (this.#min + this.#span) * lateSpanFactor;
    this.#stragglersOneIn = options.latencyMicros.stragglers?.oneIn ?? 0;
    this.#stragglersMax = options.latencyMicros.stragglers?.max ?? 0;
  }

  /** From now on no message is late. */
  endStragglers(): void {
    this.#stragglersOneIn = 0;
  }

  /** The least latency that the seed draws. */
  get minLatency(): Micros {
    return this.#min;
  }

  /** Structural, and dependent on the seed: for order keys and for decisions of one family. */
  salt(kind: number, first: number, second: number, third: number): number {
    return this.#source.salt(kind, first, second, third);
  }

  /** `hash`: the mix of the link's salt and the message's name. At least 1, so that time always passes. */
  latency(hash: number, from: NodeId, to: NodeId, channel: number, message: number): Micros {
    const drawn = this.#drawLatency(hash);
    return this.#named ? Math.max(1, this.#settle(latencyName(from, to, channel, message), drawn)) : drawn;
  }

  #drawLatency(hash: number): Micros {
    const usual = longTailed(this.#source.bits(hash), this.#min, this.#span);
    if (this.#stragglersOneIn === 0) return usual;
    const bits = this.#source.bits(mix(hash, stragglerSalt));
    if (bits % this.#stragglersOneIn !== 0) return usual;
    return usual + Math.floor((this.#stragglersMax * (mix(bits, stragglerSalt) & 0xffff)) / 0xffff);
  }

  /** For a message in flight on a dying connection: 0 lost, else by how many micros it comes late. */
  late(from: NodeId, to: NodeId, channel: number, message: number): Micros {
    const bits = this.#source.bits(mix(this.salt(DecisionKind.late, from, to, channel), message));
    const drawn = bits >>> 31 === 0 ? 0 : longTailed(bits, 1, this.#lateSpan);
    return this.#named ? Math.max(0, this.#settle(lateName(from, to, channel, message), drawn)) : drawn;
  }

  /** An integer in [0, below) for a machine. */
  choose(node: NodeId, name: number, below: number): number {
    const bits = this.#source.bits(mix(this.salt(DecisionKind.choose, node, 0, 0), name));
    const drawn = Math.floor((bits * below) / twoTo32);
    return this.#named ? within(this.#settle(chooseName(node, name), drawn), below) : drawn;
  }

  /** How many of `unflushed` entries survive a torn power loss: 0 to all of them. */
  torn(node: NodeId, fault: number, disk: number, file: string, unflushed: number): number {
    const bits = this.#source.bits(mix(this.salt(DecisionKind.torn, node, fault, disk), hashText(file)));
    const drawn = Math.floor((bits * (unflushed + 1)) / twoTo32);
    return this.#named ? within(this.#settle(tornName(node, fault, disk, file), drawn), unflushed + 1) : drawn;
  }

  #settle(name: string, drawn: number): number {
    const value = this.#overrides.size === 0 ? drawn : (this.#overrides.get(name) ?? drawn);
    if (this.#recorder !== null) this.#recorder(name, value);
    return value;
  }
}

/** Overrides are edited by hand and by shrinking: any number means something. */
const within = (value: number, below: number): number => Math.min(Math.max(0, Math.floor(value)), below - 1);
