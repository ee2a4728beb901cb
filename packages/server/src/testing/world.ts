/** A small world for tests: rules, an application over a fresh database, an agent that reports. */

import type { Benchmark, CycleRequest, FindingRow, ResourceRow, Rule } from '@evenkeel/model'
import type { FastifyInstance } from 'fastify'
import { createApp } from '../app.ts'
import { createCluster } from '../clusters/create.ts'
import { sessionCookie } from '../http/access.ts'
import { createEventHub } from '../http/event-hub.ts'
import type { AppHost } from '../http/host.ts'
import { createServerMetrics } from '../metrics/server-metrics.ts'
import type { Store } from '../storage/database.ts'
import { openRuleBook, type RuleSource } from '../storage/rule-book.ts'
import { createToken } from '../storage/tokens.ts'
import { openTestStore, type TestStore } from './stores.ts'

/** For what opens a database or tries much: seconds on an idle machine, more on a busy one. */
export const slowMs = 180_000

export function makeRule(id: string, fields: Partial<Rule> = {}): Rule {
  return {
    id,
    name: `The rule ${id}`,
    description: `About ${id}.`,
    rationale: '',
    severity: 'medium',
    assessment: 'automated',
    resource_types: ['k8s_object'],
    kinds: ['Deployment'],
    remediation: '',
    impact: '',
    parameters: [],
    references: [],
    controls: [],
    source: 'package rules',
    ...fields,
  }
}

const benchmarkId = 'cis-kubernetes-1.12'
const listed = (number: string, rule: string): Benchmark['sections'][number]['rules'][number] => ({
  number,
  rule,
  title: `The rule ${rule}`,
  profile: 'level-1',
  assessment: 'automated',
  state: 'implemented',
})

export const testBenchmark: Benchmark = {
  id: benchmarkId,
  name: 'CIS Kubernetes Benchmark',
  version: '1.12.0',
  sections: [
    {
      number: '1.2',
      title: 'API Server',
      rules: [listed('1.2.1', 'anonymous'), listed('1.2.15', 'profiling')],
    },
    { number: '5.2', title: 'Pod Security', rules: [listed('5.2.2', 'privileged')] },
  ],
}

const control = (number: string, section: string) => [
  { benchmark: benchmarkId, number, section },
  { benchmark: 'nsa-cisa-1.2', number: 'N1' },
]

export const testRules: Rule[] = [
  makeRule('anonymous', { severity: 'critical', controls: control('1.2.1', 'API Server') }),
  makeRule('profiling', { severity: 'low', controls: control('1.2.15', 'API Server') }),
  makeRule('privileged', {
    severity: 'high',
    name: 'No container is privileged',
    controls: control('5.2.2', 'Pod Security'),
  }),
  makeRule('unnumbered', { severity: 'info' }),
]

export const testRuleSource: RuleSource = {
  rules: testRules,
  benchmarks: [testBenchmark],
  frameworks: new Set(['nsa-cisa-1.2']),
  version: '1',
  categoryOf: () => 'Own rules',
}

export interface TestWorld {
  app: FastifyInstance
  host: AppHost
  /** Of a session that was logged in. */
  cookies: Record<string, string>
  /** What `now` is; tests move it. */
  clock: { now: Date }
  close(): Promise<void>
}

export async function openTestWorld(
  kind: Store['kind'] = 'embedded',
  options: Partial<AppHost> = {},
): Promise<TestWorld> {
  return await openWorldOver(await openTestStore(kind), options)
}

/** Over a database that is there already, which it removes when it is closed. */
export async function openWorldOver(
  { store, remove }: TestStore,
  options: Partial<AppHost> = {},
): Promise<TestWorld> {
  const clock = { now: new Date('2026-03-10T10:00:00.000Z') }
  const host: AppHost = {
    store,
    db: store.db,
    ruleBook: await openRuleBook(store.db, testRuleSource),
    events: createEventHub(),
    metrics: createServerMetrics(),
    mode: 'server',
    version: '0.0.0',
    now: () => clock.now,
    publicUrl: () => 'https://evenkeel.example.org',
    allowedHosts: undefined,
    webDir: undefined,
    requestsPerMinute: 1_000_000,
    ...options,
  }
  const app = await createApp(host, { logger: false })
  const session = await createToken(store.db, {
    kind: 'session',
    clusterId: null,
    subject: 'admin',
    role: 'admin',
    now: clock.now,
    expiresAt: null,
  })
  return {
    app,
    host,
    clock,
    cookies: { [sessionCookie]: session },
    async close() {
      await app.close()
      await remove()
    },
  }
}

/** A cluster by its name, with its enrolment token. */
export function addCluster(world: TestWorld, name: string, labels: Record<string, string> = {}) {
  return createCluster(world.host, { name, kind: 'agent', labels })
}

export function makeResource(name: string, fields: Partial<ResourceRow> = {}): ResourceRow {
  const namespace = fields.namespace ?? 'default'
  return {
    id: `k8s_object/apps/Deployment/${namespace}/${name}`,
    type: 'k8s_object',
    sub_type: 'Deployment',
    api_version: 'apps/v1',
    name,
    namespace,
    node: null,
    owner: null,
    labels: {},
    data: { kind: 'Deployment' },
    ...fields,
  }
}

export function makeFinding(
  resource: ResourceRow,
  ruleId: string,
  fields: Partial<FindingRow> = {},
): FindingRow {
  return {
    resource_id: resource.id,
    rule_id: ruleId,
    evaluation: 'failed',
    severity: testRules.find((rule) => rule.id === ruleId)?.severity ?? 'medium',
    reason: null,
    evidence: [{ path: 'spec.x', actual: true, expected: false }],
    ...fields,
  }
}

/** A complete cycle of these; hashes are made of what is in the rows. */
export function makeCycle(
  resources: ResourceRow[],
  findings: FindingRow[],
  fields: Partial<CycleRequest> = {},
): CycleRequest {
  const keys = resources.map((resource) => ({
    id: resource.id,
    hash: JSON.stringify(resource).length.toString() + resource.name.slice(0, 40),
    findings: findings
      .filter((finding) => finding.resource_id === resource.id)
      .map(({ rule_id, evaluation, severity, evidence, reason }): [string, string] => [
        rule_id,
        `${evaluation}/${severity}/${JSON.stringify([evidence, reason]).length}`,
      ]),
  }))
  return {
    scope: 'kube-api',
    sequence: 1,
    keys,
    is_complete: true,
    gone: [],
    started_at: '2026-03-10T09:59:00.000Z',
    finished_at: '2026-03-10T10:00:00.000Z',
    agent: { version: '0.1.0', node: null },
    detected: { benchmark: benchmarkId, kubernetes_version: '1.35.4', provider: 'kubernetes' },
    resources,
    findings,
    rules: [],
    coverage: { expected: findings.length, evaluated: findings.length, gaps: [] },
    ...fields,
  }
}
