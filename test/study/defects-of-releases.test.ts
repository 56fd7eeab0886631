/**
 * What Kafka itself calls a bug of a release is found by a short campaign under that release's rules, on a configuration
 * that people have, and the verdict names the release that mends it: as `run --kafka-version V --strategy pct --seed S`.
 */
import { describe, expect, test } from "vitest";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import { rowSeed } from "../../src/campaign/campaign.ts";
import { drawAgain } from "../../src/campaign/draw-again.ts";
import type { ProfileName } from "../../src/chaos/profile-names.ts";
import { bundledFile } from "../../src/configuration/bundled.ts";
import type { KafkaVersion } from "../../src/kafka/config/version.ts";
import { releaseChanges } from "../../src/kafka/rules/releases/index.ts";
import { ruleSetOf } from "../../src/kafka/rules/releases/rules-of-release.ts";
import { mendingText } from "../../src/report/mending-text.ts";
import { run } from "../../src/run/run.ts";
import { mendedBy } from "../../src/study/mended-by.ts";
import { file, loaded } from "../configuration/files.ts";

interface Found {
  readonly ticket: string;
  readonly version: KafkaVersion;
  readonly profile: ProfileName;
  readonly seed: string;
  /** The campaign has so many runs; it is found before its end. */
  readonly runs: number;
  readonly set?: readonly string[];
  /** A producer's file. */
  readonly producer?: string;
  readonly verdict: RegExp;
}

/** Sends that are given up while their request is on its way. */
const impatientProducer = `bootstrap.servers=b:9092
acks=all
delivery.timeout.ms=4000
request.timeout.ms=3900
linger.ms=0
batch.size=200
`;

const found: readonly Found[] = [
  {
    ticket: "KAFKA-18991",
    version: "3.9.0",
    profile: "all",
    seed: "l",
    runs: 25,
    set: ["acks=all"],
    verdict: /^a bug of Kafka 3\.9\.0, mended in 3\.9\.1 \(KAFKA-18991, /,
  },
  {
    ticket: "KAFKA-19012",
    version: "3.9.1",
    profile: "pause-clock",
    seed: "a",
    runs: 15,
    producer: impatientProducer,
    verdict: /^a bug of Kafka 3\.9\.1, mended in 3\.9\.2 \(KAFKA-19012, /,
  },
  {
    ticket: "KAFKA-19522",
    version: "4.0.2",
    profile: "power-loss",
    seed: "a",
    runs: 5,
    set: ["eligible.leader.replicas.enable=true"],
    verdict: /^a bug of Kafka 4\.0\.2, mended in 4\.1 \(KAFKA-19522, /,
  },
];

/** The first verdict of the campaign that names what we look for. */
function verdictOf({ version, profile, seed, runs, set = [], producer, verdict }: Found): string | undefined {
  const files = [bundledFile("strimzi/kafka-persistent.yaml")];
  if (producer !== undefined) files.push(file("producer.properties", producer));
  const space = spaceOf(loaded(files, { version, set }), profile, ruleSetOf(version));
  for (let index = 0; index < runs; index++) {
    const scenario = drawAgain("pct", space, rowSeed(seed, profile), index);
    for (const { promised, fingerprint } of run(scenario).violations) {
      const [first] = promised ? mendedBy(scenario, fingerprint).map(mendingText) : [];
      if (first !== undefined && verdict.test(first)) return first;
    }
  }
  return undefined;
}

describe("a campaign under the rules of a release finds that release's own bug", () => {
  test.each(found)(
    "$ticket, $version",
    (one) => {
      expect(verdictOf(one)).toMatch(one.verdict);
    },
    120_000,
  );

  test("or its row says why none does", () => {
    const silent = releaseChanges.filter(({ notFound }) => notFound !== undefined);
    expect(silent.map(({ name }) => name)).toEqual(["batch-of-larger-epoch-appended", "elr-wiped-by-directory"]);
    for (const { isBug, notFound } of silent) {
      expect(isBug).toBe(true);
      expect(notFound).toMatch(/^[a-z0-9].{40,}[^.]$/);
    }
  });
});
