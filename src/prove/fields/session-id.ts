/**
 * The ids of fetch sessions in a model: few, so that states come together again, and free of the order in which replicas
 * came. Of one process and one follower each differs from the ones shortly before it, so that a late request finds none.
 */
import { renamed } from "../../explorer/renaming.ts";
import type { Field } from "../../explorer/shape.ts";

const turns = 4;
const nodes = 16;

export const sessionIdOf = (brokerEpoch: number, replicaId: number, turn: number): number =>
  (brokerEpoch * nodes + replicaId) * turns + (turn % turns);

/** The id under another naming of the nodes; 0: none. */
function renamedId(id: number, renaming: readonly number[]): number {
  if (id === 0) return 0;
  const owner = Math.floor(id / turns);
  return sessionIdOf(Math.floor(owner / nodes), renamed(renaming, owner % nodes), id % turns);
}

export const sessionId: Field<number> = {
  write: (value, key) => {
    key.text += `${renamedId(value, key.renaming)},`;
  },
  copy: (value, { renaming }) => renamedId(value, renaming),
};

/** By session id. */
export const bySessionId = <Item>(field: Field<Item>): Field<Map<number, Item>> => ({
  write: (value, key) => {
    const entries = [...value].map(([id, item]): [number, Item] => [renamedId(id, key.renaming), item]);
    for (const [id, item] of entries.sort(([a], [b]) => a - b)) {
      key.text += `${id}:`;
      field.write(item, key);
    }
  },
  copy: (value, copier) => {
    const entries = [...value].map(([id, item]): [number, Item] => [
      renamedId(id, copier.renaming),
      field.copy(item, copier),
    ]);
    return new Map(entries);
  },
});
