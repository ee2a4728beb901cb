/** One rule: what it verifies, why, how to put it right, where it stands, its source. */

import type { Rule } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { fetchRule } from '../api/rules.ts'
import { SeverityChip } from '../elements/chips.tsx'
import { FindingsLink } from '../elements/findings-link.tsx'
import { Page, Panel } from '../elements/panel.tsx'
import { Failed, Loading, Notice } from '../elements/states.tsx'
import { ControlList } from '../flyout/control-list.tsx'
import view from '../flyout/finding-view.module.css'
import { RuleTab } from '../flyout/rule-tab.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { printEquals } from '../query/edit-query.ts'
import css from './rule-page.module.css'
import { SettingsPanel } from './settings-panel.tsx'

export function RulePage() {
  const { ruleId } = useParams({ from: '/rules/$ruleId' })
  const rule = useQuery({
    queryKey: ['rule', ruleId],
    queryFn: ({ signal }) => fetchRule(ruleId, signal),
  })
  if (rule.isPending) {
    return (
      <Page title="Rule">
        <Loading label="Loading the rule" rows={8} height={20} />
      </Page>
    )
  }
  if (rule.isError) {
    return <Failed what="This rule" error={rule.error} onRetry={() => rule.refetch()} />
  }
  return <There rule={rule.data} />
}

function There({ rule }: { rule: Rule }) {
  const clause = printEquals('rule.id', rule.id)
  return (
    <Page
      title={rule.name}
      actions={
        <FindingsLink q={`${clause} and result.evaluation : failed`}>
          View failed findings
        </FindingsLink>
      }
    >
      <div className={css.facts}>
        <SeverityChip severity={rule.severity} />
        <span>{rule.assessment}</span>
        <code>{rule.id}</code>
        {rule.kinds.length > 0 && <span>for {rule.kinds.join(', ')}</span>}
      </div>
      {rule.source === null && (
        <Notice tone="warning">
          A benchmark lists this, and there is no rule for it yet: it is never shown as passed.
        </Notice>
      )}
      <div className={css.columns}>
        <Panel title="Rule">
          <RuleTab rule={rule} />
        </Panel>
        <div className={css.side}>
          <SettingsPanel rule={rule} />
          {rule.remediation !== '' && (
            <Panel title="Remediation">
              <Markdown className={view.prose} text={rule.remediation} />
            </Panel>
          )}
          {rule.impact !== '' && (
            <Panel title="What it may break">
              <Markdown className={view.prose} text={rule.impact} />
            </Panel>
          )}
          {rule.controls.length > 0 && (
            <Panel title="Stands in">
              <ControlList controls={rule.controls} />
            </Panel>
          )}
        </div>
      </div>
    </Page>
  )
}
