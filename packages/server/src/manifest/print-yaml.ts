/** Prints the objects of the agent's deployment as YAML, for given values. */

import type { Condition, Entry, Item, ObjectTemplate, ValueNode, Yaml } from './template.ts'
import { namespacePath, spread } from './template.ts'
import type { Json, JsonMap } from './value-fields.ts'
import { isMap, valueAt } from './values.ts'

export interface YamlPrinting {
  values: JsonMap
  namespace: string
  /** What is said in the place of a permission that was left out. */
  leftOut(permission: string): string
}

/** Undefined where the values do without the object. Throws a sentence where a value is missing. */
export function printYaml(template: ObjectTemplate, printing: YamlPrinting): string | undefined {
  if (!holdsTrue(template.when, printing)) return undefined
  const lines = [...comment(template.comment, ''), ...nodeLines(template.body, '', printing)]
  return `${lines.join('\n')}\n`
}

export function holdsTrue(when: Condition | undefined, printing: YamlPrinting): boolean {
  if (!when) return true
  if (when.is === 'not') return !holdsTrue(when.of, printing)
  if (when.is === 'all') return when.of.every((it) => holdsTrue(it, printing))
  const value = valueAt(printing.values, when.path)
  if (when.is === 'set') return isFull(value)
  if (when.is === 'one-of') return typeof value === 'string' && when.choices.includes(value)
  return Array.isArray(value) && value.includes(when.item)
}

/** What Go's templates take for true. */
function isFull(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isMap(value)) return Object.keys(value).length > 0
  return Boolean(value)
}

function nodeLines(node: Yaml, indent: string, printing: YamlPrinting): string[] {
  if (node.is === 'map') return node.entries.flatMap((it) => entryLines(it, indent, printing))
  if (node.is === 'list') return node.items.flatMap((it) => itemLines(it, indent, printing))
  if (node.is === 'settings') throw new Error('Settings stand under a key.')
  return jsonLines(jsonOf(node, printing), indent)
}

function entryLines(it: Entry, indent: string, printing: YamlPrinting): string[] {
  if (!holdsTrue(it.when, printing)) return []
  const said = comment(it.comment, indent)
  if (it.key === spread) return [...said, ...nodeLines(it.value, indent, printing)]
  const key = `${indent}${keyText(it.key)}:`
  const { value } = it
  if (value.is === 'settings') {
    const lines = value.lines
      .filter(({ when }) => holdsTrue(when, printing))
      .map((line) => `${indent}  ${line.key}: ${quoted(textOf(line.value, printing))}`)
    return [...said, `${key} |`, ...lines]
  }
  const flow = flowText(value)
  if (flow) return [...said, `${key} ${flow}`]
  if (value.is === 'map' || value.is === 'list')
    return [...said, key, ...nodeLines(value, `${indent}  `, printing)]
  return [...said, ...keyed(key, jsonOf(value, printing), indent)]
}

const flowWidth = 70

/** A short list of plain values, on one line. */
export function flowText(node: Yaml): string | undefined {
  if (node.is !== 'list') return undefined
  const texts = node.items.map(({ value, when, comment: said }) =>
    value.is === 'literal' && !when && !said ? scalar(value.value) : undefined,
  )
  const flow = `[${texts.join(', ')}]`
  return texts.includes(undefined) || flow.length > flowWidth ? undefined : flow
}

function itemLines(it: Item, indent: string, printing: YamlPrinting): string[] {
  if (!holdsTrue(it.when, printing)) {
    return it.permission ? comment(printing.leftOut(it.permission), indent) : []
  }
  return [...comment(it.comment, indent), ...dashed(nodeLines(it.value, '', printing), indent)]
}

function dashed(lines: string[], indent: string): string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`)
}

function jsonOf(node: Exclude<Yaml, { is: 'map' | 'list' | 'settings' }>, it: YamlPrinting): Json {
  return node.is === 'literal' ? node.value : resolve(node, it)
}

function resolve({ path, how, required }: ValueNode, printing: YamlPrinting): Json {
  if (path === namespacePath) return printing.namespace
  const value = valueAt(printing.values, path) ?? null
  if (required && !isFull(value)) throw new Error(required)
  if (!Array.isArray(value)) return value
  if (how === 'joined') return value.join(',')
  return how === 'names' ? value.map((name) => ({ name })) : value
}

function textOf(node: Yaml, printing: YamlPrinting): Json {
  return node.is === 'literal' || node.is === 'value' ? jsonOf(node, printing) : null
}

/** A value in block style. */
function jsonLines(value: Json, indent: string): string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((it) => dashed(jsonLines(it, ''), indent))
  if (isMap(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, it]) =>
      keyed(`${indent}${keyText(key)}:`, it, indent),
    )
  return [`${indent}${scalar(value)}`]
}

function keyed(key: string, value: Json, indent: string): string[] {
  const isBlock =
    (Array.isArray(value) && value.length > 0) || (isMap(value) && Object.keys(value).length > 0)
  return isBlock ? [key, ...jsonLines(value, `${indent}  `)] : [`${key} ${scalar(value)}`]
}

/** Any text as a YAML scalar: JSON's strings are YAML's, and nothing in them can break out. */
export function scalar(value: Json): string {
  return typeof value === 'string' && isPlain(value) ? value : quoted(value)
}

export function quoted(value: Json): string {
  // YAML 1.1 takes these for ends of lines, JSON does not.
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function keyText(key: string): string {
  return isPlain(key) ? key : scalar(key)
}

/** Texts that mean themselves without quotes, in YAML 1.1 too. */
function isPlain(value: string): boolean {
  const isWord = /^[A-Za-z/][A-Za-z0-9_./-]*$/.test(value)
  return isWord && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
}

const commentWidth = 100

export function comment(said: string | undefined, indent: string): string[] {
  if (!said) return []
  const lines: string[] = []
  let line = `${indent}#`
  for (const word of said.split(/\s+/)) {
    if (line.length + word.length >= commentWidth && line.length > indent.length + 1) {
      lines.push(line)
      line = `${indent}#`
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
