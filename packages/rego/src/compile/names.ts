/** What a name means in a module: a rule of its package, an import, or nothing but a variable. */

import type { Module, RefTerm, Rule, Term } from '../syntax/ast.ts'

/** The path of a global after its head. */
export interface Global {
  head: 'data' | 'input' | '#builtin'
  path: string[]
}

/** The globals of each module, for its imports and all rules of its package, in whatever file. */
export function globalsOf(modules: readonly Module[]): Map<Module, Map<string, Global>> {
  const byPackage = new Map<string, Map<string, Global>>()
  for (const module of modules) {
    const path = stringsOf(module.package.path)
    const id = JSON.stringify(path)
    const names = byPackage.get(id) ?? new Map<string, Global>()
    byPackage.set(id, names)
    for (const rule of module.rules) {
      const name = ruleName(rule)
      if (name !== undefined) names.set(name, { head: 'data', path: [...path, name] })
    }
  }
  const result = new Map<Module, Map<string, Global>>()
  for (const module of modules) {
    const names = byPackage.get(JSON.stringify(stringsOf(module.package.path)))
    result.set(module, new Map([...(names ?? []), ...importsOf(module)]))
  }
  return result
}

/** The first part of a rule's name, which is what its package calls it. */
export function ruleName(rule: Rule): string | undefined {
  const head = rule.head.reference.head
  return head.kind === 'var' ? head.name : undefined
}

/** The path of a package or import after `data`; parts that are not strings end it. */
export function stringsOf(ref: RefTerm): string[] {
  return ref.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
}

export function importsOf(module: Module): Map<string, Global> {
  const names = new Map<string, Global>()
  for (const { path, alias } of module.imports) {
    const head = path.head.kind === 'var' ? path.head.name : ''
    if (head !== 'data' && head !== 'input') continue
    const parts = stringsOf(path)
    names.set(alias ?? parts.at(-1) ?? head, { head, path: parts })
  }
  return names
}

/** `io.jwt.decode`, if the reference can be a built-in's name: a variable followed by strings only. */
export function dottedName(term: Term): string | undefined {
  if (term.kind === 'var') return term.name
  if (term.kind !== 'ref' || term.head.kind !== 'var') return undefined
  const parts = [term.head.name]
  for (const part of term.path) {
    if (part.kind !== 'string') return undefined
    parts.push(part.value)
  }
  return parts.join('.')
}
