/** A link to the findings of a query. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface FindingsLinkProps {
  q: string
  group?: 'rule' | 'resource' | 'section' | 'namespace' | 'cluster'
  children: ReactNode
  className?: string | undefined
  label?: string
}

export function FindingsLink({ q, group, children, className, label }: FindingsLinkProps) {
  return (
    <Link
      to="/findings"
      search={group ? { q, group } : { q }}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  )
}
