/**
 * What faults are described by. From the fields of a kind derive its type, its shape in files, how it is drawn, and what
 * happens to it in a smaller cluster.
 */
import type { OperatorAction } from "./operator-action.ts";
import type { FaultHead } from "./trigger.ts";

/** Nodes are written as in stories: `b2`, `controller`, `producer-0`. */
export type NodeName = string;

/** `cluster`: brokers and controller alike; `server` and `link-end`: a broker, or less often the controller. */
export type NodeGroup = "brokers" | "cluster" | "server" | "link-end" | "clients" | "brokers-or-clients" | "everybody";

export type Field =
  | { readonly is: "node"; readonly drawn: NodeGroup }
  /** Mostly one or two of the few, now and then any number of all. */
  | { readonly is: "nodes"; readonly drawn: { readonly few: NodeGroup; readonly all: NodeGroup } }
  /** -1: all disks of the node. */
  | { readonly is: "disk" }
  | { readonly is: "rack" }
  | { readonly is: "flag" }
  /** How long it lasts, or the node is down, in virtual ms. */
  | { readonly is: "duration" }
  /** How much later something comes, in virtual ms. */
  | { readonly is: "delay" }
  /** `drawn`: within these; `chaos`: as far as the chaos is long, to either side. */
  | {
      readonly is: "number";
      readonly min: number;
      readonly max: number;
      readonly drawn: readonly [min: number, max: number] | "chaos";
    }
  | { readonly is: "choice"; readonly of: readonly string[] }
  /** Said in files alone, never drawn. */
  | { readonly is: "word"; readonly word: string; readonly isOptional: true }
  | { readonly is: "action" };

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { readonly is: "node" | "rack" }
  ? NodeName
  : F extends { readonly is: "nodes" }
    ? readonly NodeName[]
    : F extends { readonly is: "flag" }
      ? boolean
      : F extends { readonly is: "choice" }
        ? F["of"][number]
        : F extends { readonly is: "word" }
          ? F["word"]
          : F extends { readonly is: "action" }
            ? OperatorAction
            : number;

type OptionalOf<S extends Fields> = {
  [N in keyof S]: S[N] extends { readonly isOptional: true } ? N : never;
}[keyof S];

/** A fault of one kind as plain data. */
export type FaultOf<K extends string, S extends Fields> = FaultHead & { readonly kind: K } & {
  readonly [N in Exclude<keyof S, OptionalOf<S>>]: ValueOf<S[N]>;
} & { readonly [N in OptionalOf<S>]?: ValueOf<S[N]> };

export type NodeFieldOf<S extends Fields> = {
  [N in keyof S]: S[N] extends { readonly is: "node" | "nodes" } ? N : never;
}[keyof S];

export const node = { is: "node", drawn: "server" } as const;
export const broker = { is: "node", drawn: "brokers" } as const;
export const client = { is: "node", drawn: "clients" } as const;
export const linkEnd = { is: "node", drawn: "link-end" } as const;
export const disk = { is: "disk" } as const;
export const flag = { is: "flag" } as const;
export const duration = { is: "duration" } as const;
