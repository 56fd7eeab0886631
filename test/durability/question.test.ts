import { expect, test } from "vitest";
import { profileNames } from "../../src/chaos/profile-names.ts";
import { parseAxis } from "../../src/durability/axis.ts";
import { metricNames } from "../../src/durability/metric.ts";
import { presetNames } from "../../src/durability/preset.ts";
import { commandOfQuestion, question, questionNames } from "../../src/durability/question.ts";

test.each(questionNames)("%s names what there is, and compares at least two", (name) => {
  const { preset, vary, profile, metrics, question: text } = question(name);
  expect(text).toMatch(/^[A-Z].*\?$/);
  for (const one of preset) expect(presetNames).toContain(one);
  for (const one of profile) expect(profileNames).toContain(one);
  for (const one of metrics) expect(metricNames).toContain(one);
  const values = vary.map((one) => parseAxis(one)!.values.length);
  expect(preset.length * values.reduce((product, count) => product * count, 1)).toBeGreaterThan(1);
  expect(commandOfQuestion(name)).toContain(`--preset ${preset[0]}`);
});
