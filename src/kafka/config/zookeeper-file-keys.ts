/**
 * Keys of ZooKeeper's own configuration file (zoo.cfg, Kafka's `zookeeper.properties`): recognised and listed, not
 * modelled. Source: ZooKeeper's administrator's guide, 3.5 … 3.9.
 */
function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const zookeeperFileKeys: readonly string[] = words(`
  4lw.commands.whitelist advancedFlowControlEnabled autopurge.purgeInterval autopurge.snapRetainCount clientPort
  clientPortAddress cnxTimeout commitProcessor.numWorkerThreads connectToLearnerMasterLimit dataDir dataLogDir
  dynamicConfigFile electionAlg electionPortBindRetry enforce.auth.enabled enforce.auth.schemes extendedTypesEnabled
  forceSync fsync.warningthresholdms globalOutstandingLimit globalSessionsEnabled initLimit jute.maxbuffer
  leaderServes localSessionsEnabled localSessionsUpgradingEnabled maxClientCnxns maxCnxns maxResponseCacheSize
  maxSessionTimeout minSessionTimeout multiAddress.enabled peerType portUnification preAllocSize quorumListenOnAllIPs
  reconfigEnabled requireClientAuthScheme secureClientPort secureClientPortAddress serverCnxnFactory skipACL snapCount
  snapshot.trust.empty snapSizeLimitInKb sslQuorum standaloneEnabled superDigest syncEnabled syncLimit tickTime
  tcpKeepAlive zookeeper.DigestAuthenticationProvider.superDigest zookeeper.extendedTypesEnabled
`);

/** Families of keys: `server.1=host:2888:3888`, `admin.serverPort`, `ssl.keyStore.location`, … */
export const zookeeperFilePrefixes: readonly string[] = [
  "server.",
  "group.",
  "weight.",
  "admin.",
  "authProvider.",
  "quorum.",
  "ssl.",
  "metricsProvider.",
  "zookeeper.",
];
