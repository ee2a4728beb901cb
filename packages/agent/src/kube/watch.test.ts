/** Watches over an API server that ends, cuts and expires them. */
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient, type KubeClient } from './client.ts'
import { type WatchEnd, watchKind } from './watch.ts'

let api: FakeApi | undefined
let kube: KubeClient | undefined

afterEach(async () => {
  await kube?.close()
  await api?.close()
})

const event = (type: string, name: string, version: number) =>
  `${JSON.stringify({ type, object: { metadata: { name, resourceVersion: String(version) } } })}\n`
const expired: Answer = {
  text: `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410 } })}\n`,
}

/** Answers the watches one after the other; after the last it expires. */
async function watch(
  answers: Answer[],
): Promise<{ end: WatchEnd; seen: string[]; from: string[]; troubles: number }> {
  let count = 0
  const from: string[] = []
  api = await startFakeApi((line) => {
    from.push(/resourceVersion=(\w+)/.exec(line)?.[1] ?? '')
    const answer = answers[count] ?? expired
    count += 1
    return answer
  })
  kube = createKubeClient({ server: api.url, name: 'fake' })
  const seen: string[] = []
  let troubles = 0
  const end = await watchKind(kube, {
    path: '/api/v1/pods',
    resourceVersion: '1',
    signal: new AbortController().signal,
    onTrouble: () => {
      troubles += 1
    },
    onEvent: ({ type, object }) => {
      const { name } = object.metadata as { name: string }
      seen.push(`${type} ${name}`)
    },
  })
  return { end, seen, from, troubles }
}

interface Case {
  name: string
  answers: Answer[]
  end: WatchEnd
  seen: string[]
  from: string[]
}

const cases: Case[] = [
  {
    name: 'goes on from the latest version when the server ends a watch',
    answers: [
      { text: event('ADDED', 'a', 5) + event('MODIFIED', 'a', 6) },
      { text: event('DELETED', 'a', 9) },
    ],
    end: 'gone',
    seen: ['ADDED a', 'MODIFIED a', 'DELETED a'],
    from: ['1', '6', '9'],
  },
  {
    name: 'moves on with bookmarks, which are no events',
    answers: [{ text: event('BOOKMARK', '', 77) }],
    end: 'gone',
    seen: [],
    from: ['1', '77'],
  },
  {
    name: 'passes over a line that was cut off and asks for it again',
    answers: [
      { text: `${event('ADDED', 'a', 5)}{"type":"ADDED","obj` },
      { text: event('ADDED', 'b', 6) },
    ],
    end: 'gone',
    seen: ['ADDED a', 'ADDED b'],
    from: ['1', '5', '6'],
  },
  {
    name: 'goes on after a reset and after a busy server',
    answers: [{ reset: true }, status(503, 'busy'), { text: event('ADDED', 'a', 5) }],
    end: 'gone',
    seen: ['ADDED a'],
    from: ['1', '1', '1', '5'],
  },
  {
    name: 'asks for a new list when the version is too old',
    answers: [status(410, 'old')],
    end: 'gone',
    seen: [],
    from: ['1'],
  },
  {
    name: 'ends where watching is forbidden',
    answers: [status(403, 'no')],
    end: 'forbidden',
    seen: [],
    from: ['1'],
  },
]

test.each(cases)('$name', async (it) => {
  const { end, seen, from } = await watch(it.answers)
  expect({ end, seen, from }).toEqual({ end: it.end, seen: it.seen, from: it.from })
})

test('of a kind whose names are enough, events bring no more', async () => {
  api = await startFakeApi((line) =>
    line.includes('watch=true') ? expired : { body: { items: [], metadata: {} } },
  )
  kube = createKubeClient({ server: api.url, name: 'fake' })
  const options = { isMetadataOnly: true, signal: new AbortController().signal }
  for await (const page of kube.list('/api/v1/pods', options)) expect(page.items).toEqual([])
  const rest = { path: '/api/v1/pods', resourceVersion: '1', onTrouble() {}, onEvent() {} }
  await watchKind(kube, { ...options, ...rest })
  expect(api.requests.map(({ headers }) => /as=\w+/.exec(headers.accept ?? '')?.[0])).toEqual([
    'as=PartialObjectMetadataList',
    'as=PartialObjectMetadata',
  ])
})
