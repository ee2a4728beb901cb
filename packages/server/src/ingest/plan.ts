/** Holds a cycle's keys against what the server has, and says what has to be written. */

import { findingId } from '@evenkeel/benchmarks'
import type {
  CycleRequest,
  DiffResponse,
  FindingRow,
  ResourceKey,
  ResourceRow,
} from '@evenkeel/model'
import type { KeyWrite } from '../storage/cycle-rows.ts'
import type { HeldResource, ScopeState } from '../storage/scope-state.ts'

/** What the server lacks or holds differently. */
export function findLacking(state: ScopeState, keys: readonly ResourceKey[]): DiffResponse {
  const lacking: DiffResponse = { resources: [], findings: [] }
  for (const key of keys) {
    const held = state.resources.get(key.id)
    if (held?.hash !== key.hash) lacking.resources.push(key.id)
    for (const [rule, hash] of key.findings) {
      if (held?.findings[rule] !== hash) lacking.findings.push([key.id, rule])
    }
  }
  return lacking
}

export interface CyclePlan {
  resources: ResourceRow[]
  findings: FindingRow[]
  keys: KeyWrite[]
  goneResources: string[]
  /** Resource and rule of findings that are no more, those of gone resources included. */
  goneFindings: [resourceId: string, ruleId: string][]
}

export interface PlanOptions {
  isOff?: (ruleId: string) => boolean
  /** Resources that are said to be present and are not held. */
  lost?: readonly string[]
}

export type PlanResult = { plan: CyclePlan } | { missing: DiffResponse }

/**
 * Rows that were sent and are not needed are left alone; those that are needed and were not sent are missing.
 * Agents do not run rules that are off: what was found before stays as long as its resource is there.
 */
export function planCycle(
  state: ScopeState,
  request: CycleRequest,
  { isOff = () => false, lost = [] }: PlanOptions = {},
): PlanResult {
  const lacking = findLacking(state, request.keys)
  const resources = new Map(request.resources.map((row) => [row.id, row]))
  const findings = new Map(
    request.findings.map((row) => [pairKey(row.resource_id, row.rule_id), row]),
  )
  const missing: DiffResponse = {
    resources: [...lacking.resources.filter((id) => !resources.has(id)), ...lost],
    findings: lacking.findings.filter(([id, rule]) => !findings.has(pairKey(id, rule))),
  }
  if (missing.resources.length + missing.findings.length > 0) return { missing }

  const goneResources = findGoneResources(state, request)
  return {
    plan: {
      resources: lacking.resources.flatMap((id) => resources.get(id) ?? []),
      findings: lacking.findings.flatMap(([id, rule]) => findings.get(pairKey(id, rule)) ?? []),
      keys: changedKeys(state, request.keys, isOff),
      goneResources,
      goneFindings: findGoneFindings(state, request.keys, { goneResources, isOff }),
    },
  }
}

function pairKey(resourceId: string, ruleId: string): string {
  return `${resourceId}\0${ruleId}`
}

/** Absence says something only in a complete cycle, and only of its own scope. */
function findGoneResources(state: ScopeState, request: CycleRequest): string[] {
  const listed = new Set([...request.keys.map((key) => key.id), ...(request.present ?? [])])
  const candidates = request.is_complete ? state.resources.keys() : request.gone
  return [...new Set(candidates)].filter((id) => !listed.has(id) && state.resources.has(id))
}

function findGoneFindings(
  state: ScopeState,
  keys: readonly ResourceKey[],
  {
    goneResources,
    isOff,
  }: { goneResources: readonly string[]; isOff: (ruleId: string) => boolean },
): [string, string][] {
  const gone: [string, string][] = []
  for (const key of keys) {
    const held = state.resources.get(key.id)
    if (!held) continue
    const listed = new Set(key.findings.map(([rule]) => rule))
    for (const rule of Object.keys(held.findings)) {
      if (!listed.has(rule) && !isOff(rule)) gone.push([key.id, rule])
    }
  }
  for (const id of goneResources) {
    for (const rule of Object.keys(state.resources.get(id)?.findings ?? {})) gone.push([id, rule])
  }
  return gone
}

function changedKeys(
  state: ScopeState,
  keys: readonly ResourceKey[],
  isOff: (ruleId: string) => boolean,
): KeyWrite[] {
  return keys.flatMap(({ id, hash, findings: sent }) => {
    const held = state.resources.get(id)
    const findings = [...sent, ...keptFindings(held, sent, isOff)]
    const isSame =
      held?.hash === hash &&
      Object.keys(held.findings).length === findings.length &&
      findings.every(([rule, it]) => held.findings[rule] === it)
    return isSame ? [] : [{ id, hash, findings: Object.fromEntries(findings) }]
  })
}

function keptFindings(
  held: HeldResource | undefined,
  sent: ResourceKey['findings'],
  isOff: (ruleId: string) => boolean,
): [string, string][] {
  const kept = Object.entries(held?.findings ?? {}).filter(([rule]) => isOff(rule))
  if (kept.length === 0) return kept
  const listed = new Set(sent.map(([rule]) => rule))
  return kept.filter(([rule]) => !listed.has(rule))
}

/** The uuid under which a resource is stored; made as a finding's is, of no rule. */
export function resourceUuid(clusterId: string, resourceId: string): string {
  return findingId(clusterId, resourceId, '')
}

/** A sentence that says what in the request contradicts itself; undefined where nothing does. */
export function findContradiction(request: {
  keys: readonly ResourceKey[]
  is_complete?: boolean
  present?: readonly string[]
}): string | undefined {
  if (request.present && !request.is_complete)
    return 'Only a complete cycle says what is present beside its keys.'
  const seen = new Set<string>()
  for (const key of request.keys) {
    if (seen.has(key.id)) return `The resource ${key.id} is listed twice in keys.`
    seen.add(key.id)
    if (new Set(key.findings.map(([rule]) => rule)).size !== key.findings.length) {
      return `The resource ${key.id} lists a rule twice.`
    }
  }
  return undefined
}
