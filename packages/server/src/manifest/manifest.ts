/** The manifest that deploys the agent: what `kubectl apply -f -` takes. */

import { loadRules, type RuleSet, rulesReading } from '@evenkeel/benchmarks'
import { version } from '../version.ts'
import { allObjects } from './documents.ts'
import { agentName } from './metadata.ts'
import { leavable } from './permissions.ts'
import { printYaml, quoted, type YamlPrinting } from './print-yaml.ts'
import type { ObjectTemplate } from './template.ts'
import type { JsonMap } from './value-fields.ts'
import { mergeValues, readOptions, readValues } from './values.ts'

export { type JsonMap, type ValueField, valueFields } from './value-fields.ts'
export { optionNames, readOptions, type ValuesResult } from './values.ts'

export interface ManifestOptions {
  /** Over the defaults, as a values file of the chart has them. */
  values: JsonMap
  namespace?: string | undefined
}

export const defaultNamespace = 'evenkeel'

/** What keeps a manifest from being made, each a sentence that names the value. */
export class ManifestError extends Error {
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** With the namespace, unless the values say otherwise. Throws ManifestError. */
export function generateManifest({ values: given, namespace }: ManifestOptions): string {
  const { values, mistakes } = readValues({ createNamespace: true, ...given })
  if (!values) throw new ManifestError(mistakes)
  const printing: YamlPrinting = {
    values,
    namespace: namespace ?? defaultNamespace,
    leftOut: (permission) => whatIsLeftOut(permission, loadRules()),
  }
  const objects = printObjects(allObjects(), printing)
  return `${head(printing)}${objects.join('---\n')}`
}

/**
 * From options by name, as a URL or a command line gives them, over values as the chart takes them.
 * Throws ManifestError.
 */
export function manifestOfOptions(
  options: Record<string, string | undefined>,
  { namespace, values: below = {} }: Partial<ManifestOptions> = {},
): string {
  const { values, mistakes } = readOptions(options)
  if (!values) throw new ManifestError(mistakes)
  return generateManifest({ values: mergeValues(below, values), namespace })
}

/** Throws ManifestError where a value that must be given is not. */
export function printObjects(templates: ObjectTemplate[], printing: YamlPrinting): string[] {
  try {
    return templates.flatMap((template) => printYaml(template, printing) ?? [])
  } catch (error) {
    throw new ManifestError([error instanceof Error ? error.message : String(error)])
  }
}

function head({ values, namespace }: YamlPrinting): string {
  const name = typeof values.cluster === 'string' && values.cluster !== '' ? values.cluster : ''
  const lines = [
    `The Evenkeel agent ${version}${name ? ` for the cluster ${quoted(name)}` : ''}.`,
    'It only reads. Apply it with: kubectl apply -f -',
    'Take it off again with:',
    `  kubectl delete namespace ${namespace}`,
    `  kubectl delete clusterrole,clusterrolebinding ${agentName}`,
    `  kubectl -n kube-system delete role,rolebinding ${agentName}`,
  ]
  return `${lines.map((line) => `# ${line}`).join('\n')}\n`
}

/** What a manifest without the permission or mount says in its place. */
export function whatIsLeftOut(id: string, ruleSet: RuleSet): string {
  const found = leavable.find((it) => it.id === id)
  const rules = rulesWithout(id, ruleSet)
  const rest = found?.path
    ? `Settings and files below ${found.path} are then gaps, and what rests on them is unknown.`
    : rules.length === 0
      ? 'No rule reads them.'
      : `Then unknown, ${rules.length} rules on ${found?.kinds.join(', ')}: ${rules.join(', ')}.`
  return `Left out: ${id} (${found?.reason.replace(/\.$/, '') ?? ''}). ${rest}`
}

/** The rules that say nothing, or nothing of these kinds, without the permission. */
export function rulesWithout(id: string, ruleSet: RuleSet): string[] {
  return rulesReading(ruleSet, leavable.find((it) => it.id === id)?.kinds ?? [])
}
