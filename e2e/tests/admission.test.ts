/** The Pod Security benchmarks refuse what the API server's own admission refuses. */

import { createEvaluator, type Evaluator, loadRules } from '@evenkeel/benchmarks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { kubernetesVersion } from '../cluster/binaries.ts'
import { type ApiConnection, type ApiReply, connect } from '../cluster/requests.ts'
import { generatePods, strictPod } from '../pods/generate-pods.ts'
import { missing, title } from '../requirements.ts'

/** One pod, or one change of a pod, that the API takes where no level is enforced. */
interface Case {
  method: 'POST' | 'PATCH'
  /** Below the namespace. */
  path: string
  body: unknown
  /** The whole pod as someone wrote it, and with the API's defaults. */
  written: object
  stored: object
}

const reasons = missing('api')
const seed = Number(process.env.EVENKEEL_E2E_SEED ?? 20)
const counts = { pods: 600, ephemeralContainers: 80 }
const casesMin = 300
/** Of each outcome, for each level: fewer would say little. */
const outcomesMin = 100

/** The namespace that says which pods are valid. */
const openNamespace = 'open'
const existingPod = 'existing'

interface Enforced {
  level: 'baseline' | 'restricted'
  version: string
  /** The admission's words for checks that must have refused some of the pods. */
  complaints: string[]
}

/** The newest version, and some since which the levels have changed. */
const enforced: Enforced[] = [
  {
    level: 'baseline',
    version: 'latest',
    complaints: [
      ...['host namespaces', 'hostPath volumes', 'hostPort', 'hostProcess', 'privileged'],
      ...['non-default capabilities', 'seLinuxOptions', 'forbidden sysctls', 'seccompProfile'],
      ...['forbidden AppArmor profile', 'probe or lifecycle host'],
    ],
  },
  // Newer ones allow what else the API takes: an unmasked /proc needs a user namespace.
  { level: 'baseline', version: 'v1.29', complaints: ['procMount'] },
  { level: 'baseline', version: 'v1.21', complaints: [] },
  {
    level: 'restricted',
    version: 'latest',
    complaints: [
      ...['restricted volume types', 'allowPrivilegeEscalation != false', 'runAsNonRoot != true'],
      ...['runAsUser=0', 'unrestricted capabilities', 'seccompProfile'],
    ],
  },
  { level: 'restricted', version: 'v1.29', complaints: ['procMount'] },
  { level: 'restricted', version: 'v1.21', complaints: [] },
]

describe.skipIf(reasons.length > 0)(title('Pod Security admission', reasons), () => {
  let cluster: ApiOnlyCluster
  let api: ApiConnection
  let cases: Case[]

  beforeAll(async () => {
    cluster = await startApiOnly()
    api = await connect(cluster)
    await createNamespaces(cluster)
    cases = await findValid(api)
  })
  afterAll(async () => {
    api?.close()
    await cluster?.stop()
  })

  test('the API takes enough of the generated pods', () => {
    expect(cases.length).toBeGreaterThanOrEqual(casesMin)
  })

  test.each(enforced)('$level at $version refuses the same pods', async (row) => {
    const { level, version, complaints } = row
    const evaluator = createEvaluator(loadRules(), {
      cluster: { id: 'c', name: 'c' },
      benchmarks: [`pss-${level}`],
      kubernetesVersion: version === 'latest' ? kubernetesVersion : version,
    })
    const disagreements: unknown[] = []
    const messages: string[] = []
    for (const one of cases) {
      const message = refusal(await send(api, toName(level, version), one))
      if (message !== undefined) messages.push(message)
      for (const pod of [one.written, one.stored]) {
        const failedRules = failedRulesOf(evaluator, pod)
        const isRefused = failedRules.length > 0
        if (isRefused !== (message !== undefined)) disagreements.push({ message, failedRules, pod })
      }
    }
    const refused = messages.length
    const allowed = cases.length - refused
    process.stdout.write(`${level} at ${version}: ${allowed} allowed, ${refused} refused\n`)
    expect(disagreements).toEqual([])
    expect(refused).toBeGreaterThanOrEqual(outcomesMin)
    expect(allowed).toBeGreaterThanOrEqual(outcomesMin)
    const isUnused = (complaint: string) => !messages.some((it) => it.includes(complaint))
    expect(complaints.filter(isUnused)).toEqual([])
  })
})

async function createNamespaces(cluster: ApiOnlyCluster): Promise<void> {
  const labelled = enforced.map(({ level, version }) => ({
    name: toName(level, version),
    labels: {
      'pod-security.kubernetes.io/enforce': level,
      'pod-security.kubernetes.io/enforce-version': version,
    },
  }))
  const spaces = [{ name: openNamespace }, ...labelled]
  const items = spaces.map((metadata) => ({ apiVersion: 'v1', kind: 'Namespace', metadata }))
  const create = (objects: unknown[]) =>
    cluster.kubectl(
      ['create', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    )
  await create(items)
  for (const { name } of spaces) {
    const wait = ['wait', 'serviceaccount/default', '--for=create', '--timeout=30s']
    await cluster.kubectl([...wait, `--namespace=${name}`])
  }
  await create(
    spaces.map(({ name: namespace }) => {
      const pod = strictPod(existingPod)
      return { ...pod, metadata: { ...pod.metadata, namespace } }
    }),
  )
}

/** The generated ones that the API takes; the others are invalid for everyone. */
async function findValid(api: ApiConnection): Promise<Case[]> {
  const { pods, ephemeralContainers } = generatePods(seed, counts)
  const existing = strictPod(existingPod)
  const candidates = [
    ...pods.map((pod) => ({ method: 'POST' as const, path: 'pods', body: pod, written: pod })),
    ...ephemeralContainers.map((container) => {
      const body = { spec: { ephemeralContainers: [container] } }
      const written = { ...existing, spec: { ...existing.spec, ...body.spec } }
      const path = `pods/${existingPod}/ephemeralcontainers`
      return { method: 'PATCH' as const, path, body, written }
    }),
  ]
  const valid: Case[] = []
  for (const one of candidates) {
    const reply = await send(api, openNamespace, one)
    if (reply.status === 422) continue
    if (refusal(reply) !== undefined) throw new Error('No level is enforced, and yet one refuses.')
    valid.push({ ...one, stored: reply.body as object })
  }
  const left = candidates.length - valid.length
  process.stdout.write(`Seed ${seed}: ${valid.length} valid, ${left} invalid and left out\n`)
  return valid
}

function send(
  api: ApiConnection,
  namespace: string,
  { method, path, body }: Pick<Case, 'method' | 'path' | 'body'>,
): Promise<ApiReply> {
  return api.send(method, `/api/v1/namespaces/${namespace}/${path}?dryRun=All`, body)
}

/** What the Pod Security admission says against the pod; undefined where it is allowed. */
function refusal({ status, body }: ApiReply): string | undefined {
  if (status === 200 || status === 201) return undefined
  const { message } = body as { message?: string }
  if (status === 403 && message?.includes('violates PodSecurity')) return message
  throw new Error(`The API answers a pod with ${status}: ${message}`)
}

function failedRulesOf(evaluator: Evaluator, pod: object): string[] {
  const findings = evaluator.evaluate({
    id: 'k8s_object/v1/Pod/shop/p',
    type: 'k8s_object',
    subType: 'Pod',
    apiVersion: 'v1',
    name: 'p',
    namespace: 'shop',
    data: pod as Record<string, never>,
  })
  const undecided = findings.filter(({ result }) => !isDecided(result.evaluation))
  expect(undecided).toEqual([])
  return findings.filter(({ result }) => result.evaluation === 'failed').map(({ rule }) => rule.id)
}

function isDecided(evaluation: string): boolean {
  return evaluation === 'passed' || evaluation === 'failed'
}

function toName(level: string, version: string): string {
  return `${level}-${version.replaceAll('.', '-')}`
}
