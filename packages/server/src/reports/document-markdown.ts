/** Prints the Markdown of remediations: paragraphs, lists, code. */

import type { Content } from 'pdfmake/interfaces.js'
import { colours, type Parts } from './document-parts.ts'
import type { Run } from './fonts.ts'

export function printMarkdown(parts: Parts, source: string): Content[] {
  return source
    .split(/^(?:```|~~~)[^\n]*$/m)
    .flatMap((block, index) =>
      index % 2 === 1 ? [printCode(parts, block)] : printProse(parts, block),
    )
}

function printCode(parts: Parts, block: string): Content {
  return {
    table: {
      widths: ['*'],
      body: [[parts.mono(block.replace(/^\n|\n$/g, ''), { preserveLeadingSpaces: true })]],
    },
    layout: {
      defaultBorder: false,
      fillColor: () => colours.ground,
      paddingLeft: () => 8,
      paddingRight: () => 8,
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
    margin: [0, 2, 0, 4],
  }
}

/** Lines of a paragraph run on; those of a list stay apart. */
function printProse(parts: Parts, block: string): Content[] {
  return block
    .split(/\n\s*\n/)
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .flatMap((paragraph) =>
      paragraph
        .split(/\n(?=\s*(?:[-*]|\d+\.)\s)/)
        .map((line) => printLine(parts, line.replace(/\s*\n\s*/g, ' ').trim())),
    )
}

function printLine(parts: Parts, line: string): Content {
  const item = /^(?:([-*])|(\d+\.))\s+(.*)$/.exec(line)
  const [, , number, rest = line] = item ?? []
  if (!item) return { text: printInline(parts, line), margin: [0, 0, 0, 3] }
  return {
    columns: [
      { width: 14, text: number ?? '•', alignment: 'right', color: colours.faint },
      { width: '*', text: printInline(parts, rest) },
    ],
    columnGap: 6,
    margin: [0, 0, 0, 2],
  }
}

/** Code in backticks, emphasis without its signs, links by their text. */
export function printInline(
  parts: Parts,
  line: string,
): (Run & { fontSize?: number; bold?: boolean })[] {
  return line
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 ($2)')
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .flatMap((piece) => {
      if (piece.length > 2 && piece.startsWith('`')) {
        const runs = parts.printer.runs(piece.slice(1, -1), 'Mono')
        return runs.map((run) => ({ ...run, fontSize: 7.8 }))
      }
      if (piece.length > 4 && piece.startsWith('**')) {
        return parts.printer.runs(piece.slice(2, -2)).map((run) => ({ ...run, bold: true }))
      }
      return parts.printer.runs(piece)
    })
}
