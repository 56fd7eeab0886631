/** A disk, field by field. Power losses are no part of the models: a process crash leaves it as it is, a lost one is another, empty one. */
import { PlainDisk, PlainFile } from "../../core/plain-disk.ts";
import { list, mapOf, shared } from "../../explorer/compound.ts";
import { derived, type Field, frozen, plain, untold } from "../../explorer/shape.ts";

const fileField = <Entry>(entry: Field<Entry>): Field<PlainFile<Entry>> =>
  shared<PlainFile<Entry>>(
    () => ({
      name: plain,
      entries: list(entry),
      sizes: derived(list<number>(plain)),
      flushedCount: plain,
      sizeInBytes: untold(),
      torn: untold(),
    }),
    ({ name }) => new PlainFile<Entry>(name),
  );

/** How a disk is copied and told, with its files; `file` is the field of one file, for those who refer to it too. */
export function diskFields<Entry>(entry: Field<Entry>): {
  readonly disk: Field<PlainDisk<Entry>>;
  readonly file: Field<PlainFile<Entry>>;
} {
  const file = fileField(entry);
  const checkpoint = frozen<unknown>((value) => JSON.stringify(value));
  const disk = shared<PlainDisk<Entry>>(
    () => ({ healthy: untold(), byName: mapOf(file), checkpoints: mapOf(checkpoint) }),
    () => new PlainDisk<Entry>(),
  );
  return { disk, file };
}
