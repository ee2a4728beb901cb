/** The formats for machines: one JSON document, or one finding a line. */

import type { ScanResult } from './result.ts'

/** Two-space JSON, written finding by finding, so that a large result is never one string. */
export function* printJson(result: ScanResult): Iterable<string> {
  yield '{\n'
  yield `  "version": ${JSON.stringify(result.version)},\n`
  yield `  "cluster": ${JSON.stringify(result.cluster)},\n`
  yield '  "findings": ['
  let separator = '\n'
  for (const finding of result.findings) {
    yield `${separator}    ${JSON.stringify(finding)}`
    separator = ',\n'
  }
  yield result.findings.length > 0 ? '\n  ],\n' : '],\n'
  yield `  "score": ${JSON.stringify(result.score)},\n`
  if (result.accepted) yield `  "accepted": ${JSON.stringify(result.accepted)},\n`
  yield `  "coverage": ${JSON.stringify(result.coverage)}\n}\n`
}

/** One finding a line; score and coverage are in the other formats. */
export function* printNdjson(result: ScanResult): Iterable<string> {
  for (const finding of result.findings) yield `${JSON.stringify(finding)}\n`
}
