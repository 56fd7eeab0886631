/** Every kind of request has one place that serves it. */
import { expect, test } from "vitest";
import { brokerApis } from "../../../src/kafka/broker/apis.ts";
import { groupApis } from "../../../src/kafka/group/group-coordinator.ts";
import { replicaApis } from "../../../src/kafka/replica-manager/apis.ts";
import { sourceFiles } from "../../source-files.ts";

/** The kinds of all requests that a file of messages declares. */
const kindsIn = (text: string): readonly string[] =>
  [...text.matchAll(/interface \w+Request extends Request \{\s*readonly kind: "(\w+)"/g)].map((match) => match[1]!);

const declared = sourceFiles("src/kafka/messages").map(({ path, text }) => ({ path, kinds: kindsIn(text) }));

test("one handler for each kind of request, in one of the three tables", () => {
  const asked = declared.filter(({ path }) => !path.endsWith("/controller.ts")).flatMap(({ kinds }) => kinds);
  expect(asked).toHaveLength(25);
  expect([brokerApis, replicaApis, groupApis].flatMap(Object.keys).sort()).toEqual([...asked].sort());
});

test("what only the controller answers, no broker serves", () => {
  const { kinds } = declared.find(({ path }) => path.endsWith("/controller.ts"))!;
  expect(kinds).toHaveLength(5);
  expect(kinds.filter((kind) => kind in brokerApis || kind in replicaApis || kind in groupApis)).toEqual([]);
});

test("the replica manager knows nothing of the broker that holds it", () => {
  const rooms = ["replica-manager", "replication", "log"].map((room) => `src/kafka/${room}`);
  const wrong = sourceFiles(...rooms).filter(({ text }) => /from "[^"]*\/broker\//.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
