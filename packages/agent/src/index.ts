/** The agent: collectors of the Kubernetes API, of nodes and of manifests, cycles, publisher. */

export { type ClusterOptions, collectCluster } from './collectors/cluster.ts'
export { collectManifests, type ManifestOptions } from './collectors/manifests.ts'
export { collectNode, type NodeOptions } from './collectors/node.ts'
export { detectionFacts } from './cycle/detection.ts'
export { type CycleOptions, type CycleResult, runCycle } from './cycle/run-cycle.ts'
export {
  type AgentConfig,
  agentSettings,
  type ConfigResult,
  readAgentConfig,
} from './daemon/config.ts'
export { type AgentHost, leaseName, runAgent } from './daemon/run-agent.ts'
export { type Diagnosis, diagnose } from './doctor/doctor.ts'
export { distributions } from './facts/distributions.ts'
export { createKubeClient, type KubeClient, type KubeUsage } from './kube/client.ts'
export { readClusterIdentity } from './kube/cluster-identity.ts'
export type { KubeConnection } from './kube/connection.ts'
export { isKubeError, KubeError, type KubeErrorKind } from './kube/errors.ts'
export { inClusterConfig } from './kube/in-cluster.ts'
export { apiVersionOf, type CollectedKind, collectedKinds } from './kube/kinds.ts'
export { type KubeconfigOptions, type KubeconfigResult, loadKubeconfig } from './kube/kubeconfig.ts'
export type { ManifestFile, RenderedFolder, RenderFolder } from './manifests/targets.ts'
export type { ClusterData } from './objects/cluster-facts.ts'
export type { CycleHead } from './publisher/cycle-request.ts'
export { PublishError, type PublishErrorKind } from './publisher/http.ts'
export { createPublisher, type Publisher, type PublisherOptions } from './publisher/publisher.ts'
export {
  openRuleSettings,
  type RuleSettings,
  type RuleSettingsOptions,
} from './rule-settings/rule-settings.ts'
export { sampleSnapshotPath } from './snapshots/sample.ts'
export {
  isSnapshot,
  readSnapshot,
  type Snapshot,
  type SnapshotCounts,
  SnapshotError,
  type SnapshotHeader,
  writeSnapshot,
} from './snapshots/snapshot.ts'
