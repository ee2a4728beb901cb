/** Reads the little Markdown that rules are written in: paragraphs, lists, code, emphasis, links. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'link'; text: string; href: string }

export type MarkdownBlock =
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string }

const listPattern = /^\s{0,6}(?:([-*])|(\d{1,3})[.)])\s+(.*)$/

export function parseMarkdown(markdown: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  for (const chunk of splitChunks(markdown)) {
    if (chunk.isCode) blocks.push({ kind: 'code', text: chunk.lines.join('\n') })
    else addBlocks(blocks, chunk.lines)
  }
  return blocks
}

interface Chunk {
  isCode: boolean
  lines: string[]
}

/** Apart by fences and by empty lines. */
function splitChunks(markdown: string): Chunk[] {
  const chunks: Chunk[] = [{ isCode: false, lines: [] }]
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const current = chunks.at(-1)
    if (/^\s*```/.test(line)) chunks.push({ isCode: !current?.isCode, lines: [] })
    else if (line.trim() === '' && !current?.isCode) chunks.push({ isCode: false, lines: [] })
    else current?.lines.push(line)
  }
  return chunks.filter((it) => it.lines.length > 0)
}

function addBlocks(blocks: MarkdownBlock[], lines: string[]): void {
  for (const line of lines) {
    const item = listPattern.exec(line)
    const last = blocks.at(-1)
    if (item) {
      const isOrdered = item[2] !== undefined
      const content = parseInline(item[3] ?? '')
      if (last?.kind === 'list' && last.isOrdered === isOrdered) last.items.push(content)
      else blocks.push({ kind: 'list', isOrdered, start: Number(item[2] ?? 1), items: [content] })
    } else if (line !== lines[0] && last?.kind === 'list') {
      last.items.at(-1)?.push(...parseInline(` ${line.trim()}`))
    } else if (line !== lines[0] && last?.kind === 'paragraph') {
      last.content.push(...parseInline(` ${line.trim()}`))
    } else {
      blocks.push({ kind: 'paragraph', content: parseInline(line.replace(/^#+\s+/, '').trim()) })
    }
  }
}

const inlinePattern =
  /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s)<>]+[^\s)<>.,;])/g

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    const [whole, code, strong, label, href, bare] = match
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else parts.push({ kind: 'link', text: label ?? bare ?? '', href: href ?? bare ?? '' })
    from = match.index + whole.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}
