/**
 * What a violation is about, beside its partition: the check that finds it says so, and a story looks for it. Offsets,
 * nodes and records are -1 where there is none.
 */
export type Subject =
  /** Records by identity, at `offset`. `nodes`: who wrote, read or acknowledged them, or leads without them. */
  | {
      readonly kind: "records";
      readonly offset: number;
      readonly records: readonly number[];
      readonly nodes: readonly number[];
    }
  /** The offsets [from, to) that a replica let go of. */
  | { readonly kind: "range"; readonly broker: number; readonly from: number; readonly to: number }
  /** One replica, at `offset` of its log. `leader`: whose records, high watermark or ISR it is measured by. */
  | { readonly kind: "replica"; readonly broker: number; readonly leader: number; readonly offset: number }
  /** The partition as the controller has it. */
  | { readonly kind: "partition"; readonly leader: number }
  /** A change of the ISR, asked for or missing: by whom, and about whom. */
  | { readonly kind: "isr-change"; readonly leader: number; readonly member: number; readonly offset: number }
  /** What one producer session wrote to the partition, seen in the log of `broker`. */
  | {
      readonly kind: "session";
      readonly client: number;
      readonly producerId: number;
      readonly broker: number;
      readonly offset: number;
      readonly records: readonly number[];
    }
  /** A consumer's position, and the broker that served it. */
  | { readonly kind: "position"; readonly client: number; readonly broker: number; readonly offset: number }
  /** A send that has no end. */
  | { readonly kind: "send"; readonly client: number; readonly record: number }
  /** What a client asked a broker, or owed to ask; -1: any broker. */
  | { readonly kind: "request"; readonly client: number; readonly broker: number }
  | { readonly kind: "broker"; readonly broker: number }
  /** All of it, since then. */
  | { readonly kind: "cluster"; readonly sinceMicros: number };

/** The offset that it is about, or the first of them; -1: none. */
export function offsetOf(subject: Subject): number {
  if (subject.kind === "range") return subject.from;
  return "offset" in subject ? subject.offset : -1;
}

export function recordsOf(subject: Subject): readonly number[] {
  const records = "records" in subject ? subject.records : subject.kind === "send" ? [subject.record] : [];
  return records.filter((record) => record >= 0);
}

/** Brokers and clients that it names. */
export function nodesOf(subject: Subject): readonly number[] {
  const named = "nodes" in subject ? [...subject.nodes] : [];
  if ("broker" in subject) named.push(subject.broker);
  if ("leader" in subject) named.push(subject.leader);
  if ("member" in subject) named.push(subject.member);
  if ("client" in subject) named.push(subject.client);
  return named.filter((node) => node >= 0);
}
