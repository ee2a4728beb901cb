/** Findings as rows: the columns of every CSV, whoever writes it. */

import type { Finding } from './finding.ts'

export const findingColumns: readonly [name: string, read: (finding: Finding) => unknown][] = [
  ['id', (it) => it.id],
  ['result.evaluation', (it) => it.result.evaluation],
  ['rule.severity', (it) => it.rule.severity],
  ['rule.id', (it) => it.rule.id],
  ['rule.name', (it) => it.rule.name],
  ['rule.section', (it) => it.rule.section],
  ['rule.number', (it) => it.rule.number],
  ['rule.benchmark.id', (it) => it.rule.benchmark.id],
  ['resource.id', (it) => it.resource.id],
  ['resource.type', (it) => it.resource.type],
  ['resource.sub_type', (it) => it.resource.sub_type],
  ['resource.name', (it) => it.resource.name],
  ['resource.namespace', (it) => it.resource.namespace],
  ['resource.owner', (it) => it.resource.owner],
  ['resource.source.file', (it) => it.resource.source?.file],
  ['resource.source.line', (it) => it.resource.source?.line],
  ['cluster.id', (it) => it.cluster.id],
  ['cluster.name', (it) => it.cluster.name],
  ['result.reason', (it) => it.result.reason],
  ['result.evidence', (it) => JSON.stringify(it.result.evidence)],
  ['lifecycle', (it) => it.lifecycle],
  ['result.assignee', (it) => it.assignee],
  ['first_seen', (it) => it.first_seen],
  ['changed_at', (it) => it.changed_at],
  ['exception.reason', (it) => it.exception?.reason],
  ['exception.owner', (it) => it.exception?.owner],
  ['exception.until', (it) => it.exception?.until],
]
