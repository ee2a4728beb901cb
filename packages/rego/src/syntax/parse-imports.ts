/** Parses `package` and `import`, and puts imported keywords in force. */

import type { Import, Package, RefTerm, Term } from './ast.ts'
import { parseTerm } from './parse-terms.ts'
import {
  advance,
  classify,
  fail,
  failUnexpected,
  isKeyword,
  locate,
  type Parser,
} from './parser-state.ts'
import { printTerm } from './print-terms.ts'
import { termName } from './term-names.ts'
import {
  FUTURE_KEYWORDS,
  isKeywordIn,
  KEYWORD_KINDS,
  KEYWORDS_ALL,
  KEYWORDS_V1,
  Kind,
  keywordBit,
} from './tokens.ts'

const ROOTS = new Set(['data', 'future', 'input', 'rego'])

/** Parses a package declaration; the current token is `package`. */
export function parsePackage(p: Parser): Package | undefined {
  const start = locate(p)
  advance(p)
  if (!acceptName(p)) return undefined
  const term = parseTerm(p)
  if (!term) return undefined
  if (term.kind !== 'var' && term.kind !== 'ref') {
    failUnexpected(p)
    return undefined
  }
  const path = packagePath(p, term)
  if (!path || failTrailingMinus(p)) return undefined
  return { location: start, path }
}

function packagePath(p: Parser, term: Term): RefTerm | undefined {
  const head = term.kind === 'ref' ? term.head : term
  if (head.kind !== 'var') {
    fail(p, `unexpected ${termName(head)} token: expecting var`, head.location)
    return undefined
  }
  const rest = term.kind === 'ref' ? term.path : []
  if (!checkStrings(p, rest)) return undefined
  return {
    kind: 'ref',
    location: term.location,
    head: { kind: 'var', location: head.location, name: 'data' },
    path: [{ kind: 'string', location: head.location, value: head.name }, ...rest],
  }
}

function checkStrings(p: Parser, path: Term[]): boolean {
  const odd = path.find((part) => part.kind !== 'string')
  if (!odd) return true
  fail(p, `unexpected ${termName(odd)} token: expecting string`, odd.location)
  return false
}

/** Whether the current token can be the first name of a path; keywords can. */
function acceptName(p: Parser): boolean {
  if (isKeyword(p.kind)) p.kind = Kind.Ident
  if (p.kind === Kind.Ident) return true
  failUnexpected(p)
  return false
}

/** A minus would otherwise begin the next statement. */
function failTrailingMinus(p: Parser): boolean {
  if (p.kind !== Kind.Sub) return false
  failUnexpected(p)
  return true
}

/** Parses an import; the current token is `import`. */
export function parseImport(p: Parser): Import | undefined {
  const start = locate(p)
  advance(p)
  if (!acceptName(p)) return undefined
  const path = parseImportPath(p)
  if (!path) return undefined
  const result: Import = { location: start, path }
  if (p.kind === Kind.As) {
    if (!parseAlias(p, result)) return undefined
  } else if (!checkLastName(p, path)) {
    return undefined
  }
  if (failTrailingMinus(p)) return undefined
  return applyImport(p, result) ? result : undefined
}

function parseImportPath(p: Parser): RefTerm | undefined {
  // Names of future keywords are plain names here, so that they can be imported.
  const { keywords } = p
  p.keywords = 0
  const wasName = p.kind === Kind.Ident
  if (!wasName) classify(p)
  const term = parseTerm(p)
  p.keywords = keywords
  if (term) classify(p)
  if (!term) {
    fail(p, 'expected path')
    return undefined
  }
  const path = importPath(term)
  if (!path) {
    fail(p, 'expected path')
    return undefined
  }
  if (!checkStrings(p, path.path)) return undefined
  const { head } = path
  if (head.kind === 'var' && ROOTS.has(head.name)) return path
  p.hints.push('if this is unexpected, try updating OPA')
  const name = printTerm(head)
  fail(
    p,
    `unexpected import path, must begin with one of: {data, future, input, rego}, got: ${name}`,
    path.location,
  )
  return undefined
}

function importPath(term: Term): RefTerm | undefined {
  if (term.kind === 'ref') return term
  if (term.kind !== 'var') return undefined
  return { kind: 'ref', location: term.location, head: term, path: [] }
}

function parseAlias(p: Parser, result: Import): boolean {
  advance(p)
  if (p.kind !== Kind.Ident) {
    failUnexpected(p, 'expected var')
    return false
  }
  const alias = parseTerm(p)
  if (!alias) return false
  if (alias.kind === 'var') {
    result.alias = alias.name
    result.aliasLocation = alias.location
    return true
  }
  if (alias.kind === 'ref' && alias.path.length === 0 && alias.head.kind === 'var') {
    const message = `unexpected import alias, must not be a reserved name, got: ${alias.head.name}`
    fail(p, message, alias.location)
    return false
  }
  failUnexpected(p, 'expected var')
  return false
}

/** An import without an alias must not bind a keyword. */
function checkLastName(p: Parser, path: RefTerm): boolean {
  const last = path.path.at(-1)
  const head = path.head.kind === 'var' ? path.head.name : ''
  if (head === 'future' && last) return true
  const name = last?.kind === 'string' ? last.value : head
  if (!isKeywordIn(name, p.version)) return true
  p.hints.push('import a different path or use an alias')
  const message = `unexpected import path, must not end with a keyword, got: ${name}`
  fail(p, message, (last ?? path).location)
  return false
}

/** Puts the keywords of `import future.keywords` and `import rego.v1` in force. */
function applyImport(p: Parser, result: Import): boolean {
  const { head } = result.path
  if (head.kind !== 'var') return true
  if (head.name === 'future') return applyFutureImport(p, result)
  if (head.name === 'rego') return applyRegoImport(p, result)
  return true
}

function names({ path }: RefTerm): string[] {
  return path.map((part) => (part.kind === 'string' ? part.value : ''))
}

function applyFutureImport(p: Parser, { path, aliasLocation }: Import): boolean {
  const [group, keyword] = names(path)
  if (group !== 'keywords') return failImport(p, path, 'invalid import, must be `future.keywords`')
  if (aliasLocation) {
    fail(p, '`future` imports cannot be aliased', aliasLocation)
    return false
  }
  if (path.path.length > 2) {
    return failImport(
      p,
      path,
      'invalid import, must be `future.keywords.x`, e.g. `import future.keywords.in`',
    )
  }
  if (keyword === undefined) {
    p.keywords |= KEYWORDS_ALL
  } else if (FUTURE_KEYWORDS.includes(keyword)) {
    p.keywords |= keywordBit(KEYWORD_KINDS.get(keyword) ?? Kind.In)
    if (keyword === 'every') p.keywords |= keywordBit(Kind.In)
  } else {
    const all = FUTURE_KEYWORDS.join(' ')
    return failImport(p, path, `unexpected keyword, must be one of [${all}]`)
  }
  classify(p)
  return true
}

function applyRegoImport(p: Parser, { path, aliasLocation }: Import): boolean {
  const [version, ...rest] = names(path)
  if (rest.length === 0 && version === 'v2') {
    return failImport(p, path, 'invalid import, `rego.v2` is not supported by current capabilities')
  }
  if (version !== 'v1' || rest.length > 0) {
    const name = ['rego', ...names(path)].join('.')
    return failImport(
      p,
      path,
      `invalid import \`${name}\`, must be one of: \`rego.v1\`, \`rego.v2\``,
    )
  }
  if (aliasLocation) {
    fail(p, '`rego` imports cannot be aliased', aliasLocation)
    return false
  }
  p.keywords |= KEYWORDS_V1
  p.isV1 = true
  classify(p)
  return true
}

function failImport(p: Parser, path: RefTerm, message: string): false {
  fail(p, message, path.location)
  return false
}
