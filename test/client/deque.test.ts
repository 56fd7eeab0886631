import fc from "fast-check";
import { expect, test } from "vitest";
import { at, insertAt, newDeque, peekFirst, peekLast, popFirst, pushLast } from "../../src/client/deque.ts";

const command = fc.oneof(
  fc.record({ do: fc.constant("push" as const), value: fc.nat(99) }),
  fc.record({ do: fc.constant("pop" as const), value: fc.constant(0) }),
  fc.record({ do: fc.constant("insert" as const), value: fc.nat(99) }),
);

test("a deque is an array whose ends are cheap", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
      const deque = newDeque<number>();
      const model: number[] = [];
      for (const { do: what, value } of commands) {
        if (what === "push") {
          pushLast(deque, value);
          model.push(value);
        } else if (what === "pop") expect(popFirst(deque)).toBe(model.shift());
        else {
          const index = value % (model.length + 1);
          insertAt(deque, index, value);
          model.splice(index, 0, value);
        }
        expect(model.map((_, i) => at(deque, i))).toEqual(model);
        expect([peekFirst(deque), peekLast(deque), deque.length]).toEqual([model[0], model.at(-1), model.length]);
      }
    }),
  );
});
