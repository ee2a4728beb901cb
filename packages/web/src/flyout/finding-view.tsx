/** One finding in full: head, and tabs for overview, resource, rule, history, JSON. */

import type { FindingDetail } from '@evenkeel/model'
import { Tabs } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { fetchFinding } from '../api/findings.ts'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import { Failed, Loading } from '../elements/states.tsx'
import { Moment, Time } from '../elements/time.tsx'
import { type FlyoutTab, flyoutTabs } from '../url/searches.ts'
import css from './finding-view.module.css'
import { HistoryTab } from './history-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RelationsTab } from './relations-tab.tsx'
import { ResourceTab } from './resource-tab.tsx'
import { RuleTab } from './rule-tab.tsx'

const tabTitles: Record<FlyoutTab, string> = {
  overview: 'Overview',
  resource: 'Resource',
  relations: 'Relations',
  rule: 'Rule',
  history: 'History',
  json: 'JSON',
}

interface FindingViewProps {
  findingId: string
  /** As it was then; undefined for now. */
  at: string | undefined
  tab: FlyoutTab
  onTab: (tab: FlyoutTab) => void
  /** Buttons at the right of the head. */
  actions?: ReactNode
}

export function findingQuery(findingId: string, at: string | undefined) {
  return queryOptions({
    queryKey: ['finding', findingId, at],
    queryFn: ({ signal }) => fetchFinding(findingId, at, signal),
  })
}

export function useFinding(findingId: string, at: string | undefined) {
  return useQuery(findingQuery(findingId, at))
}

export function FindingView({ findingId, at, tab, onTab, actions }: FindingViewProps) {
  const detail = useFinding(findingId, at)
  const bar = <div className={css.actions}>{actions}</div>
  if (detail.isPending) {
    return (
      <div className={css.waiting}>
        {bar}
        <Loading label="Loading the finding" rows={9} height={18} />
      </div>
    )
  }
  if (detail.isError) {
    return (
      <div className={css.waiting}>
        {bar}
        <Failed what="This finding" error={detail.error} onRetry={() => detail.refetch()} />
      </div>
    )
  }
  return (
    <>
      <Head detail={detail.data} at={at} actions={bar} />
      <Tabs
        value={tab}
        onChange={(value) => onTab(flyoutTabs.find((it) => it === value) ?? 'overview')}
        keepMounted={false}
        classNames={{ root: css.tabs ?? '', list: css.tabList ?? '', panel: css.panel ?? '' }}
      >
        <Tabs.List>
          {flyoutTabs.map((it) => (
            <Tabs.Tab key={it} value={it}>
              {tabTitles[it]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab detail={detail.data} />
        </Tabs.Panel>
        <Tabs.Panel value="resource">
          <ResourceTab detail={detail.data} at={at} />
        </Tabs.Panel>
        <Tabs.Panel value="relations" className={css.tall ?? ''}>
          <RelationsTab
            resource={detail.data.finding.resource}
            cluster={detail.data.finding.cluster}
            at={at}
          />
        </Tabs.Panel>
        <Tabs.Panel value="rule">
          <RuleTab rule={detail.data.rule} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryTab findingId={findingId} at={at} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <JsonTab detail={detail.data} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

interface HeadProps {
  detail: FindingDetail
  at: string | undefined
  actions: ReactNode
}

function Head({ detail, at, actions }: HeadProps) {
  const { finding } = detail
  return (
    <header className={css.head}>
      <div className={css.chips}>
        <EvaluationChip evaluation={finding.result.evaluation} />
        <SeverityChip severity={finding.rule.severity} />
        {finding.rule.own_severity && (
          <span className={css.since}>overridden from {finding.rule.own_severity}</span>
        )}
        {at !== undefined && (
          <span className={css.past}>
            as of <Moment at={at} />
          </span>
        )}
        {finding.first_seen && (
          <span className={css.since}>
            first seen <Time at={finding.first_seen} />
          </span>
        )}
        {finding.assignee !== undefined && (
          <span className={css.since}>
            assigned to <bdi>{finding.assignee}</bdi>
          </span>
        )}
        {actions}
      </div>
      <h2 className={css.title}>{finding.rule.name}</h2>
      <p className={css.resource}>{resourcePath(detail)}</p>
      {finding.disabled && (
        <p className={css.since}>
          Its rule is disabled here by {finding.disabled.by} <Time at={finding.disabled.since} />{' '}
          because: {finding.disabled.reason} It counts nowhere.
        </p>
      )}
    </header>
  )
}

/** `prod-eu / payments / Deployment / api` */
function resourcePath({ finding: { cluster, resource } }: FindingDetail): string {
  return [cluster.name, resource.namespace, resource.sub_type, resource.name]
    .filter((it) => it !== null)
    .join(' / ')
}

function JsonTab({ detail }: { detail: FindingDetail }) {
  const text = JSON.stringify(detail.finding, null, 2)
  return (
    <div className={css.stack}>
      <div>
        <CopyButton wide text={text} label="Copy JSON" />
      </div>
      <LazyCodeView text={text} language="json" label="The finding as JSON" />
    </div>
  )
}
