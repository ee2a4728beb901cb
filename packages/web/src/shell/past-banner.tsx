/** Marks every page while a point in the past is chosen, and says whether the page shows it. */

import { Button } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { Notice } from '../elements/states.tsx'
import { Moment } from '../elements/time.tsx'
import css from './shell.module.css'
import { useTime } from './time-picker.tsx'

const turnsBack = /^\/(?:$|findings(?:\/|$))/

export function PastBanner() {
  const { at, setAt } = useTime()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  if (at === undefined) return null
  return (
    <div className={css.banner}>
      <Notice
        tone="warning"
        actions={
          <Button size="compact-xs" variant="default" onClick={() => setAt(undefined)}>
            Back to now
          </Button>
        }
      >
        {turnsBack.test(pathname) ? (
          <>
            You are looking at the past: findings as they were on <Moment at={at} />. Names of rules
            and clusters are those of now.
          </>
        ) : (
          <>
            This page shows now. Only the overview and the findings are turned back to{' '}
            <Moment at={at} />.
          </>
        )}
      </Notice>
    </div>
  )
}
