/** A cluster that is followed, over an API that loses the place of a watch. */
import { setTimeout as sleep } from 'node:timers/promises'
import { loadRules } from '@evenkeel/benchmarks'
import { afterEach, expect, test } from 'vitest'
import { type Answer, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient } from '../kube/client.ts'
import { readAgentConfig } from './config.ts'
import { followCluster } from './follow-cluster.ts'
import { createLogger } from './logger.ts'
import type { TaskHost } from './task.ts'

const services = '/api/v1/services'
const tooOld = `${JSON.stringify({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })}\n`

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function service(externalIPs: string[]) {
  return { metadata: { name: 's', namespace: 'a' }, spec: { externalIPs } }
}

/** `lists` answers the lists of services in their turn; a watch of them loses its place, then is refused. */
async function follow(lists: Answer[], firstWatch: Answer = { text: tooOld }) {
  const sent: Sent[] = []
  let watches = 0
  let listed = 0
  const api = await startFakeApi((line) => {
    if (line.includes('watch=true') && line.includes(`${services}?`)) {
      // It breaks until the first cycle was sent.
      if (sent.length === 0) return { reset: true }
      watches += 1
      return watches === 1 ? firstWatch : status(403, 'no watch')
    }
    if (line.includes('watch=true')) return status(404, 'no watch')
    if (line === 'GET /version') return { body: { gitVersion: 'v1.34.1' } }
    if (line.includes(`${services}?limit=`)) {
      listed += 1
      return lists[Math.min(listed, lists.length) - 1] ?? status(500, 'none')
    }
    return line.includes('?limit=') ? { body: { metadata: {}, items: [] } } : status(404, 'none')
  })
  ends.push(api.close)
  const kube = createKubeClient({ server: api.url, name: 'fake' })
  ends.push(kube.close)
  const stop = new AbortController()
  const done = followCluster({ host: hostOf(sent), kube, ruleSet: loadRules() }, stop.signal)
  ends.push(async () => {
    stop.abort()
    await done.catch(() => undefined)
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries += 1) {
      if (tries > 400) throw new Error('It did not come about.')
      await sleep(25)
    }
  }
  return { api, sent, until }
}

interface Sent {
  isComplete: boolean
  gaps: string[]
  ids: string[]
}

function hostOf(sent: Sent[]): TaskHost {
  const read = readAgentConfig({}, {})
  if ('mistakes' in read) throw new Error(read.mistakes.join())
  return {
    task: {
      kind: 'kube-api',
      config: read.config,
      configGaps: [],
      cluster: { id: 'c', name: 'c' },
      node: 'n',
      version: '1',
      credential: undefined,
    },
    log: createLogger('error', {}, { write: () => undefined }),
    delivery: {
      async deliver(rows, head) {
        sent.push({
          isComplete: head.is_complete,
          gaps: head.coverage.gaps.map(({ reason }) => reason),
          ids: [...rows.keys].map(({ id }) => id),
        })
        return { applied: true, findings_changed: 0, resources_changed: 0 }
      },
      lossGaps: () => [],
      run: async () => undefined,
      wake: () => undefined,
    },
    report: () => undefined,
  }
}

const serviceId = 'k8s_object/core/Service/a/s'
const listOf = (...items: object[]): Answer => ({
  body: { metadata: { resourceVersion: '1' }, items },
})

test('a watch that lost its place has its own kind listed anew, and the change is sent', async () => {
  const it = await follow([listOf(service([])), listOf(service(['192.0.2.1']))])
  await it.until(() => it.sent.length >= 2)
  expect(it.sent[0]).toMatchObject({ isComplete: true, ids: expect.arrayContaining([serviceId]) })
  expect(it.sent[1]).toMatchObject({ isComplete: false, ids: [serviceId] })
  const lists = (path: string) =>
    it.api.requests.filter(({ line }) => line.includes(`${path}?limit=`)).length
  expect(lists(services)).toBe(2)
  expect(lists('/api/v1/pods')).toBe(1)
})

test.each([
  ['listed, as a watch shows that lost its place', { text: tooOld }],
  ['followed nor listed', { text: '' }],
])('what may no longer be %s is a gap at once, not at the end of the period', async (_, first) => {
  const it = await follow([listOf(service([])), status(403, 'no')], first)
  await it.until(() => it.sent.filter(({ isComplete }) => isComplete).length === 2)
  const last = it.sent.at(-1)
  expect(last?.gaps.join()).toMatch(/may not list services/)
  expect(it.sent[0]?.ids).toContain(serviceId)
  expect(last?.ids).not.toContain(serviceId)
})
