/**
 * One fault of a given kind, anywhere in a run, drawn field by field as its card says. Values that name nothing in a
 * smaller cluster simply do nothing.
 */
import fc from "fast-check";
import { cardOf, type Fault, type FaultKind } from "../chaos/fault.ts";
import type { Field, NodeGroup } from "../chaos/fault-fields.ts";
import { adminActions } from "./admin-arbitrary.ts";
import { type FaultParts, faultParts, type Names, some } from "./fault-parts.ts";
import type { ScenarioSpace } from "./space.ts";

/** Null if the kind has no object here (racks without racks, clients without clients). */
export function faultArbitrary(kind: FaultKind, space: ScenarioSpace, names: Names): fc.Arbitrary<Fault> | null {
  const parts = faultParts(space, names);
  const drawn: Record<string, fc.Arbitrary<unknown>> = {
    id: parts.id,
    trigger: parts.trigger,
    kind: fc.constant(kind),
  };
  for (const [name, field] of Object.entries(cardOf(kind).fields)) {
    if (field.is === "word") continue;
    const arbitrary = drawField(field, parts);
    if (arbitrary === null) return null;
    drawn[name] = arbitrary;
  }
  return fc.record(drawn) as unknown as fc.Arbitrary<Fault>;
}

function drawField(field: Exclude<Field, { is: "word" }>, parts: FaultParts): fc.Arbitrary<unknown> | null {
  const { names, space } = parts;
  switch (field.is) {
    case "node":
      return oneOf(field.drawn, parts);
    case "nodes":
      return some(membersOf(field.drawn.few, names), membersOf(field.drawn.all, names));
    case "disk":
      return parts.disk;
    case "rack":
      return names.racks.length === 0 ? null : fc.constantFrom(...names.racks);
    case "flag":
      return fc.boolean();
    case "duration":
      return parts.durationMs;
    case "delay":
      return parts.extraMs;
    case "number": {
      const [min, max] = field.drawn === "chaos" ? [-space.chaosMs, space.chaosMs] : field.drawn;
      return fc.integer({ min, max });
    }
    case "choice":
      return fc.constantFrom(...field.of);
    case "action":
      return adminActions(names);
  }
}

function oneOf(group: NodeGroup, parts: FaultParts): fc.Arbitrary<string> | null {
  if (group === "server") return parts.server;
  if (group === "link-end") return parts.linkEnd;
  const members = membersOf(group, parts.names);
  return members.length === 0 ? null : fc.constantFrom(...members);
}

function membersOf(group: NodeGroup, { brokers, clients }: Names): readonly string[] {
  switch (group) {
    case "brokers":
      return brokers;
    case "clients":
      return clients;
    case "brokers-or-clients":
      return [...brokers, ...clients];
    case "everybody":
      return ["controller", ...brokers, ...clients];
    default:
      return ["controller", ...brokers];
  }
}
