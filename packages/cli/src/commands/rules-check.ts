/** `evenkeel rules check` and `rules fmt`. */

import { readFile, writeFile } from 'node:fs/promises'
import { trivyBuiltin } from '@evenkeel/benchmarks'
import { compile, formatModule, type SourceFile } from '@evenkeel/rego'
import { exitStatus } from '../failure.ts'
import { printWithFrame } from '../policies/code-frame.ts'
import { loadPolicies } from '../policies/load.ts'

export interface RulesCheckOptions {
  strict?: boolean
  v0Compatible?: boolean
  ignore: string[]
  format: 'pretty' | 'json'
}

/** 0 when everything compiles, 1 otherwise, as `opa check` ends. */
export async function checkRules(paths: string[], options: RulesCheckOptions): Promise<number> {
  const { sources } = await loadPolicies(paths, { ignore: options.ignore })
  const { errors } = compile(sources, {
    regoVersion: options.v0Compatible ? 'v0' : 'v1',
    strict: options.strict === true,
    builtins: [trivyBuiltin],
  })
  if (errors.length === 0) return exitStatus.done
  if (options.format === 'json') {
    const items = errors.map(({ message, code, location }) => ({
      message,
      code,
      ...(location
        ? { location: { file: location.file, row: location.row, col: location.col } }
        : {}),
    }))
    process.stderr.write(`${JSON.stringify({ errors: items }, null, 2)}\n`)
  } else {
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
    process.stderr.write(`${count} occurred:\n`)
    for (const error of errors) process.stderr.write(printWithFrame(error, sources))
  }
  return 1
}

export interface RulesFmtOptions {
  write?: boolean
  list?: boolean
  fail?: boolean
  v0Compatible?: boolean
}

/** Prints the formatted sources, or changes the files with --write. */
export async function formatRules(paths: string[], options: RulesFmtOptions): Promise<number> {
  const { sources } = await loadPolicies(paths)
  let status: number = exitStatus.done
  for (const source of sources) {
    const formatted = format(source, options)
    if (formatted === undefined) {
      status = exitStatus.wrongUse
      continue
    }
    const isChanged = formatted !== source.source
    if (isChanged && options.fail && status === exitStatus.done) status = 1
    if (options.list && isChanged) process.stdout.write(`${source.file}\n`)
    // The file is read again, so that a change made meanwhile is not lost.
    if (options.write && isChanged && (await readFile(source.file, 'utf8')) === source.source) {
      await writeFile(source.file, formatted)
    }
    if (!options.write && !options.list) process.stdout.write(formatted)
  }
  return status
}

function format(source: SourceFile, options: RulesFmtOptions): string | undefined {
  const regoVersion = options.v0Compatible ? 'v0' : 'v1'
  const { text, errors } = formatModule(source.file, source.source, { regoVersion })
  for (const error of errors) process.stderr.write(printWithFrame(error, [source]))
  return text
}
