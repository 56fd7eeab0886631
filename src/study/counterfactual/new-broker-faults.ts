/**
 * Faults for brokers that a scenario was not drawn for. A third replica on a machine that never fails would make any
 * setting look good: brokers that come in addition meet faults of their own, drawn like those of the others.
 */
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import { cardOf, type Fault, type NodeName, namesIn, type Trigger, withNames } from "../../chaos/fault.ts";
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

/**
 * Null if it concerns no single broker: what befalls the controller, clients, racks or all brokers was drawn already. The
 * other end of a link may be anybody.
 */
function shifted(fault: Fault, by: number, last: number): Fault | null {
  const fields = Object.entries(namesIn(fault));
  const isLink = fields.length > 1;
  let met = 0;
  const moved = fields.map(([field, names]): readonly [string, readonly NodeName[]] => {
    const brokers = names.flatMap((name) => movedBroker(name, by, last) ?? []);
    met += brokers.length;
    return [
      field,
      isLink ? names.flatMap((name) => (isBrokerName(name) ? (movedBroker(name, by, last) ?? []) : name)) : brokers,
    ];
  });
  const isWhole = moved.every(([field, names]) => names.length > 0 || cardOf(fault.kind).fields[field]?.is === "nodes");
  return met === 0 || !isWhole ? null : withNames(fault, Object.fromEntries(moved));
}

const isBrokerName = (name: NodeName): boolean => /^b\d+$/.test(name);

/** Null: nobody has that name. */
function movedBroker(name: NodeName, by: number, last: number): NodeName | null {
  const broker = isBrokerName(name) ? Number(name.slice(1)) + by : Number.POSITIVE_INFINITY;
  return broker <= last ? `b${broker}` : null;
}
