/** What no producer may send or tell. */
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
  producing,
  sending,
  sequenced,
  watched,
  withId,
} from "./wire.ts";

const options = watched;

export const refusedProducerCases: readonly Case[] = [
  {
    check: "send-outcome",
    name: "an answer without error, and the application is told that it failed",
    options,
    act: (s) => {
      const wire = sending(s, 10);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10], 0))), produced(Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 10, tp, "fail", Errors.NOT_LEADER_OR_FOLLOWER, -1));
    },
  },
  {
    check: "send-outcome",
    name: "an answer names an offset, and the application is told another",
    options,
    act: (s) => {
      s.commit(1, 0, [1, 2, 3]);
      const wire = sending(s, 10);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10], 0))), produced(Errors.NONE, 3));
      s.event((t) => t.sendCompleted(producer, 10, tp, "ok", Errors.NONE, 2));
    },
  },
  {
    check: "send-outcome",
    name: "an acknowledgement is not told",
    options,
    act: (s) => {
      const wire = sending(s, 10);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10], 0))), produced(Errors.NONE, 0));
      wire.at(1);
    },
  },
  {
    check: "send-outcome",
    name: "an error after which it may be sent again ends it",
    options,
    act: (s) => {
      const wire = sending(s, 10);
      wire.answer(1, wire.ask(1, produce(batchOf(0, [10], 0))), produced(Errors.NOT_ENOUGH_REPLICAS));
      s.event((t) => t.sendCompleted(producer, 10, tp, "fail", Errors.NOT_ENOUGH_REPLICAS, -1));
    },
  },
  {
    check: "send-outcome",
    name: "what may have arrived is told as failed for certain",
    options,
    act: (s) => {
      const wire = sending(s, 10);
      wire.ask(1, produce(batchOf(0, [10], 0)));
      wire.at(120_000);
      s.event((t) => t.sendCompleted(producer, 10, tp, "fail", Errors.REQUEST_TIMED_OUT, -1));
    },
  },
  {
    check: "send-outcome",
    name: "a record is open after delivery.timeout.ms",
    options,
    act: (s) => void sending(s, 10).at(120_000).at(120_001),
  },
  {
    check: "send-outcome",
    name: "the younger batch before it is answered, and it is still open",
    options,
    act: (s) => {
      const { wire, younger } = overtaken(s);
      wire.at(120_050).answer(1, younger, produced(Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 11, tp, "ok", Errors.NONE, 0));
      wire.at(120_051);
    },
  },
  {
    check: "send-outcome",
    name: "an application waits longer than max.block.ms",
    options,
    act: (s) => {
      const wire = producing(s);
      s.event((t) => t.sendInvoked(producer, 10, null, 0));
      wire.at(60_000).at(60_001);
    },
  },
  {
    check: "producer-batches",
    name: "a batch waits longer than linger.ms, and nothing is in its way",
    options,
    act: (s) => void withId(sending(s, 10)).at(5).at(6),
  },
  {
    check: "producer-batches",
    name: "a topic is made anew, and what waits for it does not go, though nothing is open",
    options,
    act: (s) => {
      const wire = withId(sending(s, 10));
      wire.answer(1, wire.ask(1, produce(sequenced(0, 10))), produced(Errors.NONE, 0));
      s.event((t) => t.sendCompleted(producer, 10, tp, "ok", Errors.NONE, 0));
      wire.at(500).answer(1, wire.ask(1, metadata), metadataAnswer([[1, 0]], topicIdOf(tp) + 1));
      s.event((t) => t.sendAssigned(producer, 11, topicPartition(topicIdOf(tp) + 1, 0)));
      wire.at(600).at(601);
    },
  },
  {
    check: "producer-batches",
    name: "a sequence is left out",
    options,
    act: (s) => {
      const wire = withId(sending(s, 10, 11));
      wire.ask(1, produce(sequenced(0, 10)));
      wire.ask(1, produce(sequenced(2, 11)));
    },
  },
  {
    check: "producer-batches",
    name: "what is sent again has another sequence in the same epoch",
    options,
    act: (s) => {
      const wire = withId(sending(s, 10));
      wire.answer(1, wire.ask(1, produce(sequenced(0, 10))), produced(Errors.NOT_ENOUGH_REPLICAS));
      wire.at(1000).ask(1, produce(sequenced(1, 10)));
    },
  },
  {
    check: "producer-batches",
    name: "a batch is larger than batch.size",
    options,
    act: (s) => void withId(sending(s, 10, 11)).ask(1, produce({ ...sequenced(0, 10, 11), sizeInBytes: 16_385 })),
  },
  {
    check: "producer-batches",
    name: "it asks for another acknowledgement than was set",
    options,
    act: (s) => void withId(sending(s, 10)).ask(1, { ...produce(sequenced(0, 10)), acks: 1 }),
  },
];
