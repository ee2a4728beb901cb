/** Values are printed as YAML that reads back the same, and paths find their lines. */

import { expect, test } from 'vitest'
import { linesOfPaths, toYamlLines } from './yaml-lines.ts'

const pod = {
  metadata: { name: 'api', labels: { 'app.kubernetes.io/name': 'api' }, annotations: {} },
  spec: {
    hostPID: true,
    containers: [
      { name: 'app', args: ['--x=1', 'true', '5'], securityContext: { privileged: true } },
      { name: 'side' },
    ],
    volumes: [],
    note: 'a\nb',
    port: '8080',
  },
}

test('prints nested values', () => {
  const text = toYamlLines(pod)
    .map((it) => it.text)
    .join('\n')
  expect(text).toMatchInlineSnapshot(`
    "metadata:
      name: api
      labels:
        app.kubernetes.io/name: api
      annotations: {}
    spec:
      hostPID: true
      containers:
      - name: app
        args:
        - "--x=1"
        - "true"
        - "5"
        securityContext:
          privileged: true
      - name: side
      volumes: []
      note: |-
        a
        b
      port: "8080""
  `)
})

test.each<[string, number[]]>([
  ['spec.hostPID', [7]],
  ['spec.containers[0].securityContext.privileged', [15]],
  ['spec.containers.0.securityContext.privileged', [15]],
  ['.spec.containers[1].name', [16]],
  ['metadata.labels["app.kubernetes.io/name"]', [4]],
  ['spec.containers[1].securityContext.privileged', [16]],
  ['spec.nothing.here', [6]],
  ['nothing', []],
  ['', []],
])('finds the line of %s', (path, expected) => {
  expect(linesOfPaths(toYamlLines(pod), [path])).toEqual(expected)
})

test.each<[unknown, string]>([
  [null, 'null'],
  ['', '""'],
  ['yes', '"yes"'],
  ['a: b', '"a: b"'],
  ['registry.example.com/app:1.2', 'registry.example.com/app:1.2'],
  ['\u001b[31m', JSON.stringify('\u001b[31m')],
  [3, '3'],
])('prints %j as %s', (value, expected) => {
  expect(toYamlLines(value).map((it) => it.text)).toEqual([expected])
})
