import { describe, expect, test } from "vitest";
import { nodeId } from "../../../src/core/ids.ts";
import type { FactDraft } from "../../../src/report/facts/fact.ts";
import { drafted } from "../../../src/report/facts/fact-log.ts";
import { silences, silencesControl } from "../../../src/report/facts/silence.ts";

const fact = (draft: FactDraft) => drafted(draft, { index: 0, event: 0, endsAt: -1, atMicros: 0 });
const [first, second] = [nodeId("controller", 0), nodeId("controller", 1)];

describe("what keeps a broker and the controllers apart", () => {
  test.each([first, second])("whichever controller it is: %s", (controller) => {
    const stopping = fact({ kind: "stopping", nodes: [controller] });
    expect(silencesControl(stopping, 2)).toBe(true);
    expect(silences(stopping, 2, 3)).toBe(false);
    expect(silences(stopping, 2, controller)).toBe(true);
  });

  test("is nothing that happens to another broker", () => {
    expect(silencesControl(fact({ kind: "stopping", nodes: [3] }), 2)).toBe(false);
    expect(silencesControl(fact({ kind: "stopping", nodes: [2] }), 2)).toBe(true);
  });
});
