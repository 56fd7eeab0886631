/** The brokers that a scenario has: from the beginning, and later. */
import type { NodeId } from "../core/ids.ts";
import type { Scenario } from "./scenario.ts";

export const firstBrokers = ({ cluster }: Scenario): readonly NodeId[] =>
  Array.from({ length: cluster.brokers }, (_, i) => i + 1);

/** Those of the beginning, and those that some fault adds, ascending. */
export function brokersOf(scenario: Scenario): readonly NodeId[] {
  const ids = new Set(firstBrokers(scenario));
  for (const fault of scenario.faults)
    if (fault.kind === "admin" && fault.action.do === "add-broker") ids.add(fault.action.broker);
  return [...ids].sort((a, b) => a - b);
}
