/** One finding as a page of its own. */

import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { FindingView } from '../flyout/finding-view.tsx'
import css from './finding-page.module.css'

export function FindingPage() {
  const { findingId } = useParams({ from: '/findings/$findingId' })
  const { tab, at } = useSearch({ from: '/findings/$findingId' })
  const navigate = useNavigate({ from: '/findings/$findingId' })
  return (
    <article className={css.page}>
      <FindingView
        findingId={findingId}
        at={at}
        tab={tab ?? 'overview'}
        onTab={(next) => void navigate({ search: (previous) => ({ ...previous, tab: next }) })}
      />
    </article>
  )
}
