/** Runs every rule that applies to a resource, and turns what cannot be looked at into unknown findings. */

import type { Cluster, Finding, Gap, Json, Resource } from '@evenkeel/model'
import { toInput } from '../contract/to-input.ts'
import { type Result, readVerdict } from '../contract/verdict.ts'
import { type Detected, detectBenchmark } from '../detect/detect-benchmark.ts'
import type { ForeignRule } from '../dialects/dialect.ts'
import { findingId } from '../identity/identity.ts'
import type { RuleSet } from '../library/rule-set.ts'
import { isJudgedAtOwner } from './folding.ts'
import { createInventory, type Inventory, workloadKinds } from './inventory.ts'
import type { RuleQuery } from './policies.ts'
import { createQueries } from './policies.ts'
import { type SelectedRule, selectRules } from './selection.ts'
import { findMistake, type Mistake } from './shape.ts'

export interface EvaluatorOptions {
  cluster: Cluster
  /** Ids; all rules that make sense without being chosen where this and `rules` are empty. */
  benchmarks?: string[]
  rules?: string[]
  kubernetesVersion?: string
  detected?: Detected
  /** Turned off: they are not run. */
  disabledRules?: readonly string[]
  /** By rule id, what the user set. */
  parameters?: Record<string, Record<string, Json>>
  /** Other people's rules, beside the built-in ones. */
  foreignRules?: readonly ForeignRule[]
}

export interface Evaluator {
  /** The benchmark whose numbers the findings carry where none was chosen. */
  readonly detected: Detected
  /** Every applicable rule; errors become `unknown` with their reason. Never throws over a resource. */
  evaluate(resource: Resource, inventory?: Inventory): Finding[]
  /** The same of the rules alone that read other objects too; they are not counted. */
  evaluateJoins(resource: Resource, inventory: Inventory): Finding[]
  /** Whether the rule is one of those. */
  isJoin(ruleId: string): boolean
  /** Every rule that the gap hides, as unknown, on a resource that stands for what was not seen. */
  evaluateGap(gap: Gap): Finding[]
  /** By rule id, what the rules are run with. */
  readonly parameters: Readonly<Record<string, Record<string, Json>>>
  /** Pairs of rule and resource so far. Not applicable ones are in none of the others. */
  readonly counts: Readonly<EvaluationCounts>
}

export interface EvaluationCounts {
  /** Findings in all, those of gaps included. */
  expected: number
  /** Those that ended as passed, failed or manual. */
  evaluated: number
  notApplicable: number
}

interface Prepared extends SelectedRule {
  query: () => RuleQuery
  /** Pods are judged at their workloads. */
  isPodRule: boolean
  /** Reads other objects beside the resource. */
  readsOthers: boolean
}

export function createEvaluator(ruleSet: RuleSet, options: EvaluatorOptions): Evaluator {
  const detected =
    options.detected ??
    detectBenchmark(
      options.kubernetesVersion === undefined
        ? {}
        : { kubernetesVersion: options.kubernetesVersion },
    )
  const selection = selectRules(ruleSet, {
    benchmarks: options.benchmarks ?? [],
    rules: options.rules ?? [],
    detected: detected.benchmark,
    parameters: options.parameters ?? {},
    disabled: new Set(options.disabledRules),
  })
  const index = indexRules(ruleSet, selection.rules)
  const isOn = ({ rule }: ForeignRule) => !options.disabledRules?.includes(rule.id)
  const foreign = (options.foreignRules ?? []).filter(isOn).map(prepareForeign)
  const joins = new Set(
    [...[...index.values()].flat(), ...foreign].filter(isJoin).map(({ rule }) => rule.id),
  )
  const running = {
    cluster: options.cluster,
    shared: {
      parameters: selection.parameters,
      kubernetes_version: options.kubernetesVersion ?? detected.version,
      platforms: platformsOf(options.benchmarks ?? [], detected),
    },
  }
  const counts: EvaluationCounts = { expected: 0, evaluated: 0, notApplicable: 0 }

  function evaluate(resource: Resource, inventory?: Inventory): Finding[] {
    const prepared = index.get(indexKey(resource.type, resource.subType)) ?? []
    const { findings, notApplicable } = run({ ...running, prepared, foreign }, resource, inventory)
    counts.notApplicable += notApplicable
    count(findings)
    return findings
  }

  function evaluateJoins(resource: Resource, inventory: Inventory): Finding[] {
    const all = index.get(indexKey(resource.type, resource.subType)) ?? []
    const joining = { prepared: all.filter(isJoin), foreign: foreign.filter(isJoin) }
    return run({ ...running, ...joining }, resource, inventory).findings
  }

  function evaluateGap(gap: Gap): Finding[] {
    if (!gap.resourceType) return []
    const standIn = gapResource(gap, gap.resourceType)
    const prepared = [
      ...(index.get(indexKey(gap.resourceType, gap.subType)) ?? []),
      ...foreign.filter((it) => mayJudge(it, gap)),
    ]
    const findings = prepared.map(({ rule }) =>
      toFinding(options.cluster, rule, standIn, unknown(`${gap.source}: ${gap.reason}`)),
    )
    count(findings)
    return findings
  }

  function count(findings: Finding[]): void {
    counts.expected += findings.length
    for (const { result } of findings) if (result.evaluation !== 'unknown') counts.evaluated++
  }

  return {
    detected,
    evaluate,
    evaluateJoins,
    isJoin: (ruleId) => joins.has(ruleId),
    evaluateGap,
    parameters: selection.parameters,
    counts,
  }
}

interface Run {
  cluster: Cluster
  /** What rules read beside the resource and the other objects. */
  shared: Record<string, unknown>
  prepared: readonly Prepared[]
  foreign: readonly PreparedForeign[]
}

const emptyInventory = createInventory()

function run(
  { cluster, shared, prepared, foreign }: Run,
  resource: Resource,
  inventory?: Inventory,
): { findings: Finding[]; notApplicable: number } {
  const findings: Finding[] = []
  let notApplicable = 0
  if (prepared.length === 0 && foreign.length === 0) return { findings, notApplicable }
  const { document, podLabels } = inventory ?? emptyInventory
  const isFolded = isJudgedAtOwner(resource, inventory)
  const mistake = resource.type === 'k8s_object' ? findMistake(resource) : undefined
  const input = toInput(resource)
  const data = { ...shared, inventory: document, pod_labels: podLabels }
  const take = (rule: Finding['rule'], verdict: Result | undefined): void => {
    if (verdict) findings.push(toFinding(cluster, rule, resource, verdict))
    else notApplicable++
  }
  for (const one of prepared) {
    if (isFolded && one.isPodRule) continue
    const hidden = inventory && hiddenBy(one, inventory)
    take(one.rule, hidden ?? judge(mistake, () => runQuery(one.query, input, data)))
  }
  for (const one of foreign) {
    if (!(isFolded && one.isPodRule)) take(one.rule, one.judge(resource, document))
  }
  return { findings, notApplicable }
}

/** A benchmark that was chosen says what the cluster is, else what was detected. */
function platformsOf(benchmarks: readonly string[], { provider }: Detected): string[] {
  const chosen = benchmarks.flatMap((id) => /^cis-([a-z0-9]+)-/.exec(id)?.[1] ?? [])
  return chosen.length > 0 ? chosen : [provider]
}

type PreparedForeign = Pick<ForeignRule, 'judge'> &
  Pick<Prepared, 'rule' | 'isPodRule' | 'readsOthers'> & { kinds: string[] }

function prepareForeign({ dialect, rule, judge, inventory }: ForeignRule): PreparedForeign {
  const { id, name, severity, kinds } = rule
  return {
    judge,
    kinds,
    isPodRule: kinds.includes('Pod') && kinds.includes('Deployment'),
    readsOthers: inventory === 'all' || inventory.length > 0,
    rule: {
      id,
      name,
      section: dialect,
      number: '',
      benchmark: { id: dialect, version: '' },
      severity,
      controls: [],
    },
  }
}

function isJoin({ readsOthers }: Pick<Prepared, 'readsOthers'>): boolean {
  return readsOthers
}

/** A rule that names no kinds may be about any. */
function mayJudge({ kinds }: PreparedForeign, { resourceType, subType }: Gap): boolean {
  if (resourceType !== 'k8s_object') return false
  return kinds.length === 0 || subType === undefined || kinds.includes(subType)
}

function unknown(reason: string): Result {
  return { evaluation: 'unknown', reason, evidence: [] }
}

/** A rule that joins objects says nothing where some of them could not be listed. */
function hiddenBy({ module }: SelectedRule, inventory: Inventory): Result | undefined {
  const { inventory: kinds = [], pod_labels: readsPods } = module.metadata.custom
  for (const kind of readsPods ? [...kinds, 'Pod', ...workloadKinds] : kinds) {
    const gap = inventory.gapOf(kind)
    if (gap !== undefined) return unknown(`The rule needs every ${kind}. ${gap}`)
  }
  return undefined
}

/** Nothing is concluded from garbage; where something is missing, what is there can still fail. */
function judge(mistake: Mistake | undefined, run: () => Result | undefined): Result | undefined {
  if (!mistake) return run()
  const verdict = mistake.isOmission ? run() : undefined
  return verdict?.evaluation === 'failed' ? verdict : unknown(mistake.reason)
}

/** Undefined where the rule does not apply. */
function runQuery(query: () => RuleQuery, input: unknown, data: unknown): Result | undefined {
  let value: unknown
  try {
    value = query().evaluate({ input, data })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return unknown(`The rule ended with an error: ${message}`)
  }
  if (value === undefined) return undefined
  return readVerdict(value) ?? unknown('The rule answered in a form that is not known.')
}

function toFinding(
  cluster: Cluster,
  rule: Finding['rule'],
  resource: Resource,
  result: Result,
): Finding {
  return {
    id: findingId(cluster.id, resource.id, rule.id),
    rule,
    resource: {
      id: resource.id,
      type: resource.type,
      sub_type: resource.subType ?? null,
      name: resource.name,
      namespace: resource.namespace ?? null,
      owner: resource.owner ?? null,
      source: resource.source ?? null,
    },
    cluster: { id: cluster.id, name: cluster.name },
    result,
    first_seen: null,
    changed_at: null,
    exception: null,
  }
}

function gapResource(gap: Gap, type: Resource['type']): Resource {
  const group = gap.apiVersion?.includes('/') ? gap.apiVersion.split('/')[0] : undefined
  const path = gap.node ?? [group, gap.subType].filter((part) => part !== undefined).join('/')
  return {
    id: ['gap', type, path].filter((part) => part !== '').join('/'),
    type,
    name: gap.node ?? gap.subType ?? gap.source,
    ...(gap.subType === undefined ? {} : { subType: gap.subType }),
    ...(gap.node === undefined ? {} : { node: gap.node }),
    data: null,
  }
}

type RuleIndex = ReadonlyMap<string, Prepared[]>

/** Kinds are indexed one by one, and all of them under the bare type for gaps that hide every kind. */
function indexRules(ruleSet: RuleSet, selected: readonly SelectedRule[]): RuleIndex {
  const queryOf = createQueries(
    ruleSet,
    selected.map(({ module }) => module),
  )
  const index = new Map<string, Prepared[]>()
  for (const { module, rule } of selected) {
    const { resource_types, kinds = [], inventory = [], pod_labels } = module.metadata.custom
    const prepared: Prepared = {
      module,
      rule,
      query: lazily(() => queryOf(module)),
      isPodRule: kinds.includes('Pod') && kinds.includes('Deployment'),
      readsOthers: inventory.length > 0 || pod_labels === true,
    }
    const keys = new Set<string>()
    for (const type of resource_types) {
      keys.add(indexKey(type))
      if (type === 'k8s_object') for (const kind of kinds) keys.add(indexKey(type, kind))
    }
    for (const key of keys) {
      const known = index.get(key)
      if (known) known.push(prepared)
      else index.set(key, [prepared])
    }
  }
  return index
}

function indexKey(type: string, kind?: string): string {
  return type === 'k8s_object' && kind !== undefined ? `${type}/${kind}` : type
}

/** Made when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
