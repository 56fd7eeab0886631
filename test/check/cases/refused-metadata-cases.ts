/** When no client may ask for metadata, or may leave it, and whom it may not ask for what. */
import { Channel } from "../../../src/kafka/channels.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalState, producer } from "../stage.ts";
import type { Case } from "./case.ts";
import {
  fetch,
  from,
  metadata,
  metadataAnswer,
  other,
  produce,
  produced,
  producing,
  reading,
  readingAgain,
  validate,
  Wire,
  watched,
} from "./wire.ts";

const options = watched;

export const refusedMetadataCases: readonly Case[] = [
  {
    check: "metadata-refresh",
    name: "an error says that the leader is another, and nobody asks who",
    options,
    act: (s) => {
      const wire = producing(s).at(1000);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10], 0))), produced(Errors.NOT_LEADER_OR_FOLLOWER));
      wire.at(1001);
    },
  },
  {
    check: "metadata-refresh",
    name: "metadata grows older than metadata.max.age.ms",
    options,
    act: (s) => void reading(s).at(5000).at(5001),
  },
  {
    check: "metadata-refresh",
    name: "metadata is asked for at once, though the last answer had no leader",
    options,
    act: (s) => void producing(s).learn([[-1, 0]]),
  },
  {
    check: "metadata-refresh",
    name: "a producer without a leader never wakes again",
    options,
    act: (s) => {
      new Wire(s, producer).learn([[-1, 0]]);
      s.finish({ ...finalState(s, []), atMicros: 60_000_000 });
    },
  },
  {
    check: "asks-the-leader",
    name: "a batch goes to the leader of before",
    options,
    act: (s) => {
      const wire = producing(s)
        .at(1000)
        .learn([[2, 1]]);
      wire.ask(1, produce(batchOf(0, [10], 0)));
    },
  },
  {
    check: "asks-the-leader",
    name: "a fetch names the epoch of before",
    options,
    act: (s) => {
      const wire = reading(s)
        .at(5000)
        .learn([[1, 1]], 1, Channel.requests);
      wire.ask(1, fetch([0, 0], from(0, 0)));
    },
  },
  {
    check: "asks-the-leader",
    name: "a position is validated in the epoch from before the id of its topic changed",
    options,
    act: (s) => void readingAgain(s).ask(2, validate(1), Channel.requests),
  },
  {
    check: "metadata-refresh",
    name: "the same topic is told of three times, and the wait for the next request stays as it was",
    options,
    act: (s) => {
      const wire = new Wire(s, producer).learn([[-1, 0]]);
      for (const nowMs of [100, 200, 300]) wire.at(nowMs).learn([[-1, 0]]);
    },
  },
  {
    check: "asks-the-leader",
    name: "a fetch goes to a replica that nobody recommended",
    options,
    act: (s) => void reading(s).ask(2, fetch([0, 0], from(0))),
  },
  {
    check: "asks-the-leader",
    name: "metadata is asked of a node that is busy, though another is not",
    options,
    act: (s) => {
      const wire = producing(s);
      const init = { kind: "InitProducerId", producerId: -1, producerEpoch: -1 };
      wire.answer(2, wire.ask(2, produce(batchOf(0, [10], 0), other)), produced(Errors.NONE, 0));
      wire.ask(2, produce(batchOf(0, [11], 0), other));
      wire.ask(2, init);
    },
  },
  {
    check: "asks-the-leader",
    name: "metadata is asked of a node that is not of the cluster",
    options,
    act: (s) => void new Wire(s, producer).ask(9, metadata),
  },
  {
    check: "metadata-refresh",
    name: "an answer without brokers is followed by the next request at once",
    options,
    act: (s) => {
      const wire = new Wire(s, producer);
      wire.answer(1, wire.ask(1, metadata), { ...metadataAnswer([]), brokers: [] });
      wire.ask(1, metadata);
    },
  },
];
