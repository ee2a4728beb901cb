/** Who may use this server: users, tokens of scripts, sessions; and who wrote what. */

import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../elements/panel.tsx'
import { Empty } from '../elements/states.tsx'
import { useHasRole } from '../session/role.ts'
import { accessTabs } from '../url/searches.ts'
import { AuditLog } from './audit-log.tsx'
import { Grants } from './grants.tsx'
import { Users } from './users.tsx'

const titles = { users: 'Users', tokens: 'API tokens', sessions: 'Sessions', audit: 'Audit log' }

export function AccessPage() {
  const { tab = 'users' } = useSearch({ from: '/access' })
  const navigate = useNavigate({ from: '/access' })
  const isAdmin = useHasRole('admin')
  if (!isAdmin) {
    return <Empty title="This page is for admins.">Ask one of them for what you need.</Empty>
  }
  const choose = (value: string | null) => {
    const chosen = accessTabs.find((it) => it === value)
    if (chosen) void navigate({ search: (previous) => ({ ...previous, tab: chosen }) })
  }
  return (
    <Page title="Access">
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb={12}>
          {accessTabs.map((it) => (
            <Tabs.Tab key={it} value={it}>
              {titles[it]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="users">
          <Users />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <Grants kind="tokens" />
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <Grants kind="sessions" />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditLog />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
