/** What no client may do on its connections. */
import { Channel } from "../../../src/kafka/channels.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalState, producer, reader, tp } from "../stage.ts";
import type { Case } from "./case.ts";
import { fetch, fetched, from, metadata, other, produce, produced, producing, reading, Wire, watched } from "./wire.ts";

const options = watched;

export const refusedClientCases: readonly Case[] = [
  {
    check: "request-timeout",
    name: "it waits on after request.timeout.ms",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.ask(1, produce(batchOf(0, [10], 0)));
      wire.at(30_000).at(30_001);
    },
  },
  {
    check: "request-timeout",
    name: "it closes a connection on which nothing is late",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.ask(1, produce(batchOf(0, [10], 0)));
      wire.at(29_999).end(1, true);
    },
  },
  {
    check: "request-timeout",
    name: "it never wakes again while it waits",
    options,
    act: (s) => {
      producing(s).ask(1, produce(batchOf(0, [10], 0)));
      s.finish({ ...finalState(s, []), atMicros: 60_000_000 });
    },
  },
  {
    check: "in-flight-limit",
    name: "a sixth Produce on one connection",
    options,
    act: (s) => {
      const wire = producing(s);
      for (let i = 0; i < 6; i++) wire.ask(1, produce(batchOf(0, [10 + i], 0)));
    },
  },
  {
    check: "in-flight-limit",
    name: "two fetches from one node at a time",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.ask(1, fetch([0, 0], from(0)));
      wire.ask(1, fetch([0, 0], from(0)));
    },
  },
  {
    check: "in-flight-limit",
    name: "a partition is looked up twice at a time",
    options,
    act: (s) => {
      const wire = reading(s);
      const lookup = {
        kind: "ListOffsets",
        replicaId: -1,
        isolationLevel: "read_uncommitted",
        partitions: [{ topicPartition: tp, currentLeaderEpoch: 0, timestamp: -2 }],
      };
      wire.ask(1, lookup, Channel.requests);
      wire.ask(1, lookup, Channel.requests);
    },
  },
  {
    check: "in-flight-limit",
    name: "a number is given again",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.ask(1, produce(batchOf(0, [10], 0)), Channel.main, 7);
      wire.ask(1, produce(batchOf(0, [11], 0)), Channel.main, 7);
    },
  },
  {
    check: "client-backoff",
    name: "a node is asked again at once after its connection ended",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.end(1).ask(1, produce(batchOf(0, [10], 0)));
    },
  },
  {
    check: "client-backoff",
    name: "the second reconnect back-off is no longer than the first",
    options,
    act: (s) => {
      const wire = producing(s).at(100).end(1).at(150);
      wire.ask(1, produce(batchOf(0, [10], 0)));
      wire
        .end(1)
        .at(210)
        .ask(1, produce(batchOf(0, [11], 0)));
    },
  },
  {
    check: "client-backoff",
    name: "a batch is sent again at once",
    options,
    act: (s) => {
      const wire = producing(s);
      const batch = batchOf(0, [10], 0);
      wire.answer(1, wire.ask(1, produce(batch)), produced(Errors.NOT_ENOUGH_REPLICAS));
      wire.at(79).ask(1, produce(batch));
    },
  },
  {
    check: "client-backoff",
    name: "a producer id is asked for again at once",
    options,
    act: (s) => {
      const wire = producing(s);
      const init = { kind: "InitProducerId", producerId: -1, producerEpoch: -1 };
      wire.answer(1, wire.ask(1, init), {
        kind: "InitProducerIdResponse",
        errorCode: Errors.COORDINATOR_LOAD_IN_PROGRESS,
      });
      wire.ask(1, init);
    },
  },
  {
    check: "fetch-session",
    name: "an epoch of the session is left out",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77));
      wire.ask(1, fetch([77, 2]));
    },
  },
  {
    check: "fetch-session",
    name: "a session goes on after its connection ended",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77));
      wire.ask(1, fetch([77, 1]));
      wire
        .end(1)
        .at(1000)
        .ask(1, fetch([77, 2]));
    },
  },
  {
    check: "fetch-session",
    name: "it fetches what it was given already",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77, { batches: [batchOf(0, [10], 0)] }));
      s.event((t) => t.polled(reader, tp, batchOf(0, [10], 0), 0, 1, 1));
      wire.ask(1, fetch([77, 1]));
    },
  },
  {
    check: "fetch-session",
    name: "a partition leaves a session in which it is not",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77));
      wire.ask(1, fetch([77, 1], { forgotten: [other] }));
    },
  },
  {
    check: "fetch-session",
    name: "it asks for more than fetch.max.bytes",
    options,
    act: (s) => void reading(s).ask(1, fetch([0, 0], { ...from(0), maxBytes: 52_428_801 })),
  },
  {
    check: "in-flight-limit",
    name: "metadata is asked for twice at a time",
    options,
    act: (s) => {
      const wire = new Wire(s, producer);
      wire.ask(1, metadata);
      wire.ask(2, metadata);
    },
  },
];
