/** The panel beside the table that shows one finding; the table stays usable. */

import type { Finding } from '@evenkeel/model'
import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowsDiagonal,
  IconArrowUp,
  IconBan,
  IconLink,
  IconShieldCheck,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useShortcuts } from '../elements/shortcuts.ts'
import { EvaluateButton } from '../evaluation/evaluate-button.tsx'
import { ExceptionDialog } from '../exceptions/exception-dialog.tsx'
import { FindingView, useFinding } from '../flyout/finding-view.tsx'
import { printEquals } from '../query/edit-query.ts'
import { SettingDialog } from '../rules/setting-dialog.tsx'
import { useMayDo } from '../session/role.ts'
import type { FlyoutTab } from '../url/searches.ts'
import { AssignDialog } from './assign-dialog.tsx'
import css from './flyout.module.css'

const widthKey = 'evenkeel-flyout-width'
const widthMin = 420
const widthDefault = 620
/** Of the window, until the reader has dragged it. */
const shareDefault = 0.45
const keyStep = 24

interface FlyoutProps {
  findingId: string
  /** The time that the finding is shown of; undefined for now. */
  at: string | undefined
  tab: FlyoutTab
  onTab: (tab: FlyoutTab) => void
  onClose: () => void
  /** Walks the rows of the table; undefined where there is none that way. */
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

export function Flyout(props: FlyoutProps) {
  const { findingId, at, tab, onTab, onClose, onPrevious, onNext } = props
  const { width, handle } = useWidth()
  const navigate = useNavigate()
  const openAsPage = () =>
    navigate({ to: '/findings/$findingId', params: { findingId }, search: { tab } })
  const copyLink = () =>
    navigator.clipboard.writeText(`${window.location.origin}/findings/${findingId}`)
  return (
    <aside className={css.flyout} data-flyout style={{ width }} aria-label="Finding">
      {handle}
      <FindingView
        findingId={findingId}
        at={at}
        tab={tab}
        onTab={onTab}
        actions={
          <>
            <Action label="Previous (K)" Icon={IconArrowUp} onClick={onPrevious} />
            <Action label="Next (J)" Icon={IconArrowDown} onClick={onNext} />
            {at === undefined && <AssignAction findingId={findingId} />}
            {at === undefined && <ReevaluateAction findingId={findingId} />}
            {at === undefined && <AcceptAction findingId={findingId} />}
            {at === undefined && <SuppressAction findingId={findingId} />}
            <Action label="Copy link" Icon={IconLink} onClick={() => void copyLink()} />
            <Action
              label="Open as page"
              Icon={IconArrowsDiagonal}
              onClick={() => void openAsPage()}
            />
            <Action label="Close (Esc)" Icon={IconX} onClick={onClose} />
          </>
        }
      />
    </aside>
  )
}

/** Accepts this rule on this resource. */
function AcceptAction({ findingId }: { findingId: string }) {
  const [isOpen, setOpen] = useState(false)
  const { data } = useFinding(findingId, undefined)
  const mayAccept = useMayDo('exceptions.request')
  useShortcuts({ e: () => data && mayAccept && setOpen(true) })
  if (!data || !mayAccept) return null
  const query = queryOf(data.finding)
  return (
    <>
      <Action label="Accept this finding" Icon={IconShieldCheck} onClick={() => setOpen(true)} />
      <ExceptionDialog isOpen={isOpen} query={query} onClose={() => setOpen(false)} />
    </>
  )
}

/** This rule on this resource of this cluster. */
function queryOf({ rule, resource, cluster }: Finding): string {
  return [
    printEquals('rule.id', rule.id),
    printEquals('resource.id', resource.id),
    printEquals('cluster.id', cluster.id),
  ].join(' and ')
}

function AssignAction({ findingId }: { findingId: string }) {
  const [isOpen, setOpen] = useState(false)
  const { data } = useFinding(findingId, undefined)
  const mayAssign = useMayDo('findings.discuss')
  if (!data || !mayAssign) return null
  return (
    <>
      <Action label="Assign" Icon={IconUserPlus} onClick={() => setOpen(true)} />
      <AssignDialog
        isOpen={isOpen}
        query={queryOf(data.finding)}
        count={1}
        assignee={data.finding.assignee}
        onClose={() => setOpen(false)}
      />
    </>
  )
}

function ReevaluateAction({ findingId }: { findingId: string }) {
  const { data } = useFinding(findingId, undefined)
  if (!data) return null
  const { id } = data.finding.cluster
  return <EvaluateButton key={id} clusterId={id} label="Re-evaluate" isIcon />
}

/** Turns the rule off on the cluster of this finding. */
function SuppressAction({ findingId }: { findingId: string }) {
  const [isOpen, setOpen] = useState(false)
  const { data } = useFinding(findingId, undefined)
  const mayWrite = useMayDo('rules.write')
  if (!data || !mayWrite || data.finding.disabled) return null
  return (
    <>
      <Action label="Suppress rule here" Icon={IconBan} onClick={() => setOpen(true)} />
      <SettingDialog
        isOpen={isOpen}
        rules={[data.rule]}
        clusterId={data.finding.cluster.id}
        state="disabled"
        onClose={() => setOpen(false)}
      />
    </>
  )
}

interface ActionProps {
  label: string
  Icon: typeof IconX
  onClick: (() => void) | undefined
}

function Action({ label, Icon, onClick }: ActionProps) {
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

function defaultWidth(): number {
  return Math.max(widthMin, Math.min(widthDefault, Math.round(window.innerWidth * shareDefault)))
}

/** The width that the reader dragged it to, kept for the next time. */
function useWidth() {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(widthKey)) || defaultWidth())
  const set = (next: number) => {
    const widthMax = Math.max(widthMin, window.innerWidth * 0.62)
    const bounded = Math.round(Math.min(Math.max(next, widthMin), widthMax))
    localStorage.setItem(widthKey, String(bounded))
    setWidth(bounded)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      set(window.innerWidth - event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') set(width + keyStep)
    if (event.key === 'ArrowRight') set(width - keyStep)
  }
  const handle = (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>
    <div
      className={css.handle}
      role="separator"
      aria-label="Width of the panel"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={widthMin}
      aria-valuemax={2000}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
  return { width, handle }
}
