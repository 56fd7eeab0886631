/**
 * The Kafka releases that can be told apart, oldest first. A minor version stands for all its patch releases, unless one of
 * them mends what its forerunners had wrong: then each patch release from which something differs stands for itself and
 * for those after it. The newest is the default.
 */
export const kafkaVersions = [
  "2.5",
  "2.6",
  "2.7.0",
  "2.7.1",
  "2.8",
  "3.0",
  "3.1",
  "3.2",
  "3.3",
  "3.4",
  "3.5",
  "3.6",
  "3.7",
  "3.8",
  "3.9.0",
  "3.9.1",
  "3.9.2",
  "4.0.0",
  "4.0.1",
  "4.0.2",
  "4.1.0",
  "4.1.1",
  "4.1.2",
  "4.2",
  "4.3",
  "4.4",
] as const;

export type KafkaVersion = (typeof kafkaVersions)[number];

/** `3.9` of `3.9.2`. */
type MinorVersion = KafkaVersion extends infer V
  ? V extends `${infer Major}.${infer Minor}.${string}`
    ? `${Major}.${Minor}`
    : V
  : never;

/** A release as history names it: a minor version is its first release. */
export type Release = KafkaVersion | MinorVersion;

export const latestVersion: KafkaVersion = "4.4";

export function isAtLeast(version: KafkaVersion, release: Release): boolean {
  return kafkaVersions.indexOf(version) >= kafkaVersions.indexOf(firstOf(release));
}

export const minorOf = (version: string): string => version.split(".", 2).join(".");

/** What a user may write: each minor version, and its patch releases where they differ. */
export const versionNames: readonly string[] = [
  ...new Set(kafkaVersions.flatMap((version) => [minorOf(version), version])),
];

const firstOf = (release: Release): KafkaVersion =>
  kafkaVersions.find((version) => version === release) ??
  kafkaVersions.find((version) => minorOf(version) === release)!;

/**
 * Reads `3.9.1`, `3.9` (its last patch release), `3` or `3.x` (its last release), `4.1.0-rc1`. What is newer than the newest
 * is judged as that. Null: no version, one that never was, or one older than all.
 */
export function parseKafkaVersion(text: string): KafkaVersion | null {
  const asked = partsOf(text, unbounded);
  const known = kafkaVersions.findLast((version) => !isAbove(partsOf(version, 0), asked));
  const wasReleased =
    asked[1] === unbounded || known === latestVersion || minorOf(text.trim()) === minorOf(known ?? "");
  return known !== undefined && wasReleased ? known : null;
}

/** Does that text name a release that the tables do not reach yet? */
export function isNewerThanKnown(text: string): boolean {
  const [major, minor] = partsOf(text, 0);
  const [latestMajor, latestMinor] = partsOf(latestVersion, 0);
  return major > latestMajor || (major === latestMajor && minor > latestMinor);
}

type Parts = readonly [major: number, minor: number, patch: number];

const unbounded = Number.POSITIVE_INFINITY;

/** `other` stands for what is left out or is `x`; a text that is no version has no part at all (NaN). */
function partsOf(text: string, other: number): Parts {
  const match = /^(\d+)(?:\.(\d+|x))?(?:\.(\d+|x))?(?:[.-].*)?$/.exec(text.trim());
  const part = (nth: number): number => {
    const digits = match?.[nth];
    return match === null ? Number.NaN : digits === undefined || digits === "x" ? other : Number(digits);
  };
  return [part(1), part(2), part(3)];
}

/** A version that is none is below all. */
function isAbove(one: Parts, other: Parts): boolean {
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing >= 0 && !(one[differing]! < other[differing]!);
}
