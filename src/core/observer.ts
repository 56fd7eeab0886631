/**
 * What machines tell their observer, declared once: a table with one row for each observation. The row names the arguments,
 * what of them enters the digest of a run, and where a fault may be anchored on it. Every observer derives from the table.
 *
 * An observation is a plain call with plain values, made at the moment of the fact: no event objects, and nothing that a
 * listener does changes what a protocol does. So listeners are functions by name; they are called without a `this`.
 */
import type { NodeId } from "./ids.ts";
import { invariant } from "./invariant.ts";

type Listener<Args extends readonly unknown[]> = (...args: Args) => void;

/** Told where in a run an observation was made; -1 where there is no such thing. */
type PlaceListener = (node: NodeId, partition: number, offset: number, leaderEpoch: number) => void;

export type AnchorListener = (
  event: string,
  node: NodeId,
  partition: number,
  offset: number,
  leaderEpoch: number,
) => void;

export interface Observation<Args extends readonly unknown[]> {
  readonly arity: number;
  /** Notes 32-bit integers, before anybody else hears of it. */
  readonly digest?: (note: (value: number) => void) => Listener<Args>;
  /** The event under whose name a fault waits for it, and its place. */
  readonly anchor?: { readonly event: string; readonly place: (tell: PlaceListener) => Listener<Args> };
}

/** A row: `observation<[broker: NodeId, offset: number]>(2)`. */
export const observation = <Args extends readonly unknown[]>(
  arity: Args["length"],
  uses: Omit<Observation<Args>, "arity"> = {},
): Observation<Args> => ({ arity, ...uses });

type Observations = Readonly<Record<string, Observation<never>>>;

type ArgsOf<Row> = Row extends Observation<infer Args> ? Args : never;

export type ObserverOf<Table extends Observations> = { [Name in keyof Table]: Listener<ArgsOf<Table[Name]>> };

/**
 * Hands each observation to those of the listeners that want it, in their order: with none of them a silent observer, with
 * one a partial observer made whole, with several a forwarding one. Its calls cost no more than the calls of its listeners.
 */
export function observerOf<Table extends Observations>(
  table: Table,
  listeners: readonly Partial<ObserverOf<Table>>[],
): ObserverOf<Table> {
  return derive<Table, ObserverOf<Table>>(table, (row, name) =>
    fanOut(
      row.arity,
      listeners.flatMap((listener) => {
        const call = listener[name] as Call | undefined;
        return call === undefined ? [] : (partsOf.get(call) ?? call);
      }),
    ),
  );
}

/** What of the observations enters the digest of a run. */
export const digestOf = <Table extends Observations>(table: Table, note: (value: number) => void) =>
  derive<Table, Partial<ObserverOf<Table>>>(table, ({ digest }) => digest?.(note) as Call | undefined);

/** Tells of every observation on which a fault may be anchored. */
export const anchorsOf = <Table extends Observations>(table: Table, tell: AnchorListener) =>
  derive<Table, Partial<ObserverOf<Table>>>(
    table,
    ({ anchor }) =>
      anchor?.place((node, partition, offset, leaderEpoch) =>
        tell(anchor.event, node, partition, offset, leaderEpoch),
      ) as Call | undefined,
  );

export const anchorEventsOf = (table: Observations): readonly string[] =>
  Object.values(table).flatMap(({ anchor }) => anchor?.event ?? []);

/** Hears all, by name; for runs that are looked at, not for campaigns. */
export const recorderOf = <Table extends Observations>(
  table: Table,
  heard: (name: string, args: readonly unknown[]) => void,
) =>
  derive<Table, ObserverOf<Table>>(
    table,
    (_row, name) =>
      (...args: readonly unknown[]) =>
        heard(name, args),
  );

/** A listener whose arguments are known to the table only. */
type Call = (a?: unknown, b?: unknown, c?: unknown, d?: unknown, e?: unknown, f?: unknown, g?: unknown) => void;

/** One function for each row, in the order of the table, so that all observers of one table have one hidden class. */
function derive<Table extends Observations, Derived extends Partial<ObserverOf<Table>>>(
  table: Table,
  listen: (row: Observation<never>, name: string) => Call | undefined,
): Derived {
  const calls = Object.entries(table).flatMap(([name, row]) => {
    const call = listen(row, name);
    return call === undefined ? [] : [[name, call] as const];
  });
  // The types of a table do not survive a loop over it: here, and where a row's function becomes a Call, they are given back.
  return Object.fromEntries(calls) as unknown as Derived;
}

const nothing = (): void => {};

/** What a call was made of, so that an observer of observers calls each listener itself. */
const partsOf = new WeakMap<Call, readonly Call[]>([[nothing, []]]);

function fanOut(arity: number, all: readonly Call[]): Call {
  invariant(arity <= 7, "an observation has at most seven arguments");
  if (all.length < 2) return all[0] ?? nothing;
  const call = loopOver(arity, all);
  partsOf.set(call, all);
  return call;
}

/** By number of arguments, as rest parameters would make an array for each call. */
function loopOver(arity: number, all: readonly Call[]): Call {
  switch (arity) {
    case 0:
      return () => {
        for (let i = 0; i < all.length; i++) all[i]!();
      };
    case 1:
      return (a) => {
        for (let i = 0; i < all.length; i++) all[i]!(a);
      };
    case 2:
      return (a, b) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b);
      };
    case 3:
      return (a, b, c) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b, c);
      };
    case 4:
      return (a, b, c, d) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d);
      };
    case 5:
      return (a, b, c, d, e) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e);
      };
    case 6:
      return (a, b, c, d, e, f) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e, f);
      };
    default:
      return (a, b, c, d, e, f, g) => {
        for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e, f, g);
      };
  }
}
