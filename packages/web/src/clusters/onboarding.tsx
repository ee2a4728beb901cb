/** The live states of a new cluster, from no contact to its first finding. */

import type { ClusterSummary, OnboardingState } from '@evenkeel/model'
import { Loader } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import { FindingsLink } from '../elements/findings-link.tsx'
import { printEquals } from '../query/edit-query.ts'
import css from './clusters.module.css'
import { SlowHelp } from './slow-help.tsx'

export const stateWords: Record<OnboardingState, { title: string; waiting: string }> = {
  'no-contact': {
    title: 'No contact yet',
    waiting: 'Waiting for the first agent. Apply the manifest to the cluster.',
  },
  'agent-connected': { title: 'Agent connected', waiting: 'An agent has signed in.' },
  evaluating: {
    title: 'Evaluating',
    waiting: 'Resources are collected and held against the rules.',
  },
  'first-finding': { title: 'First findings', waiting: 'The first findings have arrived.' },
}

const order: OnboardingState[] = ['no-contact', 'agent-connected', 'evaluating', 'first-finding']
const stepTitles: Record<OnboardingState, string> = {
  'no-contact': 'Manifest ready',
  'agent-connected': 'Agent connected',
  evaluating: 'Evaluation running',
  'first-finding': 'First finding',
}

export function Onboarding({ cluster }: { cluster: ClusterSummary }) {
  const reached = order.indexOf(cluster.state)
  const isDone = cluster.state === 'first-finding'
  return (
    <section className={css.onboarding} aria-label="State of the new cluster">
      <ol className={css.steps}>
        {order.map((state, index) => (
          <li
            key={state}
            data-done={index <= reached}
            aria-current={index === reached ? 'step' : undefined}
          >
            {index <= reached ? (
              <IconCircleCheckFilled size={18} aria-hidden />
            ) : index === reached + 1 ? (
              <Loader size={16} aria-hidden />
            ) : (
              <IconCircleDashed size={18} aria-hidden />
            )}
            {stepTitles[state]}
          </li>
        ))}
      </ol>
      <p role="status" className={css.stateText}>
        {stateWords[cluster.state].waiting}
        {isDone && (
          <>
            {' '}
            <FindingsLink
              q={`${printEquals('cluster.id', cluster.id)} and result.evaluation : failed`}
            >
              See the failed findings of {cluster.name}
            </FindingsLink>
          </>
        )}
      </p>
      <SlowHelp cluster={cluster} />
    </section>
  )
}
