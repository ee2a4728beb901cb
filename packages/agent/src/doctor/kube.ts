/** Does the Kubernetes API answer, and may the agent do there what it needs, and no more? */

import { loadRules, rulesReading } from '@evenkeel/benchmarks'
import { configMaps } from '../collectors/cluster.ts'
import type { AgentConfig } from '../daemon/config.ts'
import { connectionOf } from '../daemon/kube-connection.ts'
import { leaseName } from '../daemon/run-agent.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { type CollectedKind, collectedKinds } from '../kube/kinds.ts'
import { isServed } from '../kube/served.ts'
import { broken, type Diagnosis, limited, messageOf, well } from './diagnosis.ts'
import { type Attributes, mayDo } from './may-do.ts'

const minorMin = 24

export async function* diagnoseKube(config: AgentConfig): AsyncGenerator<Diagnosis> {
  let kube: KubeClient | undefined
  try {
    const connection = await connectionOf(config)
    if (!connection) {
      yield broken(
        'kube-api',
        'There is no Kubernetes API: this is no pod, and there is no kubeconfig.',
      )
      return
    }
    kube = createKubeClient(connection)
    yield diagnoseVersion(await kube.get('/version'), `${connection.server} (${connection.name})`)
    if (config.kubeScope !== 'never') {
      yield* diagnoseKinds(kube)
      yield* diagnoseConfigMaps(kube)
    }
    yield* diagnoseNode(kube, config)
    if (config.kubeScope === 'leader') yield* diagnoseLease(kube, config)
    yield* diagnoseExcess(kube, config)
  } catch (error) {
    yield broken('kube-api', `${messageOf(error)}.`)
  } finally {
    await kube?.close()
  }
}

function diagnoseVersion(answer: unknown, name: string): Diagnosis {
  const version = String(Reflect.get(Object(answer), 'gitVersion') ?? '')
  const minor = Number(/^v?1\.(\d+)/.exec(version)?.[1])
  if (minor < minorMin)
    return limited(
      'kube-api',
      `${name} is Kubernetes ${version}; rules are written for 1.${minorMin} and newer, upgrade it.`,
    )
  return well('kube-api', `${name} answers${version ? ` as Kubernetes ${version}` : ''}.`)
}

async function* diagnoseKinds(kube: KubeClient): AsyncGenerator<Diagnosis> {
  let granted = 0
  for (const kind of collectedKinds) {
    const verbs = kind.isWatched ? ['list', 'watch'] : ['list']
    const denied = await deniedOf(kube, verbs, { group: kind.group, resource: kind.resource })
    if (denied.length === 0) granted += 1
    else if (!kind.isOptional || (await isServed(kube, kind))) yield missingKind(kind, denied)
  }
  if (granted > 0) yield well('permissions', `${granted} kinds may be read.`)
}

function missingKind({ kind, group, resource }: CollectedKind, denied: string[]): Diagnosis {
  const what = `${denied.join(' and ')} on ${resource} of the API group ${group || '""'}`
  if (!denied.includes('list'))
    return limited(
      'permissions',
      `${kind} may not be watched, so its changes show with the next full cycle; grant ${what}.`,
    )
  const rules = rulesReading(loadRules(), [kind])
  const some = rules.slice(0, rulesNamedMax).join(', ')
  const more = rules.length > rulesNamedMax ? ' and others' : ''
  const unknown =
    rules.length > 0 ? `, so ${rules.length} rules are unknown of it (${some}${more})` : ''
  return limited('permissions', `${kind} may not be listed${unknown}; grant ${what}.`)
}

const rulesNamedMax = 5

async function* diagnoseConfigMaps(kube: KubeClient): AsyncGenerator<Diagnosis> {
  const missing: string[] = []
  for (const name of configMaps) {
    const attributes = { group: '', resource: 'configmaps', namespace: 'kube-system', name }
    if (!(await mayDo(kube, { ...attributes, verb: 'get' }))) missing.push(name)
  }
  if (missing.length > 0)
    yield limited(
      'permissions',
      `The ConfigMaps ${missing.join(', ')} in kube-system may not be read, so how the cluster was set up is known from its nodes alone; grant get on them.`,
    )
}

async function* diagnoseNode(kube: KubeClient, config: AgentConfig): AsyncGenerator<Diagnosis> {
  if (!config.isNodeScopeOn) return
  if (!(await mayDo(kube, { group: '', resource: 'nodes', verb: 'get' })))
    yield limited(
      'permissions',
      "This agent may not read its own node, so version and provider are guessed from the node's files; grant get on nodes.",
    )
  if (!config.readsConfigz) return
  const proxy = { group: '', resource: 'nodes', subresource: 'proxy', verb: 'get' }
  if (!(await mayDo(kube, proxy)))
    yield limited(
      'permissions',
      'The kubelet may not be asked what it runs with; grant get on nodes/proxy, or set kubelet-configz to off.',
    )
}

async function* diagnoseLease(kube: KubeClient, config: AgentConfig): AsyncGenerator<Diagnosis> {
  const { namespace } = config
  const attributes = { group: 'coordination.k8s.io', resource: 'leases', namespace }
  const named = await deniedOf(kube, ['get', 'update'], { ...attributes, name: leaseName })
  const denied = [...named, ...(await deniedOf(kube, ['create'], attributes))]
  yield denied.length === 0
    ? well('permissions', `The Lease of the leader in ${namespace} may be held.`)
    : broken(
        'permissions',
        `The Lease of the leader may not be held, so nobody collects the cluster; grant ${denied.join(', ')} on leases of the API group coordination.k8s.io in ${namespace}.`,
      )
}

/** What nobody should hold who only reads. */
async function* diagnoseExcess(kube: KubeClient, config: AgentConfig): AsyncGenerator<Diagnosis> {
  const asked: [Attributes, string][] = [
    [{ group: '', resource: 'secrets', verb: 'list' }, 'read every Secret'],
    [{ group: '', resource: 'pods', verb: 'create' }, 'create pods'],
  ]
  if (!config.readsConfigz)
    asked.push([
      { group: '', resource: 'nodes', subresource: 'proxy', verb: 'get' },
      'reach every kubelet',
    ])
  for (const [attributes, what] of asked)
    if (await mayDo(kube, attributes))
      yield limited(
        'permissions',
        `Who runs here may ${what}, which the agent never does; run it as the service account of the manifest.`,
      )
}

async function deniedOf(
  kube: KubeClient,
  verbs: string[],
  attributes: Omit<Attributes, 'verb'>,
): Promise<string[]> {
  const answers = await Promise.all(verbs.map((verb) => mayDo(kube, { ...attributes, verb })))
  return verbs.filter((_, index) => !answers[index])
}
