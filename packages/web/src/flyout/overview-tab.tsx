/** Why a finding matters, what was seen and expected, and how to put it right. */

import type { Finding, FindingDetail } from '@evenkeel/model'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { SeverityChip } from '../elements/chips.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { Notice } from '../elements/states.tsx'
import { Moment, Time } from '../elements/time.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { ControlList } from './control-list.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import css from './finding-view.module.css'
import { FixBlock } from './fix-block.tsx'
import { Remediation } from './remediation.tsx'

export function OverviewTab({ detail }: { detail: FindingDetail }) {
  const { finding, rule } = detail
  const { result } = finding
  return (
    <div className={css.stack}>
      <Notices finding={finding} />
      <Block title="Why it matters">
        <Markdown className={css.prose} text={rule.rationale || rule.description} />
      </Block>
      <Facts detail={detail} />
      {(result.evidence.length > 0 || result.evaluation === 'failed') && (
        <Block title="Evidence">
          {result.reason && result.evaluation === 'failed' && <p>{result.reason}</p>}
          <EvidenceTable evidence={result.evidence} evaluation={result.evaluation} />
        </Block>
      )}
      {result.fix && (
        <Block title="Fix">
          <FixBlock fix={result.fix} data={detail.resource.data} finding={finding} />
        </Block>
      )}
      {rule.remediation !== '' && (
        <Block title="Remediation">
          <Remediation markdown={rule.remediation} finding={finding} key={finding.id} />
        </Block>
      )}
      {rule.impact !== '' && (
        <Block title="What it may break">
          <Markdown className={css.prose} text={rule.impact} />
        </Block>
      )}
      <Controls detail={detail} />
      <Related detail={detail} />
    </div>
  )
}

/** What has to be known before anything else is read. */
function Notices({ finding }: { finding: Finding }) {
  const { result, exception, attestation, stale_since: staleSince } = finding
  return (
    <>
      {staleSince !== undefined && (
        <Notice tone="warning">
          Nobody has looked at this since <Moment at={staleSince} />: its agent is silent. It may be
          otherwise by now.
        </Notice>
      )}
      {result.evaluation === 'unknown' && (
        <Notice tone="warning">
          This could not be looked at, so it is neither passed nor failed. {result.reason}
        </Notice>
      )}
      {result.evaluation === 'manual' && !attestation && (
        <Notice>A person has to look at this. {result.reason}</Notice>
      )}
      {attestation && (
        <Notice tone={attestation.verdict === 'failed' ? 'warning' : 'notice'}>
          {attestation.created_by} answered <strong>{attestation.verdict}</strong> on{' '}
          <Moment at={attestation.created_at} />: {attestation.statement}
        </Notice>
      )}
      {exception && (
        <Notice>
          Accepted by {exception.owner}: {exception.reason}
        </Notice>
      )}
    </>
  )
}

export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.block}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ detail: { finding, resource } }: { detail: FindingDetail }) {
  const facts: [name: string, value: ReactNode][] = [
    [
      'Resource',
      <Link
        key="resource"
        to="/resources/$resourceId"
        params={{ resourceId: finding.resource.id }}
        search={{ cluster: finding.cluster.id }}
      >
        {finding.resource.name}
      </Link>,
    ],
    ['Namespace', finding.resource.namespace],
    ['Cluster', finding.cluster.name],
    ['Kind', kindOf(finding.resource)],
    ['Owner', finding.resource.owner],
    ['Node', resource.node],
    [
      'Rule',
      <Link key="rule" to="/rules/$ruleId" params={{ ruleId: finding.rule.id }}>
        {finding.rule.number || finding.rule.id}
      </Link>,
    ],
    ['Section', finding.rule.section],
    ['Last changed', finding.changed_at && <Time at={finding.changed_at} />],
  ]
  return (
    <dl className={css.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Controls({ detail: { rule } }: { detail: FindingDetail }) {
  if (rule.controls.length === 0) return null
  return (
    <Block title="Stands in">
      <ControlList controls={rule.controls} />
    </Block>
  )
}

function Related({ detail: { related } }: { detail: FindingDetail }) {
  if (related.length === 0) return null
  return (
    <Block title="Also failed on this resource">
      <ul className={css.related}>
        {related.map((it) => (
          <li key={it.id}>
            <SeverityChip severity={it.rule.severity} />
            <Link to="." search={(previous) => ({ ...previous, finding: it.id })}>
              {it.rule.number} {it.rule.name}
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  )
}
