/** Who may use this server: users, tokens of scripts, sessions; and who wrote what. */

import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../elements/panel.tsx'
import { Loading, Notice } from '../elements/states.tsx'
import { useMayDo, useSession } from '../session/role.ts'
import { accessTabs } from '../url/searches.ts'
import { AuditLog } from './audit-log.tsx'
import { describeReach } from './reach-text.ts'
import { Roles } from './roles.tsx'
import { Sessions } from './sessions.tsx'
import { Tokens } from './tokens.tsx'
import { Users } from './users.tsx'

const titles = {
  users: 'Users',
  roles: 'Roles',
  tokens: 'API tokens',
  sessions: 'Sessions',
  audit: 'Audit log',
}
const panels = { users: Users, roles: Roles, tokens: Tokens, sessions: Sessions, audit: AuditLog }

export function AccessPage() {
  const session = useSession()
  const mayManage = useMayDo('access.manage')
  if (session.isPending) return <Loading label="Loading your access" rows={4} height={28} />
  return <Page title="Access">{mayManage ? <ManagedAccess /> : <OwnAccess />}</Page>
}

/** What everybody may know of themselves. */
function OwnAccess() {
  const { data } = useSession()
  return (
    <>
      <Notice>
        You are {data?.user.name}, have the role {data?.user.role} and see{' '}
        {describeReach(data?.user.reach)}. Admins decide on that.
      </Notice>
      <h2>Your sessions</h2>
      <Sessions />
    </>
  )
}

function ManagedAccess() {
  const { tab = 'users' } = useSearch({ from: '/access' })
  const navigate = useNavigate({ from: '/access' })
  const choose = (value: string | null) => {
    const chosen = accessTabs.find((it) => it === value)
    // The query is the audit log's.
    if (chosen) void navigate({ search: ({ q: _, ...rest }) => ({ ...rest, tab: chosen }) })
  }
  return (
    <Tabs value={tab} onChange={choose} keepMounted={false}>
      <Tabs.List mb={12}>
        {accessTabs.map((it) => (
          <Tabs.Tab key={it} value={it}>
            {titles[it]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {accessTabs.map((it) => {
        const Panel = panels[it]
        return (
          <Tabs.Panel key={it} value={it}>
            <Panel />
          </Tabs.Panel>
        )
      })}
    </Tabs>
  )
}
