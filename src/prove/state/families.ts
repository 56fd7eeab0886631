/** The interned values of a model: replicas, images, messages and the rest, with what is read of each. */

import type { ProducerState } from "../../client/producer/producer-state.ts";
import { list } from "../../explorer/compound.ts";
import { Interner } from "../../explorer/interner.ts";
import { LazyList } from "../../explorer/lazy-list.ts";
import type { Renaming } from "../../explorer/renaming.ts";
import { type Field, keyOf } from "../../explorer/shape.ts";
import type { MetadataImage } from "../../kafka/metadata/image.ts";
import { imageField, versionField } from "../fields/image-fields.ts";
import { type Parcel, parcel } from "../fields/message-fields.ts";
import { producerState } from "../fields/producer-fields.ts";
import { type Replica, replicaField } from "../machines/replica.ts";
import { type Connection, connectionField, deadConnection, noConnection } from "./connection.ts";
import { type Ghost, ghostField } from "./ghost.ts";
import type { Layout } from "./layout.ts";
import { type ImageView, type ReplicaView, viewOfImage, viewOfReplica } from "./views.ts";

/** Messages in no order: told by their sorted keys. */
const bag: Field<readonly Parcel[]> = {
  write: (value, key) => {
    key.text += value
      .map((one) => keyOf(parcel, one, key.renaming))
      .sort()
      .join(";");
  },
  copy: (value, copier) => value.map((one) => parcel.copy(one, copier)!),
};

export class Families {
  readonly replicas: Interner<Replica>;
  readonly images: Interner<MetadataImage>;
  readonly messages: Interner<Parcel | null>;
  readonly versions: Interner<MetadataImage>;
  readonly news: Interner<MetadataImage[]>;
  readonly late: Interner<readonly Parcel[]>;
  readonly connections: Interner<Connection>;
  readonly producers: Interner<ProducerState>;
  readonly ghosts: Interner<Ghost>;

  /** By id. */
  readonly replicaViews: LazyList<ReplicaView>;
  readonly imageViews: LazyList<ImageView>;
  /** Where a message stands while it is on its way, and whether it is a request. */
  readonly places: LazyList<MessagePlace>;
  /** The versions of a list of news, oldest first. */
  readonly versionsOf: LazyList<readonly number[]>;
  /** The messages of a bag. */
  readonly messagesOf: LazyList<readonly number[]>;
  readonly deadConnection: number;
  readonly connectionViews: LazyList<ConnectionView>;

  constructor(layout: Layout, renamings: readonly Renaming[]) {
    const replicas = new Interner(replicaField, renamings);
    const images = new Interner(imageField, renamings);
    const messages = new Interner(parcel, renamings);
    const versions = new Interner(versionField, renamings);
    const news = new Interner<MetadataImage[]>(list(versionField), renamings);
    const late = new Interner(bag, renamings);
    const connections = new Interner(connectionField, renamings);
    this.replicas = replicas;
    this.images = images;
    this.messages = messages;
    this.versions = versions;
    this.news = news;
    this.late = late;
    this.connections = connections;
    this.producers = new Interner(producerState, renamings);
    this.ghosts = new Interner(ghostField, renamings);
    this.replicaViews = new LazyList((id) => viewOfReplica(replicas.valueOf(id)));
    this.imageViews = new LazyList((id) => viewOfImage(images.valueOf(id)));
    this.places = new LazyList((id) => placeOf(messages.valueOf(id), layout));
    this.versionsOf = new LazyList((id) => news.valueOf(id).map((version) => versions.idOf(version)));
    this.messagesOf = new LazyList((id) => late.valueOf(id).map((message) => messages.idOf(message)));
    const first = (queue: Connection["requests"]): number => (queue.length === 0 ? 0 : messages.idOf(queue[0]!));
    this.connectionViews = new LazyList((id) => {
      const { requests, answers, isDead } = connections.valueOf(id);
      return { request: first(requests), answer: first(answers), isDead };
    });
    // The place of no message, no news: 0 in each family.
    messages.idOf(null);
    news.idOf([]);
    late.idOf([]);
    connections.idOf(noConnection);
    this.deadConnection = connections.idOf(deadConnection);
  }

  /** Estimated: keys of one byte a character; the objects behind them by measured sizes. */
  get bytes(): number {
    const { replicas, producers, images, messages, versions, news, late, connections, ghosts } = this;
    const machines = [replicas, producers];
    const others = [images, messages, versions, news, late, connections, ghosts];
    const keys = [...machines, ...others].reduce((sum, one) => sum + one.keyLength, 0);
    const count = (list: readonly { readonly size: number }[]): number => list.reduce((sum, one) => sum + one.size, 0);
    return keys + count(machines) * machineBytes + count(others) * otherBytes;
  }
}

const machineBytes = 5000;
const otherBytes = 1000;

/** The oldest on a connection, by id; 0: none. */
export interface ConnectionView {
  readonly request: number;
  readonly answer: number;
  readonly isDead: boolean;
}

interface MessagePlace {
  readonly slot: number;
  readonly isRequest: boolean;
  /** Others may stand there before it. */
  readonly isQueued: boolean;
}

function placeOf(parcel: Parcel | null, layout: Layout): MessagePlace {
  if (parcel === null) return { slot: -1, isRequest: false, isQueued: false };
  const { from, to, body } = parcel;
  switch (body.kind) {
    case "Produce":
      return { slot: layout.client(to), isRequest: true, isQueued: true };
    case "ProduceResponse":
      return { slot: layout.client(from), isRequest: false, isQueued: true };
    case "AlterPartition":
      return { slot: layout.proposal(from), isRequest: true, isQueued: false };
    case "AlterPartitionResponse":
      return { slot: layout.proposal(to), isRequest: false, isQueued: false };
    case "Fetch":
    case "OffsetForLeaderEpoch":
    case "ListOffsets":
      return { slot: layout.link(from, to), isRequest: true, isQueued: false };
    default:
      return { slot: layout.link(to, from), isRequest: false, isQueued: false };
  }
}
