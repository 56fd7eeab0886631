/**
 * Faults for brokers that a scenario was not drawn for. A third replica on a machine that never fails would make any
 * setting look good: brokers that come in addition meet faults of their own, drawn like those of the others.
 */
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import type { Fault, NodeName, Trigger } from "../../chaos/fault.ts";
import { hashText, mix } from "../../core/mix.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { drawnAt } from "./drawn.ts";

/** The scenario with faults for the brokers from `had` + 1 to `brokers`: those that another draw has for the brokers 1 to `had`. */
export function withNewBrokers(
  scenario: Scenario,
  space: ScenarioSpace,
  seed: string,
  index: number,
  brokers: number,
): Scenario {
  const had = scenario.cluster.brokers;
  const faults: Fault[] = [...scenario.faults];
  for (let shift = had, draw = 1; shift < brokers; shift += had, draw++) {
    const other = drawnAt(space, `${seed}/new-brokers-${draw}`, index);
    for (const fault of other.faults) {
      const moved = shifted(fault, shift, brokers);
      if (moved === null) continue;
      const id = mix(hashText("new-brokers"), mix(fault.id, shift)) >>> 8;
      faults.push({ ...moved, id, trigger: shiftedTrigger(fault.trigger, shift) });
    }
  }
  return { ...scenario, faults };
}

const shiftedTrigger = (trigger: Trigger, by: number): Trigger =>
  "on" in trigger && trigger.node !== undefined ? { ...trigger, node: trigger.node + by } : trigger;

/** Null if it concerns no single broker: what befalls the controller, clients, racks or all brokers was drawn already. */
function shifted(fault: Fault, by: number, last: number): Fault | null {
  const move = (name: NodeName): NodeName | null => {
    const broker = /^b(\d+)$/.exec(name)?.[1];
    if (broker === undefined) return name;
    return Number(broker) + by <= last ? `b${Number(broker) + by}` : null;
  };
  const moveAll = (names: readonly NodeName[]): readonly NodeName[] =>
    names.filter((name) => /^b\d+$/.test(name)).flatMap((name) => move(name) ?? []);
  switch (fault.kind) {
    case "rack-outage":
    case "rolling-restart":
    case "admin":
      return null;
    case "power-loss": {
      const nodes = moveAll(fault.nodes);
      return nodes.length === 0 ? null : { ...fault, nodes };
    }
    case "cut": {
      const from = fault.from.flatMap((name) => move(name) ?? []);
      const to = fault.to.flatMap((name) => move(name) ?? []);
      return moveAll(fault.from).length + moveAll(fault.to).length === 0 ? null : { ...fault, from, to };
    }
    case "slow-link":
    case "reset": {
      const from = move(fault.from);
      const to = move(fault.to);
      if (from === null || to === null || (from === fault.from && to === fault.to)) return null;
      return { ...fault, from, to };
    }
    default: {
      const node = move(fault.node);
      return node === null || node === fault.node ? null : { ...fault, node };
    }
  }
}
