/** What a scenario file may say of its clients, and what is refused with one clear sentence. */
import { expect, test } from "vitest";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { quietCluster } from "../golden/scenario.ts";

const quiet = quietCluster({ seed: "schema", producer: {}, faults: [], chaosMs: 1000 });
const { topic, ...producer } = quiet.workload.producers[0]!;
const second = { ...quiet.cluster.topics[0]!, name: "payments" };
const cluster = { ...quiet.cluster, topics: [...quiet.cluster.topics, second] };

function read(chosen: object): unknown {
  const workload = { ...quiet.workload, producers: [{ ...producer, ...chosen }] };
  const parsed = parseScenario(JSON.parse(JSON.stringify({ ...quiet, cluster, workload })), "f.json");
  return isBadInput(parsed) ? parsed.sentence : parsed.workload.producers[0];
}

test("a client names one topic, or several", () => {
  expect(read({ topic })).toEqual({ ...producer, topic });
  expect(read({ topics: [topic, "payments"] })).toEqual({ ...producer, topics: [topic, "payments"] });
  expect(read({ topics: ["payments"] })).toEqual({ ...producer, topic: "payments" });
});

test("neither, both and unknown ones are refused", () => {
  const either = "f.json: workload.producers.0: expected either topic or topics";
  expect([read({}), read({ topic, topics: ["payments"] })]).toEqual([either, either]);
  expect(read({ topics: [topic, "paymants"] })).toBe(
    'f.json: workload.producers.0.topics is "paymants"; expected one of orders, payments; did you mean payments?',
  );
  expect(read({ topics: [] })).toBe("f.json: workload.producers.0.topics is []; expected at least 1 entry");
});
