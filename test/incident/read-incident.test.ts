/** Incidents from files: what is filled up, how cases change the scenario, and one clear sentence for whatever is wrong. */
import { describe, expect, test } from "vitest";
import type { Incident } from "../../src/incident/incident.ts";
import { readIncident } from "../../src/incident/read-incident.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { incidentFile, smallIncident } from "./incident-file.ts";

function read(text: string): Incident {
  const incident = readIncident(incidentFile(text));
  if (isBadInput(incident)) throw new Error(incident.sentence);
  return incident;
}

describe("an incident", () => {
  test("has its prose in paragraphs, its file's name, and a whole scenario", () => {
    const incident = read(smallIncident);
    expect(incident).toMatchObject({
      name: "my-incident",
      title: "Nothing happens",
      happened: ["A quiet minute.", "Then another."],
      sources: ["a book"],
    });
    const { scenario } = incident.cases[0]!;
    expect(scenario).toMatchObject({ seed: "my-incident", rules: "kafka-4", faults: [], overrides: {} });
    expect(scenario.cluster).toMatchObject({ brokers: 3, latencyMicros: { min: 500, max: 500 } });
    expect(scenario.cluster.topics).toEqual([{ name: "orders", partitions: 1, replicationFactor: 3, settings: {} }]);
    expect(scenario.workload.producers).toMatchObject([{ topic: "orders", records: 5, everyMs: 500 }]);
  });

  test("numbers and words of YAML are settings all the same, faults get ids, a placement its numbers", () => {
    const { scenario } = read(`
title: t
happened: h
sources: [s]
scenario:
  cluster: { brokers: 2, settings: { replica.lag.time.max.ms: 5000 }, topics: [{ assignments: [[2, 1], [1, 2]], settings: { unclean.leader.election.enable: true } }] }
  faults:
    - { kind: pause, node: b1, durationMs: 5, trigger: { at: 1 } }
    - { kind: pause, node: b2, durationMs: 5, trigger: { at: 1 } }
cases: [{ name: one, claim: { verdict: held } }]
`).cases[0]!;
    expect(scenario.cluster.settings).toEqual({ "replica.lag.time.max.ms": "5000" });
    expect(scenario.cluster.topics[0]).toMatchObject({
      partitions: 2,
      replicationFactor: 2,
      settings: { "unclean.leader.election.enable": "true" },
    });
    expect(scenario.faults.map(({ id }) => id)).toEqual([1, 2]);
  });

  test("cases change settings of all, and parts of the scenario", () => {
    const { cases } = read(`
title: t
happened: h
sources: [s]
scenario:
  cluster: { settings: { num.partitions: 2 } }
  workload: { producers: [{ settings: { acks: all } }, {}], consumers: [{}] }
  faults: [{ kind: pause, node: b1, durationMs: 5, trigger: { at: 1 } }]
cases:
  - name: settings
    rules: R-01
    broker: { default.replication.factor: 3 }
    topic: { min.insync.replicas: 2 }
    producer: { acks: 1 }
    consumer: { auto.offset.reset: latest }
    claim: { verdict: held }
  - { name: parts, change: { faults: [], limits: { chaosMs: 7 }, cluster: { brokers: 5 } }, claim: { verdict: held } }
`);
    const [settings, parts] = cases.map(({ scenario }) => scenario);
    expect(settings!.rules).toBe("R-01");
    expect(settings!.cluster.settings).toEqual({ "num.partitions": "2", "default.replication.factor": "3" });
    expect(settings!.cluster.topics[0]!.settings).toEqual({ "min.insync.replicas": "2" });
    expect(settings!.workload.producers.map((one) => one.settings)).toEqual([{ acks: "1" }, { acks: "1" }]);
    expect(settings!.workload.consumers[0]!.settings).toEqual({ "auto.offset.reset": "latest" });
    expect(settings!.faults).toHaveLength(1);
    expect(parts).toMatchObject({ faults: [], limits: { chaosMs: 7, calmMs: 120_000 }, cluster: { brokers: 5 } });
    expect(parts!.cluster.settings).toEqual({ "num.partitions": "2" });
  });
});

const lines = smallIncident.trim().split("\n");
const withCase = (text: string): string => [...lines.slice(0, -1), `  - ${text}`].join("\n");

describe("one clear sentence for", () => {
  test.each([
    [
      "no prose",
      lines.filter((line) => !/happened|quiet$|minute|another/.test(line)).join("\n"),
      /happened is missing/,
    ],
    [
      "an unknown field",
      `${smallIncident}\nstory: x\n`,
      /story is an unknown field; expected only the fields of an incident/,
    ],
    ["no cases", `${lines.slice(0, -2).join("\n")}\ncases: []\n`, /cases is \[\]; expected at least 1 entry/],
    ["a case without claim", withCase("{ name: a }"), /cases\.0\.claim is missing; expected an object/],
    ["an empty claim", withCase("{ name: a, claim: {} }"), /cases\.0\.claim is empty/],
    [
      "an unknown verdict",
      withCase("{ name: a, claim: { verdict: hold } }"),
      /claim\.verdict is "hold"; expected one of held, violated, unpromised; did you mean held\?/,
    ],
    [
      "an unknown check",
      withCase("{ name: a, claim: { by: acked-not-lots } }"),
      /claim\.by is "acked-not-lots".*did you mean acked-not-lost\?/,
    ],
    [
      "an unknown number",
      withCase("{ name: a, claim: { lostAked: 0 } }"),
      /claim\.lostAked is no claim.*did you mean lostAcked\?/,
    ],
    [
      "a bound that is none",
      withCase("{ name: a, claim: { lostAcked: some } }"),
      /claim\.lostAcked is "some"; expected a number, or one with >/,
    ],
    [
      "unknown rules",
      withCase("{ name: a, rules: kip-102, claim: { verdict: held } }"),
      /case "a": rules is "kip-102".*did you mean kip-101\?/,
    ],
    [
      "an unknown setting",
      withCase("{ name: a, topic: { min.insync.replica: 2 }, claim: { verdict: held } }"),
      /case "a".*min\.insync\.replicas/,
    ],
    [
      "a fault that is none",
      withCase(
        "{ name: a, change: { faults: [{ kind: crash, node: b1, trigger: { at: 1 } }] }, claim: { verdict: held } }",
      ),
      /case "a": faults\.0\.kind is "crash"/,
    ],
    [
      "replicas on brokers that are not there",
      withCase(
        "{ name: a, change: { cluster: { topics: [{ assignments: [[1, 4, 2]] }] } }, claim: { verdict: held } }",
      ),
      /assignments\.0 is \[1,4,2\]; expected 3 different brokers from 1 to 3/,
    ],
    [
      "two cases of one name",
      `${smallIncident}  - { name: quiet, claim: { verdict: held } }\n`,
      /cases\.1\.name is "quiet"; expected another name/,
    ],
    ["malformed YAML", "title: [", /malformed YAML in column/],
    ["no incident at all", "hello", /the incident is "hello"; expected an object/],
  ])("%s", (_, text, sentence) => {
    const refused = readIncident(incidentFile(text));
    expect(isBadInput(refused) ? refused.sentence : "accepted").toMatch(sentence);
  });

  test("a file that is not there", () => {
    const refused = readIncident("nowhere/none.yaml");
    expect(isBadInput(refused) ? refused.sentence : "accepted").toMatch(/none\.yaml: there is no such file/);
  });
});
