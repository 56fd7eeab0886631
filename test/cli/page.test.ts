/** `kafka-trial page`: one file; in a real browser it shows the run that the command line shows. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packed } from "../../src/page/link.ts";
import { run } from "../../src/run/run.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { loadScenario, saveScenario } from "../../src/scenario/saved-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { build, configuration, kafkaTrial, scratch } from "./program.ts";

beforeAll(build, 120_000);

const incident = join(import.meta.dirname, "../../scenarios/standard-load.json");

/** Chromium where it is installed, as by `apt-get install chromium`. */
const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** The page after its scripts have run. */
const opened = (file: string, link = ""): string =>
  execFileSync(
    browser!,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--virtual-time-budget=60000",
      "--dump-dom",
      `file://${file}${link}`,
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 },
  );

const shownIn = (dom: string) => ({
  verdict: /id="verdict">(\w+)</.exec(dom)?.[1],
  digest: /id="digest">([0-9a-f]{16})</.exec(dom)?.[1],
});

async function clusterPage(): Promise<{ readonly file: string; readonly scenario: Scenario }> {
  const file = join(scratch(), "cluster.html");
  const strimzi = configuration("strimzi/kafka-persistent.yaml");
  const { code, stdout } = await kafkaTrial("page", strimzi, "--set", "acks=1", "--out", file);
  expect([code, stdout]).toEqual([0, `${file}\n`]);
  const given = /id="given">(.*?)<\/script>/.exec(readFileSync(file, "utf8"))![1]!;
  return { file, scenario: JSON.parse(given).scenario as Scenario };
}

describe("the file", () => {
  test("of a configuration: a healthy cluster, without a network, below 3 MB", async () => {
    const { file, scenario } = await clusterPage();
    const page = readFileSync(file, "utf8");
    expect(scenario.faults).toEqual([]);
    expect(page).not.toMatch(/(?:src|href)=["']?https?:|@import/);
    expect(page.length).toBeLessThan(3e6);
  });

  test("of a saved scenario: beside it, with the failure that it is kept for", async () => {
    const folder = scratch();
    const saved = loadScenario(incident);
    if (isBadInput(saved)) throw new Error(saved.sentence);
    const file = join(folder, "one.json");
    const small = { ...saved.scenario, limits: { ...saved.scenario.limits, maxEvents: 2000 } };
    saveScenario(file, small, run(small), "some/fingerprint");
    const { stdout } = await kafkaTrial("page", file);
    expect(stdout).toBe(`${join(folder, "one.html")}\n`);
    expect(readFileSync(join(folder, "one.html"), "utf8")).toContain('"fingerprint":"some/fingerprint"');
  });

  test.each([
    [["no-such.json"], /no-such\.json/],
    [[configuration("strimzi/kafka-persistent.yaml"), "--out", "/proc/none/x.html"], /--out .* cannot be written/],
    [
      [configuration("strimzi/kafka-persistent.yaml"), configuration("strimzi/kafka-ephemeral.yaml")],
      /a page shows one/,
    ],
  ])("bad input is one sentence: %s", async (words, sentence) => {
    const { code, stderr } = await kafkaTrial("page", ...words);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });

  test("a scenario that cannot be read", async () => {
    const file = join(scratch(), "bad.json");
    writeFileSync(file, '{"cluster": 1}');
    const { code, stderr } = await kafkaTrial("page", file);
    expect([code, existsSync(file.replace(".json", ".html"))]).toEqual([2, false]);
    expect(stderr).toContain("bad.json");
  });
});

describe.skipIf(browser === undefined)("in a browser", () => {
  test("the run has the digest of the command line; with a fault in the link, that of the changed run", async () => {
    const { file, scenario } = await clusterPage();
    const { verdict, digest } = run(scenario);
    expect(shownIn(opened(file))).toEqual({ verdict, digest });
    const crash = { id: 7, trigger: { at: 9000 }, kind: "process-crash", node: "b1", downMs: 20_000 } as const;
    const struck: Scenario = { ...scenario, faults: [crash] };
    const dom = opened(file, `#${await packed(JSON.stringify(struck))}`);
    expect(shownIn(dom)).toEqual({ verdict: run(struck).verdict, digest: run(struck).digest });
    expect(dom).toContain("the process of b1 is killed");
    expect(dom).toMatch(/<svg id="timeline"/);
  }, 120_000);
});
