/** What the operator of the cluster asks of a node: no request of the protocol, so nobody answers (from node -1). */
import type { NodeId } from "../../core/ids.ts";
import type { Named } from "../../core/machine.ts";

/** Sender of these messages: no node of the cluster. */
export const operatorId: NodeId = -1;

/** As a SIGTERM: hand leaderships over, close the logs, stop (K-24). */
interface ControlledShutdown extends Named {
  readonly kind: "ControlledShutdown";
}

/** To an admin client: do this, again and again until it is answered or the API timeout is over. */
export interface AdminCommand extends Named {
  readonly kind: "AdminCommand";
  readonly action: AdminAction;
}

/** What an operator asks of Kafka; the action of an `admin` fault. */
export type AdminAction =
  | {
      readonly do: "reassign";
      readonly topic: string;
      readonly partition: number;
      readonly replicas: readonly number[];
    }
  | { readonly do: "add-partitions"; readonly topic: string; readonly count: number }
  | { readonly do: "alter-config"; readonly topic: string; readonly key: string; readonly value: string | null }
  | { readonly do: "elect-preferred" }
  | { readonly do: "elect-unclean"; readonly topic: string; readonly partition: number }
  | {
      readonly do: "create-topic";
      readonly topic: string;
      readonly partitions: number;
      readonly replicationFactor: number;
      /** Under Kafka's own keys; default: none. */
      readonly configs?: Readonly<Record<string, string>>;
    }
  | { readonly do: "delete-topic"; readonly topic: string }
  | { readonly do: "delete-records"; readonly topic: string; readonly partition: number; readonly offset: number };

/** The beginning, the end, an offset, or the first record that is at most so old by the consumer's wall clock. */
export type SeekTo = "earliest" | "latest" | { readonly offset: number } | { readonly agoMs: number };

/** To a consumer: its application seeks. */
export interface SeekCommand extends Named {
  readonly kind: "SeekCommand";
  /** Its number in each topic of the consumer; -1: every partition. */
  readonly partition: number;
  readonly to: SeekTo;
}

/** To a producer: beside its plan its application sends so many records more at once, to one partition after the other. */
interface ProbeCommand extends Named {
  readonly kind: "ProbeCommand";
  readonly records: number;
}

export type OperatorMessage = ControlledShutdown | AdminCommand | SeekCommand | ProbeCommand;
