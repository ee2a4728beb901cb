/** The files of the Helm chart, written by `npm run docs` out of the objects and the values. */

import { version } from '../version.ts'
import { allObjects } from './documents.ts'
import { agentName } from './metadata.ts'
import { printHelm } from './print-helm.ts'
import { comment, scalar } from './print-yaml.ts'
import type { ObjectTemplate } from './template.ts'
import { type Json, type JsonMap, valueFields } from './value-fields.ts'
import { isMap, valuesSchema } from './values.ts'

const written = 'Written by `npm run docs` out of packages/server/src/manifest.'

/** By their paths inside the chart. */
export function chartFiles(): Map<string, string> {
  const files = new Map<string, string>([
    ['Chart.yaml', chartFile],
    ['values.yaml', valuesFile()],
    ['values.schema.json', `${JSON.stringify(schemaWithGlobal(), null, 2)}\n`],
    ['templates/_names.tpl', namesFile],
    ['templates/NOTES.txt', notesFile],
  ])
  for (const [file, objects] of objectsByFile())
    files.set(`templates/${file}`, `# ${written}\n${printHelm(objects)}`)
  return files
}

/** Objects that share a file, in order. */
export function objectsByFile(): Map<string, ObjectTemplate[]> {
  const files = new Map<string, ObjectTemplate[]>()
  for (const object of allObjects())
    files.set(object.file, [...(files.get(object.file) ?? []), object])
  return files
}

const chartFile = `# ${written}
apiVersion: v2
name: ${agentName}
description: The agent of Evenkeel, which holds a cluster and its nodes against security benchmarks.
type: application
version: ${version}
appVersion: ${scalar(version)}
kubeVersion: ">=1.24.0-0"
`

const namesFile = `{{- /* ${written} */ -}}
{{- /* A list of names as a list of references to them. */ -}}
{{- define "evenkeel.names" -}}
{{- $references := list -}}
{{- range . -}}{{- $references = append $references (dict "name" .) -}}{{- end -}}
{{- toJson $references -}}
{{- end -}}
`

const notesFile = `The agent of Evenkeel looks at this cluster and reports to {{ .Values.server.url }}.

See whether it has what it needs:
  kubectl -n {{ .Release.Namespace }} exec {{ if .Values.nodeChecks }}daemonset{{ else }}deployment{{ end }}/${agentName} -- /nodejs/bin/node /app/evenkeel-agent.mjs agent doctor
{{- if and .Values.nodeChecks (not .Values.createNamespace) }}

It mounts folders of the host, read-only. Where Pod Security is enforced, its namespace must allow that:
  kubectl label namespace {{ .Release.Namespace }} pod-security.kubernetes.io/enforce=privileged
{{- end }}
{{- if .Values.without }}

Left out: {{ join ", " .Values.without }}. docs/agent.md lists the rules that are then unknown.
{{- end }}
`

function schemaWithGlobal(): JsonMap {
  const schema = valuesSchema()
  if (isMap(schema.properties)) schema.properties.global = {}
  return schema
}

/** Each value below its description; maps of the same first name stand together. */
function valuesFile(): string {
  const lines = [`# ${written}`]
  let open = ''
  for (const { path, about, initial } of valueFields) {
    const [first = '', ...rest] = path.split('.')
    const isNested = rest.length > 0
    if (isNested && first !== open) lines.push('', `${first}:`)
    if (!isNested) lines.push('')
    open = isNested ? first : ''
    const indent = isNested ? '  ' : ''
    lines.push(...comment(about, indent), ...valueLines(rest.at(-1) ?? first, initial, indent))
  }
  return `${lines.join('\n')}\n`
}

function valueLines(name: string, value: Json, indent: string): string[] {
  const key = `${indent}${name}:`
  if (isMap(value) && Object.keys(value).length > 0) {
    return [
      key,
      ...Object.entries(value).flatMap(([inner, it]) =>
        valueLines(inner.includes('/') ? scalar(inner) : inner, it, `${indent}  `),
      ),
    ]
  }
  if (Array.isArray(value) && value.length > 0) {
    return [key, ...value.map((it) => `${indent}  - ${JSON.stringify(it)}`)]
  }
  return [`${key} ${scalar(value)}`]
}
