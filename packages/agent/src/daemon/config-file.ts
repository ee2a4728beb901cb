/** Reads the agent's configuration file: one `name: value` a line. */

import { readFileSync } from 'node:fs'

export interface FileSetting {
  value: string
  /** `/etc/evenkeel/agent.yaml:3` */
  place: string
}

const bytesMax = 64 * 1024

/**
 * It is YAML, of which it takes what settings need: the parser of all YAML would take more memory
 * than the agent has to spare. Whatever else stands in it is a mistake with its place.
 */
export function readConfigFile(
  path: string,
  known: readonly string[],
  mistakes: string[],
): Map<string, FileSetting> {
  const settings = new Map<string, FileSetting>()
  const text = readWhole(path, mistakes)
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const place = `${path}:${index + 1}`
    if (/^\s*(#.*)?$/.test(line) || line === '---') continue
    const [, name = '', written = ''] = /^([a-z-]+):(?:[ \t]+(.*))?$/.exec(line) ?? []
    const value = parseScalar(written)
    if (!known.includes(name)) {
      mistakes.push(`${place} is no setting: "${line.trim()}"; known: ${known.join(', ')}.`)
    } else if (value === undefined) {
      mistakes.push(`${place} is not one value: "${line.trim()}"; write ${name}: "text".`)
    } else if (settings.has(name)) {
      mistakes.push(`${place} says ${name} a second time; say it once.`)
    } else settings.set(name, { value, place })
  }
  return settings
}

function readWhole(path: string, mistakes: string[]): string {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length <= bytesMax) return text
    mistakes.push(`The configuration ${path} is larger than ${bytesMax} bytes.`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    mistakes.push(`The configuration ${path} cannot be read: ${reason}.`)
  }
  return ''
}

/** Undefined for what is no scalar on one line: a list, a map, a block, an open quote. */
function parseScalar(written: string): string | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(written)?.[1]
  if (quoted) return parseJsonText(quoted)
  const single = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(written)?.[1]
  if (single !== undefined) return single.replaceAll("''", "'")
  const plain = written.replace(/(^|\s)#.*$/, '').trim()
  return /^["'[{&*!|>%@`]|^- |: /.test(plain) ? undefined : plain
}

function parseJsonText(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : undefined
  } catch {
    // An escape that JSON does not know; the caller names the place.
    return undefined
  }
}
