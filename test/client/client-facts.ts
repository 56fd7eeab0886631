/** What a client told its observer, as plain data. */
import { type ClientObserver, clientObservations } from "../../src/client/observer.ts";
import { observerOf } from "../../src/core/observer.ts";

export interface Completion {
  readonly record: number;
  readonly tp: number;
  readonly outcome: string;
  readonly errorCode: number;
  readonly offset: number;
}

export class ClientFacts {
  readonly invoked: number[] = [];
  readonly assigned = new Map<number, number>();
  readonly attempts: {
    tp: number;
    broker: number;
    attempt: number;
    baseSequence: number;
    producerEpoch: number;
    records: number[];
  }[] = [];
  readonly completed: Completion[] = [];
  readonly bumps: { producerEpoch: number; tp: number }[] = [];
  readonly positions: { tp: number; offset: number; reason: string }[] = [];
  readonly polled: { tp: number; records: number[]; from: number; to: number; broker: number }[] = [];
  readonly truncations: { tp: number; position: number; divergentOffset: number }[] = [];
  readonly admin: { request: string; errorCode: number }[] = [];
  refreshes = 0;

  readonly observer: ClientObserver = observerOf(clientObservations, [
    {
      sendInvoked: (_client, record) => this.invoked.push(record),
      sendAssigned: (_client, record, tp) => this.assigned.set(record, tp),
      sendAttempted: (_client, tp, batch, broker, attempt) => {
        const { baseSequence, producerEpoch } = batch;
        const records = batch.records.map((record) => record.id);
        this.attempts.push({ tp, broker, attempt, baseSequence, producerEpoch, records });
      },
      sendCompleted: (_client, record, tp, outcome, errorCode, offset) =>
        this.completed.push({ record, tp, outcome, errorCode, offset }),
      producerEpochBumped: (_client, _id, producerEpoch, tp) => this.bumps.push({ producerEpoch, tp }),
      positionSet: (_client, tp, offset, reason) => this.positions.push({ tp, offset, reason }),
      polled: (_client, tp, batch, from, to, broker) => {
        const records = batch.records
          .filter(
            (record) => batch.baseOffset + record.offsetDelta >= from && batch.baseOffset + record.offsetDelta < to,
          )
          .map((record) => record.id);
        this.polled.push({ tp, records, from, to, broker });
      },
      truncationDetected: (_client, tp, position, divergentOffset) =>
        this.truncations.push({ tp, position, divergentOffset }),
      metadataRefreshed: () => this.refreshes++,
      adminCompleted: (_client, { do: request }, errorCode) => this.admin.push({ request, errorCode }),
    },
  ]);

  outcomes(): string[] {
    return this.completed.map(({ outcome }) => outcome);
  }
}
