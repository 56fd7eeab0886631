/**
 * The readable names of decisions, as they stand in a scenario's overrides: who, what, which thing. Built only while
 * overrides or a recorder are in force; the value of a decision comes from integers.
 */
import { type NodeId, nodeName } from "../core/ids.ts";

export const DecisionKind = { latency: 1, choose: 2, late: 3, torn: 4 } as const;
export type DecisionKind = (typeof DecisionKind)[keyof typeof DecisionKind];

const hex = (name: number): string => (name >>> 0).toString(16).padStart(8, "0");

const linkName = (kind: string, from: NodeId, to: NodeId, channel: number, message: number): string =>
  `${kind}/${nodeName(from)}>${nodeName(to)}/${channel}/${hex(message)}`;

/** Virtual microseconds that a message takes: `latency/b1>b2/0/8f3a21c0`. */
export const latencyName = (from: NodeId, to: NodeId, channel: number, message: number): string =>
  linkName("latency", from, to, channel, message);

/** What becomes of a message in flight when its connection dies (0 lost, n delivered n micros later). */
export const lateName = (from: NodeId, to: NodeId, channel: number, message: number): string =>
  linkName("late", from, to, channel, message);

/** A machine's own choice: `choose/b1/8f3a21c0`. */
export const chooseName = (node: NodeId, name: number): string => `choose/${nodeName(node)}/${hex(name)}`;

/** How many entries beyond the flushed ones survive a power loss: `torn/b2/<fault id>/<disk>:<file>`. */
export const tornName = (node: NodeId, fault: number, disk: number, file: string): string =>
  `torn/${nodeName(node)}/${fault}/${disk}:${file}`;
