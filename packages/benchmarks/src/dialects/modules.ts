/** Parses a folder's Rego and finds out which version each module is written in. */

import {
  type CustomBuiltin,
  compile,
  type Policy,
  parseModule,
  printError,
  type RegoError,
  type SourceFile,
} from '@evenkeel/rego'
import type { DialectMistake, ModuleMetadata, ParsedModule, RuleFile } from './dialect.ts'

/** Modules that parse, as v1 or else as v0; the others are mistakes. Tests (`_test.rego`) are left out. */
export function parseModules(files: readonly RuleFile[]): {
  modules: ParsedModule[]
  mistakes: DialectMistake[]
} {
  const modules: ParsedModule[] = []
  const mistakes: DialectMistake[] = []
  for (const { file, text } of files) {
    if (!file.endsWith('.rego') || file.endsWith('_test.rego')) continue
    const parsed = parseEither(file, text)
    if ('errors' in parsed)
      mistakes.push({ file, message: parsed.errors.map(printError).join('\n') })
    else modules.push(parsed)
  }
  return { modules, mistakes }
}

/** Libraries of v0 and v1 live side by side, so each module is tried by itself. */
export function parseEither(
  file: string,
  text: string,
): ParsedModule | { errors: readonly RegoError[] } {
  let first: readonly RegoError[] = []
  for (const regoVersion of ['v1', 'v0'] as const) {
    const { module, errors } = parseModule(file, text, { regoVersion, annotations: true })
    if (!module || errors.length > 0) {
      if (regoVersion === 'v1') first = errors
      continue
    }
    const source: SourceFile = { file, source: text, regoVersion }
    const path = module.package.path.path.map((it) => (it.kind === 'string' ? it.value : ''))
    const ruleLines = new Map<string, number>()
    for (const { head, location } of module.rules) {
      const { head: first } = head.reference
      if (first.kind === 'var' && !ruleLines.has(first.name))
        ruleLines.set(first.name, location.row)
    }
    const annotation = module.annotations.find((it) => it.scope === 'package')
    const metadata: ModuleMetadata = {
      ...(annotation?.title === undefined ? {} : { title: annotation.title }),
      ...(annotation?.description === undefined ? {} : { description: annotation.description }),
      ...(annotation?.custom === undefined ? {} : { custom: annotation.custom }),
    }
    return { source, path, ruleLines, metadata }
  }
  return { errors: first }
}

/** Compiles modules together; what is wrong becomes mistakes with their files. */
export function compileModules(
  modules: readonly ParsedModule[],
  builtins: CustomBuiltin[] = [],
  more: readonly SourceFile[] = [],
): { policy: Policy } | { mistakes: DialectMistake[] } {
  const sources = [...modules.map((it) => it.source), ...more]
  const { policy, errors } = compile(sources, { builtins })
  if (policy) return { policy }
  return {
    mistakes: errors.map((error) => ({
      file: error.location?.file ?? '',
      message: printError(error),
    })),
  }
}
