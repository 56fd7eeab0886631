/** Releases and what changed between them: each release, each row of the table of changes, each decision point of the rules. */
import { type ConfigKind, configKinds, defaultOf, keyTables } from "../../kafka/config/key-tables.ts";
import { type KafkaVersion, latestVersion, parseKafkaVersion, versionNames } from "../../kafka/config/version.ts";
import { defects } from "../../kafka/rules/defects.ts";
import { ladder } from "../../kafka/rules/ladder.ts";
import { concernsText, mendedIn, type ReleaseChange } from "../../kafka/rules/releases/change.ts";
import { releaseChanges } from "../../kafka/rules/releases/index.ts";
import { changesAfter, ruleSetOf } from "../../kafka/rules/releases/rules-of-release.ts";
import { kafka4, type Override } from "../../kafka/rules/rules.ts";
import { controlPlaneOf } from "../scope-text.ts";
import { evidenceOfChange, evidenceOfRelease, evidenceOfRule } from "./evidence.ts";
import type { Page } from "./page.ts";

const rooms = ["log", "replication", "controller", "producer", "consumer"] as const;

/** Rows and decision points of the rules, and releases, by their names. */
export const releasePages = (): readonly Page[] => [
  ...versionNames.map((name) => pageOfRelease(name, parseKafkaVersion(name)!)),
  ...releaseChanges.map(pageOfChange),
  ...rooms.flatMap((room) => Object.keys(kafka4[room]).map((rule) => pageOfRule(room, rule))),
];

function pageOfRelease(name: string, version: KafkaVersion): Page {
  const changes = changesAfter(version);
  const bugs = changes.filter(({ isBug }) => isBug === true);
  const others = changes.filter(({ isBug }) => isBug !== true);
  const defaults = configKinds.flatMap((kind) => olderDefaults(kind, version));
  return {
    name,
    kind: "release",
    lines: [
      name === version ? `Rule set: ${ruleSetOf(version)}` : `Stands for ${version}. Rule set: ${ruleSetOf(version)}`,
      ...listed("Wrong in it, by Kafka's own word:", bugs, (bug) => ` Mended in ${mendedIn(bug, version)}.`),
      ...listed(`Otherwise than in ${latestVersion}:`, others, () => ""),
      ...(defaults.length > 0 ? ["", `Other defaults than in ${latestVersion}:`, ...defaults] : []),
      "",
      `Control plane: ${controlPlaneOf(`kafka-${version}`)}.`,
      "Source: docs/releases.md, the whole table; each change names its own",
      evidenceOfRelease(version),
      `In force with: kafka-trial run CONFIG --kafka-version ${name}`,
    ],
  };
}

const listed = (
  title: string,
  changes: readonly ReleaseChange[],
  more: (change: ReleaseChange) => string,
): readonly string[] =>
  changes.length === 0
    ? []
    : ["", title, ...changes.map((one) => `- ${one.name}: ${one.sentence}${more(one)} (${one.source})`)];

const olderDefaults = (kind: ConfigKind, version: KafkaVersion): readonly string[] =>
  [...keyTables[kind].values()]
    .filter((key) => key.modelled && defaultOf(key, version) !== defaultOf(key, latestVersion))
    .map((key) => `- ${kind} ${key.name}: ${defaultOf(key, version)} (today ${defaultOf(key, latestVersion)})`);

const pageOfChange = (change: ReleaseChange): Page => ({
  name: change.name,
  kind: "change of a release",
  lines: [
    change.sentence,
    `Releases: ${concernsText(change)}`,
    ...(change.isBug === true ? ["Kafka itself calls it a bug."] : []),
    ...(change.notFound === undefined ? [] : [`Campaigns do not find it: ${change.notFound}.`]),
    `Decision points: ${decisionsOf(change.override).join(", ")}`,
    ...defectsLike(change.override),
    `Source: ${change.source}`,
    ...evidenceOfChange(change),
  ],
});

function pageOfRule(room: (typeof rooms)[number], rule: string): Page {
  const name = `${room}.${rule}`;
  const decides = ({ override }: { readonly override: Omit<Override, "name"> }): boolean =>
    decisionsOf(override).includes(name);
  return {
    name: rule,
    kind: "rule",
    lines: [
      `A decision point of the ${room} room, and who decides it otherwise than today's Kafka.`,
      `Source: src/kafka/rules/${room}-rules.ts says what is asked, what today's Kafka answers, and why`,
      evidenceOfRule,
      ...releaseChanges
        .filter(decides)
        .map((change) => `- ${concernsText(change)}: ${change.sentence} (${change.source}; ${change.name})`),
      ...ladder
        .filter((rung) => decides({ override: rung }))
        .map((rung) => `- decided otherwise by the rule set ${rung.name}`),
      ...defects.filter(decides).map(({ id, title, source }) => `- planted as ${id}: ${title} (${source})`),
    ],
  };
}

const decisionsOf = (override: Omit<Override, "name">): readonly string[] =>
  rooms.flatMap((room) => Object.keys(override[room] ?? {}).map((rule) => `${room}.${rule}`));

/** Planted defects that decide the same points: their pages tell what it costs. */
function defectsLike(override: Omit<Override, "name">): readonly string[] {
  const points = decisionsOf(override);
  const like = defects.filter((defect) => {
    const others = decisionsOf(defect.override);
    return others.length > 0 && others.every((one) => points.includes(one));
  });
  return like.length === 0 ? [] : [`As the planted defect: ${like.map(({ id }) => id).join(", ")}`];
}
