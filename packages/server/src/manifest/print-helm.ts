/** Prints the objects of the agent's deployment as templates of a Helm chart. */

import { comment, flowText, scalar } from './print-yaml.ts'
import {
  type Condition,
  type Entry,
  type Item,
  namespacePath,
  type ObjectTemplate,
  spread,
  type ValueNode,
  type Yaml,
} from './template.ts'

/** The file with all its objects. */
export function printHelm(templates: readonly ObjectTemplate[]): string {
  const parts = templates.map((template) => {
    const lines = ['---', ...comment(template.comment, ''), ...nodeLines(template.body, '')]
    return guarded(template.when, lines, '')
  })
  return `${parts.flat().join('\n')}\n`
}

function guarded(
  when: Condition | undefined,
  lines: string[],
  indent: string,
  otherwise: string[] = [],
): string[] {
  if (!when) return lines
  const start = `${indent}{{- if ${conditionText(when)} }}`
  const rest = otherwise.length > 0 ? [`${indent}{{- else }}`, ...otherwise] : []
  return [start, ...lines, ...rest, `${indent}{{- end }}`]
}

function conditionText(when: Condition): string {
  if (when.is === 'not') return `not ${inner(when.of)}`
  if (when.is === 'all') {
    const [only, ...more] = when.of
    return only && more.length === 0 ? conditionText(only) : `and ${when.of.map(inner).join(' ')}`
  }
  if (when.is === 'set') return `.Values.${when.path}`
  if (when.is === 'one-of') {
    return `has .Values.${when.path} (list ${when.choices.map((it) => JSON.stringify(it)).join(' ')})`
  }
  return `has ${JSON.stringify(when.item)} .Values.${when.path}`
}

function inner(when: Condition): string {
  return when.is === 'set' ? conditionText(when) : `(${conditionText(when)})`
}

function nodeLines(node: Yaml, indent: string): string[] {
  if (node.is === 'map') return node.entries.flatMap((it) => entryLines(it, indent))
  if (node.is === 'list') return node.items.flatMap((it) => itemLines(it, indent))
  if (node.is === 'settings') throw new Error('Settings stand under a key.')
  return [`${indent}${inline(node)}`]
}

function entryLines({ key, value, when, comment: said }: Entry, indent: string): string[] {
  const lines = [...comment(said, indent), ...bareEntry(key, value, indent)]
  return guarded(when, lines, indent)
}

function bareEntry(key: string, value: Yaml, indent: string): string[] {
  if (key === spread && value.is === 'value') {
    return [
      `${indent}{{- range $key, $value := .Values.${value.path} }}`,
      `${indent}{{ $key | toJson }}: {{ $value | toJson }}`,
      `${indent}{{- end }}`,
    ]
  }
  const start = `${indent}${scalar(key)}:`
  if (value.is === 'settings') {
    return [`${start} |`, ...value.lines.flatMap((line) => settingLines(line, `${indent}  `))]
  }
  const flow = flowText(value)
  if (flow) return [`${start} ${flow}`]
  if (value.is === 'map' || value.is === 'list') {
    return [start, ...nodeLines(value, `${indent}  `)]
  }
  return [`${start} ${inline(value)}`]
}

/** Always quoted, so that the agent reads it as JSON. */
function settingLines({ key, value, when }: Entry, indent: string): string[] {
  if (value.is !== 'literal' && value.is !== 'value') throw new Error('A setting is one value.')
  const written = value.is === 'literal' ? JSON.stringify(value.value) : inline(value)
  return guarded(when, [`${indent}${key}: ${written}`], indent)
}

function itemLines(it: Item, indent: string): string[] {
  const lines = nodeLines(it.value, '').map(
    (line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`,
  )
  const otherwise = it.permission
    ? comment(`Left out: ${it.permission}. docs/agent.md lists what is then unknown.`, indent)
    : []
  return guarded(it.when, [...comment(it.comment, indent), ...lines], indent, otherwise)
}

function inline(node: Exclude<Yaml, { is: 'map' | 'list' | 'settings' }>): string {
  return node.is === 'literal' ? scalar(node.value) : `{{ ${expression(node)} }}`
}

function expression({ path, how, required }: ValueNode): string {
  if (path === namespacePath) return '.Release.Namespace | toJson'
  const value = `.Values.${path}`
  if (how === 'joined') return `join "," ${value} | toJson`
  if (how === 'names') return `include "evenkeel.names" ${value}`
  return required ? `required ${JSON.stringify(required)} ${value} | toJson` : `${value} | toJson`
}
