/** Sets a flag in the text of a static pod's manifest, and leaves comments and all other lines alone. */

import { parse } from 'yaml'
import { isRecord } from '../contract/records.ts'

/** A flag of a command line; without a value it is taken off. */
export interface FlagChange {
  /** `profiling`, without dashes. */
  flag: string
  value: string | undefined
}

/**
 * The new text. Undefined where the manifest does not list its flags one a line, or where the
 * result would not be the same manifest with just this flag changed.
 */
export function setFlag(text: string, binary: string, change: FlagChange): string | undefined {
  const edited = editLines(text.split('\n'), binary, change)
  if (!edited) return undefined
  const after = edited.join('\n')
  return isOnlyChange(text, after, change) ? after : undefined
}

function editLines(
  lines: string[],
  binary: string,
  { flag, value }: FlagChange,
): string[] | undefined {
  const found = lines.flatMap((line, index) => (flagOf(line) === flag ? [index] : []))
  if (found.length === 0) {
    return value === undefined ? lines : insertFlag(lines, binary, `--${flag}=${value}`)
  }
  const edited = [...lines]
  for (const [at, index] of found.reverse().entries()) {
    // The value may stand as an argument of its own on the next line.
    const length =
      !itemOf(lines[index] ?? '').includes('=') && isValueLine(lines[index + 1]) ? 2 : 1
    // Of several the last one counts, and is the one that stays.
    const replaced =
      at === 0 && value !== undefined ? [withItem(lines[index] ?? '', `--${flag}=${value}`)] : []
    edited.splice(index, length, ...replaced)
  }
  return edited
}

/** After the last flag of the command, with its indentation. */
function insertFlag(lines: string[], binary: string, item: string): string[] | undefined {
  const command = lines.findIndex((line) => itemOf(line).split('/').at(-1) === binary)
  if (command < 0) return undefined
  const indent = indentOf(lines[command] ?? '')
  let last = command
  for (let index = command + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (/^\s*(#.*)?$/.test(line)) continue
    if (!line.startsWith(`${indent}- `)) break
    last = index
  }
  return [...lines.slice(0, last + 1), `${indent}- ${quoted(item)}`, ...lines.slice(last + 1)]
}

const itemPattern = /^(\s*- )(?:"([^"]*)"|'([^']*)'|([^\s"'#][^#]*?))\s*(#.*)?$/

/** The text of an item of a list; empty for every other line. */
function itemOf(line: string): string {
  const match = itemPattern.exec(line)
  return match ? (match[2] ?? match[3] ?? match[4] ?? '') : ''
}

function flagOf(line: string): string | undefined {
  return /^--([\w-]+)(?:=|$)/.exec(itemOf(line))?.[1]
}

function isValueLine(line: string | undefined): boolean {
  const item = itemOf(line ?? '')
  return item !== '' && !item.startsWith('-')
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? ''
}

/** The line with another item; its indentation and comment stay. */
function withItem(line: string, item: string): string {
  const [, start = '', , , , comment] = itemPattern.exec(line) ?? []
  return `${start}${quoted(item)}${comment ? ` ${comment}` : ''}`
}

/** A colon before a space, a comment sign and braces would be read as YAML. */
function quoted(item: string): string {
  return /: |\s#|[{}[\]"'<>]/.test(item) ? JSON.stringify(item) : item
}

function isOnlyChange(before: string, after: string, { flag, value }: FlagChange): boolean {
  const [old, fresh] = [argumentsOf(before), argumentsOf(after)]
  if (!old || !fresh || old.rest !== fresh.rest) return false
  const others = (list: string[]) => list.filter((it) => !isFlag(it, flag))
  // A value that stood as an argument of its own goes with its flag.
  const alone = old.list.indexOf(`--${flag}`)
  const apart = alone >= 0 ? old.list[alone + 1] : undefined
  const kept = others(old.list).filter((it) => it !== apart || apart.startsWith('-'))
  const own = fresh.list.filter((it) => isFlag(it, flag))
  const wanted = value === undefined ? [] : [`--${flag}=${value}`]
  return sameList(own, wanted) && sameList(kept, others(fresh.list))
}

function isFlag(word: string, flag: string): boolean {
  return word === `--${flag}` || word.startsWith(`--${flag}=`)
}

/** All words of all commands, and the manifest without them; undefined where it is no YAML. */
function argumentsOf(text: string): { list: string[]; rest: string } | undefined {
  const list: string[] = []
  try {
    const rest = JSON.stringify(parse(text), (key, value: unknown) => {
      if ((key !== 'command' && key !== 'args') || !Array.isArray(value)) return value
      list.push(...value.map(String))
      return null
    })
    return { list, rest: rest ?? '' }
  } catch {
    return undefined
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((it, index) => it === b[index])
}

/** Whether the text is a pod at all. */
export function isManifest(text: string): boolean {
  try {
    const content: unknown = parse(text)
    return isRecord(content) && content.kind === 'Pod'
  } catch {
    return false
  }
}
