/** Waiting for what real processes do in their own time. */

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks until there is an answer other than undefined or false; throws after `ms`, naming what was waited for. */
export async function waitFor<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  { ms = 60_000, everyMs = 20 }: { readonly ms?: number; readonly everyMs?: number } = {},
): Promise<Found> {
  const end = Date.now() + ms;
  let trouble: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`, { cause: trouble });
    await sleep(everyMs);
  }
}
