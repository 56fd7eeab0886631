/** What producers send and tell, and what looks like a fault and is none. */
import { Errors } from "../../../src/kafka/errors.ts";
import { producer, tp } from "../stage.ts";
import type { Case } from "./case.ts";
import { produce, produced, sending, sequenced, watched, withId } from "./wire.ts";

const options = watched;

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
