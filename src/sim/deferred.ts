/** Inputs that wait while a host is paused or busy, in the order in which they came. */
import type { NodeId } from "../core/ids.ts";
import type { Connection } from "./connection.ts";

export type Deferred<Message> =
  | {
      readonly kind: "message";
      readonly connection: Connection<Message>;
      readonly body: Message;
      readonly isRequest: boolean;
    }
  | { readonly kind: "disconnect"; readonly connection: Connection<Message>; readonly outgoing: boolean }
  | { readonly kind: "timer"; readonly slot: number; readonly version: number }
  | { readonly kind: "flushed"; readonly disk: number; readonly file: string; readonly count: number }
  | { readonly kind: "operator"; readonly from: NodeId; readonly body: Message };
