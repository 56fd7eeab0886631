/**
 * Compression as a factor on sizes, the same for every value: what matters to the protocol is how many records fit into
 * a batch and how many bytes go over the wire. The factors are typical of JSON events.
 */
const ratios: Readonly<Record<string, number>> = { none: 1, gzip: 0.35, snappy: 0.5, lz4: 0.5, zstd: 0.3 };

/** Compressed size over raw size; 1 for a type that is none. */
export const compressionRatioOf = (compressionType: string): number => ratios[compressionType] ?? 1;
