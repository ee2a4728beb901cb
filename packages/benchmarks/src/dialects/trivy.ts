/** Trivy: `deny` of a check whose metadata selects Kubernetes; findings are made by `result.new`. */

import { type Severity, severities } from '@evenkeel/model'
import type { CustomBuiltin } from '@evenkeel/rego'
import {
  describeForeign,
  type ForeignRule,
  type ForeignRules,
  failedWith,
  messageOf,
  type ParsedModule,
  passed,
  placeOf,
  unknownBecause,
} from './dialect.ts'
import { printReference } from './gatekeeper.ts'
import { compileModules } from './modules.ts'

/** `result.new(message, object)`: Trivy's own built-in. The object only tells it where the message stands. */
export const trivyBuiltin: CustomBuiltin = {
  name: 'result.new',
  arity: 2,
  call: ([message]) => ({ msg: message ?? null }),
}

/** Kinds that a check without sub-types is about: whatever holds a pod. */
const workloadKinds = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]

export function isTrivy({ path, ruleLines, metadata }: ParsedModule): boolean {
  if (!ruleLines.has('deny')) return false
  return selectors(metadata.custom).some((it) => it.type === 'kubernetes') || path[0] === 'builtin'
}

/** Checks and the libraries they import are compiled together. */
export function readTrivy(
  checks: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
): ForeignRules {
  const compiled = compileModules([...checks, ...libraries], [trivyBuiltin])
  if ('mistakes' in compiled) return { rules: [], mistakes: compiled.mistakes }
  const { policy } = compiled
  const rules = checks.map((module): ForeignRule => {
    const query = policy.query(printReference(['data', ...module.path, 'deny']))
    const custom = module.metadata.custom ?? {}
    const kinds = kindsOf(custom)
    return {
      dialect: 'trivy',
      place: placeOf(module, 'deny'),
      rule: describeForeign({
        id: `trivy/${textOf(custom.id) ?? module.path.join('.')}`,
        name: module.metadata.title ?? module.path.join('.'),
        description: module.metadata.description ?? '',
        severity: severityOf(custom.severity),
        remediation: textOf(custom.recommended_actions) ?? textOf(custom.recommended_action) ?? '',
        kinds,
        source: module.source.source,
      }),
      inventory: [],
      judge(resource) {
        if (resource.type !== 'k8s_object') return undefined
        try {
          const found = query.evaluate({ input: resource.data, data: {} })
          if (Array.isArray(found) && found.length > 0)
            return failedWith(found.map(messageOf), 'deny')
          // A check says nothing of the kinds that it is not about.
          return kinds.includes(resource.subType ?? '') ? passed : undefined
        } catch (error) {
          return unknownBecause(error)
        }
      },
    }
  })
  return { rules, mistakes: [] }
}

interface Selector {
  type?: unknown
  subtypes?: unknown
}

function selectors(custom: Record<string, unknown> | undefined): Selector[] {
  const input = custom?.input
  if (typeof input !== 'object' || input === null || !('selector' in input)) return []
  return Array.isArray(input.selector)
    ? input.selector.filter((it): it is Selector => typeof it === 'object' && it !== null)
    : []
}

function kindsOf(custom: Record<string, unknown>): string[] {
  const named = selectors(custom).flatMap(({ subtypes }) =>
    Array.isArray(subtypes)
      ? subtypes.flatMap((it: unknown) =>
          typeof it === 'object' && it !== null && 'kind' in it && typeof it.kind === 'string'
            ? [it.kind]
            : [],
        )
      : [],
  )
  if (named.length === 0) return workloadKinds
  const lower = new Set(named.map((it) => it.toLowerCase()))
  const known = [...workloadKinds, ...otherKinds].filter((it) => lower.has(it.toLowerCase()))
  return known.length > 0 ? known : named
}

/** Kinds that checks name in lower case. */
const otherKinds = [
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'Ingress',
  'LimitRange',
  'Namespace',
  'NetworkPolicy',
  'NodeInfo',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
]

export function severityOf(value: unknown): Severity {
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  return severities.find((it) => it === word) ?? 'medium'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
