/** Parses YAML as Kubernetes' own tools do, which are milder than the specification in one place. */

import { type Document, type LineCounter, parseAllDocuments } from 'yaml'

/** Repairs of one text; a text that needs more is not YAML. */
const repairsMax = 100

/**
 * Documents with their errors. A quoted text whose next line is not indented further than its key is
 * an error of the specification; kubectl takes it, and so does this. Lines stay where they are.
 */
export function parseDocuments(text: string, lineCounter?: LineCounter): Document.Parsed[] {
  let repaired = text
  for (let round = 0; ; round += 1) {
    const documents = [
      ...parseAllDocuments(repaired, {
        uniqueKeys: false,
        ...(lineCounter && round === 0 ? { lineCounter } : {}),
      }),
    ]
    const line = round < repairsMax ? unclosedLine(documents) : undefined
    const next = line === undefined ? repaired : indentAfter(repaired, line)
    if (next === repaired) return documents
    repaired = next
  }
}

/** The line, from 1, of a quoted text that does not end on it. */
function unclosedLine(documents: readonly Document.Parsed[]): number | undefined {
  for (const { errors } of documents) {
    const error = errors.find((it) => it.code === 'MISSING_CHAR' && /quote/.test(it.message))
    if (error) return error.linePos?.[0].line
  }
  return undefined
}

/** Folding drops the blanks that this adds. */
function indentAfter(text: string, line: number): string {
  const lines = text.split('\n')
  const opening = lines[line - 1]
  const following = lines[line]
  if (opening === undefined || following === undefined) return text
  const wanted = opening.length - opening.trimStart().length + 2
  const has = following.length - following.trimStart().length
  if (has >= wanted || following.trim() === '') return text
  lines[line] = ' '.repeat(wanted - has) + following
  return lines.join('\n')
}
