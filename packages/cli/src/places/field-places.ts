/**
 * Finds the line and column of the failing fields in manifests.
 *
 * Collectors keep the line of each object only. What failed is looked up afterwards, in the files that
 * hold something failed, so that a scan without failures reads nothing twice.
 */

import { readFile, stat } from 'node:fs/promises'
import type { Evidence, Finding } from '@evenkeel/model'
import type { FieldPlaces } from './yaml-places.ts'

/** Above it the line of the object has to do. */
const fileBytesMax = 2 * 1024 * 1024

/** The findings again, with `source` on the evidence whose field was found. */
export async function addFieldPlaces(
  findings: Finding[],
  /** Where the text of a file lies that was rendered. */
  pathOf: (file: string) => string = (file) => file,
): Promise<Finding[]> {
  const files = new Set(findings.filter(isLookedUp).map((it) => it.resource.source?.file ?? ''))
  const places = new Map<string, FieldPlaces>()
  for (const file of files) {
    const text = await readSmall(pathOf(file))
    if (text === undefined) continue
    const { readFieldPlaces } = await import('./yaml-places.ts')
    places.set(file, readFieldPlaces(text))
  }
  return findings.map((finding) => {
    const { source } = finding.resource
    const known = source && places.get(source.file)
    if (!known || !isLookedUp(finding)) return finding
    const evidence = finding.result.evidence.map((it) => addPlace(it, source, known))
    return { ...finding, result: { ...finding.result, evidence } }
  })
}

function isLookedUp({ resource, result }: Finding): boolean {
  return result.evaluation === 'failed' && resource.source?.line !== undefined
}

function addPlace(
  evidence: Evidence,
  { file, line }: { file: string; line?: number },
  places: FieldPlaces,
): Evidence {
  if (evidence.source || line === undefined) return evidence
  const place = places.find(line, evidence.path)
  return place ? { ...evidence, source: { kind: 'object', file, ...place } } : evidence
}

/** Undefined for what is no readable, small, plain text: standard input, archives, large dumps. */
async function readSmall(file: string): Promise<string | undefined> {
  if (!/\.(ya?ml|json)$/i.test(file)) return undefined
  try {
    const stats = await stat(file)
    if (!stats.isFile() || stats.size > fileBytesMax) return undefined
    return await readFile(file, 'utf8')
  } catch {
    // It was read a moment ago; when it is gone now, its findings keep the line of the object.
    return undefined
  }
}
