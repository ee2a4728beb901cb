/** An agent's version, marked where it is not the server's: the rules of an older one are older too. */

import { compareVersions } from '@evenkeel/model'
import { useSession } from '../session/role.ts'
import css from './clusters.module.css'

export function AgentVersion({ version }: { version: string | null }) {
  const { data: session } = useSession()
  if (version === null) return <>–</>
  const order = session ? compareVersions(version, session.version) : 0
  if (order === undefined || order === 0) return <>{version}</>
  const [word, why] =
    order < 0
      ? ['outdated', 'Apply the manifest of this server anew; its rules are older too.']
      : ['newer than the server', 'Update the server: it may not know all that this agent sends.']
  return (
    <>
      {version}{' '}
      <strong className={css.stale} title={why}>
        {word}
      </strong>
    </>
  )
}
