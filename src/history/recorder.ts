/**
 * Turns what clients do into operations. Nothing is made unless somebody listens, and nothing is kept unless asked for:
 * a run of ten million events streams its history.
 */
import { type ClientObserver, clientObservations } from "../client/observer.ts";
import { isClient, type NodeId } from "../core/ids.ts";
import { observerOf } from "../core/observer.ts";
import { type WorldObserver, worldObservations } from "../sim/world.ts";
import { type Operation, type OperationTerms, processOf } from "./operation.ts";
import { operationKinds } from "./operation-kinds.ts";

interface HistoryOptions {
  /** The virtual time that operations get. */
  readonly atMicros: () => number;
  readonly kinds?: typeof operationKinds;
  /** Keep all operations in `operations`. Default false. */
  readonly keep?: boolean;
  readonly onOperation?: (operation: Operation) => void;
}

interface History {
  readonly observer: ClientObserver & WorldObserver;
  readonly operations: readonly Operation[];
}

const observations = { ...clientObservations, ...worldObservations };

export function createHistory({ atMicros, kinds = operationKinds, keep, onOperation }: HistoryOptions): History {
  const operations: Operation[] = [];
  const incarnations = new Map<NodeId, number>();
  let count = 0;
  const emitterOf = (f: string) => (client: NodeId, fields: OperationTerms) => {
    const process = processOf(client, incarnations.get(client) ?? 0);
    const operation: Operation = { ...fields, f, index: count++, atMicros: atMicros(), process };
    if (keep === true) operations.push(operation);
    onOperation?.(operation);
  };
  const nodeUp = (node: NodeId, incarnation: number): void => {
    if (isClient(node)) incarnations.set(node, incarnation);
  };
  const listeners = Object.entries(kinds).map(([f, kind]) => kind.listen?.(emitterOf(f)) ?? {});
  return { operations, observer: observerOf(observations, [{ nodeUp }, ...listeners]) };
}
