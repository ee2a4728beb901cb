/**
 * The objects of the agent's deployment as a tree that two printers read: one makes YAML for given
 * values, the other the template of a Helm chart. So neither can say what the other does not.
 */

export type Yaml = Literal | ValueNode | MapNode | ListNode | SettingsNode

export interface Literal {
  is: 'literal'
  value: string | number | boolean
}

/** What stands in the values, quoted as JSON, which is YAML too. */
export interface ValueNode {
  is: 'value'
  path: string
  /** The value itself (`text`, `structure`), a list as a text with commas, or as `{ name }` each. */
  how: 'text' | 'structure' | 'joined' | 'names'
  /** Said where the value is empty. */
  required?: string
}

export interface MapNode {
  is: 'map'
  entries: Entry[]
}

export interface Entry {
  key: string
  value: Yaml
  comment?: string | undefined
  when?: Condition | undefined
}

export interface ListNode {
  is: 'list'
  items: Item[]
}

export interface Item {
  value: Yaml
  comment?: string | undefined
  when?: Condition | undefined
  /** Names the permission that stands here unless it is left out; a comment then says so. */
  permission?: string | undefined
}

/** A file of `name: value` lines inside a ConfigMap. */
export interface SettingsNode {
  is: 'settings'
  lines: Entry[]
}

export type Condition =
  | { is: 'set'; path: string }
  | { is: 'one-of'; path: string; choices: string[] }
  | { is: 'holds'; path: string; item: string }
  | { is: 'not'; of: Condition }
  | { is: 'all'; of: Condition[] }

/** One object, with the file of the chart that it goes to. */
export interface ObjectTemplate {
  file: string
  comment?: string | undefined
  when?: Condition | undefined
  body: MapNode
}

/** A place in the values that stands for the namespace: Helm has it from the release. */
export const namespacePath = 'namespace'
/** A key under which every entry of a map in the values is put. */
export const spread = '...'

export const literal = (value: string | number | boolean): Literal => ({ is: 'literal', value })
export const text = (path: string, required?: string): ValueNode => ({
  is: 'value',
  path,
  how: 'text',
  ...(required ? { required } : {}),
})
export const joined = (path: string): ValueNode => ({ is: 'value', path, how: 'joined' })
export const structure = (path: string): ValueNode => ({ is: 'value', path, how: 'structure' })
export const namespace: ValueNode = text(namespacePath)

export const isSet = (path: string): Condition => ({ is: 'set', path })
export const not = (of: Condition): Condition => ({ is: 'not', of })
export const holds = (path: string, item: string): Condition => ({ is: 'holds', path, item })
export const oneOf = (path: string, choices: string[]): Condition => ({
  is: 'one-of',
  path,
  choices,
})

type Plain = string | number | boolean | Yaml | Plain[] | { [key: string]: Plain }

/** Shorthand: plain values become literals, maps and lists; nodes stay what they are. */
export function yaml(value: Plain): Yaml {
  if (typeof value !== 'object') return literal(value)
  if (Array.isArray(value)) return { is: 'list', items: value.map((it) => ({ value: yaml(it) })) }
  if (isNode(value)) return value
  return map(Object.entries(value).map(([key, it]) => entry(key, it)))
}

export function entry(
  key: string,
  value: Plain,
  more: { comment?: string; when?: Condition } = {},
): Entry {
  return { key, value: yaml(value), ...more }
}

export function map(entries: Entry[]): MapNode {
  return { is: 'map', entries }
}

export function list(items: Item[]): ListNode {
  return { is: 'list', items }
}

function isNode(value: object): value is Yaml {
  return 'is' in value && typeof value.is === 'string'
}
