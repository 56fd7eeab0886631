/** Mutants that no check can kill, or that none need kill, with the reason: read, tried, and judged by hand. */
import type { Place } from "./mutant.ts";

interface Judged extends Omit<Place, "nth"> {
  /** Absent: 0. */
  readonly nth?: number;
  /** `equivalent`: no run differs in anything that a checker may see. `speed-only`: something is done more or less often. */
  readonly verdict: "equivalent" | "speed-only";
  readonly reason: string;
}

export const judged: readonly Judged[] = [
  {
    file: "src/client/consumer/fetcher.ts",
    function: "sendFetch",
    source: "replicaEpoch: -1,",
    change: "-1 to 0",
    verdict: "equivalent",
    reason: "Brokers ask for the epoch of a replica only where a replica fetches, and a consumer is none.",
  },
  {
    file: "src/client/names.ts",
    function: "",
    source: "produce: 0x5001,",
    change: "20481 to 20482",
    verdict: "equivalent",
    reason: "A part of names by which chance is drawn: another name is another draw of the same chance.",
  },
  {
    file: "src/client/names.ts",
    function: "",
    source: "metadata: 0x5003,",
    change: "20483 to 20484",
    verdict: "equivalent",
    reason: "A part of names by which chance is drawn: another name is another draw of the same chance.",
  },
  {
    file: "src/kafka/controller/partition-change.ts",
    function: "lastKnown",
    source: "if (leader >= 0) return none;",
    change: ">= to >",
    verdict: "equivalent",
    reason: "Brokers are numbered from 1, so no leader has the number 0.",
  },
];
