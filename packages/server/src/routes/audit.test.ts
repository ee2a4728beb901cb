/** What the audit log holds, and how it is asked. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditEntry } from '@evenkeel/model'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAudit } from '../storage/audit.ts'
import { anyId, openTestApi, query, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

async function list(): Promise<AuditEntry[]> {
  return (await api.call('GET /api/v1/audit?limit=500')).json().items
}

const secret = 'correct horse battery staple'

/** Writes that succeed; what carries a secret is among them. */
const bodies: Record<string, object> = {
  'POST /api/v1/users': { name: 'ada', role: 'viewer', password: secret },
  'PATCH /api/v1/users/ada': { role: 'editor', password: `${secret} 2` },
  'POST /api/v1/session': { name: 'ada', password: `${secret} 2` },
  'POST /api/v1/tokens': { name: 'ci', role: 'viewer', expires_at: null },
  'POST /api/v1/clusters': { name: 'stage', labels: { team: 'red' } },
  'POST /api/v1/attestations': {
    rule_id: 'anonymous',
    cluster_id: null,
    verdict: 'passed',
    statement: 'Looked at.',
    until: null,
    file: { name: 'a.txt', media_type: 'text/plain', content: btoa(secret) },
  },
}

/** No writes, though they have a body; and what agents send, which has a log of its own. */
const unrecorded = /\/(?:preview|trial)$|^POST \/api\/v1\/agent\/(?:diff|cycles|credential)$/

describe('writes', () => {
  test('each is on record once, whatever became of it', async () => {
    const { paths } = (await api.call('GET /openapi.json')).json()
    const lines = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, anyId)}`),
    )
    expect(lines.length).toBeGreaterThan(15)
    const wrong: string[] = []
    for (const line of lines) {
      // Without its session the rest would be refused.
      if (line === 'DELETE /api/v1/session') continue
      const before = (await list()).length
      const bearer = /agent\/enrol$/.test(line) ? { bearer: api.enrolmentToken } : {}
      await api.call(line, { body: {}, ...bearer })
      const added = (await list()).length - before
      if (added !== (unrecorded.test(line) ? 0 : 1)) wrong.push(`${line} added ${added}`)
    }
    expect(wrong).toEqual([])
  })

  test('what cannot go on record is not done', async () => {
    const { db } = api.world.host
    const view = { name: 'Mine', page: 'findings', search: '', visibility: 'private' }
    const lines: Record<string, object> = {
      'POST /api/v1/users': { name: 'eve', role: 'viewer', password: secret },
      'POST /api/v1/tokens': { name: 'eve', role: 'viewer', expires_at: null },
      'POST /api/v1/clusters': { name: 'eve' },
      'POST /api/v1/views': { ...view, is_default: false },
      'POST /api/v1/exceptions': {
        ...{ query: 'rule.id : profiling', reason: 'Known.', category: 'accepted' },
        ...{ owner: 'eve', until: null },
      },
      'POST /api/v1/attestations': {
        ...{ rule_id: 'anonymous', cluster_id: null, verdict: 'passed', statement: 'Seen.' },
        ...{ until: null, file: null },
      },
      'POST /api/v1/rule-settings': {
        ...{ rule_ids: ['privileged'], cluster_id: null, cluster_labels: {} },
        ...{ severity: 'low', reason: 'Rated.' },
      },
      [`DELETE /api/v1/clusters/${api.clusterId}`]: {},
    }
    const seen = async () =>
      await Promise.all(
        Object.keys(lines).map(async (line) => {
          const list = line.split(' ')[1]?.split('/').slice(0, 4).join('/')
          return [list, (await api.call(`GET ${list}`)).json().length]
        }),
      )
    const before = await seen()
    await sql`alter table audit rename to audit_away`.execute(db)
    for (const [line, body] of Object.entries(lines)) {
      expect([line, (await api.call(line, { body })).statusCode]).toEqual([line, 500])
    }
    await sql`alter table audit_away rename to audit`.execute(db)
    expect(await seen()).toEqual(before)
  })

  test('those that succeed name who, what and with which fields, and no secret', async () => {
    for (const [line, body] of Object.entries(bodies)) {
      api.world.clock.now = new Date(api.world.clock.now.getTime() + 1000)
      const before = await list()
      const answer = await api.call(line, { body })
      expect([line, answer.statusCode < 300]).toEqual([line, true])
      const after = await list()
      expect(after.length - before.length).toBe(1)
      const actor = line.endsWith('/session') ? 'ada' : 'admin'
      expect(after[0]).toMatchObject({ actor, status: answer.statusCode, address: '127.0.0.1' })
    }
    const text = JSON.stringify(await list())
    expect(text).toContain('"team":"red"')
    expect(text).not.toMatch(/correct horse|evk_|argon2/)
    expect(text).not.toContain(btoa(secret).slice(0, 20))
  })

  test('nobody is on record for looking, but for taking a manifest, which brings a token', async () => {
    const before = (await list()).length
    await api.call('GET /api/v1/findings')
    await api.call(`GET /api/v1/clusters/${api.clusterId}/manifest`)
    expect((await list()).length - before).toBe(1)
  })

  test('no statement changes or deletes an entry', () => {
    const source = join(import.meta.dirname, '..')
    const changing = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) =>
        /(?:update(?:Table\('| )|delete from |deleteFrom\(')audit\b/.test(
          readFileSync(join(source, file), 'utf8'),
        ),
      )
    expect(changing).toEqual([])
  })
})

describe('the query', () => {
  let from = new Date()

  beforeAll(async () => {
    from = api.world.clock.now
    const entry = { target: '', status: 201, address: '10.0.0.1', details: {} }
    const entries = [
      { ...entry, actor: 'grace', action: 'POST /exceptions' },
      { ...entry, actor: 'grace', action: 'DELETE /exceptions/:id', target: 'x%y', status: 204 },
      { ...entry, actor: '=cmd()', action: 'POST /users', status: 403, address: null },
    ]
    for (const [index, it] of entries.entries()) {
      const at = new Date(from.getTime() + 86_400_000 * (index + 1))
      await insertAudit(api.world.host.db, { ...it, at })
    }
    api.world.clock.now = new Date(from.getTime() + 4 * 86_400_000)
  })

  test.each([
    ['actor : grace', ['DELETE /exceptions/:id', 'POST /exceptions']],
    ['actor : grace and not status : 204', ['POST /exceptions']],
    ['actor : gr*e and action : DELETE*', ['DELETE /exceptions/:id']],
    ['actor : grace and exceptions', ['DELETE /exceptions/:id', 'POST /exceptions']],
    ['GRACE', ['DELETE /exceptions/:id', 'POST /exceptions']],
    ['actor : GRACE', []],
    ['target : "x%y"', ['DELETE /exceptions/:id']],
    ['target : x*y or actor : "=cmd()"', ['POST /users', 'DELETE /exceptions/:id']],
    ['at >= now-1d', ['POST /users']],
    ['at < now-1d and at > now-3d', ['DELETE /exceptions/:id']],
    ['actor : (grace or "=cmd()") and status >= 204', ['POST /users', 'DELETE /exceptions/:id']],
    ['actor : "=cmd()" and address : *', []],
    ['actor : "=cmd()" and not address : 10.0.0.1', ['POST /users']],
    ['"\u0000" or actor : nobody', []],
  ])('%s', async (kql, actions) => {
    const answer = await api.call(`GET /api/v1/audit?${query(kql)}`)
    expect(answer.json().items.map((it: AuditEntry) => it.action)).toEqual(actions)
  })

  test.each([
    ['who : grace', /no field "who"; it has at, actor, action, target, status, address/],
    ['at : yesterday', /A time is/],
    ['actor > a', /Only "at" and "status" can be compared/],
    ['status > many', /Only "at" and "status" can be compared/],
    ['actor : {x: y}', /no field to look into/],
    ['actor : (', /./],
  ])('%s is refused with a sentence', async (kql, sentence) => {
    for (const path of ['audit', 'audit/export']) {
      const answer = await api.call(`GET /api/v1/${path}?${query(kql)}`)
      expect([answer.statusCode, answer.json().detail]).toEqual([
        400,
        expect.stringMatching(sentence),
      ])
    }
  })

  test('pages follow each other without a gap', async () => {
    const actions: string[] = []
    let cursor = ''
    for (let page = 0; page < 500; page += 1) {
      const answer = (await api.call(`GET /api/v1/audit?limit=3${cursor}`)).json()
      actions.push(...answer.items.map((it: AuditEntry) => `${it.at} ${it.action}`))
      if (answer.next_cursor === null) break
      cursor = `&cursor=${answer.next_cursor}`
    }
    expect(actions).toEqual((await list()).map((it) => `${it.at} ${it.action}`))
  })

  test('what it finds goes out as a file', async () => {
    const search = query('actor : "=cmd()" or target : "x%y"')
    const csv = await api.call(`GET /api/v1/audit/export?${search}`)
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="evenkeel-audit-/)
    const at = (days: number) => new Date(from.getTime() + days * 86_400_000).toISOString()
    expect(csv.body).toBe(
      [
        'at,actor,action,target,status,address,details',
        `${at(3)},'=cmd(),POST /users,,403,,{}`,
        `${at(2)},grace,DELETE /exceptions/:id,x%y,204,10.0.0.1,{}`,
        '',
      ].join('\n'),
    )
    const lines = await api.call(`GET /api/v1/audit/export?format=ndjson&${search}`)
    const rows = lines.body.trim().split('\n')
    expect(rows.map((line) => JSON.parse(line).actor)).toEqual(['=cmd()', 'grace'])
  })
})
