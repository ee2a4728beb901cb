/** Checks of single modules that need no resolved names: what must not be shadowed or imported twice. */

import { dottedName } from '../compile/names.ts'
import type { RegoError } from '../errors.ts'
import type { Expr, Import, Location, Module, RefTerm, Rule, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { type Visitor, walkBody } from './references.ts'
import { printPlace } from './rule-names.ts'
import { deprecatedBuiltins, signatures } from './signatures.ts'

const ROOTS = new Set(['data', 'input'])

/** Functions without body and value that are called as a built-in. */
export function checkFactNames(module: Module): RegoError[] {
  return module.rules.flatMap(({ head, body, isDefault, location }) => {
    const isFact = head.args !== undefined && !head.value && body.length === 0 && !isDefault
    if (!isFact || !signatures.has(dottedName(head.reference) ?? '')) return []
    const message = 'rule name conflicts with built-in function'
    return [{ code: 'rego_parse_error' as const, message, location }]
  })
}

/** Rules, parameters and variables that are called `data` or `input`. */
export function checkShadowing(module: Module): RegoError[] {
  const errors: RegoError[] = []
  const add = (message: string, location: Location) =>
    errors.push({ code: 'rego_compile_error', message, location })
  for (const rule of module.rules) {
    for (let link: Rule | undefined = rule; link; link = link.else) {
      const { head } = link.head.reference
      if (link === rule && head.kind === 'var' && ROOTS.has(head.name)) {
        add(`rules must not shadow ${head.name} (use a different rule name)`, link.location)
      }
      if (link === rule) for (const arg of link.head.args ?? []) checkArg(arg, link.location, add)
    }
  }
  const checkAssigned = (expr: Expr) => {
    if (expr.kind !== 'call' || dottedName(expr.operator) !== 'assign') return
    const [left] = expr.args
    const name = left && rootName(left)
    if (name === undefined) return
    add(`variables must not shadow ${name} (use a different variable name)`, expr.location)
  }
  walkModule(module, { expr: checkAssigned, term: () => true })
  return errors
}

function checkArg(
  arg: Term,
  location: Location,
  add: (message: string, location: Location) => void,
): void {
  const name = rootName(arg)
  if (name === undefined) return
  add(`args must not shadow ${name} (use a different variable name)`, location)
}

/** `data` or `input`, if a term is nothing but that. */
function rootName(term: Term): string | undefined {
  if (term.kind !== 'ref' || term.path.length > 0 || term.head.kind !== 'var') return undefined
  return ROOTS.has(term.head.name) ? term.head.name : undefined
}

/** Imports that give the same name to two things. */
export function checkImports(module: Module): RegoError[] {
  const errors: RegoError[] = []
  const known = new Map<string, Import>()
  for (const item of module.imports) {
    const name = importName(item)
    const before = known.get(name)
    if (!before) {
      known.set(name, item)
      continue
    }
    const message = `import must not shadow ${printImport(before)}`
    errors.push({ code: 'rego_compile_error', message, location: item.location })
  }
  return errors
}

/** What an import is called in its module. */
export function importName({ path, alias }: Import): string {
  if (alias !== undefined) return alias
  const last = path.path.at(-1)
  if (last?.kind === 'string') return last.value
  return path.head.kind === 'var' ? path.head.name : ''
}

export function printImport({ path, alias }: Import): string {
  return `import ${printRef(path)}${alias === undefined ? '' : ` as ${alias}`}`
}

/** Calls of built-ins that version 1 does not have. `isOwn` tells which names the module defines itself. */
export function checkDeprecated(module: Module, isOwn: (name: string) => boolean): RegoError[] {
  const errors: RegoError[] = []
  const add = (operator: RefTerm, location: Location) => {
    const name = dottedName(operator)
    if (name === undefined || !deprecatedBuiltins.has(name) || isOwn(name)) return
    const message = `deprecated built-in function calls in expression: ${name}`
    errors.push({ code: 'rego_type_error', message, location })
  }
  walkModule(module, {
    expr: (expr) => {
      if (expr.kind === 'call') add(expr.operator, expr.location)
    },
    term: (term) => {
      if (term.kind === 'call') add(term.operator, term.location)
      return true
    },
  })
  return errors
}

/** Walks over all rules of a module. */
export function walkModule(module: Module, visitor: Visitor): void {
  for (const rule of module.rules) {
    for (let link: Rule | undefined = rule; link; link = link.else) {
      for (const term of headTerms(link, link === rule)) walkBody([asExpr(term)], visitor)
      walkBody(link.body, visitor)
    }
  }
}

function headTerms({ head }: Rule, isFirst: boolean): Term[] {
  const own = isFirst ? [...head.reference.path, ...(head.args ?? []), head.key] : []
  return [...own, head.value].filter((term) => term !== undefined)
}

function asExpr(term: Term): Expr {
  return { kind: 'term', term, location: term.location, isNegated: false, with: [] }
}

/** Scopes of annotations that only one block can have for the same path. */
const SINGLE_SCOPES = new Set(['package', 'document', 'subpackages'])

/** Two blocks of metadata for the same thing. */
export function checkAnnotations(modules: readonly Module[]): RegoError[] {
  const errors: RegoError[] = []
  const known = new Map<string, Location>()
  for (const { annotations } of modules) {
    for (const { scope, path, location } of annotations) {
      if (!SINGLE_SCOPES.has(scope)) continue
      const id = JSON.stringify([scope, path])
      const before = known.get(id)
      if (!before) {
        known.set(id, location)
        continue
      }
      const message = `${scope} annotation redeclared: ${printPlace(before)}`
      errors.push({ code: 'rego_type_error', message, location })
    }
  }
  return errors
}
