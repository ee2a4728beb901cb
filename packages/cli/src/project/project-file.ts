/** `evenkeel.yaml`: the settings of `scan` that a project always wants. Options of the command line come first. */

import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { oneOf, Severity } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { Errors } from 'typebox/value'
import { isMap, LineCounter, parseDocument } from 'yaml'
import { Failure } from '../failure.ts'
import { formatNames } from '../formats/formats.ts'

const closed = { additionalProperties: false }

const names = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description }))

const Output = Type.Object(
  {
    format: Type.Unsafe<(typeof formatNames)[number]>({
      ...oneOf(...formatNames),
      description: 'How to print.',
    }),
    file: Type.Optional(
      Type.String({ description: 'Where to; standard output where nothing is said.' }),
    ),
  },
  closed,
)

const Scan = Type.Object(
  {
    targets: names('What is looked at when the command line names nothing.'),
    benchmarks: names('Only the rules of these benchmarks.'),
    rules: names('Only these rules, by their ids.'),
    'rule-folders': names('Rules of your own beside the built-in ones.'),
    namespaces: names('Only these namespaces.'),
    'kubernetes-version': Type.Optional(
      Type.String({ description: 'Evaluate as for this version, such as 1.35.' }),
    ),
    values: names("For Helm charts: values files, as Helm's own."),
    set: names("For Helm charts: name=value, as Helm's own."),
    exceptions: names('Files of exceptions.'),
    query: Type.Optional(Type.String({ description: 'Only findings that this KQL matches.' })),
    outputs: Type.Optional(Type.Array(Output, { description: 'Formats and where they go.' })),
    'fail-on': Type.Optional(
      Type.Unsafe<Severity>({
        ...Severity,
        description: 'Exit with 1 if a finding this bad or worse failed.',
      }),
    ),
    baseline: Type.Optional(Type.String({ description: 'A result of before.' })),
    'fail-on-new': Type.Optional(
      Type.Boolean({ description: 'Exit with 1 if anything failed that is not in the baseline.' }),
    ),
    'min-score': Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Exit with 1 if the lower bound of the score is below.',
      }),
    ),
    'min-coverage': Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Exit with 3 if less of what was expected was looked at.',
      }),
    ),
  },
  closed,
)

export const ProjectFile = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'For editors.' })),
    version: Type.Literal(1, { description: 'Of this file.' }),
    scan: Type.Optional(Scan),
  },
  closed,
)
export type ProjectFile = Static<typeof ProjectFile>
export type ProjectScan = Static<typeof Scan>

export const projectFileName = 'evenkeel.yaml'

/** Undefined when there is no such file and none was named. Paths in it are relative to it. */
export async function readProjectFile(named: string | undefined): Promise<ProjectScan | undefined> {
  const file = named ?? projectFileName
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing && named === undefined) return undefined
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`${file} cannot be read: ${why}.`, undefined, error)
  }
  return relativeTo(dirname(file), parseProject(text, file).scan ?? {})
}

export function parseProject(text: string, file: string): ProjectFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    throw new Failure(`${file}:${line}: ${broken.message.split('\n')[0]}`)
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 })
  const [mistake] = Errors(ProjectFile, value)
  if (!mistake) return value as ProjectFile
  const path = mistake.instancePath.split('/').slice(1)
  const unknown = unknownKey(value)
  const at = isMap(document.contents) ? document.getIn(unknown ?? path, true) : undefined
  const offset = hasRange(at) ? at.range[0] : 0
  const place = `${file}:${lines.linePos(offset).line}`
  if (unknown) throw new Failure(`${place}: ${unknown.join('.')} is no setting of this file.`)
  throw new Failure(`${place}: ${path.join('.') || 'the file'} ${mistake.message}.`)
}

/** A name that was mistyped says more than what is missing because of it. */
function unknownKey(value: unknown): string[] | undefined {
  const levels: [path: string[], known: object, at: unknown][] = [
    [[], ProjectFile.properties, value],
    [['scan'], Scan.properties, field(value, 'scan')],
  ]
  for (const [path, known, at] of levels) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) continue
    const key = Object.keys(at).find((it) => !(it in known))
    if (key !== undefined) return [...path, key]
  }
  return undefined
}

function relativeTo(folder: string, scan: ProjectScan): ProjectScan {
  const place = (path: string) =>
    folder === '.' || isAbsolute(path) || path === '-' || path === 'node'
      ? path
      : join(folder, path)
  const each = (paths: string[] | undefined) => paths?.map(place)
  const moved = {
    ...scan,
    targets: each(scan.targets),
    'rule-folders': each(scan['rule-folders']),
    values: each(scan.values),
    exceptions: each(scan.exceptions),
    outputs: scan.outputs?.map((it) =>
      it.file === undefined ? it : { ...it, file: place(it.file) },
    ),
    baseline: scan.baseline === undefined ? undefined : place(scan.baseline),
  }
  return Object.fromEntries(Object.entries(moved).filter(([, it]) => it !== undefined))
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return Array.isArray(field(node, 'range'))
}
