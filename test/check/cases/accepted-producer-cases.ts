/** What producers send and tell, and what looks like a fault and is none. */
import { Errors } from "../../../src/kafka/errors.ts";
import { topicIdOf, topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf, producer, tp } from "../stage.ts";
import type { Case } from "./case.ts";
import {
  metadata,
  metadataAnswer,
  overtaken,
  produce,
  produced,
  sending,
  sendMore,
  sequenced,
  watched,
  watchedPlainly,
  withId,
} from "./wire.ts";

const options = watched;

const anew = topicPartition(topicIdOf(tp) + 1, 0);
const madeAnew = metadataAnswer([[1, 0]], topicIdOf(anew));

export const acceptedProducerCases: readonly Case[] = [
  {
    check: "send-outcome",
    name: "told at its offset, known as a duplicate, given up in time",
    options,
    act: (s) => {
      s.commit(1, 0, [10, 11]);
      const wire = withId(sending(s, 10, 11, 12));
      wire.answer(1, wire.ask(1, produce(sequenced(0, 10))), produced(Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 10, tp, "ok", Errors.NONE, 0));
      wire.answer(1, wire.ask(1, produce(sequenced(1, 11))), produced(Errors.DUPLICATE_SEQUENCE_NUMBER));
      s.event((t) => t.sendCompleted(producer, 11, tp, "ok", Errors.NONE, -1));
      wire.answer(1, wire.ask(1, produce(sequenced(2, 12))), produced(Errors.NOT_ENOUGH_REPLICAS));
      wire.at(120_000);
      s.event((t) => t.sendCompleted(producer, 12, tp, "fail", Errors.REQUEST_TIMED_OUT, -1));
    },
  },
  {
    check: "send-outcome",
    name: "in flight behind a younger batch of its partition, it is given up when that is answered",
    options,
    act: (s) => {
      const { wire, younger } = overtaken(s);
      wire.at(120_000).at(120_050).answer(1, younger, produced(Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 11, tp, "ok", Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 10, tp, "info", Errors.REQUEST_TIMED_OUT, -1));
      wire.at(120_051);
    },
  },
  {
    check: "send-outcome",
    name: "without idempotence, the batch that came back last is the first of its queue",
    options: watchedPlainly,
    act: (s) => {
      const wire = sending(s, 10);
      const older = wire.ask(1, produce(batchOf(0, [10], 0)));
      wire.at(100);
      sendMore(s, 11);
      const younger = wire.ask(1, produce(batchOf(0, [11], 0)));
      wire.answer(1, older, produced(Errors.NOT_ENOUGH_REPLICAS));
      wire.answer(1, younger, produced(Errors.NOT_ENOUGH_REPLICAS));
      wire.at(120_000).at(120_100);
      for (const record of [11, 10])
        s.event((t) => t.sendCompleted(producer, record, tp, "fail", Errors.REQUEST_TIMED_OUT, -1));
      wire.at(120_101);
    },
  },
  {
    check: "producer-batches",
    name: "a batch waits without a producer id, without a leader, and behind one that is open",
    options,
    act: (s) => {
      const wire = sending(s, 10).at(100).at(200);
      withId(wire).ask(1, produce(sequenced(0, 10)));
      s.event((t) => t.sendAssigned(producer, 11, tp));
      wire
        .at(300)
        .at(400)
        .learn([[-1, 0]]);
      s.event((t) => t.sendAssigned(producer, 12, tp));
      wire.at(450);
    },
  },
  {
    check: "producer-batches",
    name: "a topic is made anew, and a batch waits behind one that went to the former topic",
    options,
    act: (s) => {
      const wire = withId(sending(s, 10));
      wire.ask(1, produce(sequenced(0, 10)));
      wire.at(500).answer(1, wire.ask(1, metadata), madeAnew);
      s.event((t) => t.sendAssigned(producer, 11, anew));
      wire.at(600).at(601);
    },
  },
  {
    check: "producer-batches",
    name: "another epoch, and sequences begin anew",
    options,
    act: (s) => {
      const wire = withId(sending(s, 10, 11));
      const refused = produced(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
      wire.answer(1, wire.ask(1, produce(sequenced(5, 10))), refused);
      wire.at(1000).ask(1, produce({ ...sequenced(0, 10), producerEpoch: 1 }));
      wire.ask(1, produce({ ...sequenced(1, 11), producerEpoch: 1 }));
    },
  },
];
