/**
 * First ingredient of the structural names of the broker's own messages: what kind of message it is. Fixed numbers, so
 * that an addition leaves the other names, and with them every saved scenario, as they were.
 */
export const Name = {
  registration: 101,
  heartbeat: 102,
  metadataFetch: 103,
  // 104: AlterPartition (replica-manager/alter-partition-manager.ts)
  allocateProducerIds: 105,
  forwarded: 106,
  autoCreate: 107,
  initProducerIdResponse: 108,
  metadataResponse: 109,
  adminResponse: 110,
  findCoordinatorResponse: 111,
} as const;
