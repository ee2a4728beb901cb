/** An agent evaluates by what people set on the server, and says where it could not learn that. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRules } from '@evenkeel/benchmarks'
import type { Observation, Resource } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { makeRoot } from '../../fixtures/make-root.ts'
import { runCycle } from '../cycle/run-cycle.ts'
import { createPublisher, type Publisher } from '../publisher/publisher.ts'
import { openRuleSettings } from './rule-settings.ts'

const ruleSet = loadRules()
let api: FakeApi | undefined
let publisher: Publisher | undefined

afterEach(async () => {
  await publisher?.close()
  await api?.close()
})

async function open(answer: () => Answer, file?: string) {
  api = await startFakeApi(answer)
  publisher = createPublisher({ url: api.url, credential: 'c', version: '1' })
  return await openRuleSettings({ publisher, file })
}

const told = (fields: object) => ({
  headers: { etag: 'W/"one"' },
  body: { version: 'one', disabled: [], parameters: {}, ...fields },
})

const pod: Resource = {
  id: 'k8s_object/core/Pod/a/b',
  type: 'k8s_object',
  subType: 'Pod',
  apiVersion: 'v1',
  name: 'b',
  namespace: 'a',
  data: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'b', namespace: 'a' },
    spec: {
      containers: [
        { name: 'c', image: 'x', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
      ],
    },
  },
}

async function evaluate(options: object): Promise<Map<string, string>> {
  async function* observations(): AsyncGenerator<Observation> {
    yield { resource: pod }
  }
  const evaluator = { cluster: { id: 'c', name: 'c' }, ...options }
  const { findings } = await runCycle(observations(), { ruleSet, evaluator })
  return new Map(findings.map((it) => [it.rule.id, it.result.evaluation]))
}

test('a rule that is off is not run, and a parameter changes a verdict', async () => {
  const before = await evaluate({})
  expect(before.get('cap-added-dangerous')).toBe('failed')
  expect(before.has('cap-added-beyond-default')).toBe(true)
  const settings = await open(() =>
    told({
      disabled: ['cap-added-beyond-default'],
      parameters: { 'cap-added-dangerous': { capabilities: ['NET_ADMIN'] } },
    }),
  )
  await settings.refresh()
  const after = await evaluate(settings.optionsFor(ruleSet))
  expect(after.get('cap-added-dangerous')).toBe('passed')
  expect(after.has('cap-added-beyond-default')).toBe(false)
  expect(after.size).toBe(before.size - 1)
  expect([settings.version(), settings.gaps()]).toEqual(['one', []])
})

test('what these rules do not take is left out and told', async () => {
  const parameters = { nothing: { a: 1 }, 'cap-added-dangerous': { capabilities: 'ALL' } }
  const settings = await open(() => told({ parameters }))
  await settings.refresh()
  expect((await evaluate(settings.optionsFor(ruleSet))).get('cap-added-dangerous')).toBe('failed')
  expect(settings.gaps().map((it) => it.reason)).toEqual([
    'nothing: These rules have no nothing, for which parameters are set.',
    'cap-added-dangerous: The parameter capabilities is a text where a list belongs.',
  ])
})

test('what was known holds on while the server cannot be asked, over a restart too', async () => {
  const file = join(makeRoot({ here: '' }), 'rule-settings.json')
  const first = await open(() => told({ disabled: ['pod-privileged'] }), file)
  await first.refresh()
  expect(JSON.parse(readFileSync(file, 'utf8')).settings.version).toBe('one')
  await publisher?.close()
  await api?.close()
  const second = await open(() => status(400, 'no'), file)
  await second.refresh()
  expect(second.optionsFor(ruleSet).disabledRules).toEqual(['pod-privileged'])
  expect(second.gaps()[0]?.reason).toMatch(/What was set for rules before goes on to hold/)
  expect(api?.requests[0]?.headers['if-none-match']).toBe('W/"one"')
})

test.each<[name: string, answer: Answer, gaps: number]>([
  ['a server of before', status(404, 'none'), 0],
  ['a server that refuses', status(400, 'no'), 1],
  ['another shape', { body: { applied: true } }, 1],
])('without a word from %s rules run as they are', async (_, answer, gaps) => {
  const settings = await open(() => answer)
  await settings.refresh()
  expect([settings.optionsFor(ruleSet), settings.gaps().length]).toEqual([{}, gaps])
})

test('each other version of the server is news once', async () => {
  const settings = await open(() => told({}))
  await settings.refresh()
  expect(['one', undefined, 'two', 'two', 'three'].map(settings.isNews)).toEqual([
    false,
    false,
    true,
    false,
    true,
  ])
})

test('a silent server is not waited for long', async () => {
  const publisher = {
    fetchSettings: (_: unknown, signal?: AbortSignal) =>
      new Promise<never>((_, refuse) => {
        signal?.addEventListener('abort', () => refuse(signal.reason))
      }),
  }
  const settings = await openRuleSettings({ publisher, waitMs: 20 })
  await settings.refresh()
  expect(settings.gaps()[0]?.reason).toBe(
    'The server left the question without an answer. Rules run as they are by themselves.',
  )
})
