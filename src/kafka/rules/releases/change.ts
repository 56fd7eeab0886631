/** What a release of Kafka changed, as a row: how it was before, and how rules say so. */
import { isAtLeast, type KafkaVersion, kafkaVersions, minorOf, type Release } from "../../config/version.ts";
import type { Override } from "../rules.ts";

export interface ReleaseChange {
  /** Of this table alone: `late-fetch-response`. */
  readonly name: string;
  /**
   * The first release that decides as today. Several where a change was carried back: the first of each minor version that
   * has it, oldest first; what comes after the last has it too.
   */
  readonly before: Release | readonly Release[];
  /** The first release that decided as `override` says; absent: all before. */
  readonly since?: Release;
  /** How it was, in one sentence. */
  readonly sentence: string;
  /** KAFKA or KIP number, and Kafka's class where one says it. */
  readonly source: string;
  /** Kafka itself calls the older behaviour a bug: the releases that have it are wrong, and the next one mends them. */
  readonly isBug?: true;
  /** Why campaigns under that release's rules do not find the bug; absent: they do, or were not asked. No full stop. */
  readonly notFound?: string;
  readonly override: Omit<Override, "name">;
}

/** Did that release decide as the row says? */
export function concerns(change: ReleaseChange, version: KafkaVersion): boolean {
  const mends = mendsOf(change);
  const isMended =
    isAtLeast(version, mends.at(-1)!) ||
    mends.some((release) => minorOf(release) === minorOf(version) && isAtLeast(version, release));
  return !isMended && (change.since === undefined || isAtLeast(version, change.since));
}

/** The first release from that one on which decides as today. */
export const mendedIn = (change: ReleaseChange, version: KafkaVersion): Release =>
  mendsOf(change).find((release) => !isAtLeast(version, release))!;

/** `2.8 to 3.9.1, 4.0.0 and 4.0.1`: the releases that decided so. */
export function concernsText(change: ReleaseChange): string {
  const spans: string[][] = [];
  for (const [index, version] of kafkaVersions.entries()) {
    if (!concerns(change, version)) continue;
    const previous = kafkaVersions[index - 1];
    if (previous !== undefined && concerns(change, previous)) spans.at(-1)!.push(version);
    else spans.push([version]);
  }
  const words = spans.map((span) => (span.length === 1 ? span[0]! : `${span[0]} to ${span.at(-1)}`));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Oldest first. */
export const mendsOf = ({ before }: ReleaseChange): readonly Release[] =>
  typeof before === "string" ? [before] : before;
