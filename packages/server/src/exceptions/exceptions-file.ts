/** The file of exceptions as YAML text: read with the lines of its mistakes, and printed. */

import { type ExceptionsFileResult, type FileException, readExceptionsFile } from '@evenkeel/model'
import { isNode, LineCounter, parseDocument, stringify } from 'yaml'

/** Every mistake has its line; text that is no YAML is a mistake too. */
export function parseExceptionsYaml(text: string): ExceptionsFileResult {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const [broken] = document.errors
  if (broken) return refuse(lines.linePos(broken.pos[0]).line, plainMessage(broken.message))
  const lineOf = (path: readonly (string | number)[]) => {
    // A field that is missing stands nowhere; then the place of what lacks it is shown.
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  try {
    return readExceptionsFile(document.toJS(), lineOf)
  } catch (error) {
    // The parser refuses to unfold aliases that make much of little.
    if (error instanceof ReferenceError) return refuse(1, `${error.message}.`)
    throw error
  }
}

export function printExceptionsYaml(exceptions: readonly Omit<FileException, 'line'>[]): string {
  const file = {
    version: 1,
    exceptions: exceptions.map(({ until, ...it }) => ({ ...it, ...(until && { until }) })),
  }
  return `# Read by \`evenkeel scan --exceptions FILE\` and by the import of the Exceptions page.\n${stringify(file, { lineWidth: 100 })}`
}

function refuse(line: number, message: string): ExceptionsFileResult {
  return { exceptions: [], mistakes: [{ line, field: '', message }] }
}

/** Its first line, without the excerpt that follows. */
function plainMessage(message: string): string {
  return `${(message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '')}.`
}
