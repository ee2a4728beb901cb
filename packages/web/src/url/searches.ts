/** What the address of each page may hold. */

import { parseDateSpan, type Severity, severities } from '@evenkeel/model'
import { type Parsed, type Reader, readSearch, text, word, wordList } from './search-params.ts'

/** On every page: the cluster that it is limited to, and the time that it shows. */
export interface ScopeSearch {
  scope?: string | undefined
  /** A date as KQL takes it; absent for now. */
  at?: string | undefined
}

/** A column or a grouping of a label of resources: `label:team`. */
export type LabelName = `label:${string}`
const labelMark = 'label:'
const labelLengthMax = 320

export function isLabelName(name: string): name is LabelName {
  return (
    name.startsWith(labelMark) && name.length > labelMark.length && name.length <= labelLengthMax
  )
}

/** `team` of `label:team`. */
export function labelKeyOf(name: LabelName): string {
  return name.slice(labelMark.length)
}

export const groupings = [
  'rule',
  'resource',
  'section',
  'namespace',
  'cluster',
  'owner',
  'kind',
  'assignee',
] as const
export type Grouping = (typeof groupings)[number] | LabelName
/** One grouping, or one within another. */
const groupingsMax = 2

export const flyoutTabs = ['overview', 'resource', 'relations', 'rule', 'history', 'json'] as const
export type FlyoutTab = (typeof flyoutTabs)[number]

export const columnIds = [
  'result',
  'severity',
  'rule',
  'resource',
  'kind',
  'namespace',
  'section',
  'cluster',
  'changed',
  'seen',
  'owner',
  'benchmark',
  'status',
  'assignee',
  'controls',
] as const
export type ColumnId = (typeof columnIds)[number] | LabelName

const sortable = [
  'result.evaluation',
  'rule.severity',
  'rule.number',
  'rule.section',
  'resource.name',
  'resource.namespace',
  'resource.sub_type',
  'resource.owner',
  'rule.benchmark.id',
  'cluster.name',
  'changed_at',
  'first_seen',
  'result.assignee',
]
const sortParts = sortable.flatMap((field) => [field, `-${field}`])

export const pinCounts = ['1', '2', '3', '4'] as const

export interface FindingsSearch extends ScopeSearch {
  /** KQL. */
  q?: string
  /** `rule`, or `rule,resource` for one within the other. */
  group?: string
  sort?: string
  /** In their order. */
  cols?: string
  /** So many columns stay when the table is scrolled sideways. */
  pin?: (typeof pinCounts)[number]
  /** The id of the saved view that this began as. */
  view?: string
  /** A date as KQL takes it: shows what differs since then. */
  since?: string
  /** The finding in the flyout. */
  finding?: string
  tab?: FlyoutTab
}

export interface FindingSearch extends ScopeSearch {
  tab?: FlyoutTab
}

export interface ClustersSearch extends ScopeSearch {
  /** The "Add cluster" dialog is open. */
  add?: 'yes'
}

export const ruleStates = ['enabled', 'disabled', 'overridden'] as const
export const ruleAssessments = ['automated', 'manual'] as const
export const ruleOrigins = ['built-in', 'custom'] as const

export interface RulesSearch extends ScopeSearch {
  benchmark?: string | undefined
  search?: string | undefined
  failed?: 'yes' | undefined
  /** `disabled` on some clusters or all. */
  state?: (typeof ruleStates)[number] | undefined
  assessment?: (typeof ruleAssessments)[number] | undefined
  severity?: Severity | undefined
  /** Its number in the benchmark; its title where it has none. */
  section?: string | undefined
  source?: (typeof ruleOrigins)[number] | undefined
}

export interface ResourcesSearch extends ScopeSearch {
  search?: string | undefined
  kind?: string | undefined
  namespace?: string | undefined
}

export interface RbacSearch extends ScopeSearch {
  /** The cluster that is asked about. */
  cluster?: string | undefined
  /** One, or several with commas. */
  verb?: string | undefined
  resource?: string | undefined
  namespace?: string | undefined
  /** What this one can do is shown in place of who can: `User/anna`, `ServiceAccount/payments/api`. */
  subject?: string | undefined
  /** Bindings that Kubernetes makes by itself. */
  builtin?: 'hide' | undefined
}

export interface ResourceSearch extends ScopeSearch {
  /** The cluster that the resource belongs to. */
  cluster?: string
}

export const shownResults = [
  'failed',
  'unknown',
  'manual',
  'passed',
  'not-applicable',
  'listed',
  'disabled',
  'changed',
] as const

export interface FrameworkSearch extends ScopeSearch {
  /** A date as KQL takes it, earlier than `at`. */
  compare?: string | undefined
  /** Only controls with this result, or those that changed. */
  show?: (typeof shownResults)[number] | undefined
  /** The control in the side panel: its number and its rule. */
  control?: string | undefined
}

export interface ExceptionsSearch extends ScopeSearch {
  /** The "Accept findings" dialog is open. */
  add?: 'yes'
  /** Expired and revoked ones show too. */
  past?: 'yes'
}

export const accessTabs = ['users', 'roles', 'tokens', 'sessions', 'audit'] as const

export interface AccessSearch extends ScopeSearch {
  tab?: (typeof accessTabs)[number]
  /** Of the audit log. */
  q?: string
}

const time: Reader<string> = (it) =>
  it.length <= 100 && parseDateSpan(it, Date.now()) ? it : undefined
const scope = { scope: text(100), at: time }

/** The groupings of `rule,resource`, outer first. */
export function groupingsOf(group: string | undefined): Grouping[] {
  const names = group?.split(',') ?? []
  const known = names.flatMap((name) =>
    isLabelName(name) ? name : (groupings.find((it) => it === name) ?? []),
  )
  return [...new Set(known)]
}

const groupList: Reader<string> = (it) =>
  groupingsOf(it).join() === it && it.split(',').length <= groupingsMax ? it : undefined

const columnList: Reader<string> = (it) =>
  it.split(',').every((part) => isLabelName(part) || columnIds.some((id) => id === part))
    ? it
    : undefined

export function readFindingsSearch(raw: Record<string, unknown>): Parsed<FindingsSearch> {
  return readSearch<FindingsSearch>(
    {
      ...scope,
      q: text(8192),
      group: groupList,
      sort: wordList(sortParts),
      cols: columnList,
      pin: word(...pinCounts),
      view: text(100),
      since: time,
      finding: text(100),
      tab: word(...flyoutTabs),
    },
    raw,
  )
}

export function readFindingSearch(raw: Record<string, unknown>): Parsed<FindingSearch> {
  return readSearch<FindingSearch>({ ...scope, tab: word(...flyoutTabs) }, raw)
}

export function readScopeSearch(raw: Record<string, unknown>): Parsed<ScopeSearch> {
  return readSearch<ScopeSearch>(scope, raw)
}

export function readClustersSearch(raw: Record<string, unknown>): Parsed<ClustersSearch> {
  return readSearch<ClustersSearch>({ ...scope, add: word('yes') }, raw)
}

export function readRulesSearch(raw: Record<string, unknown>): Parsed<RulesSearch> {
  return readSearch<RulesSearch>(
    {
      ...scope,
      benchmark: text(100),
      search: text(200),
      failed: word('yes'),
      state: word(...ruleStates),
      assessment: word(...ruleAssessments),
      severity: word(...severities),
      section: text(200),
      source: word(...ruleOrigins),
    },
    raw,
  )
}

export function readResourcesSearch(raw: Record<string, unknown>): Parsed<ResourcesSearch> {
  return readSearch<ResourcesSearch>(
    { ...scope, search: text(200), kind: text(200), namespace: text(200) },
    raw,
  )
}

export function readRbacSearch(raw: Record<string, unknown>): Parsed<RbacSearch> {
  return readSearch<RbacSearch>(
    {
      ...scope,
      cluster: text(100),
      verb: text(300),
      resource: text(300),
      namespace: text(300),
      subject: text(700),
      builtin: word('hide'),
    },
    raw,
  )
}

export function readResourceSearch(raw: Record<string, unknown>): Parsed<ResourceSearch> {
  return readSearch<ResourceSearch>({ ...scope, cluster: text(100) }, raw)
}

export function readFrameworkSearch(raw: Record<string, unknown>): Parsed<FrameworkSearch> {
  return readSearch<FrameworkSearch>(
    { ...scope, compare: time, show: word(...shownResults), control: text(300) },
    raw,
  )
}

export function readExceptionsSearch(raw: Record<string, unknown>): Parsed<ExceptionsSearch> {
  return readSearch<ExceptionsSearch>({ ...scope, add: word('yes'), past: word('yes') }, raw)
}

export function readAccessSearch(raw: Record<string, unknown>): Parsed<AccessSearch> {
  return readSearch<AccessSearch>({ ...scope, tab: word(...accessTabs), q: text(8192) }, raw)
}

/** The names of parameters in the address that the page at this path cannot use. */
export function droppedParameters(pathname: string, raw: Record<string, unknown>): string[] {
  if (pathname === '/findings') return readFindingsSearch(raw).dropped
  if (pathname.startsWith('/findings/')) return readFindingSearch(raw).dropped
  if (pathname.startsWith('/compliance/')) return readFrameworkSearch(raw).dropped
  if (pathname === '/clusters') return readClustersSearch(raw).dropped
  if (pathname === '/exceptions') return readExceptionsSearch(raw).dropped
  if (pathname === '/access') return readAccessSearch(raw).dropped
  if (pathname === '/rules') return readRulesSearch(raw).dropped
  if (pathname === '/rbac') return readRbacSearch(raw).dropped
  if (pathname === '/resources') return readResourcesSearch(raw).dropped
  return readScopeSearch(raw).dropped
}
