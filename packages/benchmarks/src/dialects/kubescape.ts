/** Kubescape: `deny` of `package armo_builtins` over an array of objects; what an alert names has failed. */

import { dirname } from 'node:path'
import type { Resource } from '@evenkeel/model'
import { compile, printError, type Query } from '@evenkeel/rego'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  type DialectMistake,
  describeForeign,
  type ForeignInventory,
  type ForeignRule,
  type ForeignRules,
  type ForeignVerdict,
  messageOf,
  type ParsedModule,
  passed,
  placeOf,
  type RuleFile,
  unknownBecause,
} from './dialect.ts'
import { printReference } from './gatekeeper.ts'

/** `rule.metadata.json` beside the Rego. */
const Metadata = Type.Object({
  name: Type.String(),
  description: Type.Optional(Type.String()),
  remediation: Type.Optional(Type.String()),
  match: Type.Optional(
    Type.Array(
      Type.Object({
        apiGroups: Type.Optional(Type.Array(Type.String())),
        apiVersions: Type.Optional(Type.Array(Type.String())),
        resources: Type.Optional(Type.Array(Type.String())),
      }),
    ),
  ),
})

const Alert = Type.Object({
  failedPaths: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  reviewPaths: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  alertObject: Type.Optional(
    Type.Object({ k8sApiObjects: Type.Optional(Type.Array(Type.Unknown())) }),
  ),
})

export function isKubescape({ path }: ParsedModule): boolean {
  return path[0] === 'armo_builtins'
}

/** Every rule has the same package, so each folder is compiled by itself with the libraries. */
export function readKubescape(
  policies: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
  files: readonly RuleFile[],
): ForeignRules {
  const rules: ForeignRule[] = []
  const mistakes: DialectMistake[] = []
  for (const module of policies) {
    // A folder may hold a second file that only narrows what is listed.
    if (!module.ruleLines.has('deny') || module.source.file.endsWith('filter.rego')) continue
    const { policy, errors } = compile([module.source, ...libraries.map((it) => it.source)])
    if (!policy) {
      mistakes.push({ file: module.source.file, message: errors.map(printError).join('\n') })
      continue
    }
    const query = policy.query(printReference(['data', ...module.path, 'deny']))
    rules.push(createRule(module, query, readMetadata(module, files, mistakes)))
  }
  return { rules, mistakes }
}

type Metadata = { name?: string; description?: string; remediation?: string; kinds: string[] }

function readMetadata(
  module: ParsedModule,
  files: readonly RuleFile[],
  mistakes: DialectMistake[],
): Metadata {
  const beside = `${dirname(module.source.file)}/rule.metadata.json`
  const file = files.find((it) => it.file === beside)
  if (!file) return { kinds: [] }
  try {
    const document: unknown = JSON.parse(file.text)
    if (!Value.Check(Metadata, document)) throw new Error('its fields are not those of a rule')
    const { name, description, remediation, match = [] } = document
    const kinds = match.flatMap((it) => it.resources ?? [])
    return {
      name,
      kinds,
      ...(description ? { description } : {}),
      ...(remediation ? { remediation } : {}),
    }
  } catch (error) {
    mistakes.push({ file: beside, message: `It cannot be read: ${String(error)}.` })
    return { kinds: [] }
  }
}

function createRule(module: ParsedModule, query: Query, metadata: Metadata): ForeignRule {
  const name = metadata.name ?? dirname(module.source.file).split('/').at(-1) ?? 'rule'
  // Alerts are about the whole cluster, so one evaluation serves all its objects.
  const evaluated = new WeakMap<ForeignInventory, Map<string, ForeignVerdict> | Error>()
  return {
    dialect: 'kubescape',
    place: placeOf(module, 'deny'),
    rule: describeForeign({
      id: `kubescape/${name}`,
      name: metadata.description?.split('\n')[0] || name,
      description: metadata.description ?? '',
      remediation: metadata.remediation ?? '',
      severity: 'medium',
      kinds: metadata.kinds,
      source: module.source.source,
    }),
    inventory: 'all',
    judge(resource, inventory) {
      if (resource.type !== 'k8s_object' || !isOfKinds(metadata.kinds, resource.subType))
        return undefined
      const objects = objectsOf(inventory, metadata.kinds)
      const isListed = objects.some((it) => keyOf(it) === keyOf(resource.data))
      if (!isListed) return verdictOf(judgeAll(query, [resource.data]), resource)
      let verdicts = evaluated.get(inventory)
      if (!verdicts) {
        verdicts = judgeAll(query, objects)
        evaluated.set(inventory, verdicts)
      }
      return verdictOf(verdicts, resource)
    },
  }
}

function verdictOf(
  verdicts: Map<string, ForeignVerdict> | Error,
  resource: Resource,
): ForeignVerdict {
  if (verdicts instanceof Error) return unknownBecause(verdicts)
  return verdicts.get(keyOf(resource.data)) ?? passed
}

/** The verdicts of the objects that some alert names. */
function judgeAll(query: Query, objects: unknown[]): Map<string, ForeignVerdict> | Error {
  try {
    const verdicts = new Map<string, ForeignVerdict>()
    const alerts = query.evaluate({ input: objects, data: {} })
    for (const alert of Array.isArray(alerts) ? alerts : []) {
      if (!Value.Check(Alert, alert)) throw new Error('an alert has a form that is not known')
      const paths = [...(alert.failedPaths ?? []), ...(alert.reviewPaths ?? [])]
      const message = messageOf(alert)
      const evidence = (paths.length > 0 ? paths : ['']).map((path) => ({
        path: String(path),
        actual: message,
        expected: null,
      }))
      for (const object of alert.alertObject?.k8sApiObjects ?? []) {
        const known = verdicts.get(keyOf(object))
        verdicts.set(keyOf(object), {
          evaluation: 'failed',
          reason: known ? `${known.reason}\n${message}` : message,
          evidence: [...(known?.evidence ?? []), ...evidence],
        })
      }
    }
    return verdicts
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function objectsOf(inventory: ForeignInventory, kinds: readonly string[]): unknown[] {
  const objects: unknown[] = []
  for (const versions of [inventory.cluster, ...Object.values(inventory.namespace)]) {
    for (const byKind of Object.values(versions)) {
      for (const [kind, byName] of Object.entries(byKind)) {
        if (isOfKinds(kinds, kind)) objects.push(...Object.values(byName))
      }
    }
  }
  return objects
}

/** Kinds are named as in an object; a star or nothing takes all. */
function isOfKinds(kinds: readonly string[], kind: string | undefined): boolean {
  return kinds.length === 0 || kinds.includes('*') || kinds.includes(kind ?? '')
}

function keyOf(object: unknown): string {
  const fields = object as {
    kind?: unknown
    metadata?: { name?: unknown; namespace?: unknown }
  } | null
  return `${fields?.kind}/${fields?.metadata?.namespace ?? ''}/${fields?.metadata?.name}`
}
