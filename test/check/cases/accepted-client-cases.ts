/** What clients do, and what looks like a fault and is none. */
import { Channel } from "../../../src/kafka/channels.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicIdOf } from "../../../src/kafka/topic-partition.ts";
import { batchOf, finalState, producer, reader, tp } from "../stage.ts";
import type { Case } from "./case.ts";
import {
  fetch,
  fetched,
  from,
  metadata,
  metadataAnswer,
  produce,
  produced,
  producing,
  reading,
  readingAgain,
  validate,
  Wire,
  watchedPlainly,
} from "./wire.ts";

const options = watchedPlainly;

export const acceptedClientCases: readonly Case[] = [
  {
    check: "request-timeout",
    name: "a request times out, and its connection goes",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.ask(1, produce(batchOf(0, [10], 0)));
      wire.at(30_000).end(1, true);
      wire.ask(2, metadata);
      wire.at(30_001);
    },
  },
  {
    check: "request-timeout",
    name: "a process that ended waits for nothing",
    options,
    act: (s) => {
      producing(s).ask(1, produce(batchOf(0, [10], 0)));
      s.event((t) => t.nodeUp(producer, 1));
      s.finish({ ...finalState(s, []), atMicros: 60_000_000 });
    },
  },
  {
    check: "in-flight-limit",
    name: "five Produce in flight",
    options,
    act: (s) => {
      const wire = producing(s);
      for (let i = 0; i < 5; i++) wire.ask(1, produce(batchOf(0, [10 + i], 0)));
    },
  },
  {
    check: "client-backoff",
    name: "a batch goes at once to a leader that is new",
    options,
    act: (s) => {
      const wire = producing(s).at(1000);
      const batch = batchOf(0, [10], 0);
      wire.answer(1, wire.ask(1, produce(batch)), produced(Errors.NOT_LEADER_OR_FOLLOWER));
      wire.learn([[2, 1]]).ask(2, produce(batch));
    },
  },
  {
    check: "client-backoff",
    name: "what came of a split goes at once",
    options,
    act: (s) => {
      const wire = producing(s);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10, 11], 0))), produced(Errors.MESSAGE_TOO_LARGE));
      wire.ask(1, produce(batchOf(0, [10], 0)));
    },
  },
  {
    check: "metadata-refresh",
    name: "while every node is left alone nothing is owed",
    options,
    act: (s) => {
      const wire = producing(s).at(1000);
      for (const node of [1, 2, 3]) wire.end(node);
      wire.at(1001);
    },
  },
  {
    check: "metadata-refresh",
    name: "a connection that never stood costs no back-off",
    options,
    act: (s) => {
      const wire = new Wire(s, producer);
      wire.ask(1, metadata);
      wire.end(1).ask(2, metadata);
    },
  },
  {
    check: "metadata-refresh",
    name: "with every request the wait for the next grows while nothing is new",
    options,
    act: (s) => {
      const wire = new Wire(s, producer).learn([[-1, 0]]);
      wire
        .at(100)
        .learn([[-1, 0]])
        .at(200)
        .learn([[-1, 0]])
        .at(350)
        .at(440)
        .ask(1, metadata);
    },
  },
  {
    check: "asks-the-leader",
    name: "an answer about an older epoch is no news",
    options,
    act: (s) => {
      const wire = producing(s)
        .at(1000)
        .learn([[2, 1]])
        .at(2000)
        .learn([[1, 0]]);
      wire.ask(2, produce(batchOf(0, [10], 0)));
    },
  },
  {
    check: "asks-the-leader",
    name: "brokers differ about the id of a topic, and every change of it starts the epochs over",
    options,
    act: (s) => {
      const wire = readingAgain(s);
      wire.ask(1, validate(0), Channel.requests);
    },
  },
  {
    check: "metadata-refresh",
    name: "brokers differ about the id of a topic, and every change of it is news",
    options,
    act: (s) => {
      const wire = new Wire(s, producer).learn([[-1, 0]]);
      for (const nowMs of [100, 200, 300, 400])
        wire.at(nowMs).learn([[-1, 0]], 1, Channel.main, topicIdOf(tp) + ((nowMs / 100) % 2));
    },
  },
  {
    check: "asks-the-leader",
    name: "a fetch goes where the leader recommended, or a hint pointed",
    options,
    act: (s) => {
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77, { preferredReadReplica: 3 }));
      const number = wire.ask(3, fetch([0, 0], from(0)));
      const currentLeader = { leaderId: 2, leaderEpoch: 1 };
      wire.answer(3, number, fetched(78, { errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader }));
      wire.ask(2, fetch([0, 0], from(0, 1)));
    },
  },
  {
    check: "fetch-session",
    name: "a session that goes on, one that is closed, and one that the node does not know",
    options,
    act: (s) => {
      s.commit(1, 0, [10]);
      const wire = reading(s);
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77, { batches: [batchOf(0, [10], 0)] }));
      s.event((t) => t.polled(reader, tp, batchOf(0, [10], 0), 0, 1, 1));
      wire.answer(1, wire.ask(1, fetch([77, 1], from(1))), fetched(77));
      wire.ask(1, fetch([77, 2]));
      wire
        .end(1)
        .at(1000)
        .learn([[1, 0]], 1, Channel.requests);
      const unknown = { ...fetched(0), errorCode: Errors.FETCH_SESSION_ID_NOT_FOUND };
      wire.answer(1, wire.ask(1, fetch([77, 0], from(1))), unknown);
      wire.ask(1, fetch([0, 0], from(1)));
    },
  },
  {
    check: "fetch-session",
    name: "a batch that compaction emptied moves the position unseen",
    options,
    act: (s) => {
      const wire = reading(s);
      const emptied = { ...batchOf(0, [10], 0), records: [] };
      wire.answer(1, wire.ask(1, fetch([0, 0], from(0))), fetched(77, { batches: [emptied] }));
      wire.ask(1, fetch([77, 1], from(1)));
    },
  },
  {
    check: "metadata-refresh",
    name: "an answer without brokers is asked for again after a back-off",
    options,
    act: (s) => {
      const wire = new Wire(s, reader);
      wire.answer(1, wire.ask(1, metadata, Channel.requests), { ...metadataAnswer([]), brokers: [] }, Channel.requests);
      wire.at(100).ask(1, metadata, Channel.requests);
    },
  },
];
