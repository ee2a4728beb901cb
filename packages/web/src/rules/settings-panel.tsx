/** What is set for one rule, by whom and why, and what was. */

import type { Rule, RuleSetting } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchClusters } from '../api/clusters.ts'
import { fetchRuleSettingHistory } from '../api/rule-settings.ts'
import { Panel } from '../elements/panel.tsx'
import { Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { useMayDo } from '../session/role.ts'
import css from './rule-page.module.css'
import { takeAway, useRuleSettings } from './seen-settings.ts'
import { SettingDialog } from './setting-dialog.tsx'
import { describeScope, describeValues } from './setting-words.ts'

export function SettingsPanel({ rule }: { rule: Rule }) {
  const mayWrite = useMayDo('rules.write')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Panel title="Settings">
      <Settings rule={rule} mayWrite={mayWrite} />
      {mayWrite && (
        <Button size="xs" variant="default" onClick={() => setIsOpen(true)}>
          Set this rule
        </Button>
      )}
      <SettingDialog isOpen={isOpen} rules={[rule]} onClose={() => setIsOpen(false)} />
    </Panel>
  )
}

function Settings({ rule, mayWrite }: { rule: Rule; mayWrite: boolean }) {
  const queries = useQueryClient()
  const settings = useRuleSettings()
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const removing = useMutation({
    mutationFn: (seen: RuleSetting) => takeAway(seen, rule),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (settings.isPending) return <Loading label="Loading the settings" rows={2} />
  if (settings.isError) {
    return <Failed what="The settings" error={settings.error} onRetry={() => settings.refetch()} />
  }
  const own = settings.data.body.filter((it) => it.rule_id === rule.id)
  return (
    <>
      {own.length === 0 && <p>It runs on every cluster as it is by itself.</p>}
      <ul className={css.settings}>
        {own.map((it) => (
          <li key={it.id}>
            <span>
              <strong>{describeScope(it, clusters.data ?? [])}</strong>: {describeValues(it)}, by{' '}
              {it.updated_by} <Time at={it.updated_at} />. {it.reason}
            </span>
            {mayWrite && (
              <Button
                size="compact-xs"
                variant="subtle"
                loading={removing.isPending && removing.variables?.id === it.id}
                aria-label={`Take away for ${describeScope(it, clusters.data ?? [])}`}
                onClick={() => removing.mutate(it)}
              >
                Take away
              </Button>
            )}
          </li>
        ))}
      </ul>
      {removing.error && <Notice tone="warning">{removing.error.message}</Notice>}
      {removing.data && (
        <Notice tone="warning">{removing.data} Nothing was taken away by you.</Notice>
      )}
      <History ruleId={rule.id} />
    </>
  )
}

function History({ ruleId }: { ruleId: string }) {
  const history = useQuery({
    queryKey: ['rule-settings', 'history', ruleId],
    queryFn: ({ signal }) => fetchRuleSettingHistory(ruleId, signal),
  })
  if (!history.data || history.data.length === 0) return null
  return (
    <details>
      <summary>History</summary>
      <ul className={css.settings}>
        {history.data.map((it) => (
          <li key={`${it.at} ${JSON.stringify([it.cluster_id, it.cluster_labels])}`}>
            <span>
              <Time at={it.at} /> {it.by}: {it.after ? describeValues(it.after) : 'taken away'}.{' '}
              {it.reason}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
