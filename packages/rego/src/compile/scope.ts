/** The scopes of a rule: which names are declared, and which were used before they were. */

import type { RegoError } from '../errors.ts'
import type { Location, VarTerm } from '../syntax/ast.ts'
import type { Global } from './names.ts'

type Declaration = { unique: string; how: 'argument' | 'declared' | 'assigned' }

/** What all scopes of a compilation share. `next` numbers the unique names. */
export interface Naming {
  errors: RegoError[]
  builtins: { has(name: string): boolean }
  next: number
}

/** One rule's or query's naming: scopes are pushed for each body. */
export class Scopes {
  readonly errors: RegoError[]
  readonly #globals: ReadonlyMap<string, Global>
  readonly builtins: { has(name: string): boolean }
  readonly #naming: Naming
  #scopes: { declared: Map<string, Declaration>; seen: Set<string> }[] = []

  constructor(globals: ReadonlyMap<string, Global>, naming: Naming) {
    this.#globals = globals
    this.errors = naming.errors
    this.builtins = naming.builtins
    this.#naming = naming
  }

  /** Runs in a scope of its own; a rule's body still knows which names are its arguments. */
  within<T>(run: () => T, isRuleBody = false): T {
    const around = isRuleBody ? this.#scopes.at(-1)?.declared : undefined
    this.#scopes.push({ declared: new Map(around), seen: new Set() })
    try {
      return run()
    } finally {
      this.#scopes.pop()
    }
  }

  /** The declared name, a global, or undefined for a variable that unification will bind. */
  lookup(name: string): string | Global | undefined {
    this.#scopes.at(-1)?.seen.add(name)
    return this.find(name)
  }

  /** Like `lookup`, without counting as a use. */
  find(name: string): string | Global | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.declared.get(name)
      if (found) return found.unique
    }
    return this.#globals.get(name)
  }

  isDeclared(name: string): boolean {
    return this.#scopes.some((scope) => scope.declared.has(name))
  }

  declare(variable: VarTerm, how: Declaration['how']): VarTerm {
    const scope = this.#scopes.at(-1)
    if (variable.isWildcard || scope === undefined) return variable
    const { name, location } = variable
    const before = scope.declared.get(name)
    if (before && !(before.how === 'argument' && how === 'argument')) {
      this.#refuse(
        before.how === 'argument' ? `arg ${name} redeclared` : `var ${name} ${before.how} above`,
        location,
      )
    } else if (!before && scope.seen.has(name)) {
      this.#refuse(`var ${name} referenced above`, location)
    }
    if (before) return { ...variable, name: before.unique }
    const unique = `${name}#${this.#naming.next++}`
    scope.declared.set(name, { unique, how })
    return { ...variable, name: unique }
  }

  /** A variable for something that has no name in the source. */
  fresh(location: Location): VarTerm {
    return { kind: 'var', name: `$${this.#naming.next++}#`, isWildcard: true, location }
  }

  #refuse(message: string, location: Location): void {
    this.errors.push({ code: 'rego_compile_error', message, location })
  }
}
