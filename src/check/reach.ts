/**
 * How far a promise reaches under a profile: found by asking `promise` about what its faults can do, one step after the
 * other, never written down by hand.
 */
import type { FaultKind } from "../chaos/fault.ts";
import type { GuaranteeName } from "./check.ts";
import { type Configuration, type Happened, nothingHappened, promise } from "./guarantees.ts";

/** What ends a promise besides lost replicas; the same for the table of promises, for verdicts and for `--require`. */
export type End = "session" | "more-partitions" | "min-insync-raised";

export interface Reach {
  /** As long as none of the faults has done any harm. */
  readonly promised: boolean;
  /** It survives so many replicas of a partition that lost power or a disk and have not caught up yet; null: any number. */
  readonly upTo: number | null;
  /** How many replicas a partition has, of the topic that has the fewest. */
  readonly replicas: number;
  readonly ends: readonly End[];
  /** A setting that may decide it could not be read: then it is not promised either. */
  readonly undecided: boolean;
}

/** Promised, whatever the faults do, but for what ends it by the producer or an administrator. */
export const isPromised = ({ promised, upTo }: Reach): boolean => promised && upTo === null;

export interface Promising {
  readonly terms: Configuration;
  /** An outage of a rack means something. */
  readonly hasRacks: boolean;
  readonly undecided: readonly GuaranteeName[];
}

export function reachOf(
  guarantee: GuaranteeName,
  { terms: configuration, hasRacks, undecided }: Promising,
  kinds: readonly FaultKind[],
): Reach {
  const holds = (happened: Partial<Happened>): boolean =>
    promise(configuration, { ...nothingHappened, ...happened })[guarantee] === true;
  const factors = configuration.topics.map((topic) => topic.replicationFactor);
  const replicas = Math.min(...factors);
  const hasSessions = configuration.producers.some((producer) => producer.enableIdempotence);
  const isUndecided = undecided.includes(guarantee);
  if (isUndecided || !holds({})) return { promised: false, upTo: 0, replicas, ends: [], undecided: isUndecided };
  const power = kinds.includes("power-loss") || (hasRacks && kinds.includes("rack-outage"));
  return {
    promised: true,
    undecided: false,
    upTo: mostTorn(Math.max(...factors), holds, power, kinds.includes("disk-wipe")),
    replicas,
    ends: [
      ...(!hasSessions || holds({ localBumps: true, sequencesSkipped: true }) ? [] : (["session"] as const)),
      ...(!kinds.includes("admin") || holds({ partitionsAdded: true }) ? [] : (["more-partitions"] as const)),
      ...(!kinds.includes("admin") || holds({ lossyElection: true }) ? [] : (["min-insync-raised"] as const)),
    ],
  };
}

function mostTorn(
  replicas: number,
  holds: (happened: Partial<Happened>) => boolean,
  power: boolean,
  disks: boolean,
): number | null {
  const survives = (torn: number): boolean => {
    for (let disksLost = 0; disksLost <= torn; disksLost++) {
      const powerLost = torn - disksLost;
      if ((powerLost > 0 && !power) || (disksLost > 0 && !disks)) continue;
      if (!holds({ powerLost, disksLost, uncleanWhileTorn: torn })) return false;
    }
    return true;
  };
  for (let torn = 1; torn <= replicas; torn++) if (!survives(torn)) return torn - 1;
  return null;
}

type Comparison = "better" | "worse" | "same";

/** The first against the second. A promise that reaches farther in one way and less far in another does not occur: one setting moves it one way. */
export function compareReach(one: Reach, other: Reach): Comparison {
  const rank = ({ promised, upTo, ends }: Reach): readonly number[] => [
    promised ? 1 : 0,
    upTo ?? Number.POSITIVE_INFINITY,
    -ends.length,
  ];
  const a = rank(one);
  const b = rank(other);
  const at = a.findIndex((value, i) => value !== b[i]);
  if (at < 0) return "same";
  return a[at]! > b[at]! ? "better" : "worse";
}
