/** The faults of one run: drawn in a strategy's way, shrunk as a plain list of faults. */
import fc from "fast-check";
import { cardOf, type Fault, type FaultKind } from "../chaos/fault.ts";
import { asItIs } from "./as-it-is.ts";
import { faultArbitrary } from "./fault-arbitrary.ts";
import { type DrawnKind, type FaultDraw, type FaultGround, mostFaults } from "./fault-draw.ts";
import type { Names } from "./fault-parts.ts";
import { remaking } from "./remaking.ts";
import type { ScenarioSpace } from "./space.ts";
import { crashLoop, handovers, replacement, type Story } from "./stories.ts";

class Faults extends fc.Arbitrary<Fault[]> {
  readonly #ground: FaultGround;
  readonly #draw: FaultDraw;
  readonly #plain: fc.Arbitrary<Fault[]>;

  constructor(ground: FaultGround, draw: FaultDraw) {
    super();
    this.#ground = ground;
    this.#draw = draw;
    const { kinds } = ground;
    // For shrinking alone. What a story, an anchor or a hand gave another shape stays as it is, and so hinders nothing else.
    const foreign = { weight: 1, arbitrary: asItIs(kinds[0]!.arbitrary) };
    this.#plain = fc.array(fc.oneof(...kinds, foreign), { maxLength: mostFaults });
  }

  generate(random: fc.Random, bias: number | undefined): fc.Value<Fault[]> {
    return new fc.Value(this.#draw(random, bias, this.#ground), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Fault[] {
    return this.#plain.canShrinkWithoutContext(value);
  }

  shrink(value: Fault[]): fc.Stream<fc.Value<Fault[]>> {
    return this.#plain.shrink(value, undefined);
  }
}

const stories: Partial<Record<FaultKind, (names: Names, space: ScenarioSpace) => readonly Story[]>> = {
  // A topic is made anew now and then.
  admin: (names, space) => [...new Array<Story>(7).fill(handovers(names, space)), remaking(names)],
  "controlled-shutdown": (names, space) => [replacement(names, space)],
  "disk-wipe": (names, space) => [crashLoop(names, space)],
};

/** Of the kinds that are asked for only: a story may lose some of its faults. */
function storyOf(kind: FaultKind, names: Names, space: ScenarioSpace): Story | null {
  const told = stories[kind]?.(names, space) ?? [];
  if (told.length === 0) return null;
  return (random) =>
    told[random.nextInt(0, told.length - 1)]!(random).filter((fault) => space.kinds.includes(fault.kind));
}

export function faultsArbitrary(space: ScenarioSpace, names: Names, draw: FaultDraw): fc.Arbitrary<Fault[]> {
  const kinds: DrawnKind[] = [];
  for (const kind of space.kinds) {
    const arbitrary = faultArbitrary(kind, space, names);
    if (arbitrary === null) continue;
    kinds.push({ kind, weight: cardOf(kind).isFrequent ? 3 : 1, arbitrary, story: storyOf(kind, names, space) });
  }
  return kinds.length === 0 ? fc.constant([]) : new Faults({ kinds, space, names }, draw);
}
