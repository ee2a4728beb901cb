/** Recognises whose rules a folder holds, and makes them rules that the evaluator runs. */

import { parseDocuments } from '../yaml/parse-documents.ts'
import { isConftest, readConftest } from './conftest.ts'
import { isDatadog, readDatadog } from './datadog.ts'
import type { DialectMistake, ForeignRules, ParsedModule, RuleFile } from './dialect.ts'
import { isElastic, readElastic } from './elastic.ts'
import { isConstraint, isTemplate, type PlacedDocument, readGatekeeper } from './gatekeeper.ts'
import { isKubescape, readKubescape } from './kubescape.ts'
import { parseModules } from './modules.ts'
import { isNative, readNative } from './native.ts'
import { isTrivy, readTrivy } from './trivy.ts'

/** Aliases in one document; more is a bomb. */
const aliasesMax = 100

/**
 * A folder may hold rules of several dialects. Modules of none of them are libraries.
 * What cannot be read is a mistake with its file; the others are still read.
 */
export function readForeignRules(files: readonly RuleFile[]): ForeignRules {
  const { modules, mistakes } = parseModules(files)
  const kinds = {
    datadog: [] as ParsedModule[],
    kubescape: [] as ParsedModule[],
    elastic: [] as ParsedModule[],
    native: [] as ParsedModule[],
    trivy: [] as ParsedModule[],
    conftest: [] as ParsedModule[],
    library: [] as ParsedModule[],
  }
  for (const module of modules) kinds[recognise(module)].push(module)
  const parts = [
    readGatekeeper(readDocuments(files, mistakes)),
    kinds.datadog.length > 0 ? readDatadog(kinds.datadog, kinds.library) : undefined,
    kinds.kubescape.length > 0 ? readKubescape(kinds.kubescape, kinds.library, files) : undefined,
    kinds.elastic.length > 0 ? readElastic(kinds.elastic, kinds.library) : undefined,
    kinds.native.length > 0 ? readNative(kinds.native, kinds.library) : undefined,
    kinds.trivy.length > 0 ? readTrivy(kinds.trivy, kinds.library) : undefined,
    kinds.conftest.length > 0 ? readConftest(kinds.conftest, kinds.library) : undefined,
  ].filter((it) => it !== undefined)
  return {
    rules: parts.flatMap((it) => it.rules),
    mistakes: [...mistakes, ...parts.flatMap((it) => it.mistakes)],
  }
}

function recognise(module: ParsedModule) {
  if (isDatadog(module)) return 'datadog'
  if (isKubescape(module)) return 'kubescape'
  if (isElastic(module)) return 'elastic'
  if (isNative(module)) return 'native'
  if (isTrivy(module)) return 'trivy'
  return isConftest(module) ? 'conftest' : 'library'
}

function readDocuments(files: readonly RuleFile[], mistakes: DialectMistake[]): PlacedDocument[] {
  const placed: PlacedDocument[] = []
  for (const { file, text } of files) {
    if (!/\.(ya?ml|json)$/.test(file) || !text.includes('gatekeeper.sh/')) continue
    try {
      for (const document of parseDocuments(text)) {
        const [error] = document.errors
        if (error) throw error
        const value: unknown = document.toJS({ maxAliasCount: aliasesMax })
        if (isTemplate(value) || isConstraint(value)) placed.push({ file, document: value })
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      mistakes.push({ file, message: `It does not parse: ${message}` })
    }
  }
  return placed
}
