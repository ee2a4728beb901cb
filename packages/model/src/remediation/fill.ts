/** Fills the placeholders of a remediation, so that a command can be copied as it stands. */

import type { Finding } from '../finding.ts'

/** A stretch of a command, or a `<placeholder>` in it with its value where the finding tells it. */
export type CommandPart = string | { placeholder: string; value?: string }

export type RemediationBlock =
  | { kind: 'text'; text: string }
  | {
      kind: 'command'
      /** The word behind the fence: `sh`, `yaml`, ...; empty where there is none. */
      language: string
      parts: CommandPart[]
    }

export interface FilledRemediation {
  blocks: RemediationBlock[]
}

/** `<namespace>`, `<new owner>`: letters first, no space at the ends, so that `a < b > c` is none. */
const placeholderPattern = /<([A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.-]+)*)>/g
/** A fence opens with three or more backticks; what follows is its language. */
const fencePattern = /^ {0,3}(`{3,})\s*([\w-]*)\s*$/

/** Splits Markdown into text and fenced commands, with what the finding tells already filled in. */
export function fillRemediation(markdown: string, finding: Finding): FilledRemediation {
  const known = knownValues(finding)
  const blocks: RemediationBlock[] = []
  let text: string[] = []
  const closeText = () => {
    const joined = fillText(text.join('\n').trim(), known)
    if (joined !== '') blocks.push({ kind: 'text', text: joined })
    text = []
  }

  const lines = withoutNamespace(markdown, finding).replaceAll('\r\n', '\n').split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const fence = fencePattern.exec(line)
    if (!fence) {
      text.push(line)
      continue
    }
    const [, ticks = '', language = ''] = fence
    const end = lines.findIndex((it, index) => index > at && it.trim() === ticks)
    const inside = lines.slice(at + 1, end < 0 ? lines.length : end).join('\n')
    closeText()
    if (inside.trim() !== '') {
      blocks.push({ kind: 'command', language, parts: splitCommand(inside, known) })
    }
    at = end < 0 ? lines.length : end
  }
  closeText()
  return { blocks }
}

/** Objects of the whole cluster have no namespace to name, so that commands for them name none. */
function withoutNamespace(markdown: string, { resource }: Finding): string {
  if (resource.type !== 'k8s_object' || resource.namespace !== null) return markdown
  return markdown.replaceAll(/ (?:-n|--namespace)[ =]<namespace>/g, '')
}

/**
 * The command as text to copy. A value that a shell would take apart is quoted for the place where
 * it stands, because names in a cluster are written by whoever may create objects there.
 * A placeholder without a value stays as it is written.
 */
export function printCommand(
  block: { language: string; parts: CommandPart[] },
  values: Readonly<Record<string, string>> = {},
): string {
  const isShell = !['yaml', 'yml', 'json', 'toml', 'ini', 'text'].includes(block.language)
  let printed = ''
  let quote: ShellQuote = ''
  for (const part of block.parts) {
    if (typeof part === 'string') {
      printed += part
      quote = quoteAfter(part, quote)
      continue
    }
    const value = values[part.placeholder] ?? part.value ?? ''
    if (value === '') printed += `<${part.placeholder}>`
    else printed += isShell ? quoteForShell(value, quote) : value
  }
  return printed
}

/** The placeholders that have no value yet, each once, in their order. */
export function openPlaceholders(
  blocks: readonly RemediationBlock[],
  values: Readonly<Record<string, string>> = {},
): string[] {
  const open = new Set<string>()
  for (const block of blocks) {
    if (block.kind !== 'command') continue
    for (const part of block.parts) {
      if (typeof part === 'string') continue
      if (!(values[part.placeholder] ?? part.value)) open.add(part.placeholder)
    }
  }
  return [...open]
}

/** What a finding tells, by the names that remediations use. */
function knownValues({ resource, cluster, result }: Finding): Map<string, string> {
  const known = new Map<string, string>()
  const tell = (value: string | null | undefined, ...names: string[]) => {
    if (value) for (const name of names) known.set(name, value)
  }
  const kind = resource.sub_type ?? undefined
  tell(resource.name, 'name', 'resource', 'resource-name')
  tell(resource.namespace, 'namespace')
  tell(cluster.name, 'cluster', 'cluster-name')
  tell(kind, 'kind')
  if (kind) tell(resource.name, kind.toLowerCase(), `${kind.toLowerCase()}-name`)
  if (kind) tell(resource.name, `${kebab(kind)}`, `${kebab(kind)}-name`)
  if (kind === 'Namespace') tell(resource.name, 'namespace')
  if (resource.type.endsWith('_node')) tell(resource.name, 'node', 'node-name')
  const files = new Set(result.evidence.flatMap(({ source }) => source?.file ?? []))
  const [file] = files
  if (files.size === 1) tell(file, 'file', 'path')
  return known
}

/** `ServiceAccount` to `service-account`. */
function kebab(kind: string): string {
  return kind.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}

/** In text only what stands in backticks is a placeholder. */
function fillText(text: string, known: Map<string, string>): string {
  return text.replace(/`[^`]*`/g, (code) =>
    splitCommand(code, known)
      .map((part) => (typeof part === 'string' ? part : (part.value ?? `<${part.placeholder}>`)))
      .join(''),
  )
}

function splitCommand(command: string, known: Map<string, string>): CommandPart[] {
  const parts: CommandPart[] = []
  let from = 0
  for (const match of command.matchAll(placeholderPattern)) {
    // `<<EOF` and `<<<word` are the shell's own.
    if (command[match.index - 1] === '<') continue
    const [whole, placeholder = ''] = match
    if (match.index > from) parts.push(command.slice(from, match.index))
    const value = known.get(placeholder.toLowerCase().replaceAll(/[ _]/g, '-'))
    parts.push(value === undefined ? { placeholder } : { placeholder, value })
    from = match.index + whole.length
  }
  if (from < command.length) parts.push(command.slice(from))
  return parts
}

/** The quote that a shell stands in; empty outside of quotes. */
type ShellQuote = '' | "'" | '"'

function quoteAfter(text: string, before: ShellQuote): ShellQuote {
  let quote = before
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\' && quote !== "'") at++
    else if (character === '#' && quote === '' && /^$|\s/.test(text[at - 1] ?? '')) {
      // A comment may hold an apostrophe; it ends with its line.
      const end = text.indexOf('\n', at)
      if (end < 0) return quote
      at = end
    } else if (quote === '' && (character === "'" || character === '"')) quote = character
    else if (character === quote) quote = ''
  }
  return quote
}

function quoteForShell(value: string, quote: ShellQuote): string {
  if (quote === "'") return value.replaceAll("'", `'\\''`)
  if (quote === '"') return value.replaceAll(/["\\$`]/g, '\\$&')
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
