/** An agent hears of each request for a look at everything once. */
import type { AgentSettings } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { followRequests } from './requests.ts'

const old = '2020-01-01T00:00:00.000Z'

test.each<[name: string, answers: (string | undefined | Error)[], heard: [string, boolean][]]>([
  ['nothing where nobody asked', [undefined, undefined], []],
  [
    'an old one as such, and a later one as new',
    [old, '2020-01-02'],
    [
      [old, false],
      ['2020-01-02', true],
    ],
  ],
  ['one that comes later, once', [undefined, old, old], [[old, true]]],
  ['one after the server was away', [undefined, new Error('away'), old], [[old, true]]],
])('it hears %s', async (_, answers, expected) => {
  const stop = new AbortController()
  const heard: [string, boolean][] = []
  let turn = 0
  const publisher = {
    async fetchSettings(): Promise<{ etag: string; settings: AgentSettings }> {
      const answer = answers[turn]
      turn += 1
      if (turn >= answers.length) stop.abort()
      if (answer instanceof Error) throw answer
      const base = { version: 'one', disabled: [], parameters: {} }
      const settings = answer === undefined ? base : { ...base, evaluate_at: answer }
      return { etag: `${turn}`, settings }
    },
  }
  const onRequest = (at: string, isNew: boolean): void => void heard.push([at, isNew])
  await followRequests({ publisher, pollMs: 1, onRequest }, stop.signal)
  expect(heard).toEqual(expected)
})
