/**
 * A host's clocks: a monotonic one, which drifts but never jumps, and a wall clock on top of it, which jumps. Both are
 * functions of virtual time in integer micros.
 */
import { invariant } from "../core/invariant.ts";
import type { Micros, Millis } from "../core/time.ts";

export interface ClockOptions {
  /** Monotonic clock at the start of the run. */
  readonly startMs?: Millis;
  /** Wall clock at the start of the run, in ms of the epoch. */
  readonly wallStartMs?: Millis;
  /** Parts per million by which this clock runs fast (or slow, if negative). */
  readonly driftPpm?: number;
}

/** Any moment would do; a round one reads well in traces. */
const defaultWallStartMs = 1_700_000_000_000;
const million = 1_000_000;
/** A clock may not stand still or run backwards. */
const maxDriftPpm = 500_000;

export class HostClock {
  /** Virtual time and local time at the last change of the drift. */
  #since: Micros = 0;
  #base: Micros;
  #driftPpm = 0;
  #wallOffset: Micros;

  constructor(options: ClockOptions = {}) {
    const startMs = options.startMs ?? 0;
    this.#base = startMs * 1000;
    this.#wallOffset = ((options.wallStartMs ?? defaultWallStartMs) - startMs) * 1000;
    if (options.driftPpm) this.setDrift(options.driftPpm, 0);
  }

  get drift(): number {
    return this.#driftPpm;
  }

  /** Monotonic local time in micros at virtual time `now`. */
  local(now: Micros): Micros {
    const elapsed = now - this.#since;
    if (this.#driftPpm === 0) return this.#base + elapsed;
    return this.#base + elapsed + Math.floor((elapsed * this.#driftPpm) / million);
  }

  nowMs(now: Micros): Millis {
    return Math.floor(this.local(now) / 1000);
  }

  wallClockMs(now: Micros): Millis {
    return Math.floor((this.local(now) + this.#wallOffset) / 1000);
  }

  /** The first virtual time at which the local clock shows at least `local`. */
  virtual(local: Micros): Micros {
    const ahead = local - this.#base;
    if (this.#driftPpm === 0) return this.#since + ahead;
    let elapsed = Math.floor((ahead * million) / (million + this.#driftPpm));
    while (this.local(this.#since + elapsed) < local) elapsed++;
    invariant(elapsed === 0 || this.local(this.#since + elapsed - 1) < local, "a clock shows a time first once");
    return this.#since + elapsed;
  }

  /** Whoever calls this moves the host's timers too: see `TimerTable.rearmAll`. */
  setDrift(driftPpm: number, now: Micros): void {
    invariant(now >= this.#since, "the drift of a clock changes in the order of time");
    this.#base = this.local(now);
    this.#since = now;
    this.#driftPpm = Math.min(maxDriftPpm, Math.max(-maxDriftPpm, Math.round(driftPpm)));
  }

  /** The wall clock only, as an operator or NTP steps it. */
  jump(jumpMs: Millis): void {
    this.#wallOffset += Math.round(jumpMs * 1000);
  }
}
