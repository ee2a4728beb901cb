/** Prints a JSON value as YAML lines, each with the path of what stands on it. */

export interface YamlLine {
  text: string
  /** `spec.containers[0].image`; empty for a line that belongs to the whole. */
  path: string
  /** On the first line of a list's item: the item's own path. */
  item?: string
}

/** Beyond this depth a value is printed as JSON on one line. */
const depthMax = 64

export function toYamlLines(value: unknown): YamlLine[] {
  const lines: YamlLine[] = []
  if (isScalar(value)) return [{ text: scalar(value), path: '' }]
  addChildren(lines, value, { path: '', indent: '', depth: 0 })
  return lines
}

interface Place {
  path: string
  indent: string
  depth: number
}

function addChildren(lines: YamlLine[], value: unknown, place: Place): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      addItem(lines, item, { ...place, path: `${place.path}[${index}]` })
    })
    return
  }
  for (const [key, child] of entriesOf(value)) {
    const path = joinPath(place.path, key)
    addKey(lines, key, child, { ...place, path })
  }
}

function addKey(lines: YamlLine[], key: string, child: unknown, place: Place): void {
  const head = `${place.indent}${printKey(key)}:`
  if (isLeaf(child) || place.depth >= depthMax) {
    addScalar(lines, `${head} `, child, place)
    return
  }
  lines.push({ text: head, path: place.path })
  const indent = `${place.indent}${Array.isArray(child) ? '' : '  '}`
  addChildren(lines, child, { path: place.path, indent, depth: place.depth + 1 })
}

/** A list's item: its first line carries the dash. */
function addItem(lines: YamlLine[], item: unknown, place: Place): void {
  if (isLeaf(item) || place.depth >= depthMax) {
    addScalar(lines, `${place.indent}- `, item, place)
    return
  }
  const start = lines.length
  addChildren(lines, item, { ...place, indent: `${place.indent}  `, depth: place.depth + 1 })
  const first = lines[start]
  if (!first) return
  first.text = `${place.indent}- ${first.text.slice(place.indent.length + 2)}`
  first.item = place.path
}

/** Text of several lines becomes a block, everything else stands on the line of its key. */
function addScalar(lines: YamlLine[], head: string, value: unknown, place: Place): void {
  if (typeof value === 'string' && isBlockText(value)) {
    lines.push({ text: `${head}${value.endsWith('\n') ? '|' : '|-'}`, path: place.path })
    for (const line of value.replace(/\n$/, '').split('\n')) {
      lines.push({ text: line === '' ? '' : `${place.indent}  ${line}`, path: place.path })
    }
    return
  }
  lines.push({ text: `${head}${scalar(value)}`, path: place.path })
}

function isBlockText(text: string): boolean {
  // Only text that a block holds as it is: no leading space, one newline at most at the end.
  return /\n/.test(text.replace(/\n$/, '')) && !/^\s|\n\n$|\r|[^\P{C}\n\t]/u.test(text)
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return printText(value)
  return JSON.stringify(value) ?? 'null'
}

/** Plain where YAML reads it back as the same text, otherwise in double quotes. */
function printText(text: string): string {
  const isPlain =
    /^[A-Za-z_./][\w ./@%+=,()-]*(?::[\w./@%+=,()-]+)*$/.test(text) &&
    !/ $/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n|~|\.(?:inf|nan))$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}

function printKey(key: string): string {
  return printText(key)
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

function isLeaf(value: unknown): boolean {
  if (isScalar(value)) return true
  return Array.isArray(value) ? value.length === 0 : entriesOf(value).length === 0
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** A key with dots or dashes stands in brackets: `labels["app.kubernetes.io/name"]`. */
export function joinPath(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

/**
 * The numbers, from 1, of the lines that show what the paths name. A path that names nothing
 * (an unset field) marks the line of the nearest thing around it that is there.
 */
export function linesOfPaths(lines: readonly YamlLine[], paths: readonly string[]): number[] {
  const numberOf = new Map<string, number>()
  lines.forEach(({ path, item }, index) => {
    for (const it of [path, item]) {
      if (it !== undefined && !numberOf.has(it)) numberOf.set(it, index + 1)
    }
  })
  const found = new Set<number>()
  for (const path of paths) {
    for (let at = normalise(path); at !== ''; at = parentOf(at)) {
      const number = numberOf.get(at)
      if (number !== undefined) {
        found.add(number)
        break
      }
    }
  }
  return [...found].sort((a, b) => a - b)
}

function normalise(path: string): string {
  return path.replace(/^\$?\.?(?:data\.)?/, '').replaceAll(/\.(\d+)(?=\.|\[|$)/g, '[$1]')
}

function parentOf(path: string): string {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))
  return end <= 0 ? '' : path.slice(0, end)
}

export function toYaml(value: unknown): string {
  return toYamlLines(value)
    .map((it) => it.text)
    .join('\n')
}
