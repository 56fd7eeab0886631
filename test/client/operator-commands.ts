/** Messages of the operator to client machines; the harness delivers them from `operatorId`. */
import { hashText, mix, mix3 } from "../../src/core/mix.ts";
import type { AdminAction, AdminCommand, SeekCommand } from "../../src/kafka/messages/operator.ts";

/** `id`: of the fault that asks for it. */
export const adminCommand = (id: number, action: AdminAction): AdminCommand => ({
  kind: "AdminCommand",
  name: mix(mix(0xad01, id), hashText(action.do)),
  action,
});

/** `partition` -1: all. `offset` -2: the beginning, -1: the end. */
export const seekCommand = (partition: number, offset: number): SeekCommand => ({
  kind: "SeekCommand",
  name: mix3(0xad02, partition, offset),
  partition,
  offset,
});
