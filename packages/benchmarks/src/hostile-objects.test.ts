/** Objects with anything anywhere: every rule ends with a verdict or does not apply. */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Resource } from '@evenkeel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvaluator } from './evaluate/evaluator.ts'
import { createInventory, inventoryKinds } from './evaluate/inventory.ts'
import { loadRules } from './library/rule-set.ts'

interface KubeObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}

const fixtures = new URL('../fixtures/', import.meta.url)
const recorded = gunzipSync(readFileSync(new URL('kubeadm-node/objects.json.gz', fixtures)))
const { items } = JSON.parse(recorded.toString('utf8')) as { items: KubeObject[] }
const podLines = readFileSync(new URL('pod-security/pods.ndjson', fixtures), 'utf8')
  .trimEnd()
  .split('\n')
const pods = podLines.slice(0, 50).map((line) => JSON.parse(line).pod as KubeObject)
const objects = [...items, ...pods]

const ruleSet = loadRules()
const evaluator = createEvaluator(ruleSet, {
  cluster: { id: 'c', name: 'c' },
  rules: [...ruleSet.modules.keys()],
})

const junk = fc.oneof(
  fc.constantFrom(null, 0, -1, 1.5, 1e300, '', 'x', true, false, '\ud800', '__proto__'),
  fc.constantFrom([], {}, [null], [[]], { a: null }),
)
const change = fc.record({ at: fc.nat(), value: junk })

test('no rule breaks on a changed object, nor on one beside it', () => {
  const property = fc.property(
    fc.constantFrom(...objects),
    fc.array(change, { minLength: 1, maxLength: 3 }),
    (object, changes) => {
      const changed = structuredClone(object)
      for (const { at, value } of changes) replaceAt(changed, at, value)
      const inventory = createInventory(inventoryKinds(ruleSet))
      for (const other of [changed, ...objects.slice(0, 5)])
        inventory.add(toResource(other, other === changed ? object : other))
      const reasons = evaluator
        .evaluate(toResource(changed, object), inventory)
        .map(({ result }) => result.reason ?? '')
      expect(reasons.filter((it) => /^The rule (ended|answered)/.test(it))).toEqual([])
    },
  )
  fc.assert(property, { seed: 5, numRuns: 1500 })
})

function toResource(data: unknown, { apiVersion, kind, metadata }: KubeObject): Resource {
  return {
    id: `k8s_object/${kind}/${metadata.name}`,
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name: metadata.name,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    data,
  }
}

/** Puts the value at the n-th place of the object, counted through all its depths. */
function replaceAt(object: object, n: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = []
  const walk = (parent: object) => {
    for (const [key, child] of Object.entries(parent)) {
      places.push([parent as Record<string, unknown>, key])
      if (typeof child === 'object' && child !== null) walk(child)
    }
  }
  walk(object)
  const place = places[n % Math.max(places.length, 1)]
  // A copy, because the next change may go into it.
  if (place) place[0][place[1]] = structuredClone(value)
}
