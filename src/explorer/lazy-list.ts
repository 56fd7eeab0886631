/** What is derived from interned values, made when it is asked for, by id. */
export class LazyList<Item> {
  readonly #items: (Item | undefined)[] = [];
  readonly #make: (id: number) => Item;

  constructor(make: (id: number) => Item) {
    this.#make = make;
  }

  at(id: number): Item {
    const known = this.#items[id];
    if (known !== undefined) return known;
    const item = this.#make(id);
    while (this.#items.length <= id) this.#items.push(undefined);
    this.#items[id] = item;
    return item;
  }
}
