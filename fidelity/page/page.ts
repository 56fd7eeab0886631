/** docs/fidelity.md, from what the command found and from the list of accepted differences. */
import { type AcceptedDifference, acceptedDifferences, differencesBySource } from "../accepted.ts";
import { servedReleases } from "../releases.ts";
import { type Area, areas, triedClaims } from "./areas.ts";
import type { Result, Results } from "./results.ts";

const parts = ["recorded", "leader", "controller", "log"];

/** `protocol`: the text of docs/protocol.md. */
export function fidelityPage(results: Results, protocol: string): string {
  return `# The model beside released brokers

Made by \`npm run fidelity -- --page\` from what the command found ([recorded/fidelity.json](recorded/fidelity.json)).

\`npm run fidelity -- --release V\` fetches a release of Kafka, starts it, and asks it and the model the same. It needs a JDK and Maven, and
skips with one line where they are missing; \`npm test\` never runs it. \`--only\` names parts, \`--runs\` and \`--seed\` say how many random
conversations and which, \`--write\` keeps what a release answers as the recording that \`npm test\` holds the model to, \`--keep\` notes the
figures of this page.

- \`recorded\`: a client's, a leader's and a controller's conversation, step by step; the same as the recordings.
- \`leader\`: random conversations of 30 steps with a leader and two followers that are scripts.
- \`controller\`: random conversations of 20 steps with a controller and three brokers that are scripts; it is read from the metadata log.
- \`log\`: random histories of Kafka's own UnifiedLog, everything that can be seen of it compared after each step (4.1 and later).

A conversation that differs is shrunk, and printed as a script.

## Answers that agree

| release | ${parts.join(" | ")} |
| --- |${parts.map(() => " --- |").join("")}
${servedReleases.map((release) => `| ${release} | ${parts.map((part) => toldResult(results[release]?.[part])).join(" | ")} |`).join("\n")}

2.5.1 and 2.8.2 have no quorum controller: the command refuses them, and their recorded answers to a client were made by hand.

## Rules

Numbers are those of [protocol.md](protocol.md). Agreed: the release was asked about it, and no answer differed beyond what is accepted below.
Differs: ours, where the model decides otherwise than Kafka; theirs, where it keeps to what Kafka says of itself, and an older release or a bug
does not; asking, where the way of asking makes the difference.

| area | rules | asked by | agreed | differs |
| --- | --- | --- | --- | --- |
${areas.map((area) => `| ${area.area} | ${area.rules.join(", ")} | ${area.parts.join(", ") || "nobody"} | ${agreed(area, results)} | ${differs(area)} |`).join("\n")}

Rules that no area names; nobody has asked a broker about them: ${restOf(protocol).join(", ")}.

## Differences

${acceptedDifferences.map((one) => `- ${one.whose}: ${one.conversation}, ${one.releases.join(", ")}${rulesOf(one)}: ${one.reason} (${one.source})`).join("\n")}
${differencesBySource.map((one) => `- ${one.whose}${rulesOf(one)}: ${one.reason} (${one.source})`).join("\n")}

A random conversation ends at such a difference, and what would come then is not counted.

## Claims about Kafka in invariants.md, §6

${triedClaims.map(({ claim, shown }) => `- ${claim}: ${shown}.`).join("\n")}
`;
}

const toldResult = (result: Result | undefined): string =>
  result === undefined
    ? "not run"
    : `${result.agreeing.toLocaleString("en-US")} of ${result.answers.toLocaleString("en-US")}`;

function agreed({ parts: asking }: Area, results: Results): string {
  if (asking.length === 0) return "not tried";
  const releases = servedReleases.flatMap((release) => {
    const found = asking.flatMap((part) => results[release]?.[part] ?? []);
    if (found.length === 0) return [];
    return found.every(({ agreeing, answers }) => agreeing === answers) ? [release] : [`${release} but for some`];
  });
  return releases.length === 0 ? "not tried" : releases.join(", ");
}

const rulesOf = ({ rules }: Pick<AcceptedDifference, "rules">): string =>
  rules.length === 0 ? "" : ` (${rules.join(", ")})`;

function differs({ rules }: Area): string {
  const about = [...acceptedDifferences, ...differencesBySource].filter((one) =>
    one.rules.some((rule) => rules.includes(rule)),
  );
  return [...new Set(about.map(({ whose, source }) => `${whose} (${source})`))].join(", ") || "-";
}

/** In the order of the protocol. */
function restOf(protocol: string): readonly string[] {
  const asked = new Set([...areas, ...acceptedDifferences, ...differencesBySource].flatMap(({ rules }) => rules));
  const all = [...protocol.matchAll(/\*\*([LRPKTXC]-\d+)\*\*/g)].map(([, rule]) => rule!);
  return [...new Set(all)].filter((rule) => !asked.has(rule));
}
