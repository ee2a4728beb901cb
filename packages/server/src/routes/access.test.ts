/** Who may call what: every endpoint of the API document, asked by every kind of caller. */

import type { Ability, Permission, Role } from '@evenkeel/model'
import { hasRole } from '@evenkeel/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { anyId, openTestApi, type TestApi } from '../testing/api.ts'
import { openTestWorld, slowMs } from '../testing/world.ts'

type Needs = 'public' | 'enrolment' | 'agent' | Role

/** What who may gets for a bare call: an answer, or the first thing that the call lacks. */
type Row = [line: string, needs: Needs, answer: number, ability?: Ability]

const endpoints: Row[] = [
  ['GET /healthz', 'public', 200],
  ['GET /readyz', 'public', 200],
  ['GET /metrics', 'public', 200],
  ['GET /openapi.json', 'public', 200],
  ['GET /login/nonsense', 'public', 401],
  ['POST /api/v1/session', 'public', 400],
  ['GET /api/v1/session', 'viewer', 200],
  ['GET /api/v1/findings', 'viewer', 200],
  ['GET /api/v1/findings?group=rule.section', 'viewer', 200],
  [`GET /api/v1/findings/${anyId}`, 'viewer', 404],
  [`GET /api/v1/findings/${anyId}/history`, 'viewer', 404],
  [`GET /api/v1/findings/${anyId}/notes`, 'viewer', 404],
  [`POST /api/v1/findings/${anyId}/comments`, 'operator', 400],
  ['POST /api/v1/assignments', 'operator', 400],
  ['GET /api/v1/facets?fields=rule.severity', 'viewer', 200],
  ['GET /api/v1/fields', 'viewer', 200],
  ['GET /api/v1/labels', 'viewer', 200],
  ['GET /api/v1/fields/rule.id/values', 'viewer', 200],
  ['GET /api/v1/inventory', 'viewer', 200],
  ['GET /api/v1/system', 'admin', 200],
  ['GET /api/v1/system/bundle', 'admin', 200, 'export'],
  ['GET /api/v1/resources', 'viewer', 200],
  ['GET /api/v1/resources/nothing', 'viewer', 404],
  ['GET /api/v1/clusters', 'viewer', 200],
  ['POST /api/v1/clusters', 'operator', 400],
  [`GET /api/v1/clusters/${anyId}`, 'viewer', 404],
  [`GET /api/v1/clusters/${anyId}/manifest`, 'operator', 404],
  [`DELETE /api/v1/clusters/${anyId}`, 'admin', 404],
  [`GET /api/v1/clusters/${anyId}/agents`, 'viewer', 404],
  [`DELETE /api/v1/clusters/${anyId}/agents/${anyId}`, 'operator', 404],
  [`POST /api/v1/clusters/${anyId}/enrolment-token`, 'operator', 404],
  [`GET /api/v1/clusters/${anyId}/evaluate`, 'viewer', 404],
  [`POST /api/v1/clusters/${anyId}/evaluate`, 'operator', 404],
  ['GET /api/v1/benchmarks', 'viewer', 200],
  ['GET /api/v1/benchmarks/cis-kubernetes-1.12', 'viewer', 200],
  ['GET /api/v1/rules', 'viewer', 200],
  ['GET /api/v1/rules/privileged', 'viewer', 200],
  ['GET /api/v1/scores', 'viewer', 200],
  ['GET /api/v1/export', 'viewer', 200, 'export'],
  ['GET /api/v1/diff?from=now-1d', 'viewer', 200],
  ['GET /api/v1/exceptions', 'viewer', 200],
  ['POST /api/v1/exceptions', 'operator', 400],
  ['POST /api/v1/exceptions/preview', 'viewer', 400],
  [`POST /api/v1/exceptions/${anyId}/decision`, 'editor', 400],
  ['POST /api/v1/exceptions/import', 'operator', 400],
  ['GET /api/v1/exceptions.yaml', 'viewer', 200],
  [`DELETE /api/v1/exceptions/${anyId}`, 'operator', 404],
  ['GET /api/v1/attestations', 'viewer', 200],
  ['POST /api/v1/attestations', 'editor', 400],
  [`DELETE /api/v1/attestations/${anyId}`, 'editor', 404],
  [`GET /api/v1/attestations/${anyId}/file`, 'viewer', 404],
  ['GET /api/v1/views', 'viewer', 200],
  ['POST /api/v1/views', 'viewer', 400],
  [`GET /api/v1/views/${anyId}`, 'viewer', 404],
  [`PUT /api/v1/views/${anyId}`, 'viewer', 400],
  [`DELETE /api/v1/views/${anyId}`, 'viewer', 404],
  ['GET /api/v1/users', 'admin', 200],
  ['POST /api/v1/users', 'admin', 400],
  ['DELETE /api/v1/users/nobody', 'admin', 404],
  ['GET /api/v1/roles', 'admin', 200],
  ['POST /api/v1/roles', 'admin', 400],
  ['PUT /api/v1/roles/nothing', 'admin', 400],
  ['DELETE /api/v1/roles/nothing', 'admin', 404],
  ['POST /api/v1/oidc/trial', 'admin', 400, 'read'],
  ['GET /api/v1/sessions', 'viewer', 200],
  [`DELETE /api/v1/sessions/${anyId}`, 'viewer', 404],
  ['GET /api/v1/tokens', 'admin', 200],
  ['POST /api/v1/tokens', 'admin', 400],
  [`DELETE /api/v1/tokens/${anyId}`, 'admin', 404],
  ['GET /api/v1/audit', 'admin', 200],
  ['GET /api/v1/rule-settings', 'viewer', 200],
  ['POST /api/v1/rule-settings', 'editor', 400],
  ['POST /api/v1/rule-settings/preview', 'viewer', 400],
  ['GET /api/v1/rule-settings/history', 'viewer', 200],
  [`GET /api/v1/rule-settings/${anyId}`, 'viewer', 404],
  [`PUT /api/v1/rule-settings/${anyId}`, 'editor', 400],
  [`DELETE /api/v1/rule-settings/${anyId}`, 'editor', 404],
  ['GET /api/v1/agent/settings', 'agent', 200],
  ['POST /api/v1/agent/enrol', 'enrolment', 400],
  ['POST /api/v1/agent/credential', 'agent', 400],
  ['POST /api/v1/agent/diff', 'agent', 400],
  ['POST /api/v1/agent/cycles', 'agent', 400],
  ['GET /api/v1/login-options', 'public', 200],
  ['DELETE /api/v1/session', 'viewer', 200],
  ['PATCH /api/v1/users/nobody', 'admin', 400],
  ['GET /api/v1/audit/export', 'admin', 200, 'export'],
  ['GET /api/v1/frameworks', 'viewer', 200],
  ['GET /api/v1/frameworks/nothing', 'viewer', 404],
  ['GET /api/v1/reports', 'viewer', 200],
  ['GET /api/v1/reports/nothing.csv', 'viewer', 404, 'export'],
  ['GET /api/v1/resources/nothing/relations', 'viewer', 404],
  ['GET /api/v1/resources/nothing/versions', 'viewer', 404],
  ['GET /api/v1/resources/nothing/versions/nothing', 'viewer', 404],
  ['GET /api/v1/access-paths', 'viewer', 400],
  ['GET /api/v1/access-subjects', 'viewer', 400],
  ['GET /api/v1/access-grants', 'viewer', 400],
  ['GET /api/v1/scores/parts?by=cluster', 'viewer', 200],
  ['GET /api/v1/scores/changes?from=now-1d', 'viewer', 200],
]

interface Caller {
  role?: Role
  /** What a role that people made may write; its holder has that role instead. */
  own?: { permissions: Permission[]; lines: RegExp }
  token?: 'enrolment' | 'agent'
  abilities?: Ability[]
  isLimited?: boolean
}

const limit = [{ cluster_labels: { team: 'nobody' }, namespaces: ['nothing'] }]

const callers: Record<string, Caller> = {
  'without login': {},
  'a viewer': { role: 'viewer' },
  'an operator': { role: 'operator' },
  'an editor': { role: 'editor' },
  'an admin': { role: 'admin' },
  'an approver who sets rules': {
    role: 'viewer',
    own: {
      permissions: ['exceptions.approve', 'rules.write'],
      lines: /exceptions\/[^/]+\/decision|^(POST|PUT|DELETE) \S+rule-settings/,
    },
  },
  'a viewer who sees one namespace': { role: 'viewer', isLimited: true },
  'an editor who sees one namespace': { role: 'editor', isLimited: true },
  'a token that reads': { role: 'admin', abilities: ['read'] },
  'a token that takes exports': { role: 'admin', abilities: ['export'] },
  'a token that writes': { role: 'admin', abilities: ['write'] },
  'an enrolment token': { token: 'enrolment' },
  'an agent': { token: 'agent' },
}

let api: TestApi
const bearers = new Map<string, string>()

beforeAll(async () => {
  api = await openTestApi()
  for (const [name, caller] of Object.entries(callers)) {
    const { role, abilities = null, isLimited } = caller
    if (!role) continue
    const now = api.world.clock.now
    const reach = isLimited ? limit : null
    if (caller.own) {
      const body = { name, description: '', permissions: caller.own.permissions }
      await api.call('POST /api/v1/roles', { body })
    }
    const held = caller.own ? name : role
    const write = { kind: 'api', subject: name, role: held, abilities, reach, now } as const
    bearers.set(name, await createToken(api.world.host.db, { ...write, expiresAt: null }))
  }
  bearers.set('an enrolment token', api.enrolmentToken)
  bearers.set('an agent', api.credential)
}, slowMs)
afterAll(() => api.world.close())

function statusFor(caller: Caller, [line, needs, answer, ability]: Row): number {
  if (needs === 'public') return answer
  if (needs === 'enrolment' || needs === 'agent') return caller.token === needs ? answer : 401
  if (!caller.role) return 401
  // They hold for every cluster, whatever part of them the caller sees.
  if (caller.isLimited && /^(POST|PUT|DELETE) \S+rule-settings(?!\/preview)/.test(line)) return 403
  const isRead = line.startsWith('GET') || line.endsWith('/preview')
  const asked = ability ?? (isRead ? 'read' : 'write')
  const isAble = !caller.abilities || caller.abilities.includes(asked)
  const mayCall = hasRole(caller.role, needs) || caller.own?.lines.test(line)
  return mayCall && isAble ? answer : 403
}

describe.each(Object.entries(callers))('%s', (name, caller) => {
  test('gets from every endpoint what the table says', async () => {
    const bearer = bearers.get(name)
    const got: string[] = []
    const expected: string[] = []
    for (const row of endpoints) {
      const options = bearer ? { bearer } : { isLoggedIn: false }
      const { statusCode } = await api.call(row[0], options)
      got.push(`${row[0]} ${statusCode}`)
      expected.push(`${row[0]} ${statusFor(caller, row)}`)
    }
    expect(got).toEqual(expected)
  })
})

test('the table names every endpoint of the API', async () => {
  const { paths } = (await api.call('GET /openapi.json')).json()
  const listed = endpoints.map(([line]) => line.replace(/\?.*/, ''))
  const missing = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .map((method) => `${method.toUpperCase()} ${path}`)
      .filter((route) => {
        const pattern = new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`)
        return !listed.some((line) => pattern.test(line))
      }),
  )
  expect(missing).toEqual([])
})

test('what holds for every cluster is not for who sees some of them', async () => {
  const world = await openTestWorld()
  const config = { action: 'rules.write' } as const
  world.app.post('/rules-of-all', { config }, (_, reply) => reply.status(204).send())
  const now = world.clock.now
  const answers: number[] = []
  for (const reach of [null, limit]) {
    const write = {
      kind: 'api',
      subject: 'x',
      role: 'editor',
      reach,
      now,
      expiresAt: null,
    } as const
    const authorization = `Bearer ${await createToken(world.host.db, write)}`
    const asked = { method: 'POST', url: '/rules-of-all', headers: { authorization } } as const
    answers.push((await world.app.inject(asked)).statusCode)
  }
  expect(answers).toEqual([204, 403])
  await world.close()
})
