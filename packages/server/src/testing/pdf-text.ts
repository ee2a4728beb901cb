/** Reads the text of a PDF as viewers select it: strings of its pages through the fonts' own tables. */

import { inflateSync } from 'node:zlib'

interface PdfObject {
  head: string
  /** Unpacked; undefined where it has none. */
  stream: string | undefined
}

/** Of files without object streams, as pdfkit writes them. Pages in order, without any spaces. */
export function readPdfPages(file: Buffer): string[] {
  const objects = readObjects(file)
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))
  return pages.map(({ head }) => {
    const resources = find(objects, head, /\/Resources (\d+) 0 R/)
    const fonts = /\/Font <<([\s\S]*?)>>/.exec(resources?.head ?? '')?.[1] ?? ''
    const tables = new Map(
      [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => {
        const font = objects.get(Number(id))
        return [name ?? '', readTable(find(objects, font?.head ?? '', /\/ToUnicode (\d+) 0 R/))]
      }),
    )
    return readText(find(objects, head, /\/Contents (\d+) 0 R/)?.stream ?? '', tables)
  })
}

export function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '')
}

/** Titles of the outline, in no order. */
export function readPdfOutline(file: Buffer): string[] {
  return [...readObjects(file).values()].flatMap(({ head }) => {
    const title = /\/Parent \d+ 0 R[\s\S]*\/Title \(((?:[^\\)]|\\[\s\S])*)\)/.exec(head)?.[1]
    const other = /\/Title \(((?:[^\\)]|\\[\s\S])*)\)[\s\S]*\/Parent \d+ 0 R/.exec(head)?.[1]
    return title ?? other ?? []
  })
}

function readObjects(file: Buffer): Map<number, PdfObject> {
  const text = file.toString('latin1')
  const objects = new Map<number, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = text.indexOf('\nendobj', start)
    const body = text.slice(start, end)
    const at = body.indexOf('\nstream\n')
    if (at === -1) objects.set(Number(match[1]), { head: body, stream: undefined })
    else {
      const head = body.slice(0, at)
      const raw = Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1')
      const isPacked = head.includes('/FlateDecode') && !head.includes('/Length1')
      const stream = isPacked ? inflateSync(raw).toString('latin1') : undefined
      objects.set(Number(match[1]), { head, stream })
    }
  }
  return objects
}

function find(objects: Map<number, PdfObject>, head: string, pattern: RegExp) {
  const id = pattern.exec(head)?.[1]
  return id === undefined ? undefined : objects.get(Number(id))
}

/** Characters by the number of their glyph. */
function readTable(object: PdfObject | undefined): string[] {
  const table: string[] = []
  const ranges = /<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi
  for (const [, first = '0', list = ''] of (object?.stream ?? '').matchAll(ranges)) {
    const characters = [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) =>
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    )
    for (const [index, it] of characters.entries()) table[Number.parseInt(first, 16) + index] = it
  }
  return table
}

function readText(content: string, tables: Map<string, string[]>): string {
  let table: string[] = []
  let text = ''
  for (const [, font, strings = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) table = tables.get(font) ?? []
    for (const [, hex = ''] of strings.matchAll(/<([0-9a-f]+)>/gi)) {
      for (let at = 0; at < hex.length; at += 4) {
        text += table[Number.parseInt(hex.slice(at, at + 4), 16)] ?? '\ufffd'
      }
    }
  }
  return withoutSpaces(text)
}
