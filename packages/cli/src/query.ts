/** `--query`: the findings that a KQL expression matches, as the server would find them. */

import type { CycleResult } from '@evenkeel/agent'
import {
  createKqlMatcher,
  type Finding,
  findKqlWarnings,
  KqlError,
  type KqlNode,
  type KqlRecord,
  parseKql,
  type Rule,
  toKqlRecord,
} from '@evenkeel/model'
import { Failure } from './failure.ts'

/** Parses before anything is collected, so that a mistake costs no scan. */
export function readQuery(text: string): KqlNode {
  try {
    const node = parseKql(text)
    for (const warning of findKqlWarnings(node)) process.stderr.write(`evenkeel: ${warning}\n`)
    // Date math is checked by the matcher.
    createKqlMatcher(node, Date.now())
    return node
  } catch (error) {
    if (!(error instanceof KqlError)) throw error
    throw new Failure(`--query: ${error.message}`, undefined, error)
  }
}

/** Findings as KQL looks at them, with what only rule and resource know. */
export function createRecords(
  { resources }: Pick<CycleResult, 'resources'>,
  rules: ReadonlyMap<string, Rule>,
): (finding: Finding) => KqlRecord {
  const known = new Map(resources.map((it) => [it.id, it]))
  return (finding) => {
    const resource = known.get(finding.resource.id)
    const description = rules.get(finding.rule.id)?.description
    return toKqlRecord(finding, { description, labels: resource?.labels, node: resource?.node })
  }
}

export function filterFindings(
  findings: Finding[],
  query: KqlNode,
  toRecord: (finding: Finding) => KqlRecord,
): Finding[] {
  const matches = createKqlMatcher(query, Date.now())
  return findings.filter((finding) => matches(toRecord(finding)))
}
