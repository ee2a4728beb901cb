/** A rendered line is traced to its template only when there is one place that it can come from. */
import { expect, test } from 'vitest'
import { traceLine } from './trace-template.ts'

const template = `{{- range .Values.parts }}
kind: Deployment
spec:
  replicas: {{ .replicas }}
  template:
    spec:
      containers:
        - name: main
          image: "{{ .image }}"
          securityContext:
            privileged: {{ .privileged }}
      initContainers:
        - name: first
          image: busybox
          securityContext:
            privileged: {{ .privileged }}
{{- end }}`.split('\n')

const output = `---
# Source: chart/templates/d.yaml
kind: Deployment
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: main
          image: "a:1"
          securityContext:
            privileged: true
      initContainers:
        - name: first
          image: busybox
          securityContext:
            privileged: true
      hostNetwork: true`.split('\n')

test.each([
  ['the same text', 3, { line: 2, column: 1 }],
  ['the same key', 5, { line: 4, column: 3 }],
  ['a key that stands twice, told apart by what is above', 12, { line: 11, column: 13 }],
  ['the other of them', 17, { line: 16, column: 13 }],
  ['a line of a list', 14, { line: 13, column: 9 }],
])('%s', (_, line, expected) => {
  expect(traceLine(output, line, template)).toEqual(expected)
})

test.each([
  ['made by a helper', 18],
  ['a comment', 2],
  ['no line at all', 99],
])('%s is not traced', (_, line) => {
  expect(traceLine(output, line, template)).toBeUndefined()
})

test('the same lines twice are nobody’s', () => {
  expect(traceLine(['a: 1'], 1, ['a: 1', 'a: 1'])).toBeUndefined()
})
