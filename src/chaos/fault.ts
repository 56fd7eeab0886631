/** Faults and operator actions as plain data, each kind by its card: printable, shrinkable, independent of one another. */
import type { NodeId } from "../core/ids.ts";
import type { FaultActs, FaultCard } from "./fault-card.ts";
import type { FaultOf, Fields, NodeName } from "./fault-fields.ts";
import { faultCards } from "./faults/index.ts";

export type { AdminAction } from "../kafka/messages/operator.ts";
export type { MembershipAction, OperatorAction } from "./operator-action.ts";
export { type AnchorEvent, laterBy, type Trigger } from "./trigger.ts";
export type { NodeName };

type OfCard<C> = C extends FaultCard<infer K, infer S> ? FaultOf<K, S> : never;

export type Fault = OfCard<(typeof faultCards)[number]>;

export type FaultKind = Fault["kind"];

type NodesByField = Readonly<Record<string, readonly NodeId[]>>;

/** The card of any kind. */
export interface AnyCard extends FaultActs<Fault, NodesByField> {
  readonly kind: FaultKind;
  readonly fields: Fields;
  readonly profiles: FaultCard<FaultKind, Fields>["profiles"];
  readonly isFrequent?: boolean;
  readonly takesLeadersAway?: boolean;
}

export const allCards: readonly AnyCard[] = faultCards;

const byKind = new Map<FaultKind, AnyCard>(allCards.map((card) => [card.kind, card]));

export const cardOf = (kind: FaultKind): AnyCard => byKind.get(kind)!;

/** The nodes that a fault names, by field. */
export function namesIn(fault: Fault): Readonly<Record<string, readonly NodeName[]>> {
  const names: Record<string, readonly NodeName[]> = {};
  for (const [field, { is }] of Object.entries(cardOf(fault.kind).fields)) {
    if (is === "node" || is === "nodes") names[field] = [fieldOf(fault, field)].flat();
  }
  return names;
}

/** The same fault with other nodes in some fields. A field of one node takes the first. */
export function withNames(fault: Fault, names: Readonly<Record<string, readonly NodeName[]>>): Fault {
  const { fields } = cardOf(fault.kind);
  const changes = Object.entries(names).map(([field, list]) => [field, fields[field]?.is === "nodes" ? list : list[0]]);
  return { ...fault, ...Object.fromEntries(changes) };
}

const fieldOf = (fault: Fault, field: string): NodeName | readonly NodeName[] => Reflect.get(fault, field);
