/** The Kafka releases whose defaults and keys are known; `4.x` is the newest one and the default. */
export const kafkaVersions = [
  "2.5",
  "2.6",
  "2.7",
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
  "3.9",
  "4.0",
  "4.1",
  "4.2",
  "4.3",
  "4.x",
] as const;

export type KafkaVersion = (typeof kafkaVersions)[number];

export const latestVersion: KafkaVersion = "4.x";

export function isAtLeast(version: KafkaVersion, other: KafkaVersion): boolean {
  return kafkaVersions.indexOf(version) >= kafkaVersions.indexOf(other);
}

/**
 * Reads `3.9`, `3.9.1`, `4.x` or `4`; releases of 4 that are newer than the tables are judged as 4.x. Null if the
 * tables do not reach that version.
 */
export function parseKafkaVersion(text: string): KafkaVersion | null {
  const match = /^(\d+)(?:\.(\d+|x))?(?:[.-].*)?$/.exec(text.trim());
  if (match === null) return null;
  const [, major, minor = "x"] = match;
  const exact = kafkaVersions.find((version) => version === `${major}.${minor}`);
  if (exact !== undefined) return exact;
  return major === "4" ? latestVersion : null;
}
