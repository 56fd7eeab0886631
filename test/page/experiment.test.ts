/** What a reader may do to a run, without a browser. */
import { describe, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import {
  changed,
  firstDifference,
  lengthOf,
  originOf,
  scenarioIn,
  show,
  withFault,
  without,
} from "../../src/page/experiment.ts";
import { packed, unpacked } from "../../src/page/link.ts";
import { microsAt, spansOf, timelineSvg } from "../../src/page/timeline.ts";
import { comparisonHtml, faultsHtml, linesHtml, verdictHtml } from "../../src/page/words.ts";
import { escaped } from "../../src/report/markup.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { drawnAt } from "../../src/study/counterfactual/drawn.ts";

const healthy: Scenario = { ...drawnAt(propertySpace("kafka-4"), "page", 1), faults: [] };
const crashed = withFault(healthy, "process-crash", "b1", 4000);
const clock = () => 0;

describe("faults", () => {
  test.each(["process-crash", "pause", "isolate", "power-loss"] as const)(
    "%s is a fault that scenarios have",
    (kind) => {
      const scenario = withFault(healthy, kind, "b1", 4000.4);
      expect(scenarioIn(JSON.stringify(scenario))).toEqual(scenario);
      expect(scenario.faults).toMatchObject([{ kind, trigger: { at: 4000 } }]);
      expect(lengthOf(scenario.faults[0]!)).toBe(15_000);
      expect(run(scenario).digest).not.toBe(run(healthy).digest);
    },
  );

  test("moved, made longer, and taken away: the run without it is the run before it", () => {
    const { id } = crashed.faults[0]!;
    const moved = changed(crashed, id, { atMs: 6000, lengthMs: 2000 });
    expect(moved.faults).toMatchObject([{ id, trigger: { at: 6000 }, downMs: 2000 }]);
    expect(changed(crashed, id + 1, { atMs: 1 })).toEqual(crashed);
    const again = show(without(crashed, new Set([id])), null, clock);
    expect(again.narration.outcome.digest).toBe(run(healthy).digest);
  });

  test("a scenario that is none says why", () => {
    expect(scenarioIn("{")).toMatch(/JSON/);
    expect(scenarioIn("{}")).toMatch(/^the scenario/);
  });
});

describe("what is shown", () => {
  const before = show(healthy, null, clock);
  const after = show(crashed, null, clock);

  test("the first line in which two runs differ", () => {
    expect(firstDifference(before.narration, before.narration)).toBeNull();
    expect(firstDifference(before.narration, after.narration)?.after).toContain("b1 crashes");
    expect(comparisonHtml(null, after)).toBe("");
    expect(comparisonHtml(before, before)).toContain("The same run as before");
    expect(comparisonHtml(before, after)).toContain("b1 crashes");
  });

  test("verdict and digest as on the command line", () => {
    expect(verdictHtml(after)).toContain(run(crashed).digest);
    expect(verdictHtml(after)).toContain(run(crashed).verdict);
  });

  test("when a node was down and when it led, on a timeline that can be clicked", () => {
    const brief = show(changed(crashed, crashed.faults[0]!.id, { lengthMs: 2000 }), null, clock);
    const [tp] = [...brief.narration.recorded.last.registrations.keys()];
    const spans = spansOf(brief.narration, tp!);
    const [down] = spans.down;
    expect(spans.down).toHaveLength(1);
    expect(down!.from).toBe(4_000_000 + originOf(crashed));
    expect(down!.to - down!.from).toBe(2_000_000);
    expect(spans.leads.length).toBeGreaterThan(0);
    const view = { scenario: crashed, spans, at: 4_000_000, width: 900, moments: [4_000_000] };
    const x = Number(/id="now" x1="([\d.]+)"/.exec(timelineSvg(view))![1]);
    expect(microsAt(view, x)).toBeCloseTo(4_000_000, 0);
    expect(timelineSvg(view)).toContain("<title>b1 is down</title>");
    expect(timelineSvg(view)).toContain("<title>process-crash</title>");
  });

  test("every fault with a switch, and with times where it has them; text never becomes markup", () => {
    const html = faultsHtml(crashed, new Set([crashed.faults[0]!.id]));
    expect(html).toContain("the process of b1 is killed");
    expect(html).not.toContain("checked");
    expect(faultsHtml(crashed, new Set())).toContain("checked");
    expect(faultsHtml(healthy, new Set())).toContain("No faults");
    expect(escaped('<a href="x">&')).toBe("&lt;a href=&quot;x&quot;&gt;&amp;");
    expect(linesHtml([{ atMicros: 5e6, fact: null, text: "<b>" }], 0, "line")).toContain('class="now"');
  });
});

test("a link carries the whole scenario, and what is none is none", async () => {
  const text = JSON.stringify(crashed);
  const link = await packed(text);
  expect(link).toMatch(/^[\w-]+$/);
  expect(link.length).toBeLessThan(text.length);
  expect(await unpacked(link)).toBe(text);
  expect(await unpacked("hello!")).toBeNull();
});
