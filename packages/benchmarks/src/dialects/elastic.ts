/** Elastic: `finding` of `package compliance.…` over one Kubernetes object, file or process. */

import type { NodeData, Resource } from '@evenkeel/model'
import type { Query } from '@evenkeel/rego'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  describeForeign,
  type ForeignRule,
  type ForeignRules,
  type ForeignVerdict,
  type ParsedModule,
  placeOf,
  unknownBecause,
} from './dialect.ts'
import { printReference } from './gatekeeper.ts'
import { compileModules } from './modules.ts'

/** What `finding` or `finding.result` holds. */
const Result = Type.Object({
  evaluation: Type.String(),
  expected: Type.Optional(Type.Unknown()),
  evidence: Type.Optional(Type.Unknown()),
})

export function isElastic({ path, ruleLines }: ParsedModule): boolean {
  return path[0] === 'compliance' && ruleLines.has('finding')
}

export function readElastic(
  policies: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
): ForeignRules {
  const compiled = compileModules([...policies, ...libraries])
  if ('mistakes' in compiled) return { rules: [], mistakes: compiled.mistakes }
  const { policy } = compiled
  const rules = policies.map((module) =>
    createRule(module, policy.query(printReference(['data', ...module.path, 'finding']))),
  )
  return { rules, mistakes: [] }
}

function createRule(module: ParsedModule, query: Query): ForeignRule {
  const name = module.path
    .slice(1)
    .filter((it) => it !== 'rules')
    .join('/')
  return {
    dialect: 'elastic',
    place: placeOf(module, 'finding'),
    rule: describeForeign({
      id: `elastic/${name}`,
      name: module.metadata.title ?? name,
      description: module.metadata.description ?? '',
      severity: 'medium',
      source: module.source.source,
    }),
    inventory: [],
    judge(resource) {
      try {
        const verdicts = toInputs(resource).flatMap((input) => judge(query, input))
        return worst(verdicts)
      } catch (error) {
        return unknownBecause(error)
      }
    },
  }
}

function judge(query: Query, input: unknown): ForeignVerdict[] {
  const finding = query.evaluate({ input, data: {} })
  if (finding === undefined) return []
  const inner =
    typeof finding === 'object' && finding !== null && 'result' in finding
      ? finding.result
      : finding
  if (!Value.Check(Result, inner)) throw new Error('the finding has a form that is not known')
  const { evaluation, expected = null, evidence = null } = inner
  if (evaluation !== 'passed' && evaluation !== 'failed') return []
  return [
    { evaluation, reason: null, evidence: [{ path: 'evidence', actual: evidence, expected }] },
  ]
}

/** One failed input makes the resource failed. */
function worst(verdicts: readonly ForeignVerdict[]): ForeignVerdict | undefined {
  return verdicts.find((it) => it.evaluation === 'failed') ?? verdicts[0]
}

/** A node becomes one input for each of its processes and files, as such rules expect them. */
function toInputs(resource: Resource): unknown[] {
  if (resource.type === 'k8s_object') {
    return [{ type: 'k8s_object', subType: resource.subType, resource: resource.data }]
  }
  if (!isNodeData(resource.data)) return []
  const { components, files } = resource.data
  const processes = Object.values(components)
    .filter((it) => it.state === 'running')
    .map((component) => ({
      type: 'process',
      subType: 'process',
      resource: { command: printCommand(component), stat: { Name: component.name } },
    }))
  const metadata = files.flatMap((file) =>
    'gap' in file
      ? []
      : [
          {
            type: 'file',
            subType: file.type,
            resource: {
              path: file.path,
              name: file.path.split('/').at(-1),
              mode: file.mode.replace(/^0/, ''),
              uid: String(file.uid),
              gid: String(file.gid),
              owner: file.owner,
              group: file.group,
              sub_type: file.type,
            },
          },
        ],
  )
  return [...processes, ...metadata]
}

/** Only what the command line itself sets. */
function printCommand({ name, settings }: NodeData['components']['apiserver']): string {
  const flags = Object.entries(settings)
    .filter(([, setting]) => setting.source === 'flag')
    .map(
      ([flag, { value }]) => `--${flag}=${Array.isArray(value) ? value.join(',') : String(value)}`,
    )
  return [name, ...flags].join(' ')
}

function isNodeData(data: unknown): data is NodeData {
  return typeof data === 'object' && data !== null && 'components' in data && 'files' in data
}
