/** The server's deployment: a real API takes the chart, and our own rules find in it what its README says. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { helm } from '../helm.ts'
import { evenkeel } from '../product.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('api', 'helm')
const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const chart = join(deploy, 'helm/evenkeel-server')
const namespace = 'evenkeel'

const external = ['database.kind=external', 'database.external.existingSecret=db']
const bundled = ['database.kind=bundled', 'database.bundled.existingSecret=db']
const valueSets: [name: string, values: string[]][] = [
  ['the defaults', []],
  [
    'a claim that is there',
    ['database.embedded.existingClaim=mine', 'networkPolicy.enabled=false'],
  ],
  [
    'several processes behind an ingress',
    [
      ...external,
      'replicas=3',
      'publicUrl=https://evenkeel.example.com',
      'ingress.enabled=true',
      'ingress.tlsSecret=tls',
      'ingress.className=nginx',
      'trustProxy=10.0.0.0/8',
      'image.tag=sha256:0123',
    ],
  ],
  [
    'a database of the chart, and an identity provider',
    [
      ...bundled,
      'oidc.config.issuer=https://login.example.org',
      'oidc.config.client_id=evenkeel',
      'oidc.existingSecret=oidc',
      'labels.team=platform',
      'annotations.note=a: "b" # c',
      'priorityClassName=high',
      'extraEnv[0].name=NODE_OPTIONS',
      'extraEnv[0].value=--max-old-space-size=700',
    ],
  ],
]

const render = (values: string[], ...more: string[]): string =>
  helm(
    'template',
    'evenkeel-server',
    chart,
    `--namespace=${namespace}`,
    '--kube-version=1.34.0',
    ...values.map((it) => `--set=${it}`),
    ...more,
  )

interface Rendered {
  kind: string
  metadata: { name: string }
  spec?: { template?: { spec: { containers: { name: string; args?: string[] }[] } } }
}

function objectsOf(text: string): Rendered[] {
  return parseAllDocuments(text).flatMap((document) => {
    expect(document.errors).toEqual([])
    const object: Rendered | null = document.toJS()
    return object ? [object] : []
  })
}

/** As the chart's README says. */
const expected = new Set([
  'network-policy-allow-all',
  'resources-cpu-limit',
  'image-digest',
  'image-pull-policy',
  'priority-class',
  'topology-spread',
  'pdb',
  'replicas',
  'rolling-update',
])

describe.skipIf(reasons.length > 0)(title('the chart of the server', reasons), () => {
  let cluster: ApiOnlyCluster
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-chart-'))
    cluster = await startApiOnly()
    await cluster.kubectl(['create', 'namespace', namespace])
    await cluster.kubectl(['create', 'priorityclass', 'high', '--value=1000'])
    const level = 'pod-security.kubernetes.io/enforce=restricted'
    await cluster.kubectl(['label', 'namespace', namespace, level])
  })
  afterAll(async () => {
    await cluster?.stop()
    if (folder) rmSync(folder, { recursive: true })
  })

  test('lints', () => {
    expect(helm('lint', chart, '--strict')).toContain('0 chart(s) failed')
  })

  test.each(valueSets)(
    '%s: taken by a real API, under the restricted standard',
    async (_, values) => {
      const text = render(values)
      const answer = await cluster.kubectl(['apply', '--dry-run=server', '-f', '-'], text)
      for (const { kind, metadata } of objectsOf(text))
        expect(answer).toContain(`${kind.toLowerCase()}${groupOf(kind)}/${metadata.name} created`)
      // What the restricted standard refuses is told as a warning on the workload.
      const file = join(folder, 'rendered.yaml')
      writeFileSync(file, text)
      const warned = execFileSync(
        'sh',
        [
          '-c',
          `kubectl --kubeconfig "$1" apply --dry-run=server -f "$2" 2>&1`,
          'sh',
          cluster.kubeconfig,
          file,
        ],
        { encoding: 'utf8' },
      )
      expect(warned).not.toMatch(/Warning/)
    },
  )

  test.each(valueSets)('%s: no finding but those of the README', async (_, values) => {
    const file = join(folder, 'rendered.yaml')
    writeFileSync(file, render(values))
    const { stdout } = await evenkeel(['scan', file, '--format=ndjson'])
    const findings = stdout
      .split('\n')
      .filter((line) => line.includes('"evaluation"'))
      .map((line) => JSON.parse(line) as { rule: { id: string }; result: { evaluation: string } })
    expect(findings.length).toBeGreaterThan(50)
    const failed = findings.filter(({ result }) => result.evaluation === 'failed')
    const without = values.includes('networkPolicy.enabled=false')
      ? ['workload-network-policy']
      : []
    const known = new Set([...expected, ...without])
    expect(failed.map(({ rule }) => rule.id).filter((id) => !known.has(id))).toEqual([])
  })

  test('what the container is started with are options of the server', async () => {
    const { stdout } = await evenkeel(['serve', '--help'])
    for (const [, values] of valueSets) {
      const containers = objectsOf(render(values)).flatMap(
        ({ spec }) => spec?.template?.spec.containers ?? [],
      )
      const server = containers.find(({ name }) => name === 'server')
      const [command, ...options] = server?.args ?? []
      expect(command).toBe('serve')
      for (const option of options) expect(stdout).toContain(`${option.split('=')[0]} `)
    }
  })

  test.each([
    ['two processes on the embedded database', ['replicas=2'], /takes one process/],
    ['no address of the database', ['database.kind=external'], /existingSecret: name the Secret/],
    ['an ingress without a host', ['ingress.enabled=true'], /ingress.host: name the host/],
    ['an unknown value', ['replica=1'], /replica/],
    ['a public URL that is none', ['publicUrl=evenkeel'], /publicUrl/],
  ])('%s is refused with a sentence', (_, values, message) => {
    expect(() => render(values)).toThrow(message)
  })
})

const groups: Record<string, string> = {
  Deployment: '.apps',
  StatefulSet: '.apps',
  NetworkPolicy: '.networking.k8s.io',
  Ingress: '.networking.k8s.io',
  PodDisruptionBudget: '.policy',
}
const groupOf = (kind: string): string => groups[kind] ?? ''

interface Service {
  image: string
  command?: string[]
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  secrets?: string[]
  networks: string[]
  healthcheck?: object
  environment: Record<string, string>
  ports?: string[]
}

test('the compose file grants its services nothing that they do not need', async () => {
  const text = readFileSync(join(deploy, 'compose.yaml'), 'utf8')
  const compose: {
    services: Record<string, Service>
    secrets: Record<string, { file: string }>
    networks: Record<string, { internal?: boolean }>
  } = parse(text)
  expect(Object.keys(compose.services)).toEqual(['server', 'database'])
  for (const service of Object.values(compose.services)) {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(service.healthcheck).toBeDefined()
    for (const secret of service.secrets ?? [])
      expect(Object.values(service.environment)).toContain(`/run/secrets/${secret}`)
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret)
    for (const network of service.networks) expect(compose.networks).toHaveProperty(network)
    expect(Object.keys(service.environment).join()).not.toMatch(/PASSWORD(?!_FILE)|URL(?!_FILE)/)
  }
  expect(compose.networks.back).toEqual({ internal: true })
  expect(compose.services.database?.ports).toBeUndefined()
  expect(compose.services.server?.ports).toEqual(['127.0.0.1:4400:4400'])
  const { stdout } = await evenkeel(['serve', '--help'])
  const [command, ...options] = compose.services.server?.command ?? []
  expect(command).toBe('serve')
  for (const option of options) expect(stdout).toContain(`${option.split('=')[0]} `)
})
