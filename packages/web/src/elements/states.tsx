/** What a page shows when it has nothing to show yet, nothing at all, or an error; and notices. */

import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { RequestError } from '../api/request.ts'
import css from './states.module.css'

const waysOnStatuses: readonly number[] = [400, 403, 404]

interface FailedProps {
  /** What could not be loaded, as the start of a sentence: `The findings`. */
  what: string
  error: unknown
  onRetry: () => void
}

/** A sentence that names what failed and why, the request's id, and a way on. */
export function Failed({ what, error, onRetry }: FailedProps) {
  const requestId = error instanceof RequestError ? error.problem?.request_id : undefined
  return (
    <div className={css.state} role="alert">
      <p className={css.title}>{what} could not be loaded.</p>
      <p className={css.detail}>{error instanceof Error ? error.message : String(error)}</p>
      {requestId && <p className={css.request}>Request {requestId}</p>}
      <div className={css.actions}>
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
        {isForGood(error) && (
          <span>
            Or go to the <Link to="/">overview</Link> or the <Link to="/findings">findings</Link>.
          </span>
        )}
      </div>
    </div>
  )
}

/** What is not there, or not for this reader, will not come by trying again. */
function isForGood(error: unknown): boolean {
  return error instanceof RequestError && waysOnStatuses.includes(error.status)
}

interface EmptyProps {
  title: string
  children?: ReactNode
  actions?: ReactNode
}

export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <div className={css.state}>
      <p className={css.title}>{title}</p>
      {children && <div className={css.detail}>{children}</div>}
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}

/** Grey bars of the size of what will come; screen readers hear the label. */
export function Loading({
  label,
  rows = 6,
  height = 14,
}: {
  label: string
  rows?: number
  height?: number
}) {
  const keys = Array.from({ length: rows }, (_, index) => `row-${index}`)
  return (
    <div role="status" aria-label={label}>
      {keys.map((key, index) => (
        <Skeleton key={key} height={height} mb={10} width={`${96 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  )
}

interface NoticeProps {
  tone?: 'notice' | 'warning'
  children: ReactNode
  actions?: ReactNode
}

export function Notice({ tone = 'notice', children, actions }: NoticeProps) {
  const Icon = tone === 'warning' ? IconAlertTriangle : IconInfoCircle
  return (
    <div className={`${css.notice} ${tone === 'warning' ? css.warning : ''}`} role="status">
      <Icon size={16} aria-hidden />
      <div className={css.noticeText}>{children}</div>
      {actions}
    </div>
  )
}
