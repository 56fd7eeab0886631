/** A campaign in short: of each configuration the verdict, one story, the one thing to change; then a table. */
import pc from "picocolors";
import { type Judgement, judgedGuarantees } from "../campaign/judgement.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../check/check.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";

interface BriefRow {
  readonly profile: ProfileName;
  readonly runs: number;
  readonly judgements: readonly Judgement[];
}

/** A failure that was saved: as it is told from its file. */
interface BriefStory {
  readonly guarantee: GuaranteeName;
  readonly profile: ProfileName;
  readonly sentence: string;
  readonly file: string;
}

export interface Brief {
  readonly configuration: LoadedConfiguration;
  readonly rows: readonly BriefRow[];
  readonly stories: readonly BriefStory[];
  /** By guarantee, the best first. */
  readonly changes: ReadonlyMap<GuaranteeName, string>;
}

export function briefText(brief: Brief): readonly string[] {
  const { configuration, rows } = brief;
  const story = chosenStory(brief);
  const change = judgedGuarantees.map((guarantee) => brief.changes.get(guarantee)).find((one) => one !== undefined);
  return [
    pc.bold(headLine(configuration)),
    ...configuration.undecided.map(({ guarantees, sentence }) =>
      pc.red(`  UNDECIDED ${guarantees.join(", ")}: ${sentence}`),
    ),
    ...configuration.warnings.map((warning) => pc.yellow(`  ${warning}`)),
    ...verdictLines(rows),
    ...(story === undefined
      ? []
      : [`  such as, under ${story.profile}: ${story.sentence}`, `    kafka-trial replay ${story.file}`]),
    ...(change === undefined ? [] : [`  to change: ${change}`]),
  ];
}

/** `3 brokers, 3 copies, min.insync.replicas=2, acks=all, …`: what decides, and nothing else. */
function headLine({ name, version, brokers, effective }: LoadedConfiguration): string {
  const values = new Map([...effective.cluster, ...effective.producer].map(({ key, value }) => [key, value]));
  const [first, ...more] = effective.topics;
  const ofTopic = (key: string): string => first?.values.find((one) => one.key === key)?.value ?? "?";
  const copies = ofTopic("replication factor");
  return [
    `${name}: Kafka ${version}, ${brokers} ${brokers === 1 ? "broker" : "brokers"}`,
    `${copies} ${copies === "1" ? "copy" : "copies"}${more.length === 0 ? "" : ` of ${first?.topic}, ${more.length} more topics`}`,
    `min.insync.replicas=${ofTopic("min.insync.replicas")}`,
    `acks=${values.get("acks")}`,
    ...(values.get("enable.idempotence") === "true" ? [] : ["not idempotent"]),
    `ELR ${values.get("eligible.leader.replicas.enable") === "true" ? "on" : "off"}`,
  ].join(", ");
}

/** A broken promise before anything else, then what matters most: what was acknowledged and is gone. */
function chosenStory({ rows, stories }: Brief): BriefStory | undefined {
  const isViolated = ({ guarantee, profile }: BriefStory): boolean =>
    rows.some(
      (row) =>
        row.profile === profile &&
        row.judgements.some((one) => one.guarantee === guarantee && one.verdict === "violated"),
    );
  const inOrder = judgedGuarantees.flatMap((guarantee) => stories.filter((story) => story.guarantee === guarantee));
  return inOrder.find(isViolated) ?? inOrder[0];
}

/** What was broken, in how many runs; the rest held, or was not tried. */
function verdictLines(rows: readonly BriefRow[]): readonly string[] {
  const runs = rows[0]?.runs ?? 0;
  const [violated, unpromised] = [brokenText(rows, true), brokenText(rows, false)];
  const untried = rows.every((row) => row.runs > 0) ? "" : "; some profiles were not tried";
  if (violated + unpromised === "") {
    const isUndecided = rows.some(({ judgements }) => judgements.some(({ verdict }) => verdict === "undecided"));
    return [
      isUndecided
        ? pc.yellow("  nothing was broken")
        : pc.green(`  nothing was broken in ${runs} runs a profile${untried}`),
    ];
  }
  return [
    ...(violated === "" ? [] : [pc.red(`  VIOLATED, runs of ${runs}: ${violated}`)]),
    ...(unpromised === "" ? [] : [pc.yellow(`  broken, not promised, runs of ${runs}: ${unpromised}`)]),
  ];
}

const brokenText = (rows: readonly BriefRow[], isViolated: boolean): string =>
  judgedGuarantees
    .flatMap((name) => {
      const broken = rows.flatMap((row) => {
        const judgement = judgementOf(row, name);
        if (judgement === undefined || judgement.brokenRuns === 0) return [];
        return (judgement.verdict === "violated") === isViolated ? [`${row.profile} ${judgement.brokenRuns}`] : [];
      });
      return broken.length === 0 ? [] : [`${name} (${broken.join(", ")})`];
    })
    .join("; ");

const judgementOf = ({ judgements }: BriefRow, name: GuaranteeName): Judgement | undefined =>
  judgements.find(({ guarantee }) => guarantee === name);

const nameColumns = 28;
const cellColumns = 9;
const shortNames: Readonly<Record<ProfileName, string>> = {
  "process-crash": "crash",
  "power-loss": "power",
  "disk-loss": "disk",
  network: "network",
  "pause-clock": "pause",
  "rolling-restart": "rolling",
  clients: "clients",
  all: "all",
};

/** A line for each configuration: under each profile how many runs broke something. */
export function briefTable(briefs: readonly Brief[]): readonly string[] {
  const profiles = briefs[0]?.rows.map(({ profile }) => profile) ?? [];
  const line = (name: string, cells: readonly string[]): string =>
    `${name.slice(0, nameColumns - 2).padEnd(nameColumns)}${cells.map((cell) => cell.padEnd(cellColumns)).join("")}`.trimEnd();
  return [
    pc.dim("Runs in which something was broken (VIOLATED: though it was promised):"),
    pc.bold(
      line(
        "",
        profiles.map((profile) => shortNames[profile]),
      ),
    ),
    ...briefs.map(({ configuration, rows }) => line(configuration.name, rows.map(cellOf))),
  ];
}

function cellOf({ judgements }: BriefRow): string {
  if (judgements.some(({ verdict }) => verdict === "violated")) return "VIOLATED";
  const most = Math.max(...judgements.map(({ brokenRuns }) => brokenRuns));
  if (most > 0) return String(most);
  return judgements.some(({ verdict }) => verdict === "undecided") ? "undec." : "-";
}
