/** Where a finding stands: a line of a file, or an object of a cluster. */

import { isAbsolute, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Finding } from '@evenkeel/model'

export interface Place {
  /** As it was named or read; absolute for files of a node. */
  file: string
  line: number | undefined
  column: number | undefined
}

/** The failing field where it was found, else the object; undefined where no file is known. */
export function placeOf({ resource, result }: Finding): Place | undefined {
  const field = result.evidence.find(
    (it) => it.source?.file !== undefined && it.source.line,
  )?.source
  if (field?.file !== undefined) {
    return { file: field.file, line: field.line, column: field.column }
  }
  if (!resource.source) return undefined
  return { file: resource.source.file, line: resource.source.line, column: undefined }
}

/** Relative to the working folder with slashes where the file lies in it; else a `file:` address. */
export function uriOf(file: string, folder: string = process.cwd()): string {
  const path = isAbsolute(file) ? relative(folder, file) : file
  const isInside = !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`)
  if (!isInside) return pathToFileURL(file).href
  return path
    .split(sep)
    .filter((it) => it !== '.')
    .map(encodeURIComponent)
    .join('/')
}

/** `Deployment shop/web`. */
export function nameOf({ resource }: Finding): string {
  const kind = resource.sub_type ?? resource.type
  return `${kind} ${resource.namespace ? `${resource.namespace}/` : ''}${resource.name}`
}

/** What was seen and what should be, a line for each observation; the reason where there is none. */
export function explain({ result }: Finding): string[] {
  const lines = result.evidence.map(({ path, actual, expected, source }) => {
    const from =
      source?.file && source.kind !== 'object'
        ? ` (${source.file}${source.line ? `:${source.line}` : ''})`
        : ''
    return `${path} is ${print(actual)}, expected ${print(expected)}${from}`
  })
  return result.reason ? [result.reason, ...lines] : lines
}

const valueLengthMax = 300

function print(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}… (shortened)` : text
}
