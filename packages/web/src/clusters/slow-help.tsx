/** What to look at when a new cluster stays silent or does not come to its first finding. */

import type { ClusterSummary } from '@evenkeel/model'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import css from './clusters.module.css'

/** An image is pulled and a first cycle done well before. */
const slowAfterMs = 10 * 60_000

export function isSlow(cluster: ClusterSummary, now: number): boolean {
  return cluster.state !== 'first-finding' && now - Date.parse(cluster.created_at) > slowAfterMs
}

const debugCommand = [
  'kubectl -n evenkeel get pods -o wide',
  'kubectl -n evenkeel get events --sort-by=.lastTimestamp | tail -n 20',
  'kubectl -n evenkeel logs -l app.kubernetes.io/name=evenkeel-agent --all-containers --tail=50',
].join('; ')

const beforeContact = [
  'Is the manifest applied, and do its pods run? ImagePullBackOff means that the nodes cannot pull the image.',
  `May the pods reach ${window.location.origin}? A network policy, a proxy or a firewall may stand between.`,
  'Does the log of the agent say 401? The token in the manifest has run out or was used up: fetch the manifest anew.',
  'Does it speak of a certificate that is not yet valid? The clock of the node differs from that of the server.',
]
const afterContact = [
  'Does the log of the agent say “forbidden”? It names the verb and the resource; apply the whole manifest, its ClusterRole included.',
  'A large cluster takes its time at first; the log says which collector is under way.',
  'Is a pod killed for its memory? Raise its limit by the options of the manifest.',
]

export function SlowHelp({ cluster }: { cluster: ClusterSummary }) {
  if (!isSlow(cluster, Date.now())) return null
  const checks = cluster.state === 'no-contact' ? beforeContact : afterContact
  return (
    <Notice tone="warning">
      <p>
        <strong>This takes longer than usual.</strong>{' '}
        {cluster.state === 'no-contact'
          ? 'No agent has called for ten minutes.'
          : 'An agent has called, but no finding came in ten minutes.'}
      </p>
      <ul>
        {checks.map((it) => (
          <li key={it}>{it}</li>
        ))}
      </ul>
      <div className={css.command}>
        <code>{debugCommand}</code>
        <CopyButton text={debugCommand} label="Copy the command that shows more" />
      </div>
    </Notice>
  )
}
