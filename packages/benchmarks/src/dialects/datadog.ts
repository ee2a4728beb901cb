/** Datadog: `package datadog` iterates `input.resources` and makes `results` with `dd_output.format`. */

import type { Resource } from '@evenkeel/model'
import { compile, printError, type Query, type SourceFile } from '@evenkeel/rego'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  type DialectMistake,
  describeForeign,
  type ForeignRule,
  type ForeignRules,
  type ForeignVerdict,
  type ParsedModule,
  passed,
  placeOf,
  unknownBecause,
} from './dialect.ts'
import { severityOf } from './trivy.ts'

/** The library that such rules import as `data.datadog.output`; ours, with the same two functions. */
const outputLibrary: SourceFile = {
  file: 'evenkeel/datadog_output.rego',
  source: [
    'package datadog.output',
    'import rego.v1',
    'format(resource, result) := {"result": result, "resource_id": object.get(resource, "resource_id", null), "message": ""}',
    'format_with_message(resource, result, message) := object.union(format(resource, result), {"message": message})',
  ].join('\n'),
}

const Result = Type.Object({
  result: Type.String(),
  message: Type.Optional(Type.String()),
})

export function isDatadog({ path }: ParsedModule): boolean {
  return path.length === 1 && path[0] === 'datadog'
}

/** Every rule has the same package, so each file is compiled by itself with the libraries. */
export function readDatadog(
  policies: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
): ForeignRules {
  const rules: ForeignRule[] = []
  const mistakes: DialectMistake[] = []
  const hasOutput = libraries.some((it) => it.path.join('.') === 'datadog.output')
  for (const module of policies) {
    const sources = [module.source, ...libraries.map((it) => it.source)]
    const { policy, errors } = compile(hasOutput ? sources : [...sources, outputLibrary])
    if (policy) rules.push(createRule(module, policy.query('data.datadog.results')))
    else mistakes.push({ file: module.source.file, message: errors.map(printError).join('\n') })
  }
  return { rules, mistakes }
}

function createRule(module: ParsedModule, query: Query): ForeignRule {
  const name =
    module.source.file
      .split('/')
      .at(-1)
      ?.replace(/\.rego$/, '') ?? 'rule'
  const types = namedTypes(module.source.source)
  return {
    dialect: 'datadog',
    place: placeOf(module, 'results'),
    rule: describeForeign({
      id: `datadog/${name}`,
      name: module.metadata.title ?? name,
      description: module.metadata.description ?? '',
      severity: severityOf(module.metadata.custom?.severity),
      source: module.source.source,
    }),
    inventory: [],
    judge(resource) {
      const type = typeOf(resource)
      if (type === undefined || (types.length > 0 && !types.includes(type))) return undefined
      const input = {
        main_resource_type: type,
        resources: { [type]: [toAttributes(resource, type)] },
      }
      try {
        return judgeResults(query.evaluate({ input, data: {} }))
      } catch (error) {
        return unknownBecause(error)
      }
    },
  }
}

function judgeResults(results: unknown): ForeignVerdict | undefined {
  if (!Array.isArray(results) || results.length === 0) return undefined
  let verdict: ForeignVerdict | undefined
  for (const result of results) {
    if (!Value.Check(Result, result)) throw new Error('a result has a form that is not known')
    if (result.result === 'fail') {
      return {
        evaluation: 'failed',
        reason: result.message || null,
        evidence: [{ path: 'result', actual: result.result, expected: 'pass' }],
      }
    }
    if (result.result === 'pass') verdict = passed
  }
  return verdict
}

/** Types that the rule names outright; a rule that takes the main type names none and takes all. */
function namedTypes(source: string): string[] {
  return [...source.matchAll(/input\.resources\.(\w+)|input\.resources\["(\w+)"\]/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
}

/** `kubernetes_pod`, `kubernetes_cluster_role`; node types are called as Evenkeel calls them. */
function typeOf(resource: Resource): string | undefined {
  if (resource.type !== 'k8s_object') return resource.type
  if (!resource.subType) return undefined
  return `kubernetes_${resource.subType.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}`
}

function toAttributes(resource: Resource, type: string): unknown {
  const attributes =
    typeof resource.data === 'object' && resource.data !== null
      ? resource.data
      : { data: resource.data }
  return { ...attributes, resource_id: resource.id, resource_type: type }
}
