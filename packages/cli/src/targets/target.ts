/** What is looked at: one stream of observations, and which cluster they are of. */

import { hostname } from 'node:os'
import {
  collectCluster,
  collectManifests,
  collectNode,
  createKubeClient,
  isSnapshot,
  loadKubeconfig,
  readClusterIdentity,
  readSnapshot,
} from '@evenkeel/agent'
import type { Cluster, Observation } from '@evenkeel/model'
import { exitStatus, Failure } from '../failure.ts'
import { expandTargets } from './globs.ts'
import { createRenderer, type Renderer } from './render.ts'

export interface TargetOptions {
  context?: string
  kubeconfig?: string
  /** For `node`. */
  root?: string
  namespace?: string[]
  kubernetesVersion?: string
  /** Helm's values files and `name=value` settings. */
  values?: string[]
  set?: string[]
  /** Only what differs from this git ref. */
  changedSince?: string
  /** Files without Kubernetes objects are fine, and so is nothing at all. */
  allowNothing?: boolean
  onProgress?: (text: string) => void
  signal?: AbortSignal
}

export interface Target {
  cluster: Cluster
  /** What was looked at, for headings: `context kind-dev`, `node`, `deploy/`. */
  label: string
  observations: AsyncIterable<Observation>
  /** Of a node: where its files are. */
  nodeRoot?: string
  /** Of manifests: where they were rendered, for the lines of their fields. */
  renderer?: Renderer
}

/** Manifests belong to no cluster; their findings still need an id to be known by. */
const noCluster = '00000000-0000-0000-0000-000000000000'

export const manifestsCluster: Cluster = { id: noCluster, name: 'manifests' }

/** Nothing is the kubeconfig's cluster, `node` this node; else files, folders, `-` and snapshots. */
export async function openTarget(named: string[], options: TargetOptions): Promise<Target> {
  const targets = await wantedTargets(named, options)
  if (targets.length === 0) return await openCluster(options)
  if (targets[0] === 'node' && targets.length === 1) return openNode(options)
  if (targets.includes('node')) {
    throw new Failure('`node` is a target by itself; scan the other targets in a second run.')
  }
  const [first = ''] = targets
  if (await isSnapshot(first)) {
    if (targets.length > 1) throw new Failure('A snapshot is a target by itself.')
    const { header, observations } = await readSnapshot(first)
    return { cluster: header.cluster, label: first, observations }
  }
  return openManifests(targets, options)
}

async function openCluster(options: TargetOptions): Promise<Target> {
  const config = loadKubeconfig({ path: options.kubeconfig, context: options.context })
  if (config.state !== 'found') {
    throw new Failure(
      `${config.reason} Name a target (node, files, folders) or a kubeconfig (--kubeconfig).`,
    )
  }
  const kube = createKubeClient(config.connection)
  // Without the right to read kube-system the cluster is known by its context alone.
  const cluster = (await readClusterIdentity(kube)) ?? { id: noCluster, name: config.context }
  const observations = collectCluster(kube, {
    clusterName: cluster.name,
    ...(options.namespace?.length ? { namespaces: options.namespace } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    onProgress: ({ kind, objects }) => options.onProgress?.(`Reading ${kind}: ${objects} objects`),
  })
  return { cluster, label: `context ${config.context}`, observations }
}

function openNode(options: TargetOptions): Target {
  const root = options.root ?? '/'
  return {
    cluster: { id: noCluster, name: root === '/' ? hostname() : 'node' },
    label: root === '/' ? 'node' : `node below ${root}`,
    observations: collectNode({ root }, { kubernetesVersion: options.kubernetesVersion }),
    nodeRoot: root,
  }
}

function openManifests(targets: string[], options: TargetOptions): Target {
  const renderer = createRenderer(options)
  const cluster = manifestsCluster
  const observations = collectManifests(targets, {
    clusterName: cluster.name,
    render: renderer.render,
    areOthersFine: options.allowNothing || options.changedSince !== undefined,
    ...(options.namespace?.length ? { namespaces: options.namespace } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    onProgress: ({ file, objects }) => options.onProgress?.(`Reading ${file}: ${objects} objects`),
  })
  return { cluster, label: labelOf(targets), observations, renderer }
}

async function wantedTargets(named: string[], { changedSince }: TargetOptions): Promise<string[]> {
  const targets = await expandTargets(named)
  if (changedSince === undefined) return targets
  const { changedTargets } = await import('./git-changes.ts')
  const changed = await changedTargets(changedSince, targets)
  if (changed.length > 0) return changed
  throw new Failure(`No manifest differs from ${changedSince}.`, exitStatus.nothingEvaluated)
}

const targetsNamedMax = 5

function labelOf(targets: string[]): string {
  const rest = targets.length - targetsNamedMax
  const names = targets.slice(0, targetsNamedMax).join(' ')
  return rest > 0 ? `${names} and ${rest} more` : names
}
