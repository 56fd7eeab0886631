/** What the model itself keeps of a cluster: the ghost, news, late messages and connections; each change looked up by id. */
import { PairTable } from "../../explorer/pair-table.ts";
import type { Acked } from "../machines/producer.ts";
import { leftOver, popped, pushed } from "./connection.ts";
import type { Families } from "./families.ts";
import { afterAcks, afterStep } from "./ghost.ts";

export class Bookkeeping {
  readonly #families: Families;
  readonly #tables = {
    ghosts: new PairTable(),
    announced: new PairTable(),
    trimmed: new PairTable(),
    later: new PairTable(),
    delivered: new PairTable(),
    pushed: new PairTable(),
    popped: new PairTable(),
    leftOver: new PairTable(),
  };

  constructor(families: Families) {
    this.#families = families;
  }

  get bytes(): number {
    return Object.values(this.#tables).reduce((sum, table) => sum + table.bytes, 0);
  }

  /** What is known to be committed after a step that left a replica so. */
  ghost(ghost: number, replica: number): number {
    const { ghosts, replicaViews } = this.#families;
    return lookUp(this.#tables.ghosts, ghost, replica, () =>
      ghosts.idOf(afterStep(ghosts.valueOf(ghost), replicaViews.at(replica))),
    );
  }

  acked(ghost: number, acked: readonly Acked[]): number {
    const { ghosts } = this.#families;
    return acked.length === 0 ? ghost : ghosts.idOf(afterAcks(ghosts.valueOf(ghost), acked));
  }

  /** The list of news with one more. */
  announced(news: number, version: number): number {
    const { news: lists, versions } = this.#families;
    return lookUp(this.#tables.announced, news, version, () =>
      lists.idOf([...lists.valueOf(news), versions.valueOf(version)]),
    );
  }

  /** The newest `kept` of a list of news. */
  trimmed(news: number, kept: number): number {
    const { news: lists } = this.#families;
    return lookUp(this.#tables.trimmed, news, kept, () => {
      const value = lists.valueOf(news);
      return lists.idOf(value.slice(value.length - kept));
    });
  }

  /** The bag of late messages with one more. */
  later(bag: number, message: number): number {
    const { late, messages } = this.#families;
    return lookUp(this.#tables.later, bag, message, () =>
      late.idOf([...late.valueOf(bag), messages.valueOf(message)!]),
    );
  }

  /** The bag without one of its messages. */
  delivered(bag: number, message: number): number {
    const { late, messagesOf } = this.#families;
    return lookUp(this.#tables.delivered, bag, message, () => {
      const at = messagesOf.at(bag).indexOf(message);
      return late.idOf(late.valueOf(bag).filter((_, i) => i !== at));
    });
  }

  /** A connection with one more request or answer. */
  pushed(connection: number, message: number): number {
    const { connections, messages, places } = this.#families;
    return lookUp(this.#tables.pushed, connection, message, () =>
      connections.idOf(
        pushed(connections.valueOf(connection), messages.valueOf(message)!, places.at(message).isRequest),
      ),
    );
  }

  /** A connection without its oldest request, or its oldest answer. */
  popped(connection: number, isRequest: boolean): number {
    const { connections } = this.#families;
    return lookUp(this.#tables.popped, connection, isRequest ? 1 : 0, () =>
      connections.idOf(popped(connections.valueOf(connection), isRequest)),
    );
  }

  /** What may still arrive of a connection that is gone, behind what came late before. */
  leftOver(late: number, gone: number): number {
    const { connections } = this.#families;
    return lookUp(this.#tables.leftOver, late, gone, () =>
      connections.idOf(leftOver(connections.valueOf(late), connections.valueOf(gone))),
    );
  }
}

function lookUp(table: PairTable, first: number, second: number, compute: () => number): number {
  const known = table.get(first, second);
  if (known >= 0) return known;
  const value = compute();
  table.set(first, second, value);
  return value;
}
