/** Which value of a Helm chart to set, where the line of a template says where it comes from. */

import { readFile } from 'node:fs/promises'
import type { Evidence, Finding, PatchOperation } from '@evenkeel/model'
import { nameOf } from '../formats/place.ts'
import { addFieldPlaces } from '../places/field-places.ts'
import type { Renderer } from '../targets/render.ts'

/** A sentence for each failed finding of a chart that a value decides. */
export async function suggestValues(findings: Finding[], renderer: Renderer): Promise<string[]> {
  const rendered = findings.filter(({ resource }) => {
    const file = resource.source?.file
    return file !== undefined && renderer.pathOf(file) !== file
  })
  const placed = await renderer.trace(await addFieldPlaces(rendered, renderer.pathOf))
  const lines: string[] = []
  for (const finding of placed) {
    const { fix, evidence } = finding.result
    if (!fix?.is_verified) continue
    for (const it of evidence) {
      const value = await valueBehind(it)
      const wanted = value && wantedBy(fix.patch, it.path)
      if (!wanted) continue
      const what = wanted.op === 'remove' ? 'leave out' : `set to ${JSON.stringify(wanted.value)}`
      lines.push(
        `${nameOf(finding)}, ${finding.rule.id}: ${what} the value ${value} (${it.source?.file}:${it.source?.line})`,
      )
    }
  }
  return [...new Set(lines)]
}

/** `web.privileged` of `privileged: {{ .Values.web.privileged }}`. */
async function valueBehind({ source }: Evidence): Promise<string | undefined> {
  if (!source?.file || source.line === undefined) return undefined
  const line = (await readLines(source.file))[source.line - 1] ?? ''
  const found = [...line.matchAll(/\.Values\.([\w.]+)/g)].map(([, name]) => name)
  return found.length === 1 ? found[0] : undefined
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n')
  } catch {
    // A template inside a packed chart: nobody can set a line of it.
    return []
  }
}

/** The operation for the path of the evidence: `spec.containers[0].x` is `/spec/containers/0/x`. */
function wantedBy(patch: readonly PatchOperation[], path: string): PatchOperation | undefined {
  const pointer = `/${path.replace(/\[(\w+)\]/g, '.$1').replaceAll('.', '/')}`
  return patch.find((it) => it.path === pointer)
}
