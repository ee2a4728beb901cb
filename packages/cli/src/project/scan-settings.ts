/** Joins the options of the command line with the project's file: an option that was given counts. */

import type { ScanOptions } from '../scan-options.ts'
import type { ProjectScan } from './project-file.ts'

export interface ScanSettings {
  targets: string[]
  options: ScanOptions
}

export function joinSettings(
  targets: string[],
  options: ScanOptions,
  project: ProjectScan | undefined,
): ScanSettings {
  if (!project) return { targets, options }
  const lists = {
    benchmark: project.benchmarks,
    rule: project.rules,
    rules: project['rule-folders'],
    namespace: project.namespaces,
    values: project.values,
    set: project.set,
    exceptions: project.exceptions,
  }
  const singles = {
    kubernetesVersion: project['kubernetes-version'],
    query: project.query,
    failOn: project['fail-on'],
    baseline: project.baseline,
    failOnNew: project['fail-on-new'],
    minScore: project['min-score'],
    minCoverage: project['min-coverage'],
  }
  const joined: ScanOptions = { ...options, ...outputsOf(options, project) }
  for (const [name, value] of Object.entries(singles)) {
    if (value !== undefined && Reflect.get(options, name) === undefined) {
      Reflect.set(joined, name, value)
    }
  }
  for (const [name, value] of Object.entries(lists)) {
    const given: unknown = Reflect.get(options, name)
    if (value && Array.isArray(given) && given.length === 0) Reflect.set(joined, name, value)
  }
  return { targets: targets.length > 0 ? targets : (project.targets ?? []), options: joined }
}

/** Formats and files go together, so that one of them on the command line replaces both. */
function outputsOf(
  options: ScanOptions,
  { outputs }: ProjectScan,
): Pick<ScanOptions, 'format' | 'output'> {
  if (!outputs || options.format.length > 0 || options.output.length > 0) return options
  // Those with a file first, since the last format may go to standard output.
  const sorted = [...outputs].sort((a, b) => Number(!a.file) - Number(!b.file))
  return {
    format: sorted.map((it) => it.format),
    output: sorted.flatMap((it) => it.file ?? []),
  }
}
