/**
 * Faults are drawn for the largest cluster of a family. In a smaller one broker 4 is broker 1 again, so that no fault is
 * wasted on a broker that does not exist. What names existing brokers only stays as it is.
 */
import type { AdminAction, Fault } from "../chaos/fault.ts";

export const withinCluster = (faults: readonly Fault[], brokers: number): readonly Fault[] =>
  faults.map((fault) => within(fault, brokers));

function within(fault: Fault, brokers: number): Fault {
  switch (fault.kind) {
    case "power-loss":
      return { ...fault, nodes: distinct(fault.nodes.map((node) => fold(node, brokers))) };
    case "cut":
      return {
        ...fault,
        from: distinct(fault.from.map((node) => fold(node, brokers))),
        to: distinct(fault.to.map((node) => fold(node, brokers))),
      };
    case "slow-link":
    case "reset":
      return { ...fault, from: fold(fault.from, brokers), to: fold(fault.to, brokers) };
    case "admin":
      return { ...fault, action: withinAction(fault.action, brokers) };
    case "rack-outage":
    case "rolling-restart":
      return fault;
    default:
      return { ...fault, node: fold(fault.node, brokers) };
  }
}

const withinAction = (action: AdminAction, brokers: number): AdminAction =>
  action.do === "reassign"
    ? { ...action, replicas: distinct(action.replicas.map((replica) => ((replica - 1) % brokers) + 1)) }
    : action;

function fold(node: string, brokers: number): string {
  const id = /^b(\d+)$/.exec(node)?.[1];
  return id === undefined ? node : `b${((Number(id) - 1) % brokers) + 1}`;
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
