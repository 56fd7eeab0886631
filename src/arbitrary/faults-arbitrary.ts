/**
 * The faults of one run, swarm style: a few kinds, or many, are in; then some faults of those kinds, at times with a
 * rhythm. What is drawn shrinks as a plain list of faults.
 */
import fc from "fast-check";
import type { Fault, FaultKind } from "../chaos/fault.ts";
import { asItIs } from "./as-it-is.ts";
import { faultArbitrary } from "./fault-arbitrary.ts";
import type { Names } from "./fault-parts.ts";
import { remaking } from "./remaking.ts";
import { crowdedAt, drawRhythm } from "./rhythm.ts";
import type { ScenarioSpace } from "./space.ts";
import { handovers, replacement, type Story } from "./stories.ts";

/** Kinds that occur often because they are short stories of their own. */
const heavy = new Set<FaultKind>([
  "process-crash",
  "power-loss",
  "isolate",
  "cut",
  "pause",
  "slow-link",
  "session-loss",
  "controlled-shutdown",
  "admin",
]);

interface Kind {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Fault>;
  /** Drawn instead every other time. */
  readonly story: Story | null;
}

const mostFaults = 26;

class Faults extends fc.Arbitrary<Fault[]> {
  readonly #kinds: readonly Kind[];
  readonly #plain: fc.Arbitrary<Fault[]>;
  readonly #chaosMs: number;

  constructor(kinds: readonly Kind[], chaosMs: number) {
    super();
    this.#kinds = kinds;
    // For shrinking alone. What a story, an anchor or a hand gave another shape stays as it is, and so hinders nothing else.
    const foreign = { weight: 1, arbitrary: asItIs(kinds[0]!.arbitrary) };
    this.#plain = fc.array(fc.oneof(...kinds, foreign), { maxLength: mostFaults });
    this.#chaosMs = chaosMs;
  }

  generate(random: fc.Random, bias: number | undefined): fc.Value<Fault[]> {
    const kinds = drawSwarm(random, this.#kinds);
    const count = random.nextInt(1, 4) === 1 ? random.nextInt(0, 4) : random.nextInt(3, mostFaults - 2);
    const rhythm = drawRhythm(random);
    const faults: Fault[] = [];
    while (faults.length < count) {
      const { arbitrary, story } = drawKind(random, kinds);
      const startMs = crowdedAt(random.nextInt(0, this.#chaosMs), rhythm, this.#chaosMs);
      if (story !== null && random.nextInt(0, 1) === 0)
        faults.push(...story(random).map((fault) => later(fault, startMs)));
      else faults.push(startingAt(arbitrary.generate(random, bias).value, startMs));
    }
    return new fc.Value(faults.slice(0, mostFaults), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Fault[] {
    return this.#plain.canShrinkWithoutContext(value);
  }

  shrink(value: Fault[]): fc.Stream<fc.Value<Fault[]>> {
    return this.#plain.shrink(value, undefined);
  }
}

/** Faults on protocol events keep their trigger. */
const startingAt = (fault: Fault, startMs: number): Fault =>
  "at" in fault.trigger ? { ...fault, trigger: { at: startMs } } : fault;

const later = (fault: Fault, byMs: number): Fault =>
  "at" in fault.trigger ? { ...fault, trigger: { at: fault.trigger.at + byMs } } : fault;

/** One to four kinds, each the likelier the heavier; or each with an even chance. */
function drawSwarm(random: fc.Random, kinds: readonly Kind[]): readonly Kind[] {
  if (random.nextInt(0, 1) === 0) {
    const some = kinds.filter(() => random.nextInt(0, 1) === 0);
    return some.length > 0 ? some : kinds;
  }
  const few = random.nextInt(1, 4);
  return Array.from({ length: few }, () => drawKind(random, kinds));
}

function drawKind(random: fc.Random, kinds: readonly Kind[]): Kind {
  let left = random.nextInt(
    1,
    kinds.reduce((sum, kind) => sum + kind.weight, 0),
  );
  for (const kind of kinds) {
    left -= kind.weight;
    if (left <= 0) return kind;
  }
  return kinds[0]!;
}

/** Of the kinds that are asked for only: a story may lose some of its faults. */
function storyOf(kind: FaultKind, names: Names, space: ScenarioSpace): Story | null {
  const stories =
    kind === "admin"
      ? [...manyHandovers(names, space), remaking(names)]
      : kind === "controlled-shutdown"
        ? [replacement(names, space)]
        : [];
  if (stories.length === 0) return null;
  return (random) =>
    stories[random.nextInt(0, stories.length - 1)]!(random).filter((fault) => space.kinds.includes(fault.kind));
}

/** Among which a topic is made anew now and then. */
const manyHandovers = (names: Names, space: ScenarioSpace): readonly Story[] =>
  Array.from({ length: 7 }, () => handovers(names, space));

export function faultsArbitrary(space: ScenarioSpace, names: Names): fc.Arbitrary<Fault[]> {
  const kinds: Kind[] = [];
  for (const kind of space.kinds) {
    const arbitrary = faultArbitrary(kind, space, names);
    if (arbitrary === null) continue;
    kinds.push({ weight: heavy.has(kind) ? 3 : 1, arbitrary, story: storyOf(kind, names, space) });
  }
  return kinds.length === 0 ? fc.constant([]) : new Faults(kinds, space.chaosMs);
}
