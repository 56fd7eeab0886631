/**
 * One call to several listeners, as cheap as the number of them allows: none, the listener itself, or a loop over a fixed
 * array. By number of arguments, as rest parameters would make an array for each call.
 */
type Listener<Args extends readonly unknown[]> = (...args: Args) => void;
type Listeners<Args extends readonly unknown[]> = readonly Listener<Args>[];

const nothing = (): void => {};

export function fan0(all: Listeners<[]>): Listener<[]> {
  if (all.length < 2) return all[0] ?? nothing;
  return () => {
    for (let i = 0; i < all.length; i++) all[i]!();
  };
}

export function fan1<A>(all: Listeners<[A]>): Listener<[A]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a) => {
    for (let i = 0; i < all.length; i++) all[i]!(a);
  };
}

export function fan2<A, B>(all: Listeners<[A, B]>): Listener<[A, B]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b);
  };
}

export function fan3<A, B, C>(all: Listeners<[A, B, C]>): Listener<[A, B, C]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b, c) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b, c);
  };
}

export function fan4<A, B, C, D>(all: Listeners<[A, B, C, D]>): Listener<[A, B, C, D]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b, c, d) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d);
  };
}

export function fan5<A, B, C, D, E>(all: Listeners<[A, B, C, D, E]>): Listener<[A, B, C, D, E]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b, c, d, e) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e);
  };
}

export function fan6<A, B, C, D, E, F>(all: Listeners<[A, B, C, D, E, F]>): Listener<[A, B, C, D, E, F]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b, c, d, e, f) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e, f);
  };
}

export function fan7<A, B, C, D, E, F, G>(all: Listeners<[A, B, C, D, E, F, G]>): Listener<[A, B, C, D, E, F, G]> {
  if (all.length < 2) return all[0] ?? nothing;
  return (a, b, c, d, e, f, g) => {
    for (let i = 0; i < all.length; i++) all[i]!(a, b, c, d, e, f, g);
  };
}

/** The listeners among the monitors, in their order. */
export function pick<Source, Wanted>(
  sources: readonly Source[],
  want: (source: Source) => Wanted | undefined,
): Wanted[] {
  const wanted: Wanted[] = [];
  for (const source of sources) {
    const listener = want(source);
    if (listener !== undefined) wanted.push(listener);
  }
  return wanted;
}
