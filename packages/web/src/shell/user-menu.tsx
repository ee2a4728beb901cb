/** Who the page speaks as, and help. */

import type { Session } from '@evenkeel/model'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconAdjustments,
  IconApi,
  IconDevices,
  IconKeyboard,
  IconLogout,
  IconUserCircle,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { deleteSession } from '../api/session.ts'

export function UserMenu({
  session,
  onShowShortcuts,
  onShowPreferences,
}: {
  session: Session
  onShowShortcuts: () => void
  onShowPreferences: () => void
}) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signingOut = useMutation({
    mutationFn: deleteSession,
    // What was seen in this session is not shown in the next.
    onSuccess: async ({ provider_logout_url: url }) => {
      if (url === null) await queries.resetQueries()
      else window.location.assign(url)
    },
  })
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="User and help">
          <IconUserCircle size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.user.name} ({session.user.role})
        </Menu.Label>
        <Menu.Item leftSection={<IconAdjustments size={15} />} onClick={onShowPreferences}>
          Preferences
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDevices size={15} />}
          onClick={() => void navigate({ to: '/access', search: { tab: 'sessions' } })}
        >
          Your sessions
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={onShowShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item
          leftSection={<IconApi size={15} />}
          component="a"
          href="/openapi.json"
          target="_blank"
        >
          API description
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => signingOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
