/** docs/releases.md: what each release decided otherwise, and each default that changed, from the tables themselves. */
import { configKinds, keyTables } from "../kafka/config/key-tables.ts";
import { kafkaVersions, latestVersion } from "../kafka/config/version.ts";
import { concernsText, mendsOf, type ReleaseChange } from "../kafka/rules/releases/change.ts";
import { releaseChanges } from "../kafka/rules/releases/index.ts";
import { firstQuorumController } from "../report/scope-text.ts";

const changeRow = (change: ReleaseChange): string => {
  const mended = change.isBug === true ? mendsOf(change).join(", ") : "";
  return `| \`${change.name}\` | ${concernsText(change)} | ${change.sentence} | ${mended} | ${change.source} |`;
};

const shown = (value: string | null): string => (value === null ? "none" : value === "" ? "empty" : `\`${value}\``);

const defaultRows = (): readonly string[] =>
  configKinds.flatMap((kind) =>
    [...keyTables[kind].values()]
      .filter(({ modelled }) => modelled)
      .flatMap(({ name, earlier, defaultValue }) =>
        earlier.map(
          ({ before, value, source }) =>
            `| ${kind} | \`${name}\` | before ${before} | ${shown(value)} | ${shown(defaultValue)} | ${source} |`,
        ),
      ),
  );

export const releasesPage = (): string => `# Releases

What \`--kafka-version\` changes, made by \`npm run docs -- releases\` from the tables that the program itself reads:
[src/kafka/rules/releases](../src/kafka/rules/releases) and [src/kafka/config](../src/kafka/config).

Releases that can be told apart: ${kafkaVersions.join(", ")}. A minor version stands for its last patch release, a patch release that is
not named for the last one before it. \`kafka-trial explain 3.9.1\` has one release on one page, \`kafka-trial explain late-fetch-response\`
one row. Control plane: one KRaft controller, from ${firstQuorumController} on by the rules of the release, before by today's (KIP-833). Topic ids (KIP-516, 2.8) are kept for 2.5
to 2.7: their controller let a name be used again only when every replica of the old topic had confirmed that it was deleted
(TopicDeletionManager), for which the id stands.

## Rules

Each row is taken back in the rules of the releases that it names. A row with "mended in" is what Kafka itself calls a bug: a promise that it
breaks is named in the verdict. Each row has a test that drives protocol code under it and without it
([test/kafka/rules/releases](../test/kafka/rules/releases)).

| row | releases | how it was | mended in | source |
| --- | --- | --- | --- | --- |
${releaseChanges.map(changeRow).join("\n")}

## Defaults

Of keys that the trial obeys; \`kafka-trial explain KEY\` has the others. Today is ${latestVersion}.

| of | key | releases | default | today | source |
| --- | --- | --- | --- | --- | --- |
${defaultRows().join("\n")}
`;
