/** The producer's connection to one broker: requests in the order in which they were sent, answers on their way back. */
import { list, record } from "../../explorer/compound.ts";
import { type Field, plain } from "../../explorer/shape.ts";
import { type Parcel, parcel } from "../fields/message-fields.ts";

export interface Connection {
  readonly requests: readonly (Parcel | null)[];
  readonly answers: readonly (Parcel | null)[];
  /** The broker died; the producer has not noticed. */
  readonly isDead: boolean;
}

const parcels = list<Parcel | null>(parcel);

export const connectionField: Field<Connection> = record<Connection>({
  requests: parcels,
  answers: parcels,
  isDead: plain,
});

export const noConnection: Connection = { requests: [], answers: [], isDead: false };

export const deadConnection: Connection = { ...noConnection, isDead: true };

export const pushed = (connection: Connection, what: Parcel, isRequest: boolean): Connection =>
  isRequest
    ? { ...connection, requests: [...connection.requests, what] }
    : { ...connection, answers: [...connection.answers, what] };

/** Without the oldest request, or the oldest answer. */
export const popped = (connection: Connection, isRequest: boolean): Connection =>
  isRequest
    ? { ...connection, requests: connection.requests.slice(1) }
    : { ...connection, answers: connection.answers.slice(1) };

/** What may still arrive at the broker when both are gone: the requests, behind those of older connections. */
export const leftOver = (late: Connection, gone: Connection): Connection => ({
  ...noConnection,
  requests: [...late.requests, ...gone.requests],
});
