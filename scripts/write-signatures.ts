/** Writes the types of the built-in functions into the engine, from OPA's capabilities file given as argument. */

import { readFileSync, writeFileSync } from 'node:fs'

interface Declared {
  type: string
  of?: Declared | Declared[]
  static?: (Declared | { key: string; value: Declared })[]
  dynamic?: Declared | { key: Declared; value: Declared }
}

interface Builtin {
  name: string
  decl: { args?: Declared[]; result?: Declared; variadic?: Declared }
  deprecated?: boolean
}

const target = new URL('../packages/rego/src/check/signatures.ts', import.meta.url)
const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('Name the capabilities file.')
const { builtins } = JSON.parse(readFileSync(source, 'utf8')) as { builtins: Builtin[] }

function print(type: Declared): string {
  switch (type.type) {
    case 'any': {
      const of = type.of as Declared[] | undefined
      return of ? `oneOf(${of.map(print).join(', ')})` : 'any'
    }
    case 'array': {
      const items = (type.static ?? []) as Declared[]
      if (items.length > 0) return `tuple(${items.map(print).join(', ')})`
      return `arrayOf(${type.dynamic ? print(type.dynamic as Declared) : ''})`
    }
    case 'set':
      return `setOf(${print(type.of as Declared)})`
    case 'object':
      return printObject(type)
    default:
      return type.type === 'null' ? 'nul' : type.type
  }
}

function printObject(type: Declared): string {
  const dynamic = type.dynamic as { key: Declared; value: Declared } | undefined
  const rest = dynamic ? `${print(dynamic.key)}, ${print(dynamic.value)}` : ''
  const members = (type.static ?? []) as { key: string; value: Declared }[]
  if (members.length === 0) return `objectOf(${rest})`
  const printed = members.map(({ key, value }) => `${JSON.stringify(key)}: ${print(value)}`)
  return `shape({ ${printed.join(', ')} }${rest ? `, ${rest}` : ''})`
}

const lines = builtins.map(({ name, decl }) => {
  const args = (decl.args ?? []).map(print).join(', ')
  const result = decl.result ? print(decl.result) : 'undefined'
  const variadic = decl.variadic ? `, ${print(decl.variadic)}` : ''
  return `  ['${name}', fn([${args}], ${result}${variadic})],`
})
const deprecated = builtins.filter((builtin) => builtin.deprecated).map(({ name }) => `'${name}'`)

writeFileSync(
  target,
  `/** The types of the built-in functions. Written by scripts/write-signatures.ts; do not edit. */

import {
  any,
  arrayOf,
  boolean,
  type FunctionType,
  fn,
  number,
  nul,
  objectOf,
  oneOf,
  setOf,
  shape,
  string,
  tuple,
} from './signature-types.ts'

export const signatures: ReadonlyMap<string, FunctionType> = new Map([
${lines.join('\n')}
])

/** Built-ins that version 1 of the language no longer allows. */
export const deprecatedBuiltins: ReadonlySet<string> = new Set([${deprecated.join(', ')}])
`,
)
