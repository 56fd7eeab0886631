/** What decisions and messages of the clients are about: the first integer of their structural names. */
export const About = {
  produce: 0x5001,
  fetch: 0x5002,
  metadata: 0x5003,
  listOffsets: 0x5004,
  offsetForLeaderEpoch: 0x5005,
  initProducerId: 0x5006,
  admin: 0x5007,
  deleteRecords: 0x5008,
  retryBackoff: 0x5011,
  reconnectBackoff: 0x5012,
  metadataBackoff: 0x5013,
  leastLoadedNode: 0x5014,
  stickyPartition: 0x5015,
  commandBackoff: 0x5017,
  handshake: 0x5018,
  newBatchPartition: 0x5019,
} as const;
