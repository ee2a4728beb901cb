/** The panel beside the table: what a control asks for, what was found, what to do, who answered. */

import type { FrameworkControl } from '@evenkeel/model'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { fetchFindings } from '../api/findings.ts'
import { fetchRule } from '../api/rules.ts'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { FindingsLink } from '../elements/findings-link.tsx'
import { countOf, formatCount } from '../elements/numbers.ts'
import { kindOf } from '../elements/resource-kind.ts'
import { Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { Answers } from './answers.tsx'
import css from './compliance.module.css'
import side from './control-panel.module.css'
import { ResultChip } from './result-chip.tsx'
import { testedOf } from './result-words.ts'

interface ControlPanelProps {
  control: FrameworkControl
  /** Undefined where there is none that way. */
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
  onClose: () => void
}

export function ControlPanel({ control, onPrevious, onNext, onClose }: ControlPanelProps) {
  const { number, title, severity, assessment, profile, result } = control
  const isAsked = control.counts.manual > 0 || result === 'listed' || control.attestation !== null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
    <aside className={side.panel} data-flyout aria-label={`Control ${number}`} tabIndex={0}>
      <div className={side.panelHead}>
        <ResultChip result={result} />
        {severity && <SeverityChip severity={severity} />}
        <span className={css.sub}>
          {assessment}
          {profile && `, ${profile.replace('level-', 'level ')}`}
        </span>
        <span className={side.panelActions}>
          <Action label="Previous (K)" Icon={IconArrowUp} onClick={onPrevious} />
          <Action label="Next (J)" Icon={IconArrowDown} onClick={onNext} />
          <Action label="Close (Esc)" Icon={IconX} onClick={onClose} />
        </span>
      </div>
      <h2 className={side.panelTitle}>
        <span className={css.sub}>{number}</span> {title}
      </h2>
      <Found control={control} />
      <Off control={control} />
      <Described control={control}>{isAsked && <Answers control={control} />}</Described>
    </aside>
  )
}

function Action({
  label,
  Icon,
  onClick,
}: {
  label: string
  Icon: typeof IconX
  onClick: (() => void) | undefined
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
        disabled={onClick === undefined}
        onClick={onClick}
      >
        <Icon size={16} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  )
}

const words = ['failed', 'unknown', 'manual', 'passed'] as const

/** The counts, and each leads to its findings. */
function Found({ control }: { control: FrameworkControl }) {
  const { counts, excepted, query, result } = control
  if (testedOf(counts) === 0) return <p className={css.lead}>{whyEmpty[result] ?? whyNone}</p>
  return (
    <p className={side.found}>
      {words
        .filter((it) => counts[it] > 0)
        .map((it) => (
          <FindingsLink key={it} q={`${query} and result.evaluation : ${it}`}>
            {formatCount(counts[it])} {it}
          </FindingsLink>
        ))}
      <span className={css.sub}>of {countOf(testedOf(counts), 'resource')}</span>
      {excepted > 0 && (
        <FindingsLink q={`${query} and result.evaluation : failed and exception.owner : *`}>
          {formatCount(excepted)} accepted
        </FindingsLink>
      )}
    </p>
  )
}

/** Who turned its rule off, so that nobody takes it for something that does not apply. */
function Off({ control: { off = [] } }: { control: FrameworkControl }) {
  return off.map(({ by, since, reason, clusters }) => (
    <p key={`${since} ${clusters.join()}`} className={css.lead}>
      Disabled on {clusters.join(', ')} by {by} <Time at={since} /> because: {reason}
    </p>
  ))
}

const whyNone = 'Nothing that it applies to was seen.'
const whyEmpty: Partial<Record<FrameworkControl['result'], string>> = {
  disabled: 'Its rule is off: what was found of it counts nowhere.',
  listed: 'There is no rule for it yet: it is never shown as passed by itself.',
  unknown: 'What it applies to could not be looked at.',
  passed: 'A person answered it; no rule decides it.',
  failed: 'A person answered it; no rule decides it.',
}

function Described({ control, children }: { control: FrameworkControl; children: ReactNode }) {
  const rule = useQuery({
    queryKey: ['rule', control.rule],
    queryFn: ({ signal }) => fetchRule(control.rule, signal),
  })
  if (rule.isPending) return <Loading label="Loading the rule" rows={5} />
  if (rule.isError) {
    return <Failed what="The rule" error={rule.error} onRetry={() => rule.refetch()} />
  }
  const { description, rationale, remediation, id } = rule.data
  return (
    <>
      <Markdown className={side.prose} text={description} />
      {rationale !== '' && <Markdown className={side.prose} text={rationale} />}
      <p className={side.ruleLink}>
        <Link to="/rules/$ruleId" params={{ ruleId: id }}>
          {id}
        </Link>
      </p>
      {children}
      {control.counts.failed > 0 && <Resources control={control} evaluation="failed" />}
      {control.counts.unknown > 0 && <Resources control={control} evaluation="unknown" />}
      {remediation !== '' && (
        <section>
          <h3 className={css.heading}>Remediation</h3>
          <Markdown className={side.prose} text={remediation} />
        </section>
      )}
    </>
  )
}

const shownMax = 8

/** The first few; all of them are a click away. */
function Resources({
  control,
  evaluation,
}: {
  control: FrameworkControl
  evaluation: 'failed' | 'unknown'
}) {
  const { at } = useSearch({ strict: false })
  const q = `${control.query} and result.evaluation : ${evaluation}`
  const findings = useQuery({
    queryKey: ['findings', 'control', q, at],
    queryFn: ({ signal }) => fetchFindings({ q, at, limit: shownMax }, signal),
  })
  if (findings.isPending) return <Loading label="Loading the resources" rows={3} />
  if (findings.isError) {
    return <Failed what="The resources" error={findings.error} onRetry={() => findings.refetch()} />
  }
  const { items, total } = findings.data
  return (
    <section>
      <h3 className={css.heading}>{evaluation === 'failed' ? 'Failed' : 'Unknown'} resources</h3>
      <ul className={side.resources}>
        {items.map(({ id, resource, cluster, result, exception }) => (
          <li key={id}>
            <EvaluationChip evaluation={result.evaluation} />
            <span className={side.resource}>
              <Link to="/findings/$findingId" params={{ findingId: id }} search={at ? { at } : {}}>
                {resource.name}
              </Link>
              <span className={css.sub}>
                {[kindOf(resource), resource.namespace, cluster.name].filter(Boolean).join(', ')}
              </span>
            </span>
            {exception && <span className={css.answered}>accepted</span>}
          </li>
        ))}
      </ul>
      {total > items.length && <FindingsLink q={q}>View all {formatCount(total)}</FindingsLink>}
    </section>
  )
}
