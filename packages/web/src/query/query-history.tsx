/** The menu of the queries that were run last. */

import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { forgetQueries, recentQueries } from './history.ts'
import css from './query-bar.module.css'

interface QueryHistoryProps {
  isOpen: boolean
  onToggle: (isOpen: boolean) => void
  onChoose: (q: string) => void
}

const shownMax = 12

export function QueryHistory({ isOpen, onToggle, onChoose }: QueryHistoryProps) {
  const queries = isOpen ? recentQueries().slice(0, shownMax) : []
  return (
    <Menu opened={isOpen} onChange={onToggle} position="bottom-end" width={520}>
      <Menu.Target>
        <Tooltip label="Queries that were run before (↑ in an empty bar)">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label="Queries that were run before"
          >
            <IconHistory size={15} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {queries.length === 0 && <Menu.Label>No query was run yet.</Menu.Label>}
        {queries.map((q) => (
          <Menu.Item key={q} onClick={() => onChoose(q)}>
            <code className={css.past}>{q}</code>
          </Menu.Item>
        ))}
        {queries.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={forgetQueries}>Forget them</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
