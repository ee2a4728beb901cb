/** Tests with cases (`test_x[name] if …`): finds out which cases were tried, also those that do not hold. */

import { type CustomBuiltin, parseModule, type RegoVersion, type SourceFile } from '@evenkeel/rego'

type ParsedRule = NonNullable<ReturnType<typeof parseModule>['module']>['rules'][number]

export interface TestCases {
  /** The sources with a call in each such test's body; rows stay where they are. */
  sources: SourceFile[]
  /** What the calls call: it notes the case and holds. */
  builtin: CustomBuiltin
  /** The cases tried since the last call, by name, by `data.package.test_x`. */
  take(test: string): string[][]
}

const builtinName = 'evenkeel.test_case'

export function prepareTestCases(sources: readonly SourceFile[], version: RegoVersion): TestCases {
  const tried = new Map<string, string[][]>()
  return {
    sources: sources.map((it) => instrument(it, it.regoVersion ?? version)),
    builtin: {
      name: builtinName,
      arity: 2,
      call: ([test, path]) => {
        const parts = Array.isArray(path)
          ? path.map((it) => (typeof it === 'string' ? it : JSON.stringify(it)))
          : []
        const known = tried.get(String(test))
        if (known) known.push(parts)
        else tried.set(String(test), [parts])
        return true
      },
    },
    take(test) {
      const cases = tried.get(test) ?? []
      tried.delete(test)
      const once = new Map(cases.map((it) => [it.join('\0'), it]))
      return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it)
    },
  }
}

/** Whether the rule is a test whose reference has variables after its name. */
export function hasCases({ head, isDefault }: ParsedRule): boolean {
  const { reference, args } = head
  return (
    !isDefault &&
    !args &&
    reference.head.kind === 'var' &&
    reference.head.name.startsWith('test_') &&
    reference.path.some((it) => it.kind === 'var')
  )
}

/** From the end of the text to its start, so that the offsets before stay right. */
function instrument(source: SourceFile, regoVersion: RegoVersion): SourceFile {
  const { module } = parseModule(source.file, source.source, { regoVersion })
  const rules = (module?.rules ?? [])
    .filter(hasCases)
    .sort((a, b) => b.location.offset - a.location.offset)
  if (!module || rules.length === 0) return source
  const path = [
    'data',
    ...module.package.path.path.map((it) => (it.kind === 'string' ? it.value : '')),
  ]
  let text = source.source
  for (const rule of rules) text = addCall(text, path.join('.'), rule)
  return { ...source, source: text }
}

/** The call comes right after the expressions that name all variables, so that what fails later is seen. */
function addCall(text: string, path: string, { head, body }: ParsedRule): string {
  const [first] = body
  const name = head.reference.head.kind === 'var' ? head.reference.head.name : ''
  const terms = head.reference.path.map((it) => text.slice(it.location.offset, it.location.end))
  const variables = head.reference.path.flatMap((it) => (it.kind === 'var' ? [it.name] : []))
  const last = body.find((expr) => {
    const before = text.slice(first?.location.offset, expr.location.end)
    return variables.every((it) => new RegExp(`\\b${it}\\b`).test(before))
  })
  if (!first || !last) return text
  const parts = terms.map((it, i) => {
    const term = head.reference.path[i]
    return term?.kind === 'string' ? JSON.stringify(term.value) : it
  })
  const call = `${builtinName}(${JSON.stringify(`${path}.${name}`)}, [${parts.join(', ')}])`
  const { offset } = first.location
  const { end } = last.location
  // A body of one expression may stand without braces.
  if (/\{\s*(#.*\s*)*$/.test(text.slice(0, offset))) {
    return `${text.slice(0, end)}; ${call}${text.slice(end)}`
  }
  return `${text.slice(0, offset)}{ ${text.slice(offset, end)}; ${call} }${text.slice(end)}`
}
