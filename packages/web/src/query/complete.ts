/** Completion for the query bar: fields, operators, values with their counts, conjunctions. */

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import {
  completeKql,
  type Fields,
  findField,
  insertKqlValue,
  type KqlCompletion,
} from '@evenkeel/model'
import type { FieldValues } from '../api/fields.ts'
import { formatCount } from '../elements/numbers.ts'

const optionsMax = 10

/** Where completion learns what there is. */
export interface CompletionWorld {
  fields: () => Promise<Fields>
  /** Those that begin with what is typed among the findings of the rest of the query. */
  values: (
    field: string,
    typed: { prefix: string; rest: string },
    signal: AbortSignal,
  ) => Promise<FieldValues>
}

export function createCompletionSource(world: () => CompletionWorld) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const place = completeKql(context.state.doc.toString(), context.pos)
    const options = await listOptions(place, world(), context)
    if (options.length === 0 || context.aborted) return null
    return { from: fromOf(place, context), options: options.slice(0, optionsMax), filter: false }
  }
}

/** A conjunction that is being typed behind a value begins at its own word. */
function fromOf(place: KqlCompletion, context: CompletionContext): number {
  if (conjunctionsFor(place).length === 0) return place.from
  return context.pos - lastWord(place.prefix).length
}

async function listOptions(
  place: KqlCompletion,
  world: CompletionWorld,
  context: CompletionContext,
): Promise<Completion[]> {
  const { field = '', prefix } = place
  switch (place.expects[0]) {
    case 'field':
      return fieldOptions(await world.fields(), prefix)
    case 'operator':
      return findField(field) ? operatorOptions(field) : []
    case 'value': {
      const conjunction = conjunctionsFor(place)
      return conjunction.length > 0 ? conjunction : valueOptions(place, world, context)
    }
    default:
      // Enter runs a query that is complete, so these are offered only when asked for.
      return context.explicit ? conjunctions : conjunctions.filter((it) => begins(it, prefix))
  }
}

/** Names that hold what is typed anywhere; those that begin with it come first. */
function fieldOptions(fields: Fields, prefix: string): Completion[] {
  const searched = prefix.toLowerCase()
  const rank = (name: string) => {
    const at = name.toLowerCase().indexOf(searched)
    return at < 0 ? -1 : at === 0 ? 0 : name[at - 1] === '.' ? 1 : 2
  }
  return fields
    .filter(({ name }) => rank(name) >= 0)
    .toSorted((a, b) => rank(a.name) - rank(b.name))
    .map(({ name, type, description }) => ({
      label: name,
      detail: description,
      type,
      apply: insertAnd(`${name} : `, startCompletion),
    }))
}

function operatorOptions(field: string): Completion[] {
  const equals = [
    { label: ':', detail: 'is', apply: insertAnd(': ', startCompletion) },
    { label: ': *', detail: 'has any value', apply: insertAnd(': * ') },
  ]
  if (findField(field)?.type !== 'date') return equals
  const ranges = [
    ['>=', 'at or after'],
    ['<=', 'at or before'],
  ].map(([label = '', detail = '']) => ({ label, detail, apply: insertAnd(`${label} `) }))
  return [...ranges, ...equals]
}

const conjunctions: Completion[] = [
  { label: 'and', detail: 'both', apply: insertAnd('and ', startCompletion) },
  { label: 'or', detail: 'either', apply: insertAnd('or ', startCompletion) },
]

const begins = (option: Completion, typed: string) => typed !== '' && option.label.startsWith(typed)

/** `etcd an` may become `etcd and`; in `API S` nothing begins with an S. */
function conjunctionsFor({ expects, prefix }: KqlCompletion): Completion[] {
  const word = lastWord(prefix)
  return expects[0] !== 'value' || word === prefix
    ? []
    : conjunctions.filter((it) => begins(it, word.toLowerCase()))
}

function lastWord(typed: string): string {
  return /\S*$/.exec(typed)?.[0] ?? ''
}

async function valueOptions(
  { field = '', prefix, rest, isInList }: KqlCompletion,
  world: CompletionWorld,
  context: CompletionContext,
): Promise<Completion[]> {
  if (!findField(field)) return []
  const abort = new AbortController()
  context.addEventListener('abort', () => abort.abort(), { onDocChange: true })
  const values = await readValues(() => world.values(field, { prefix, rest }, abort.signal))
  // What is typed already needs no completion: Enter then runs the query.
  if (values.some(({ value }) => value === prefix)) return []
  return values.map(
    ({ value, count }): Completion => ({
      label: value ?? '',
      detail: formatCount(count),
      apply: insertAnd(`${insertKqlValue(value ?? '')}${isInList ? '' : ' '}`),
    }),
  )
}

/** Without an answer the bar goes on without completion; the query itself shows what is wrong. */
async function readValues(read: () => Promise<FieldValues>): Promise<FieldValues> {
  try {
    return await read()
  } catch {
    return []
  }
}

function insertAnd(text: string, then?: (view: EditorView) => unknown) {
  return (view: EditorView, _: Completion, from: number, to: number) => {
    const after = view.state.sliceDoc(to, to + 1)
    const insert = after === ' ' ? text.trimEnd() : text
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input.complete',
    })
    then?.(view)
  }
}
