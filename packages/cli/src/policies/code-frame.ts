/** The lines around a mistake in a policy, with a caret under its place. */

import { printError, type RegoError, type SourceFile } from '@evenkeel/rego'

const linesBefore = 2

/** The error as OPA prints it, with the lines that explain it, and below it the lines of the source that lead to it. */
export function printWithFrame(error: RegoError, sources: readonly SourceFile[]): string {
  const { location } = error
  const source = sources.find((it) => it.file === location?.file)?.source
  const details = (error.details ?? []).map((line) => `\t${line}\n`).join('')
  if (!location || source === undefined) return `${printError(error)}\n${details}`
  const lines = source.split('\n')
  const first = Math.max(1, location.row - linesBefore)
  const width = String(location.row).length
  const frame = lines
    .slice(first - 1, location.row)
    .map(
      (line, index) => `  ${String(first + index).padStart(width)} | ${line.replaceAll('\t', ' ')}`,
    )
  const caret = `  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, location.col - 1))}^`
  return `${printError(error)}\n${details}${frame.join('\n')}\n${caret}\n`
}
