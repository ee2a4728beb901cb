/** The frame of a page and of the boxes on it. */

import type { ReactNode } from 'react'
import css from './panel.module.css'

export function Page({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={css.page}>
      <div className={css.pageHead}>
        <h1>{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  )
}

export function Panel({
  title,
  aside,
  children,
  className = '',
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <section className={`${css.panel} ${className}`} aria-label={title}>
      <div className={css.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      <div className={css.body}>{children}</div>
    </section>
  )
}
