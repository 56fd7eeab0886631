/** One kind of fault, whole: what it is described by, whom it meets, what it does, what is said of it, how it is drawn. */
import type { NodeId } from "../core/ids.ts";
import type { Episode } from "./episode.ts";
import type { FaultOf, Fields, NodeFieldOf, NodeName } from "./fault-fields.ts";
import type { FaultWorld } from "./fault-world.ts";
import type { ProfileName } from "./profile-names.ts";

/** A fault where it strikes. */
export interface Onset<F, At> {
  readonly fault: F;
  /** The nodes that its fields name, as far as they belong to the cluster now. */
  readonly at: At;
  readonly world: FaultWorld;
}

type NodesAt<S extends Fields> = { readonly [N in NodeFieldOf<S>]: readonly NodeId[] };

/** How a story names nodes. */
export interface Speaker {
  who(node: NodeName): string;
  all(nodes: readonly NodeName[]): string;
}

export interface FaultActs<F, At> {
  /** Whether it means anything here. Default: each of its nodes exists. */
  concerns?(onset: Onset<F, At>): boolean;
  /** The nodes whose process it ends. Default: none. */
  victims?(onset: Onset<F, At>): readonly NodeId[];
  /** Brings it in. False: it was a matter of a moment; otherwise the episode knows what takes it back. */
  begin(onset: Onset<F, At>, episode: Episode): boolean;
  /** In words. */
  begins(fault: F, say: Speaker): string;
  /** Null or absent: its end is no news, or seen from what the nodes do. */
  ends?(fault: F, say: Speaker): string | null;
  /** Nodes show it by what they do (they crash, they stop), so that a story need not name it. */
  showsItself?(fault: F): boolean;
  /** The same with less, for shrinking. */
  simpler?(fault: F): readonly F[];
}

export interface FaultCard<K extends string, S extends Fields> extends FaultActs<FaultOf<K, S>, NodesAt<S>> {
  readonly kind: K;
  readonly fields: S;
  /** Beside `all`, which has every kind. */
  readonly profiles: readonly ProfileName[];
  /** Drawn three times as often: a short story of its own. */
  readonly isFrequent?: boolean;
  /** It takes away a leader, or what a broker has. */
  readonly takesLeadersAway?: boolean;
}

export const faultCard = <const K extends string, const S extends Fields>(card: FaultCard<K, S>): FaultCard<K, S> =>
  card;
