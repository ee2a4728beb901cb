/** The help of the query bar: what can be written, by examples that can be taken over. */

import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconHelp } from '@tabler/icons-react'
import { useState } from 'react'
import css from './query-bar.module.css'

const examples: [query: string, meaning: string][] = [
  ['result.evaluation : failed and rule.severity : (critical or high)', 'one of several values'],
  ['rule.section : "API Server"', 'a value with a space'],
  ['resource.namespace : kube-*', 'a star stands for any text'],
  ['not resource.namespace : kube-system', 'all others'],
  ['not resource.owner : *', 'without any value'],
  ['changed_at >= now-7d', 'changed in the last seven days'],
  ['"audit log"', 'anywhere in a finding'],
]

export function QueryHelp({ onExample }: { onExample: (q: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={560} trapFocus>
      <Popover.Target>
        <Tooltip label="How to write a query">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label="How to write a query"
            onClick={() => setOpen(!isOpen)}
          >
            <IconHelp size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={css.helpText}>
          Conditions are joined by <code>and</code>, <code>or</code> and <code>not</code>, with
          parentheses where needed. Fields and values are offered as you type.
        </p>
        <ul className={css.examples}>
          {examples.map(([query, meaning]) => (
            <li key={query}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false)
                  onExample(query)
                }}
              >
                <code>{query}</code>
              </button>
              <span>{meaning}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
