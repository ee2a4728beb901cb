/** What the query bar offers at the cursor, written as `|`. */

import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { findingFields } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { createCompletionSource } from './complete.ts'

const values: Record<string, string[]> = {
  'rule.section': ['Pod Security Standards', 'API Server', 'etcd'],
}

async function offered(marked: string, explicit = false): Promise<string[]> {
  const source = createCompletionSource(() => ({
    fields: async () => findingFields.map((it) => ({ ...it })),
    values: async (field, { prefix }) =>
      (values[field] ?? [])
        .filter((it) => it.startsWith(prefix))
        .map((value) => ({ value, count: 1200 })),
  }))
  const state = EditorState.create({ doc: marked.replace('|', '') })
  const result = await source(new CompletionContext(state, marked.indexOf('|'), explicit))
  return (result?.options ?? []).map((it) => it.label)
}

test.each<[marked: string, expected: string[]]>([
  ['rule.se|', ['rule.severity', 'rule.section']],
  ['namesp|', ['resource.namespace']],
  ['rule.section |', [':', ': *']],
  ['first_seen |', ['>=', '<=', ':', ': *']],
  ['etcd |', []],
  ['rule.section : |', ['Pod Security Standards', 'API Server', 'etcd']],
  ['rule.section : A|', ['API Server']],
  ['rule.section : "A|', ['API Server']],
  ['rule.section : etcd|', []],
  ['rule.section : API Server|', []],
  ['rule.section : etcd |', []],
  ['rule.section : etcd a|', ['and']],
  ['rule.section : (etcd or |', ['Pod Security Standards', 'API Server', 'etcd']],
  ['unknown.field : |', []],
])('at %j', async (marked, expected) => {
  expect(await offered(marked)).toEqual(expected)
})

test('offers conjunctions when asked for', async () => {
  expect(await offered('rule.section : "etcd" |', true)).toEqual(['and', 'or'])
})

test('goes on without values when the server does not answer', async () => {
  const source = createCompletionSource(() => ({
    fields: async () => [],
    values: () => Promise.reject(new Error('The server is away.')),
  }))
  const state = EditorState.create({ doc: 'rule.section : ' })
  expect(await source(new CompletionContext(state, 15, false))).toBeNull()
})
