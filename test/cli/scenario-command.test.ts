/** `kafka-trial scenario` as users run it: the list, one incident in full, the table, files that replay, and what is refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { incidentNames } from "../../src/incident/incident-files.ts";
import { scenarioReportSchema } from "../../src/report/incident-report.ts";
import { smallIncident } from "../incident/incident-file.ts";
import { flowing, kafkaTrial, scratch } from "./program.ts";

function ownIncident(text: string): string {
  const file = join(scratch(), "my-incident.yaml");
  writeFileSync(file, text);
  return file;
}

describe("kafka-trial scenario", () => {
  test("--list names every incident, with its title", async () => {
    const { code, stdout } = await kafkaTrial("scenario", "--list");
    expect(code).toBe(0);
    const lines = flowing(stdout).trim().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual([...incidentNames()]);
    for (const line of lines) expect(line).toMatch(/^[a-z-]+ +[A-Z].{10,}[^.]$/);
    const json = JSON.parse((await kafkaTrial("scenario", "--list", "--json")).stdout);
    expect(json[0]).toMatchObject({ name: incidentNames()[0], title: expect.any(String), cases: expect.any(Array) });
  });

  test("NAME tells what happened, the cases, and the story of what fails", async () => {
    const { code, stdout } = await kafkaTrial("scenario", "truncate-to-high-watermark");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^truncate-to-high-watermark: A follower truncates to its high watermark\n\nA follower learns/,
    );
    expect(stdout).toContain("Sources: KAFKA-1211; KIP-101");
    expect(stdout).toMatch(/Case before KIP-101 \(rules before-kip-101\)\n {2}violated\n {2}broken: acked-not-lost/);
    expect(stdout).toMatch(/s record 20 at orders-0@20, acknowledged, is gone: b2 leads in epoch 3 without it/);
    expect(stdout).toMatch(/1 incident, 3 cases: all as claimed\n/);
  });

  test("several names, one case, JSON by its schema", async () => {
    const { code, stdout } = await kafkaTrial("scenario", "maximal-isr", "hot-spot", "--json");
    expect(code).toBe(0);
    const report = scenarioReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ command: "scenario", ok: true, cases: 5 });
    expect(report.incidents.map(({ name }) => name)).toEqual(["maximal-isr", "hot-spot"]);
    expect(report.incidents[0]!.cases[0]).toMatchObject({ rules: "I-01", verdict: "violated", ok: true });
    const one = await kafkaTrial("scenario", "maximal-isr", "--case", "today", "--json");
    expect(JSON.parse(one.stdout).incidents[0].cases).toHaveLength(1);
  });

  test("a file of one's own; a case that is not as it claims makes exit code 1 and is named", async () => {
    expect((await kafkaTrial("scenario", ownIncident(smallIncident))).code).toBe(0);
    const file = ownIncident(
      smallIncident.replace("verdict: held, ackedRecords: 5", "verdict: violated, lostAcked: 3"),
    );
    const { code, stdout } = await kafkaTrial("scenario", file);
    expect(code).toBe(1);
    expect(stdout).toContain("Case quiet NOT AS CLAIMED");
    expect(stdout).toContain(
      'my-incident, case "quiet", is not as claimed: violated (found: held); lostAcked = 3 (found: 0)',
    );
    expect(stdout).toContain("1 incident, 1 case: 1 not as claimed");
    expect(JSON.parse((await kafkaTrial("scenario", file, "--json")).stdout)).toMatchObject({ ok: false });
  });

  test("--save writes what replay repeats, --picture draws it", async () => {
    const folder = scratch();
    const saved = join(folder, "lost.json");
    const picture = join(folder, "story.svg");
    const options = ["--save", saved, "--picture", picture, "--json"];
    const { code, stdout } = await kafkaTrial("scenario", "maximal-isr", ...options);
    expect(code).toBe(0);
    const [failing] = scenarioReportSchema.parse(JSON.parse(stdout)).incidents[0]!.cases;
    const replayed = await kafkaTrial("replay", saved);
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain("The same run as when it was saved (same digest).");
    expect(replayed.stdout).toContain(`digest ${failing!.digest}`);
    expect(readFileSync(picture, "utf8")).toMatch(/^<svg/);
  });
});

describe("refused with one sentence and exit code 2", () => {
  test.each([
    [
      ["jepsen-isolated-leaders"],
      /^kafka-trial: unknown incident "jepsen-isolated-leaders"; did you mean jepsen-isolated-leader\?\n$/,
    ],
    [["xyz"], /unknown incident "xyz"; known are /],
    [["maximal-isr", "--case", "todai"], /unknown case of maximal-isr "todai"; did you mean today\?/],
    [["maximal-isr", "hot-spot", "--case", "today"], /--case needs the name of one incident/],
    [["--save", "x.json"], /--save needs the name of one incident/],
    [["slow-follower", "--picture", "x.svg"], /--picture x\.svg: the run violates nothing/],
    [["nowhere.yaml"], /nowhere\.yaml: there is no such file/],
    [["--frobnicate"], /unknown option '--frobnicate'/],
  ])("%j", async (args, sentence) => {
    const { code, stdout, stderr } = await kafkaTrial("scenario", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
  });

  test("a file that is no incident", async () => {
    const { code, stderr } = await kafkaTrial("scenario", ownIncident("title: [\n"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/my-incident\.yaml:\d+: malformed YAML in column \d+/);
  });
});
