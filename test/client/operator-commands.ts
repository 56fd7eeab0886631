/** Messages of the operator to client machines; the harness delivers them from `operatorId`. */
import { hashText, mix, mix3 } from "../../src/core/mix.ts";
import type { AdminAction, AdminCommand, SeekCommand, SeekTo } from "../../src/kafka/messages/operator.ts";

/** `id`: of the fault that asks for it. */
export const adminCommand = (id: number, action: AdminAction): AdminCommand => ({
  kind: "AdminCommand",
  name: mix(mix(0xad01, id), hashText(action.do)),
  action,
});

/** `partition` -1: all. */
export const seekCommand = (partition: number, to: SeekTo): SeekCommand => ({
  kind: "SeekCommand",
  name: mix3(0xad02, partition, hashText(JSON.stringify(to))),
  partition,
  to,
});
