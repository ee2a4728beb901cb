/** What an evaluation did, line by line in the manner of OPA's traces. */

import type { Observer, SourceFile, TraceEvent } from '@evenkeel/rego'

/** A trace of more lines is no longer read by a person. */
const linesMax = 5_000

export type TraceKind = 'full' | 'fails'

export interface TraceRecorder {
  observe: Observer
  /** With `fails` only the definitions entered and the expressions that had no result. */
  print(kind: TraceKind): string
}

export function createTrace(sources: readonly SourceFile[], query: string): TraceRecorder {
  const events: TraceEvent[] = []
  let dropped = 0
  return {
    observe(event) {
      if (events.length < linesMax) events.push(event)
      else dropped += 1
    },
    print(kind) {
      const texts = new Map(sources.map((it) => [it.file, it.source]))
      const lines = layOut(events, kind, (event) => describe(event, texts, query))
      if (dropped > 0) lines.push(`and ${dropped} more lines`)
      return lines.length > 0 ? `${lines.join('\n')}\n` : ''
    },
  }
}

const words: Record<TraceEvent['kind'], string> = {
  enter: 'Enter',
  eval: 'Eval',
  exit: 'Exit',
  fail: 'Fail',
}

function layOut(
  events: readonly TraceEvent[],
  kind: TraceKind,
  text: (event: TraceEvent) => string,
): string[] {
  const shown: { place: string; line: string }[] = []
  // Depth is told by the names of the definitions that are open.
  const open: string[] = []
  for (const event of events) {
    const isOpening = event.kind === 'enter'
    while (open.length > 0 && open.at(-1) !== event.name && open.includes(event.name)) open.pop()
    const depth = isOpening
      ? open.length
      : Math.max(0, open.length - (event.kind === 'exit' ? 1 : 0))
    if (isOpening) open.push(event.name)
    if (kind === 'fails' && (event.kind === 'eval' || event.kind === 'exit')) continue
    const { file, row } = event.location
    const place = `${file || 'query'}:${row}`
    shown.push({ place, line: `${'| '.repeat(depth)}${words[event.kind]} ${text(event)}` })
  }
  const width = Math.max(0, ...shown.map((it) => it.place.length))
  return shown.map(({ place, line }) => `${place.padEnd(width)}  ${line}`)
}

function describe(event: TraceEvent, texts: ReadonlyMap<string, string>, query: string): string {
  if (event.kind === 'enter' || event.kind === 'exit') return event.name
  const { file, offset, end } = event.location
  const source = file === '' ? query : texts.get(file)
  return (source?.slice(offset, end).split('\n')[0] ?? '').trim()
}
