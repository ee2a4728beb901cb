/** Each field is found at its own line and column; a missing one at what is above it. */
import { expect, test } from 'vitest'
import { readFieldPlaces } from './yaml-places.ts'

const text = `# a comment before it
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {app.kubernetes.io/name: a, "quoted": b}
spec:
  containers:
    - name: first
    - image: x
      securityContext:
        privileged: true
---
kind: List
apiVersion: v1
items:
  - kind: Pod
    spec: {hostNetwork: true}
`

test.each([
  [2, 'spec.containers[1].securityContext.privileged', 12, 9],
  [2, '.spec.containers[1].image', 10, 7],
  [2, 'spec.containers[0]', 9, 7],
  [2, 'metadata.labels[app.kubernetes.io/name]', 6, 12],
  [2, 'metadata.labels["quoted"]', 6, 39],
  [2, 'spec.containers[0].securityContext.capabilities.drop', 9, 7],
  [2, 'spec.containers[7].image', 8, 3],
  [2, 'disruption budgets', 2, 1],
  [17, 'spec.hostNetwork', 18, 12],
])('object at %i, %s', (object, path, line, column) => {
  expect(readFieldPlaces(text).find(object, path)).toEqual({ line, column })
})

test.each([
  ['no object starts there', text, 3],
  ['what does not parse', 'a: [b\n  c: }', 9],
  ['nothing', '', 1],
])('%s has no place', (_, given, line) => {
  expect(readFieldPlaces(given).find(line, 'spec')).toBeUndefined()
})

test('JSON is found alike', () => {
  const json = '{\n  "kind": "Pod",\n  "spec": {\n    "hostPID": true\n  }\n}\n'
  expect(readFieldPlaces(json).find(1, 'spec.hostPID')).toEqual({ line: 4, column: 5 })
})
